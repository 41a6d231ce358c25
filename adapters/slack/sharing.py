"""One write for many: what comes while a write goes on shares the next one.

A write costs a wait for the disk and a turn at the database, however much it
holds. Knows nothing of what is written.
"""

import asyncio
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Final, Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

MOST: Final = 64
"""Items in one write, so that nobody waits long behind others."""


class Sharing(Generic[Item, Result]):
    """Writes items in a thread of its own, those that wait at the same time together.

    `write` is synchronous, and gives a result for each item or keeps nothing of them.
    """

    def __init__(self, write: Callable[[Sequence[Item]], Sequence[Result]]) -> None:
        self._write = write
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sharing")
        self._waiting: list[tuple[Item, asyncio.Future[Result]]] = []
        self._at_work: asyncio.Task[None] | None = None

    async def __call__(self, item: Item) -> Result:
        """What writing the item gave. Raises what that raised."""
        mine: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        self._waiting.append((item, mine))
        if self._at_work is None:
            self._at_work = asyncio.create_task(self._work())
        return await mine

    async def _work(self) -> None:
        try:
            while self._waiting:
                batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
                await self._together(batch)
        finally:
            self._at_work = None

    async def _together(self, batch: Sequence[tuple[Item, asyncio.Future[Result]]]) -> None:
        loop = asyncio.get_running_loop()
        items = [item for item, _ in batch]
        try:
            results = await loop.run_in_executor(self._thread, self._write, items)
        except Exception as fault:  # noqa: BLE001 raised again where the item came from
            if len(batch) > 1:
                # One item's fault is not its neighbours': each alone.
                for each in batch:
                    await self._together([each])
            elif not batch[0][1].done():
                batch[0][1].set_exception(fault)
            return
        for (_, future), result in zip(batch, results, strict=True):
            if not future.done():
                future.set_result(result)
