"""Slack's Web API over connections that are kept, and what its answers mean.

No handler of the SDK that tries again is used: it posts twice when a connection
drops after the message was taken. Whoever may ask again does so with `patiently`.
"""

import asyncio
import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final, TypeVar

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.delivery import Delivery, Failed, Gone, Later, Refused, Unknown

BASE_URL: Final = "https://slack.com/api/"
ANSWER_SECONDS: Final = 20.0
CONNECT_SECONDS: Final = 5.0
USUAL_REST: Final = 30.0
"""Seconds to rest when Slack asks for a rest and does not say how long."""

Client = Callable[[str], AsyncWebClient]
"""A client for a token."""

Sleep = Callable[[float], Awaitable[object]]
Answer = TypeVar("Answer")

NOT_POSTED: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientProxyConnectionError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
"""The connection was refused, or the name or the certificate was wrong: nothing was said."""

CUT_OFF: Final = (aiohttp.ClientError, TimeoutError, OSError, AttributeError, ValueError)
"""All else that ends a call with no answer; the last two are the SDK's for an unreadable one."""

GONE: Final = {
    "user_not_found": "Slack does not know this member",
    "users_not_found": "Slack does not know this member",
    "user_disabled": "the member's account is deactivated",
    "account_inactive": "the member's account is deactivated",
    "channel_not_found": "the member cannot be written to",
    "user_not_visible": "the member cannot be written to",
    "cannot_dm_bot": "this is a bot",
    "is_archived": "the conversation is closed",
}
"""Nobody to write to, in words for an administrator."""

NOT_LET_IN: Final = {
    "access_denied", "accesslimited", "account_inactive", "ekm_access_denied",
    "enterprise_is_restricted", "invalid_auth", "messages_tab_disabled", "missing_scope",
    "no_permission", "not_allowed_token_type", "not_authed", "org_login_required",
    "request_timeout", "restricted_action", "team_access_not_granted", "team_added_to_org",
    "token_expired", "token_revoked", "two_factor_setup_required",
}  # fmt: skip
"""Certainly not posted, and an administrator can put it right."""

PERHAPS: Final = {"fatal_error", "internal_error", "service_unavailable"}
"""Slack's documents say of these that part of it may have been done."""

TOO_FAST: Final = {"ratelimited", "rate_limited", "message_limit_exceeded"}


def new_session() -> aiohttp.ClientSession:
    """The session that all clients share: one for each process, closed at its end."""
    times = aiohttp.ClientTimeout(total=ANSWER_SECONDS, sock_connect=CONNECT_SECONDS)
    return aiohttp.ClientSession(timeout=times)


def clients(session: aiohttp.ClientSession, base_url: str = BASE_URL) -> Client:
    """Makes clients over a shared session; none of them tries anything again by itself."""

    def client(token: str) -> AsyncWebClient:
        return AsyncWebClient(token or None, base_url=base_url, session=session, retry_handlers=[])

    return client


def code_of(fault: SlackApiError) -> str:
    """Slack's name for what is wrong; empty when it said none. Never anyone's words."""
    data = getattr(fault.response, "data", None)
    code = data.get("error") if isinstance(data, dict) else None
    return code if isinstance(code, str) and re.fullmatch(r"[a-z][a-z_]{2,60}", code) else ""


def rest_of(fault: SlackApiError) -> float | None:
    """Seconds that Slack asks to rest; None when it does not ask."""
    if _status(fault) != 429 and code_of(fault) not in TOO_FAST:
        return None
    headers: Mapping[str, str] = getattr(fault.response, "headers", None) or {}
    given = next((v for k, v in headers.items() if k.lower() == "retry-after"), "")
    return max(1.0, float(given)) if re.fullmatch(r"\d{1,6}(\.\d+)?", given) else USUAL_REST


def what_became(fault: Exception) -> Delivery:
    """What a call that ended in this means for the message it was to post."""
    if isinstance(fault, SlackApiError):
        return _said_no(fault)
    if isinstance(fault, NOT_POSTED):
        return Failed(f"Slack could not be reached: {type(fault).__name__}")
    return Unknown(f"Slack did not answer: {type(fault).__name__}")


def _said_no(fault: SlackApiError) -> Delivery:
    rest, code, status = rest_of(fault), code_of(fault), _status(fault)
    if rest is not None:
        return Later(rest)
    if code in GONE:
        return Gone(f"{GONE[code]} ({code})")
    if code in NOT_LET_IN:
        return Failed(f"Slack does not let the app do this: {code}")
    if code in PERHAPS or not code:
        return Unknown(f"Slack is in trouble: {code or status}")
    return Refused(f"Slack refuses the message: {code}")


def _status(fault: SlackApiError) -> int:
    status = getattr(fault.response, "status_code", None) or getattr(fault.response, "status", 0)
    return status if isinstance(status, int) else 0


async def patiently(
    ask: Callable[[], Awaitable[Answer]],
    *,
    tries: int = 3,
    longest: float = 8.0,
    sleep: Sleep = asyncio.sleep,
) -> Answer:
    """What a question gives that may be asked again. Raises what the last try raised.

    Rests as long as Slack asks, but for no longer than `longest` seconds at once.
    """
    for left in range(tries - 1, -1, -1):
        try:
            return await ask()
        except SlackApiError as fault:
            rest = rest_of(fault)
            if rest is None and code_of(fault) not in PERHAPS and _status(fault) < 500:
                raise
            wait = 1.0 if rest is None else rest
            if not left or wait > longest:
                raise
        except CUT_OFF:
            if not left:
                raise
            wait = 1.0
        await sleep(wait)
    raise AssertionError("there is at least one try")


def data_of(answer: Any) -> Mapping[str, Any]:
    """An answer's content; empty when there is none that can be read."""
    data = getattr(answer, "data", None)
    return data if isinstance(data, dict) else {}
