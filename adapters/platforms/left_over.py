"""After a start: what was accepted before a crash is finished."""

import asyncio
from collections.abc import Iterable

import structlog

from adapters.platforms.part import Part
from bot.entrusted import LEFT_OVER_AFTER

log = structlog.get_logger(__name__)


async def finish_left_over(parts: Iterable[Part]) -> None:
    """Finish it now, and once more when what came just before the start is old enough.

    Nothing waits for this: whatever fails is left to the next start.
    """
    everyone = tuple(parts)
    await _each(everyone)
    await asyncio.sleep(LEFT_OVER_AFTER.total_seconds())
    await _each(everyone)


async def _each(parts: tuple[Part, ...]) -> None:
    for part in parts:
        try:
            await part.left_over()
        except Exception:
            # An edge: one platform's trouble does not keep the other's members waiting.
            log.exception("left_over.failed", kind=part.kind)
