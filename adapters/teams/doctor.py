"""What keeps the bot from working in Teams, each with what to do. Posts and changes nothing."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import urlsplit

import aiohttp

from adapters.teams.apart import apart
from adapters.teams.listen import PATH
from adapters.teams.settings import WORLD
from adapters.teams.signing_keys import SigningKeys

MOST_SKEW: Final = 60.0
"""Seconds two clocks may differ; Teams' tokens are refused after 300."""

ANSWER_SECONDS: Final = 15.0

_REMEDIES: Final = {
    "AADSTS7000215": "Copy the client secret again: its value, not its id.",
    "AADSTS7000222": "The client secret has run out: make a new one in the registration.",
    "AADSTS700016": "Correct the app id, or the tenant: that tenant has no such app.",
    "AADSTS700027": "Upload the certificate to the registration, and set its thumbprint.",
    "AADSTS90002": "Correct the tenant: the directory id of the registration.",
}
"""What to do, by Entra's code (Microsoft identity platform, "AADSTS error codes")."""


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing looked at: its name, whether it is well, what was found, what to do if not."""

    name: str
    ok: bool
    found: str
    do: str = ""


@dataclass(frozen=True, slots=True)
class Looking:
    """What is looked at. `ask` gets a token from Entra and may block; `seconds` for each answer.

    `metadata` and `login` are addresses of Microsoft's.
    """

    ask: Callable[[], str] = field(repr=False)
    public_url: str
    metadata: str = WORLD.metadata
    seconds: float = ANSWER_SECONDS
    login: str = WORLD.login


async def check(
    looking: Looking, session: aiohttp.ClientSession, clock: Callable[[], datetime]
) -> list[Checked]:
    """Everything looked at, in order. A fault does not end the examination."""
    return [
        await _token(looking),
        *await _keys_and_clock(looking, session, clock),
        await _address(looking, session),
    ]


async def _token(looking: Looking) -> Checked:
    name = "token"
    try:
        async with asyncio.timeout(looking.seconds):
            token = await apart(looking.ask)
    except TimeoutError:
        return _unreached(name, looking, "Entra did not answer")
    except PermissionError as refused:
        code = re.search(r"AADSTS\d+", str(refused))
        why = code[0] if code else "no reason given"
        usual = "Compare app id, tenant and proof with the registration in Entra."
        return Checked(name, False, f"Entra gives none: {why}", _REMEDIES.get(why, usual))
    except OSError as fault:
        return _unreached(name, looking, f"Entra could not be asked: {type(fault).__name__}")
    except LookupError:
        do = "Give this machine the managed identity whose client id is the app id."
        return Checked(name, False, "Azure gives this machine none", do)
    except (ValueError, TypeError) as fault:
        # Its text may hold what was set, so only the kind is told.
        do = "Correct the tenant id; with a certificate, its PEM file and its thumbprint."
        return Checked(name, False, f"could not be asked for: {type(fault).__name__}", do)
    if not token:
        return Checked(name, False, "Entra gives an empty one", "Look again in a few minutes.")
    return Checked(name, ok=True, found="Entra gives one")


def _unreached(name: str, looking: Looking, found: str) -> Checked:
    do = (
        f"Let this machine reach {urlsplit(looking.login).hostname} on port 443."
        " A managed identity is only there in Azure."
    )
    return Checked(name, False, found, do)


async def _keys_and_clock(
    looking: Looking, session: aiohttp.ClientSession, clock: Callable[[], datetime]
) -> list[Checked]:
    host = urlsplit(looking.metadata).hostname
    name, do = "signing keys", f"Let this machine reach {host} on port 443."
    time = aiohttp.ClientTimeout(total=looking.seconds)
    try:
        async with session.get(looking.metadata, allow_redirects=False, timeout=time) as answer:
            status, date = answer.status, answer.headers.get("Date", "")
    except (aiohttp.ClientError, TimeoutError, OSError) as fault:
        found = f"Microsoft's could not be fetched: {_why(fault)}"
        return [Checked(name, ok=False, found=found, do=do)]
    told = _clock(date, clock())
    if status != 200:
        return [Checked(name, ok=False, found=f"Microsoft answers {status}", do=do), told]
    if not await SigningKeys(session, looking.metadata).fetch():
        return [Checked(name, ok=False, found="what came holds no keys", do=do), told]
    return [Checked(name, ok=True, found="fetched from Microsoft"), told]


def _clock(header: str, now: datetime) -> Checked:
    try:
        skew = (now - parsedate_to_datetime(header)).total_seconds()
    except (ValueError, TypeError):
        return Checked("clock", ok=True, found="Microsoft did not say the time")
    ok = abs(skew) <= MOST_SKEW
    ahead = "ahead of" if skew > 0 else "behind"
    return Checked(
        "clock",
        ok=ok,
        found=f"{abs(skew):.0f} s {ahead} Microsoft's",
        do="" if ok else "Set the clock by NTP: Teams' tokens are refused when it is wrong.",
    )


async def _address(looking: Looking, session: aiohttp.ClientSession) -> Checked:
    """An unsigned request must be turned away by us: then Microsoft's signed ones arrive."""
    name = "public address"
    if not looking.public_url.startswith("https://"):
        do = "Set COFFEE_ROUNDS_PUBLIC_URL: Teams needs an address with https://."
        return Checked(name, ok=False, found=looking.public_url or "none", do=do)
    url = looking.public_url + PATH
    time = aiohttp.ClientTimeout(total=looking.seconds)
    try:
        async with session.post(url, data=b"{}", allow_redirects=False, timeout=time) as answer:
            status = answer.status
    except (aiohttp.ClientError, TimeoutError, OSError) as fault:
        return Checked(name, ok=False, found=f"{url}: {_why(fault)}", do=_remedy(fault))
    if status in (400, 401):
        return Checked(name, ok=True, found=f"{url} turns away what Microsoft did not sign")
    do = f"Start the bot, and let the proxy pass {PATH} on to it, body and headers unchanged."
    return Checked(name, ok=False, found=f"{url} answers {status}", do=do)


def _why(fault: Exception) -> str:
    match fault:
        case aiohttp.ClientConnectorDNSError():
            return "the name is not known"
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientSSLError():
            return "its certificate is not trusted"
        case aiohttp.ClientConnectorError():
            return "nobody listens there"
        case TimeoutError():
            return "no answer"
        case _:
            return type(fault).__name__


def _remedy(fault: Exception) -> str:
    match fault:
        case aiohttp.ClientConnectorDNSError():
            return "Check the spelling, or have the name put into the public DNS."
        case aiohttp.ClientConnectorCertificateError() | aiohttp.ClientSSLError():
            return "Use a certificate of a public authority, with its whole chain."
        case _:
            return "Start the bot and its proxy, and open the firewall for port 443."
