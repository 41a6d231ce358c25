"""The heartbeat: calls `tick` once a minute. It decides nothing and remembers nothing.

What is due is worked out from the database, so a tick that comes late, twice or
in two processes changes nothing.
"""

import asyncio
import time
from collections.abc import Callable
from datetime import UTC, datetime

import structlog
from apscheduler.jobstores.memory import MemoryJobStore
from apscheduler.schedulers.asyncio import AsyncIOScheduler

EVERY = 60.0
"""Seconds between two ticks."""

DRIFT = 5.0
"""Seconds the wall clock may move against the monotonic one before it is a jump."""

WATCH = 15.0
"""Seconds between two looks at the wall clock."""

log = structlog.get_logger(__name__)


class Heartbeat:
    """Calls `tick` in a thread: at once, then every minute, whatever the wall clock does.

    The scheduler waits for a time of day, so a clock that is set back would
    silence it for as long. The monotonic clock keeps watch: after a jump the
    next tick is now.
    """

    def __init__(
        self,
        tick: Callable[[], object],
        every: float = EVERY,
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._tick = tick
        self._every = every
        self._wall = wall
        self._offset = 0.0
        self._last = time.monotonic()
        self._scheduler = AsyncIOScheduler(jobstores={"default": MemoryJobStore()}, timezone=UTC)
        self._watch: asyncio.Task[None] | None = None

    @property
    def age(self) -> float:
        """Seconds since a tick last ended well, or since the start."""
        return time.monotonic() - self._last

    def start(self) -> None:
        """Begin ticking on the running event loop."""
        self._last = time.monotonic()
        self._offset = self._wall() - time.monotonic()
        self._scheduler.add_job(
            self._beat,
            "interval",
            id="tick",
            seconds=self._every,
            next_run_time=datetime.now(UTC),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
        self._scheduler.start()
        self._watch = asyncio.get_running_loop().create_task(self._watch_clock())

    def stop(self) -> None:
        """Tick no more; one that is running ends by itself."""
        if self._watch is not None:
            self._watch.cancel()
            self._watch = None
            self._scheduler.shutdown(wait=False)

    def _beat(self) -> None:
        try:
            self._tick()
        except Exception:
            # An edge: the next tick must come, and finds the same work due.
            log.exception("tick.failed")
        else:
            self._last = time.monotonic()

    async def _watch_clock(self) -> None:
        while True:
            await asyncio.sleep(WATCH)
            drift = self._wall() - time.monotonic() - self._offset
            if abs(drift) > DRIFT:
                self._offset += drift
                log.warning("clock.jumped", seconds=round(drift, 1))
                self._scheduler.modify_job("tick", next_run_time=datetime.now(UTC))
