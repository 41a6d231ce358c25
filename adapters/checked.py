"""What the doctors of both platforms look at alike: the public address, and the clock.

Posts nothing and changes nothing.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final

import aiohttp

MOST_SKEW: Final = 60.0
"""Seconds two clocks may differ; signed requests and tokens are refused after 300."""

ADDRESS: Final = "public address"


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing looked at: its name, whether it is well, what was found, what to do if not."""

    name: str
    ok: bool
    found: str
    do: str = ""


async def door(
    session: aiohttp.ClientSession,
    url: str,
    turned_away: Collection[int],
    whose: str,
    seconds: float,
) -> Checked:
    """An unsigned request must be turned away by us: then the signed ones of `whose` arrive.

    `turned_away` are the statuses by which that is seen; `seconds` is how long to wait.
    """
    time = aiohttp.ClientTimeout(total=seconds)
    try:
        async with session.post(url, data=b"{}", allow_redirects=False, timeout=time) as answer:
            status = answer.status
    except (aiohttp.ClientError, TimeoutError, OSError) as fault:
        return Checked(ADDRESS, ok=False, found=f"{url}: {why(fault)}", do=_remedy(fault))
    if status in turned_away:
        return Checked(ADDRESS, ok=True, found=f"{url} turns away what {whose} did not sign")
    path = url.partition("://")[2].partition("/")[2]
    do = f"Start the bot, and let the proxy pass /{path} on to it, body and headers unchanged."
    return Checked(ADDRESS, ok=False, found=f"{url} answers {status}", do=do)


def clock_against(header: str, now: datetime, whose: str, refused: str) -> Checked:
    """Ours against the time in an answer of `whose`; `refused` is what a wrong one breaks."""
    try:
        skew = (now - parsedate_to_datetime(header)).total_seconds()
    except (ValueError, TypeError):
        return Checked("clock", ok=True, found=f"{whose} did not say the time")
    ok = abs(skew) <= MOST_SKEW
    ahead = "ahead of" if skew > 0 else "behind"
    return Checked(
        "clock",
        ok=ok,
        found=f"{abs(skew):.0f} s {ahead} {whose}'s",
        do="" if ok else f"Set the clock by NTP: {refused} refused when it is wrong.",
    )


def why(fault: Exception) -> str:
    """Why there was no answer, in words."""
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
