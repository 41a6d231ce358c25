"""One parcel's way: its turn, into words, *sending*, spoken, recorded."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, TypeVar

import structlog

from bot.delivery import (
    Composed,
    Delivery,
    Failed,
    Gone,
    Letter,
    NotYet,
    Outbox,
    Parcel,
    Sent,
    Speaker,
    Unknown,
)

SEND_TIMEOUT = 30.0
"""Seconds a platform may take to answer. A quarter of a lease."""

LONGEST_COMMIT = 60.0
"""Seconds that committing *sending* may take; after more, too little of the lease is left."""

FURTHEST_TURN = 2.0
"""Seconds a turn may be ahead; a clock set back in between must not make it longer."""

RECORD_AGAIN = (0.1, 0.5, 1.0, 2.0, 5.0, 5.0, 10.0, 10.0, 15.0, 15.0)
"""Seconds to wait before each new try to record what a platform answered."""

Result = TypeVar("Result")

log = structlog.get_logger(__name__)


class InThread(Protocol):
    """Runs something synchronous beside the event loop."""

    def __call__(self, call: Callable[..., Result], *args: object) -> Awaitable[Result]:
        """What the call returned, or raised."""


@dataclass(frozen=True, slots=True)
class Delivering:
    """What a parcel needs on its way."""

    outbox: Outbox
    compose: Callable[[Parcel], Composed]
    speakers: Mapping[str, Speaker]
    clock: Callable[[], datetime]
    in_thread: InThread
    gone: Callable[[Parcel], None]

    async def deliver(self, parcel: Parcel) -> Delivery | None:
        """Bring one parcel to its end; None when another courier has it now.

        Raises only when the outcome could not be recorded.
        """
        await self._turn(parcel)
        prepared = await self._prepare(parcel)
        delivery = await self._send(parcel, prepared) if isinstance(prepared, Letter) else prepared
        if isinstance(delivery, Gone):
            await self._let_know(parcel)
        if delivery is None or not await self._record(parcel, delivery):
            log.warning("parcel.lost", **_ids(parcel))
            return None
        log.info("parcel.finished", outcome=type(delivery).__name__, **_ids(parcel))
        return delivery

    async def _let_know(self, parcel: Parcel) -> None:
        """Before it is recorded, so that a crash in between does it again, not never."""
        try:
            await self.in_thread(self.gone, parcel)
        except Exception:
            # An edge: the outcome is recorded all the same, for administrators to see.
            log.exception("parcel.gone_not_told", **_ids(parcel))

    async def _turn(self, parcel: Parcel) -> None:
        if parcel.send_at is not None:
            ahead = (parcel.send_at - self.clock()).total_seconds()
            await asyncio.sleep(min(max(ahead, 0.0), FURTHEST_TURN))

    async def _prepare(self, parcel: Parcel) -> Letter | Delivery:
        """The letter to send, or why there is none. Nothing is posted here."""
        try:
            if parcel.looked_for:
                found = await self._find(parcel)
                if found is not None:
                    return found
            return await self.in_thread(self.compose, parcel)
        except Exception as fault:
            # An edge: one parcel's fault is recorded and does not stop the others.
            log.exception("parcel.not_prepared", **_ids(parcel))
            reason = f"a fault before sending: {type(fault).__name__}"
            return Unknown(reason) if parcel.looked_for else Failed(reason)

    async def _find(self, parcel: Parcel) -> Sent | Unknown | None:
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                return await self._speaker(parcel).find(parcel)
        except TimeoutError:
            return Unknown("the place did not say in time whether it was posted")

    async def _send(self, parcel: Parcel, letter: Letter) -> Delivery | None:
        """Commit *sending*, then speak. None when the parcel is another's by now."""
        began = time.monotonic()
        try:
            speaker = self._speaker(parcel)
            mine = await self.in_thread(self.outbox.start_sending, parcel, self.clock())
        except Exception as fault:
            log.exception("parcel.not_started", **_ids(parcel))
            return Failed(f"a fault before sending: {type(fault).__name__}")
        if not mine:
            return None
        if time.monotonic() - began > LONGEST_COMMIT:
            return NotYet(self.clock())
        return await self._speak(parcel, speaker, letter)

    async def _speak(self, parcel: Parcel, speaker: Speaker, letter: Letter) -> Delivery:
        try:
            async with asyncio.timeout(SEND_TIMEOUT):
                return await speaker.speak(letter)
        except TimeoutError:
            return Unknown(f"no answer within {SEND_TIMEOUT:.0f} seconds")
        except Exception as fault:
            log.exception("parcel.speaker_failed", **_ids(parcel))
            return Unknown(f"a fault while sending: {type(fault).__name__}")

    async def _record(self, parcel: Parcel, delivery: Delivery) -> bool:
        """Record the outcome, patiently: nobody else knows what the platform said."""
        for tried, wait in enumerate(RECORD_AGAIN):
            try:
                return await self.in_thread(self.outbox.finish, parcel, delivery, self.clock())
            except Exception:
                if not tried:
                    # Once: a database that is away would otherwise fill the log.
                    log.exception("parcel.not_recorded", **_ids(parcel))
                await asyncio.sleep(wait)
        return await self.in_thread(self.outbox.finish, parcel, delivery, self.clock())

    def _speaker(self, parcel: Parcel) -> Speaker:
        try:
            return self.speakers[parcel.place.kind]
        except KeyError:
            raise LookupError(f"nobody speaks for places of kind {parcel.place.kind!r}") from None


def _ids(parcel: Parcel) -> dict[str, object]:
    """What may be logged of a parcel: no key, for it holds a member's id."""
    return {"outbox": parcel.id, "lane": parcel.place.id, "attempt": parcel.attempts}
