"""Units that wait for the same writer share a commit, and no one's fault."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest

from storage.together import Together
from storage.trouble import DiskFull


class Writer:
    """Counts transactions; the first waits until it is told to go on."""

    def __init__(self) -> None:
        self.commits = 0
        self.undone = 0
        self.entered = Event()
        self.go_on = Event()

    @contextmanager
    def __call__(self) -> Iterator[Any]:
        self.entered.set()
        self.go_on.wait(10)
        try:
            yield None
        except BaseException:
            self.undone += 1
            raise
        self.commits += 1


def run_all(writer: Writer, units: list[Callable[[Any], object]]) -> list[object]:
    """Run the first alone, the others while it holds the writer; what each gave or raised."""
    together = Together(writer)
    results: list[object] = [None] * len(units)

    def run(index: int) -> None:
        try:
            results[index] = together.run(units[index])
        except (ValueError, DiskFull) as fault:
            results[index] = fault

    threads = [Thread(target=run, args=(index,)) for index in range(len(units))]
    threads[0].start()
    writer.entered.wait(10)
    for thread in threads[1:]:
        thread.start()
    while len(together._waiting) < len(units) - 1:
        pass
    writer.go_on.set()
    for thread in threads:
        thread.join(10)
    return results


def test_those_who_wait_share_a_commit() -> None:
    writer = Writer()
    units: list[Callable[[Any], object]] = [lambda _, n=n: n for n in range(20)]
    assert run_all(writer, units) == list(range(20))
    assert writer.commits == 2


def test_one_fault_is_not_its_neighbours() -> None:
    def fails(_: Any) -> object:
        raise ValueError("mine alone")

    writer = Writer()
    results = run_all(writer, [lambda _: 0, lambda _: 1, fails, lambda _: 3])
    assert [results[0], results[1], results[3]] == [0, 1, 3]
    assert str(results[2]) == "mine alone"
    assert (writer.commits, writer.undone) == (3, 2)


def test_a_full_disk_is_everybodys() -> None:
    def fails(_: Any) -> object:
        raise DiskFull("no room")

    writer = Writer()
    results = run_all(writer, [lambda _: 0, lambda _: 1, fails])
    assert [type(each) for each in results] == [int, DiskFull, DiskFull]
    assert writer.undone == 1, "it is not tried again for each"


def test_an_interrupted_unit_goes_back_to_be_run() -> None:
    writer = Writer()
    writer.go_on.set()
    together = Together(writer)
    tries = []

    def interrupted_once(_: Any) -> str:
        tries.append(1)
        if len(tries) == 1:
            raise KeyboardInterrupt
        return "done"

    with pytest.raises(KeyboardInterrupt):
        together.run(interrupted_once)
    assert together.run(lambda _: "next") == "next"
    assert len(tries) == 2
