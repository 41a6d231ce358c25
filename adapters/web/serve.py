"""Serves the pages on this machine alone. Anything else is refused."""

import errno
import ipaddress
import socket

from aiohttp import web

BACKLOG = 128


class NotLoopback(ValueError):
    """These pages let anyone act as anyone: they are never served to a network."""


class PortTaken(OSError):
    """Another program listens on that port already."""

    def __str__(self) -> str:
        """What is wrong and what to do, without the system's number."""
        return str(self.strerror)


def loopback(host: str) -> str:
    """The one loopback address `host` means. Raises `NotLoopback` for any other."""
    try:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as fault:
        raise NotLoopback(f"{host!r} is not an address of this machine; use 127.0.0.1") from fault
    addresses = [str(each[4][0]) for each in found]
    if not all(ipaddress.ip_address(each.partition("%")[0]).is_loopback for each in addresses):
        raise NotLoopback(
            f"{host!r} can be reached from other machines. The browser pages let anyone act as"
            " any member, so they are served on this machine only: use 127.0.0.1"
        )
    return addresses[0]


def must_be_free(host: str, port: int) -> None:
    """Find out early that nothing else listens there. Raises `NotLoopback` and `PortTaken`."""
    address = loopback(host)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as tried:
        tried.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            tried.bind((address, port))
        except OSError as fault:
            if fault.errno == errno.EADDRINUSE:
                raise _taken(address, port) from fault
            raise


def _taken(address: str, port: int) -> PortTaken:
    return PortTaken(
        errno.EADDRINUSE,
        f"port {port} on {address} is taken, perhaps by another Coffee Rounds:"
        f" end that one, or choose another with COFFEE_ROUNDS_WEB_PORT={port + 1}",
    )


async def serve(app: web.Application, host: str = "127.0.0.1", port: int = 8765) -> web.AppRunner:
    """Start serving and return at once; `await runner.cleanup()` ends it.

    Port 0 takes a free one: `runner.addresses` says which. Raises
    `NotLoopback` and `PortTaken`.
    """
    address = loopback(host)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    try:
        await web.TCPSite(runner, address, port, backlog=BACKLOG).start()
    except OSError as fault:
        await runner.cleanup()
        if fault.errno == errno.EADDRINUSE:
            raise _taken(address, port) from fault
        raise
    return runner
