"""What each event led to, so that a double press ends where one press would.

A browser shows the answer to its last request. The core answers an event once
and then says nothing; without this the second press of "Join" would lead away
from the form that the first one opened.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Coroutine
from typing import Any, Protocol

MOST = 2_000
"""Events remembered; a press comes twice within seconds or not at all."""


class Work(Protocol):
    """Does what an event asks and says where the browser goes next."""

    def __call__(self) -> Coroutine[Any, Any, str]:
        """Do it."""


class Once:
    """Does the work of an event one time, also while it is still being done."""

    def __init__(self) -> None:
        self._led: OrderedDict[str, asyncio.Task[str]] = OrderedDict()

    async def go(self, event: str, work: Work) -> str:
        """Where the event led. Work that fails may be tried again."""
        task = self._led.get(event)
        if task is None:
            task = self._led[event] = asyncio.create_task(work())
            if len(self._led) > MOST:
                self._led.popitem(last=False)
        try:
            return await asyncio.shield(task)
        except Exception:
            self._led.pop(event, None)
            raise
