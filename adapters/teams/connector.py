"""Messages to Teams over connections that are kept. Knows no card and no member.

What an answer means is for whoever sends: here it is only told apart. Nothing
is sent twice, nothing follows a redirect, nothing goes to a stranger's host, and
no conversation is written in faster than Teams takes it.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from typing import Final
from urllib.parse import quote

import aiohttp
import orjson
from yarl import URL

from adapters.teams.literal import Json
from bot.pace import Limit, Pace

TIME_OUT: Final = 15.0
"""Seconds for one message, connecting included."""

A_CONVERSATION: Final = (Limit(7, 1.0), Limit(8, 2.0), Limit(60, 30.0), Limit(1_800, 3_600.0))
"""What Teams takes in one conversation ("Optimize your bot with rate limiting in Teams",
per bot per thread). The tenant's own limit is its lane's in the outbox."""

AN_ANSWER_WAITS: Final = 8.0
"""Seconds that an answer waits for its turn in a conversation; Teams gives up after 15."""

AS_JSON: Final = {"Content-Type": "application/json"}

Token = Callable[[], Awaitable[str]]
Sleep = Callable[[float], Awaitable[object]]


class NotTeams(ValueError):
    """The address is not one of Teams."""


class NoToken(Exception):
    """The bot's own token could not be had: nothing was said to Teams."""


class TooSoon(Exception):
    """The conversation takes no more for `seconds`: nothing was said to Teams."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"in {seconds:.1f} s")
        self.seconds = seconds


@dataclass(frozen=True, slots=True)
class Answered:
    """What Teams said: `id` of the message, and seconds to wait when it asks for that."""

    status: int
    id: str = ""
    retry_after: float | None = None
    code: str = field(default="")

    @property
    def well(self) -> bool:
        """Whether it was taken."""
        return 200 <= self.status < 300


class Connector:
    """Posts and updates. `token` is empty where none is needed."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        token: Token,
        may_send_to: Callable[[str], bool],
        pace: Pace | None = None,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._session = session
        self._token = token
        self._may_send_to = may_send_to
        self._pace = pace or Pace(A_CONVERSATION, time.monotonic)
        self._sleep = sleep

    async def post(
        self,
        service_url: str,
        conversation: str,
        activity: bytes,
        within: float = AN_ANSWER_WAITS,
    ) -> Answered:
        """A new message, encoded, which waits no more than `within` seconds for its turn.

        Raises `NotTeams`, `NoToken`, `TooSoon`, `aiohttp.ClientError`, `TimeoutError`.
        """
        await self._turn(conversation, within)
        return await self._send("POST", service_url, conversation, "", activity)

    async def update(
        self, service_url: str, conversation: str, message: str, activity: bytes
    ) -> Answered:
        """Another text for a message that is there. Raises as `post` does."""
        await self._turn(conversation, AN_ANSWER_WAITS)
        return await self._send("PUT", service_url, conversation, message, activity)

    async def member(self, service_url: str, conversation: str, user: str) -> Json:
        """Someone in a conversation, as Teams describes them; empty when it does not say."""
        if not self._may_send_to(service_url):
            raise NotTeams("nobody is asked at that address")
        path = f"v3/conversations/{quote(conversation, safe='')}/members/{quote(user, safe='')}"
        async with self._session.get(
            URL(f"{service_url.rstrip('/')}/{path}", encoded=True),
            headers=await self._headers(),
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=TIME_OUT),
        ) as answer:
            said = await _said(answer)
            return said if answer.ok else {}

    async def _turn(self, conversation: str, within: float) -> None:
        wait = self._pace.reserve(conversation, within)
        if wait > within:
            raise TooSoon(wait)
        if wait:
            await self._sleep(wait)

    async def _headers(self) -> dict[str, str]:
        try:
            token = await self._token()
        except Exception as fault:
            # Whatever stops it, network or refusal, comes before the message: told apart from it.
            raise NoToken(type(fault).__name__) from fault
        return {"Authorization": f"Bearer {token}"} if token else {}

    async def _send(
        self, how: str, service_url: str, conversation: str, message: str, activity: bytes
    ) -> Answered:
        if not self._may_send_to(service_url):
            raise NotTeams("no message goes to that address")
        path = f"v3/conversations/{quote(conversation, safe='')}/activities"
        if message:
            path += f"/{quote(message, safe='')}"
        async with self._session.request(
            how,
            URL(f"{service_url.rstrip('/')}/{path}", encoded=True),
            data=activity,
            headers=await self._headers() | AS_JSON,
            allow_redirects=False,
            timeout=aiohttp.ClientTimeout(total=TIME_OUT),
        ) as answer:
            return await _answered(answer)


async def _said(answer: aiohttp.ClientResponse) -> Json:
    """The object in an answer; empty when there is none."""
    try:
        said = orjson.loads(await answer.read())
    except ValueError:
        return {}
    return said if isinstance(said, dict) else {}


async def _answered(answer: aiohttp.ClientResponse) -> Answered:
    body = await _said(answer)
    error = body.get("error")
    code = error.get("code") if isinstance(error, dict) else ""
    wait = _seconds(answer.headers.get("Retry-After"), answer.headers.get("Date"))
    return Answered(answer.status, str(body.get("id") or ""), wait, str(code or ""))


def _seconds(given: str | None, date: str | None) -> float | None:
    """Seconds of a `Retry-After`, which is a number or a date."""
    if not given:
        return None
    if given.strip().isdecimal():
        return float(given)
    try:
        now = parsedate_to_datetime(date or "")
        return max(0.0, (parsedate_to_datetime(given) - now).total_seconds())
    except (ValueError, TypeError):
        return None
