"""Letters to members in Teams, out of the blue, and what becomes of them.

Teams cannot be asked whether a message arrived: whatever is unclear stays
unknown. Each status is told apart once, here, and nothing is tried again here.
"""

import asyncio
from collections.abc import Callable
from typing import Final, Protocol

import aiohttp
import structlog

from adapters.teams.connector import Answered, Connector, NoToken, NotTeams
from adapters.teams.reference import Reference, UnreadableReference
from adapters.teams.render import draw, message, summary
from bot.events import Who
from bot.ports import (
    Delivery,
    Failed,
    Gone,
    Later,
    Letter,
    Parcel,
    Refused,
    Sent,
    Unknown,
)

USUAL_REST: Final = 5.0
"""Seconds to rest when Teams asks for a rest and does not say how long."""

LONGEST_REST: Final = 300.0

NOT_SAID: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientProxyConnectionError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
"""The connection was refused, or the name or the certificate was wrong: nothing was said."""

NO_REFERENCE: Final = "the member has not met the bot in Teams, or took it away"

log = structlog.get_logger(__name__)


class Kept(Protocol):
    """Where each member can be written to. Synchronous."""

    def reference(self, who: Who) -> str | None:
        """What was kept for writing to that member, if anything."""

    def drop_reference(self, who: Who) -> None:
        """That member cannot be written to any more."""


class TeamsSpeaker:
    """Speaks in every tenant that is let in. `forget_token` asks for a new one next time."""

    def __init__(
        self, connector: Connector, kept: Kept, forget_token: Callable[[], None] = lambda: None
    ) -> None:
        self._connector = connector
        self._kept = kept
        self._forget_token = forget_token

    async def speak(self, letter: Letter) -> Delivery:
        """Post a letter and say what became of it. Never raises for a platform's no."""
        who = Who(letter.place.id, letter.user)
        kept = await asyncio.to_thread(self._kept.reference, who)
        try:
            reference = Reference.read(kept or "")
        except UnreadableReference:
            return Gone(NO_REFERENCE)
        activity = message(draw(letter.card), summary(letter.card, "UTC"))
        try:
            answered = await self._connector.post(
                reference.service_url, reference.conversation, activity
            )
        except NotTeams:
            # Its address is none of Teams' any more: the next visit brings a good one.
            await asyncio.to_thread(self._kept.drop_reference, who)
            return Gone("the address kept for the member is not one of Teams")
        except NoToken as fault:
            return Failed(f"Entra gave the bot no token: {fault}")
        except NOT_SAID as fault:
            return Failed(f"Teams could not be reached: {type(fault).__name__}")
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            return Unknown(f"Teams did not answer: {type(fault).__name__}")
        if answered.status == 404:
            await asyncio.to_thread(self._kept.drop_reference, who)
        if answered.status == 401:
            self._forget_token()
        return what_became(answered)

    async def find(self, _: Parcel) -> Sent | Unknown | None:
        """Teams cannot be asked."""
        return Unknown("Teams cannot be asked what was posted")


def what_became(answered: Answered) -> Delivery:
    """What an answer of Teams' means for the message it was to post."""
    said = f"{answered.status} {answered.code}".strip()
    if answered.well:
        return Sent(answered.id)
    match answered.status:
        case 429:
            return Later(min(answered.retry_after or USUAL_REST, LONGEST_REST))
        case 403:
            return Gone(f"the member blocked the bot, or may not use it ({said})")
        case 404:
            return Gone(f"the member's chat is not there any more ({said})")
        case 401:
            return Failed(f"Teams did not take the bot's token ({said})")
        case 503 if answered.retry_after is not None:
            return Later(min(answered.retry_after, LONGEST_REST))
        case 412 | 500 | 502 | 503 | 504:
            return Unknown(f"Teams is in trouble ({said})")
        case _:
            return Refused(f"Teams refuses the message ({said})")
