"""Something that may hang, asked beside everything else.

Not in the loop's own threads: they are few, and a handful that hang would keep
every member waiting, those in Slack too. Nor does one keep the program from ending.
"""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Answer = TypeVar("Answer")


async def apart(ask: Callable[[], Answer]) -> Answer:
    """What it gives, or raises, from a thread of its own. Whoever gives up leaves it there."""
    answer = Future[Answer]()
    answer.set_running_or_notify_cancel()

    def run() -> None:
        try:
            answer.set_result(ask())
        except Exception as fault:  # noqa: BLE001 it is raised where it is waited for
            answer.set_exception(fault)

    threading.Thread(target=run, daemon=True).start()
    return await asyncio.wrap_future(answer)
