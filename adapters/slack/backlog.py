"""What was accepted and waits to be answered: in turn, a few at once, little of it in memory.

However many knock at once, this holds their ids: the words of those who wait
longer are read from the inbox when their turn comes.
"""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Final, cast

import structlog

log = structlog.get_logger(__name__)

AT_ONCE: Final = 32
"""Answered at the same moment: most of it is waiting for Slack to take an answer."""

IN_MEMORY: Final = 100
"""Of those who wait, how many have their words here too."""

AGAIN_AFTER: Final = (5.0, 30.0, 120.0, 600.0)
"""Seconds until what failed is tried again; then it is left to the next start."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """One that waits. `kept` says that the inbox has its words; `failed` is how often it did."""

    id: str
    words: str
    kept: bool
    failed: int = 0


class Backlog:
    """Answers what is added, the oldest first.

    `answer` is given an id and its words, and says whether that went well; `words`
    finds in the inbox what is not in memory any more; `lull` waits for the moment to
    begin another.
    """

    def __init__(
        self,
        answer: Callable[[str, str], Awaitable[bool]],
        words: Callable[[str], Awaitable[str]],
        lull: Callable[[], Awaitable[None]],
    ) -> None:
        self._answer, self._words, self._lull = answer, words, lull
        self._line: deque[Waiting] = deque()
        self._held: set[str] = set()
        self._at_work: set[asyncio.Task[None]] = set()
        self._turn = asyncio.Lock()
        self._stopped = False

    def __len__(self) -> int:
        """How many wait or are being answered."""
        return len(self._held)

    def __contains__(self, id_: object) -> bool:
        return id_ in self._held

    def add(self, id_: str, words: str, *, kept: bool) -> None:
        """Answer it in its turn. `kept` says that the inbox has its words too."""
        here = "" if kept and len(self._line) >= IN_MEMORY else words
        self._take(Waiting(id_, here, kept))

    def stop(self) -> None:
        """Begin nothing more that the inbox keeps for the next start."""
        self._stopped = True
        self._held.difference_update(each.id for each in self._line if each.kept)
        self._line = deque(each for each in self._line if not each.kept)

    async def settled(self) -> None:
        """Wait until everything added has been answered, or failed."""
        while self._at_work:
            await asyncio.wait(set(self._at_work))

    def _take(self, waiting: Waiting) -> None:
        if self._stopped and waiting.kept:
            return
        self._held.add(waiting.id)
        self._line.append(waiting)
        if len(self._at_work) < AT_ONCE:
            self._at_work.add(asyncio.create_task(self._work()))

    async def _work(self) -> None:
        try:
            await self._work_off()
        finally:
            # Here and not when others hear of it: what is added in between finds a place.
            self._at_work.discard(cast("asyncio.Task[None]", asyncio.current_task()))

    async def _work_off(self) -> None:
        while self._line:
            # One after the other: who begins together would hold up whoever comes.
            async with self._turn:
                await self._lull()
            if not self._line:
                return
            waiting = self._line.popleft()
            well = await self._answered(waiting)
            self._held.discard(waiting.id)
            if not well and waiting.failed < len(AGAIN_AFTER):
                again = replace(waiting, failed=waiting.failed + 1)
                after = AGAIN_AFTER[waiting.failed]
                asyncio.get_running_loop().call_later(after, self._take, again)

    async def _answered(self, waiting: Waiting) -> bool:
        try:
            words = waiting.words or await self._words(waiting.id)
            return await self._answer(waiting.id, words)
        except Exception as fault:  # noqa: BLE001 the edge: the next is answered all the same
            log.warning("slack.not_done", fault=type(fault).__name__)
            return False
