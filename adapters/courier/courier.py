"""The loop: claim what is due, deliver it side by side, stop when asked."""

import asyncio
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

import structlog

from adapters.courier.delivering import Delivering
from bot.delivery import Composed, Outbox, Parcel, Sent, Speaker

MOST_IN_FLIGHT = 64
"""Parcels held at once."""

IDLE = 1.0
"""Seconds between two looks at an outbox that has nothing to do."""

AFTER_TROUBLE = 5.0
"""Seconds before an outbox that could not answer is asked again."""

LAST_WORDS = 30.0
"""Seconds that what is in flight may take once the courier is asked to stop."""

Result = TypeVar("Result")

log = structlog.get_logger(__name__)


class Courier:
    """One process's courier. `owner` must be new for every process start.

    `compose` is synchronous and runs in a thread, at the moment of sending, as
    does `gone`, which hears of every parcel whose member is reached there no more.
    """

    def __init__(
        self,
        outbox: Outbox,
        compose: Callable[[Parcel], Composed],
        speakers: Mapping[str, Speaker],
        clock: Callable[[], datetime],
        owner: str,
        gone: Callable[[Parcel], None] = lambda _: None,
    ) -> None:
        self._outbox = outbox
        self._clock = clock
        self._owner = owner
        self._renamed = 0
        self._posted = 0
        self._in_flight: set[asyncio.Task[None]] = set()
        self._claiming = asyncio.Lock()
        self._nudged = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        # Threads of its own: a long round elsewhere must not keep a send from
        # being recorded.
        self._threads = ThreadPoolExecutor(max_workers=32, thread_name_prefix="courier")
        self._delivering = Delivering(outbox, compose, speakers, clock, self._in_thread, gone)

    @property
    def owner(self) -> str:
        """The name under which it holds parcels at present."""
        return f"{self._owner}.{self._renamed}"

    async def drain(self) -> int:
        """Deliver everything that is due now; how many messages were posted.

        Raises what the outbox raises when it cannot be asked.
        """
        before = self._posted
        try:
            async with asyncio.TaskGroup() as group:
                try:
                    while await self._claim(group) or await self._all_done():
                        await self._room()
                finally:
                    # Or the group would cancel what is being sent.
                    await self._all_done()
        except ExceptionGroup as met:
            raise met.exceptions[0] from None
        return self._posted - before

    async def run(self, stopping: asyncio.Event) -> None:
        """Deliver until `stopping` is set; then end what is in flight, give back the rest."""
        self._loop = asyncio.get_running_loop()
        try:
            async with asyncio.TaskGroup() as group:
                while not stopping.is_set():
                    wait = await self._look(group)
                    await self._rest(stopping, wait)
                await self._end()
        finally:
            self._loop = None
            given_back = await self._in_thread(self._outbox.release, self.owner, self._clock())
            log.info("courier.stopped", given_back=given_back)

    def nudge(self) -> None:
        """Look at the outbox at once. Callable from any thread."""
        if self._loop is not None:
            self._loop.call_soon_threadsafe(self._nudged.set)

    async def _look(self, group: asyncio.TaskGroup) -> float:
        """Claim once; how long to rest until the next look."""
        await self._room()
        try:
            return 0.0 if await self._claim(group) else IDLE
        except Exception:
            # An edge: a database that is away comes back, and the courier is still here.
            log.exception("courier.cannot_claim", again_in=AFTER_TROUBLE)
            return AFTER_TROUBLE

    async def _all_done(self) -> bool:
        """Wait for all that is in flight, `run`'s as well; whether there was any."""
        if not self._in_flight:
            return False
        await asyncio.wait(self._in_flight)
        return True

    async def _room(self) -> None:
        """Wait until there is room for half of what can be held."""
        while len(self._in_flight) > MOST_IN_FLIGHT // 2:
            await asyncio.wait(self._in_flight, return_when=asyncio.FIRST_COMPLETED)

    async def _claim(self, group: asyncio.TaskGroup) -> int:
        """Start delivering what is due, as far as there is room; how many."""
        async with self._claiming:
            room = MOST_IN_FLIGHT - len(self._in_flight)
            try:
                parcels = await self._in_thread(self._outbox.claim, self.owner, self._clock(), room)
            except Exception:
                self._rename()
                raise
            for parcel in parcels:
                task = group.create_task(self._carry(parcel))
                self._in_flight.add(task)
                task.add_done_callback(self._in_flight.discard)
            return len(parcels)

    async def _carry(self, parcel: Parcel) -> None:
        """Deliver one parcel. Never raises: its neighbours are in the same group."""
        try:
            delivery = await self._delivering.deliver(parcel)
            self._posted += isinstance(delivery, Sent)
        except Exception:
            # An edge: what could not be recorded is left to whoever takes it back.
            log.exception("parcel.abandoned", outbox=parcel.id, lane=parcel.place.id)
            self._rename()

    def _rename(self) -> None:
        """Let go of what may be held under the old name without our knowing.

        Nobody takes its own parcels back, so those would rest until a restart.
        """
        self._renamed += 1

    async def _end(self) -> None:
        if self._in_flight:
            _, late = await asyncio.wait(self._in_flight, timeout=LAST_WORDS)
            for task in late:
                task.cancel()

    async def _rest(self, stopping: asyncio.Event, seconds: float) -> None:
        """Wait that long, or until a nudge or the end."""
        if seconds:
            waits = [asyncio.ensure_future(each.wait()) for each in (self._nudged, stopping)]
            await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            for wait in waits:
                wait.cancel()
        self._nudged.clear()

    async def _in_thread(self, call: Callable[..., Result], *args: object) -> Result:
        return await asyncio.get_running_loop().run_in_executor(self._threads, call, *args)
