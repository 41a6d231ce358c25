"""Single values of settings, read from text. What is wrong is added to the faults."""

import ipaddress

PREFIX = "COFFEE_ROUNDS_"


def https(name: str, link: str, faults: list[str]) -> str:
    """An address that begins with https://, or nothing."""
    if link and not link.startswith("https://"):
        faults.append(f"{PREFIX}{name} is {link!r}; use an address that begins with https://.")
    return link


def number(name: str, given: str, usual: int, least: int, most: int, faults: list[str]) -> int:
    """A whole number between two others; the usual one when none is given."""
    if not given:
        return usual
    if given.isdecimal() and least <= int(given) <= most:
        return int(given)
    faults.append(f"{PREFIX}{name} is {given!r}; use a whole number from {least} to {most}.")
    return usual


def truth(name: str, given: str, faults: list[str]) -> bool:
    """Yes or no; no when nothing is given."""
    if given.lower() not in ("", "yes", "no"):
        faults.append(f"{PREFIX}{name} is {given!r}; use yes or no.")
    return given.lower() == "yes"


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches that address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
