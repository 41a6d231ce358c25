"""Letters to members in Teams, out of the blue, and what becomes of them.

Teams cannot be asked whether a message arrived: whatever is unclear stays
unknown. Each status is told apart once, here, and nothing is tried again here.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import aiohttp
import structlog

from adapters.teams.connector import Answered, Connector, NoToken, NotTeams, TooSoon
from adapters.teams.reference import Reference, UnreadableReference
from adapters.teams.render import letter as drawn
from bot.delivery import (
    Delivery,
    Failed,
    Gone,
    Later,
    Letter,
    NotYet,
    Parcel,
    Refused,
    Sent,
    Unknown,
)
from bot.events import Who
from bot.ui import TooLong

A_LETTER_WAITS: Final = 2.0
"""Seconds that a letter waits here for its turn in a conversation; else it comes back later.
More would hold up others': some fifteen of one conversation can wait in so long."""

FIRST_REST: Final = 5.0
"""Seconds to rest when Teams asks for a rest and does not say how long; doubled each time."""

LONGEST_REST: Final = 300.0

NOT_SAID: Final = (
    aiohttp.ClientConnectorError,
    aiohttp.ClientProxyConnectionError,
    aiohttp.ConnectionTimeoutError,
    aiohttp.InvalidURL,
)
"""The connection was refused, or the name or the certificate was wrong: nothing was said."""

TOO_BUSY: Final = (429, 503)
"""Not taken, and nothing more is for a while: the tenant's lane rests."""

NOBODYS_ABSENCE: Final = ("InvalidBotApiHost", "NotEnoughPermissions")
"""What 403 says of the bot, not of the member: an administrator can put it right."""

NO_REFERENCE: Final = "the member has not met the bot in Teams, or took it away"

log = structlog.get_logger(__name__)


class TeamsSpeaker:
    """Speaks in every tenant that is let in.

    `drop_reference` is synchronous and says that what was kept for writing to somebody
    is good no more; `forget_token` asks for a new one next time.
    """

    def __init__(
        self,
        connector: Connector,
        drop_reference: Callable[[Who], None],
        clock: Callable[[], datetime],
        forget_token: Callable[[], None] = lambda: None,
    ) -> None:
        self._connector = connector
        self._drop_reference = drop_reference
        self._clock = clock
        self._forget_token = forget_token
        self._rests = Rests(clock)

    async def speak(self, letter: Letter) -> Delivery:
        """Post a letter and say what became of it. Never raises for a platform's no."""
        try:
            reference = Reference.read(letter.reference or "")
        except UnreadableReference:
            return Gone(NO_REFERENCE)
        answered = await self._post(reference, letter)
        if not isinstance(answered, Answered):
            if isinstance(answered, Gone):
                # Its address is none of Teams' any more: the next visit brings a good one.
                await self._drop(letter)
            return answered
        if answered.status == 404:
            await self._drop(letter)
        if answered.status == 401:
            self._forget_token()
        if answered.status in TOO_BUSY:
            return Later(self._rests.asked(letter.place.id, answered.retry_after))
        if answered.well:
            self._rests.taken(letter.place.id)
        return what_became(answered)

    async def _post(self, reference: Reference, letter: Letter) -> Answered | Delivery:
        """What Teams answered, or what became of it without an answer."""
        try:
            activity = drawn(letter.card)
            return await self._connector.post(
                reference.service_url, reference.conversation, activity, A_LETTER_WAITS
            )
        except TooLong as fault:
            return Refused(str(fault))
        except TooSoon as wait:
            return NotYet(self._clock() + timedelta(seconds=wait.seconds))
        except NotTeams:
            return Gone("the address kept for the member is not one of Teams")
        except NoToken as fault:
            return Failed(f"Entra gave the bot no token: {fault}")
        except NOT_SAID as fault:
            return Failed(f"Teams could not be reached: {type(fault).__name__}")
        except (aiohttp.ClientError, TimeoutError, OSError) as fault:
            return Unknown(f"Teams did not answer: {type(fault).__name__}")

    async def _drop(self, letter: Letter) -> None:
        await asyncio.to_thread(self._drop_reference, Who(letter.place.id, letter.user))

    async def find(self, _: Parcel) -> Sent | Unknown | None:
        """Teams cannot be asked."""
        return Unknown("Teams cannot be asked what was posted")


class Rests:
    """How long each tenant is left alone that asks for it: as it says, else longer each time."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock
        self._until: dict[str, tuple[datetime, float]] = {}

    def asked(self, place: str, seconds: float | None) -> float:
        """Seconds to rest. What was on its way when a rest began makes it no longer."""
        if seconds:
            return seconds
        now = self._clock()
        until, last = self._until.get(place, (now, 0.0))
        if now < until:
            return (until - now).total_seconds()
        rest = min(2 * last or FIRST_REST, LONGEST_REST)
        self._until[place] = now + timedelta(seconds=rest), rest
        return rest

    def taken(self, place: str) -> None:
        """A message was taken: the next rest is a short one again."""
        until, _ = self._until.get(place, (None, 0.0))
        if until and self._clock() >= until:
            del self._until[place]


def what_became(answered: Answered) -> Delivery:
    """What an answer of Teams' means for the message it was to post, when it asks for no rest.

    After Microsoft's table "Status codes from bot conversational APIs". 412 says
    that others were at work in that conversation, and that nothing was done.
    """
    said = f"{answered.status} {answered.code}".strip()
    if answered.well:
        return Sent(answered.id)
    match answered.status:
        case 403 if answered.code in NOBODYS_ABSENCE:
            return Failed(f"Teams does not let the bot do this ({said})")
        case 403:
            return Gone(f"the member blocked the bot, or may not use it ({said})")
        case 404:
            return Gone(f"the member's chat is not there any more ({said})")
        case 401:
            return Failed(f"Teams did not take the bot's token ({said})")
        case 412:
            return Failed(f"the conversation was busy ({said})")
        case status if status >= 500:
            return Unknown(f"Teams is in trouble ({said})")
        case _:
            return Refused(f"Teams refuses the message ({said})")
