"""What keeps the app from working in Slack, each with what to do. Posts and changes nothing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.slack.scopes import asked
from adapters.slack.web_api import CUT_OFF, Client, code_of

EVENTS_PATH: Final = "/slack/events"
MOST_SKEW: Final = 60.0
"""Seconds two clocks may differ; Slack's requests are refused after 300."""

ANSWER_SECONDS: Final = 10.0


@dataclass(frozen=True, slots=True)
class Checked:
    """One thing looked at: its name, whether it is well, what was found, what to do if not."""

    name: str
    ok: bool
    found: str
    do: str = ""


@dataclass(frozen=True, slots=True)
class Looking:
    """What is looked at. `tokens` are workspaces by name, with their tokens."""

    tokens: Sequence[tuple[str, str]] = field(repr=False)
    signing_secrets: Sequence[str] = field(repr=False)
    public_url: str
    socket: bool = False
    profile_fields: bool = False


async def check(
    looking: Looking,
    client: Client,
    session: aiohttp.ClientSession,
    clock: Callable[[], datetime],
) -> list[Checked]:
    """Everything looked at, in order. A fault does not end the examination."""
    found = [_secret(looking), await _address(looking, session)]
    if not looking.tokens:
        where = f"{looking.public_url}/slack/install"
        found.append(Checked("token", ok=False, found="none", do=f"Install the app: open {where}"))
    for name, token in looking.tokens:
        found += await _workspace(name, token, looking, client, clock)
    return found


def _secret(looking: Looking) -> Checked:
    count = len(looking.signing_secrets)
    if looking.socket and not count:
        return Checked("signing secret", ok=True, found="not needed: Socket Mode")
    good = all(re.fullmatch(r"[0-9a-f]{32}", each) for each in looking.signing_secrets)
    if count in (1, 2) and good:
        return Checked("signing secret", ok=True, found=f"{count} of the right shape")
    return Checked(
        "signing secret",
        ok=False,
        found=f"{count}, not all of the right shape" if count else "none",
        do="Copy it from Basic Information, App Credentials: 32 letters and digits.",
    )


async def _address(looking: Looking, session: aiohttp.ClientSession) -> Checked:
    """An unsigned request must be turned away by us: then Slack's signed ones arrive."""
    name = "public address"
    if looking.socket and not looking.public_url:
        return Checked(name, ok=True, found="not needed: Socket Mode")
    if not looking.public_url.startswith("https://"):
        return Checked(
            name, ok=False, found=looking.public_url or "none", do="Slack needs one with https://."
        )
    url = looking.public_url + EVENTS_PATH
    try:
        time = aiohttp.ClientTimeout(total=ANSWER_SECONDS)
        async with session.post(url, data=b"{}", allow_redirects=False, timeout=time) as answer:
            status = answer.status
    except (aiohttp.ClientError, TimeoutError, OSError) as fault:
        return Checked(name, ok=False, found=f"{url}: {_why(fault)}", do=_remedy(fault))
    if status == 401:
        return Checked(name, ok=True, found=f"{url} turns away what Slack did not sign")
    return Checked(
        name,
        ok=False,
        found=f"{url} answers {status}",
        do="Start the bot, and let the proxy pass /slack/ on to it, body and headers unchanged.",
    )


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


async def _workspace(
    name: str, token: str, looking: Looking, client: Client, clock: Callable[[], datetime]
) -> list[Checked]:
    try:
        answer = await client(token).auth_test()
    except SlackApiError as fault:
        why = code_of(fault) or "no answer"
        return [
            Checked(
                f"token of {name}",
                ok=False,
                found=f"Slack does not accept it: {why}",
                do="Start the bot, which renews it."
                if why == "token_expired"
                else "Copy the bot token again from OAuth & Permissions, or install the app again.",
            )
        ]
    except CUT_OFF as fault:
        return [
            Checked(
                f"token of {name}",
                ok=False,
                found=f"Slack could not be asked: {_why(fault)}",
                do="Let this machine reach slack.com on port 443.",
            )
        ]
    headers = {key.lower(): value for key, value in answer.headers.items()}
    return [
        Checked(f"token of {name}", ok=True, found=f"accepted, as {answer.get('user') or 'a bot'}"),
        _scopes(name, headers.get("x-oauth-scopes", ""), looking),
        _clock(headers.get("date", ""), clock()),
    ]


def _scopes(name: str, header: Any, looking: Looking) -> Checked:
    has = {each.strip() for each in str(header).split(",") if each.strip()}
    wanted = set(asked(profile_fields=looking.profile_fields))
    missing, more = sorted(wanted - has), sorted(has - wanted)
    if missing:
        return Checked(
            f"scopes of {name}",
            ok=False,
            found=f"missing: {', '.join(missing)}",
            do="Add them under OAuth & Permissions, then install the app again.",
        )
    extra = f"; not needed: {', '.join(more)}" if more else ""
    return Checked(f"scopes of {name}", ok=True, found=f"all {len(wanted)}{extra}")


def _clock(header: str, now: datetime) -> Checked:
    try:
        skew = (now - parsedate_to_datetime(header)).total_seconds()
    except ValueError:
        return Checked("clock", ok=True, found="Slack did not say the time")
    ok = abs(skew) <= MOST_SKEW
    ahead = "ahead of" if skew > 0 else "behind"
    return Checked(
        "clock",
        ok=ok,
        found=f"{abs(skew):.0f} s {ahead} Slack's",
        do="" if ok else "Set the clock by NTP: signed requests are refused when it is wrong.",
    )
