"""Once a day, in one process only: what each platform wants done then."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Final

import structlog

from bot.ports import Store

LOOK_EVERY: Final = 900.0
"""Seconds between two looks at the date."""

LAST: Final = "directories last read on"

log = structlog.get_logger(__name__)


async def every_day(
    store: Store, clock: Callable[[], datetime], work: Iterable[Callable[[], Awaitable[object]]]
) -> None:
    """Do the work at the start and on each new day (UTC), whoever of several processes is first."""
    todo = tuple(work)
    while True:
        if await asyncio.to_thread(_is_mine, store, clock()):
            for each in todo:
                try:
                    await each()
                except Exception:
                    # An edge: what fails today is done tomorrow, and the rest of it today.
                    log.exception("daily.failed")
        await asyncio.sleep(LOOK_EVERY)


def _is_mine(store: Store, now: datetime) -> bool:
    """Whether today's work is this process's; then it is nobody else's."""
    today = now.date().isoformat()
    with store.writing() as tx:
        if tx.setting(LAST) == today:
            return False
        tx.keep_setting(LAST, today)
        return True
