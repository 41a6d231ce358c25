"""Writes that are shared: nobody's item is lost, and nobody pays for another's fault."""

import asyncio
from collections.abc import Sequence
from threading import Event

import pytest

from adapters.slack.sharing import MOST, Sharing

BAD = -1


class Notebook:
    """Writes a list at a time; the first write waits until it is let go."""

    def __init__(self) -> None:
        self.began, self.go_on = Event(), Event()
        self.written: list[list[int]] = []

    def write(self, items: Sequence[int]) -> Sequence[int]:
        self.began.set()
        assert self.go_on.wait(20)
        if BAD in items:
            raise ValueError("it cannot be written")
        self.written.append(list(items))
        return [10 * item for item in items]


async def begun(notebook: Notebook, items: Sequence[int]) -> list[asyncio.Task[int]]:
    """The first item is being written, the others wait; then the write goes on."""
    share = Sharing(notebook.write)
    first = asyncio.create_task(share(items[0]))
    assert await asyncio.to_thread(notebook.began.wait, 20)
    others = [asyncio.create_task(share(item)) for item in items[1:]]
    await asyncio.sleep(0)
    notebook.go_on.set()
    return [first, *others]


async def test_what_comes_during_a_write_shares_the_next_and_each_has_its_own_result() -> None:
    notebook = Notebook()
    tasks = await begun(notebook, [1, 2, 3, 4])
    assert await asyncio.gather(*tasks) == [10, 20, 30, 40]
    assert notebook.written == [[1], [2, 3, 4]]


async def test_one_items_fault_is_not_its_neighbours() -> None:
    notebook = Notebook()
    tasks = await begun(notebook, [1, 2, BAD, 4])
    said = await asyncio.gather(*tasks, return_exceptions=True)
    assert [each for each in said if not isinstance(each, Exception)] == [10, 20, 40]
    with pytest.raises(ValueError, match="cannot be written"):
        await tasks[2]
    assert notebook.written == [[1], [2], [4]]


async def test_whoever_no_longer_waits_keeps_nobody_else_waiting() -> None:
    notebook = Notebook()
    tasks = await begun(notebook, [1, 2, 3])
    tasks[1].cancel()
    assert await tasks[0] == 10
    assert await tasks[2] == 30


async def test_a_write_is_never_larger_than_it_may_be() -> None:
    notebook = Notebook()
    tasks = await begun(notebook, range(2 * MOST))
    assert await asyncio.gather(*tasks) == [10 * item for item in range(2 * MOST)]
    assert max(map(len, notebook.written)) == MOST
