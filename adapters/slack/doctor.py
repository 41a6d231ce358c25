"""What keeps the app from working in Slack, each with what to do. Posts and changes nothing."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import aiohttp
from slack_sdk.errors import SlackApiError

from adapters.checked import ADDRESS, Checked, clock_against, door, why
from adapters.slack.scopes import asked
from adapters.slack.web_api import CUT_OFF, Client, code_of

EVENTS_PATH: Final = "/slack/events"
ANSWER_SECONDS: Final = 10.0


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
    if looking.socket and not looking.public_url:
        return Checked(ADDRESS, ok=True, found="not needed: Socket Mode")
    if not looking.public_url.startswith("https://"):
        found = looking.public_url or "none"
        return Checked(ADDRESS, ok=False, found=found, do="Slack needs one with https://.")
    url = looking.public_url + EVENTS_PATH
    return await door(session, url, (401,), "Slack", ANSWER_SECONDS)


async def _workspace(
    name: str, token: str, looking: Looking, client: Client, clock: Callable[[], datetime]
) -> list[Checked]:
    try:
        answer = await client(token).auth_test()
    except SlackApiError as fault:
        code = code_of(fault) or "no answer"
        return [
            Checked(
                f"token of {name}",
                ok=False,
                found=f"Slack does not accept it: {code}",
                do="Start the bot, which renews it."
                if code == "token_expired"
                else "Copy the bot token again from OAuth & Permissions, or install the app again.",
            )
        ]
    except CUT_OFF as fault:
        return [
            Checked(
                f"token of {name}",
                ok=False,
                found=f"Slack could not be asked: {why(fault)}",
                do="Let this machine reach slack.com on port 443.",
            )
        ]
    headers = {key.lower(): value for key, value in answer.headers.items()}
    return [
        Checked(f"token of {name}", ok=True, found=f"accepted, as {answer.get('user') or 'a bot'}"),
        _scopes(name, headers.get("x-oauth-scopes", ""), looking),
        clock_against(headers.get("date", ""), clock(), "Slack", "signed requests are"),
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
