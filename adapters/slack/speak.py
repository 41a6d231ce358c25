"""Letters to members in Slack, and what becomes of them.

Nothing is posted twice: whether a message arrived is looked up by an opaque mark
in its metadata, in the member's own conversation with the bot and nowhere else.
"""

import asyncio
import hmac
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.looking import marked_in, metadata
from adapters.slack.tokens import NotAuthorised, Workspaces
from adapters.slack.web_api import (
    CUT_OFF,
    Client,
    Sleep,
    code_of,
    data_of,
    what_became,
)
from bot.delivery import Delivery, Failed, Gone, Letter, NotYet, Parcel, Refused, Sent, Unknown
from bot.model import NoticeKind
from bot.pace import Limit, Pace
from bot.ui import Card

ONE_A_SECOND: Final = (Limit(1, 1.0),)
"""What Slack takes in one conversation."""

LONGEST_WAIT: Final = 8.0
"""Seconds that a letter waits here for its turn in a conversation; else it comes back later."""

NOT_HERE: Final = "the app is not installed in this workspace"

Draw = Callable[[Card], Mapping[str, Any]]
"""A card as a message: its `text` and `blocks`."""

log = structlog.get_logger(__name__)


def marks(secret: bytes) -> Callable[[str], str]:
    """Makes a letter's key into a mark that says nothing of it to whoever reads metadata."""
    return lambda key: hmac.new(secret, key.encode(), sha256).hexdigest()[:32]


class SlackSpeaker:
    """Speaks in every workspace where the app is installed.

    What went to two together cannot be looked up: the bot may not read what they write.
    """

    def __init__(
        self,
        workspaces: Workspaces,
        client: Client,
        draw: Draw,
        mark: Callable[[str], str],
        clock: Callable[[], datetime],
        pace: Pace,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._workspaces = workspaces
        self._client = client
        self._draw = draw
        self._mark = mark
        self._clock = clock
        self._pace = pace
        self._sleep = sleep

    async def speak(self, letter: Letter) -> Delivery:
        """Post a letter and say what became of it. Never raises for a platform's no."""
        client = await self._authorised(letter.place.id)
        if isinstance(client, Failed):
            return client
        drawn = self._draw(letter.card)
        channel = letter.user
        if letter.together:
            opened = await self._open(client, letter.together)
            if not isinstance(opened, str):
                return opened
            channel = opened
        wait = self._pace.reserve((letter.place.id, channel), LONGEST_WAIT)
        if wait > LONGEST_WAIT:
            return NotYet(self._clock() + timedelta(seconds=wait))
        await self._sleep(wait)
        delivery = await self._post(client, channel, letter.key, drawn)
        if isinstance(delivery, Failed):
            self._workspaces.forget(letter.place.id)
        return _to_several(delivery) if letter.together else delivery

    async def find(self, parcel: Parcel) -> Sent | Unknown | None:
        """Where a message with this key was posted; None if it was not; Unknown if unsure."""
        if parcel.notice.kind is NoticeKind.TOGETHER:
            return Unknown("what is said to several cannot be looked up")
        client = await self._authorised(parcel.place.id)
        if isinstance(client, Failed):
            return Unknown(client.reason)
        try:
            return await marked_in(client, parcel.user, self._mark(parcel.key), self._sleep)
        except SlackApiError as fault:
            return Unknown(f"could not be looked up: {code_of(fault) or 'no answer'}")
        except CUT_OFF as fault:
            return Unknown(f"could not be looked up: {type(fault).__name__}")

    async def _authorised(self, place: str) -> AsyncWebClient | Failed:
        try:
            workspace = await self._workspaces.at(place)
        except NotAuthorised as fault:
            return Failed(str(fault))
        except Exception as fault:
            # An edge: nothing was said yet, so what failed here can be tried again.
            log.exception("slack.no_token", place=place)
            return Failed(f"the token could not be read: {type(fault).__name__}")
        return Failed(NOT_HERE) if workspace is None else self._client(workspace.token)

    async def _open(self, client: AsyncWebClient, users: Sequence[str]) -> str | Delivery:
        """The one conversation of these and the bot. Opening it again gives the same one."""
        try:
            answer = await client.conversations_open(users=list(users))
        except SlackApiError as fault:
            became = what_became(fault)
        except CUT_OFF as fault:
            became = what_became(fault)
        else:
            channel = (data_of(answer).get("channel") or {}).get("id")
            return channel if isinstance(channel, str) else Failed("no conversation was opened")
        # Nothing is posted by opening: whatever was unclear can be tried again.
        return Failed(became.reason) if isinstance(became, Unknown) else _to_several(became)

    async def _post(
        self, client: AsyncWebClient, channel: str, key: str, drawn: Mapping[str, Any]
    ) -> Delivery:
        try:
            answer = await client.chat_postMessage(
                channel=channel,
                text=drawn["text"],
                blocks=drawn["blocks"],
                metadata=metadata(self._mark(key)),
                unfurl_links=False,
                unfurl_media=False,
            )
        except SlackApiError as fault:
            if code_of(fault) == "account_inactive" and await _is_the_apps(client):
                return Failed("the app's own account is not active in this workspace")
            return what_became(fault)
        except CUT_OFF as fault:
            return what_became(fault)
        said = data_of(answer)
        return Sent(f"{said.get('channel', channel)}:{said.get('ts', '')}")


def _to_several(delivery: Delivery) -> Delivery:
    """Who of several is gone is not said: neither of them is shown as having left."""
    if isinstance(delivery, Gone):
        return Refused(f"they cannot be written to together: {delivery.reason}")
    return delivery


async def _is_the_apps(client: AsyncWebClient) -> bool:
    """Whether `account_inactive` is said of the token: Slack uses one word for both."""
    try:
        await client.auth_test()
    except SlackApiError as fault:
        return code_of(fault) == "account_inactive"
    except CUT_OFF:
        return True
    return False
