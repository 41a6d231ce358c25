"""What keeps the bot from working in Teams, each with what to do. Posts and changes nothing."""

import asyncio
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

import aiohttp

from adapters.checked import ADDRESS, Checked, clock_against, door, why
from adapters.teams.apart import apart
from adapters.teams.listen import PATH
from adapters.teams.settings import WORLD
from adapters.teams.signing_keys import SigningKeys

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
        reason = code[0] if code else "no reason given"
        usual = "Compare app id, tenant and proof with the registration in Entra."
        return Checked(name, False, f"Entra gives none: {reason}", _REMEDIES.get(reason, usual))
    except OSError:
        return _unreached(name, looking, "Entra could not be reached")
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
        found = f"Microsoft's could not be fetched: {why(fault)}"
        return [Checked(name, ok=False, found=found, do=do)]
    told = clock_against(date, clock(), "Microsoft", "Teams' tokens are")
    if status != 200:
        return [Checked(name, ok=False, found=f"Microsoft answers {status}", do=do), told]
    if not await SigningKeys(session, looking.metadata).fetch():
        return [Checked(name, ok=False, found="what came holds no keys", do=do), told]
    return [Checked(name, ok=True, found="fetched from Microsoft"), told]


async def _address(looking: Looking, session: aiohttp.ClientSession) -> Checked:
    if not looking.public_url.startswith("https://"):
        do = "Set COFFEE_ROUNDS_PUBLIC_URL: Teams needs an address with https://."
        return Checked(ADDRESS, ok=False, found=looking.public_url or "none", do=do)
    url = looking.public_url + PATH
    return await door(session, url, (400, 401), "Microsoft", looking.seconds)
