"""Making many values without the collector, and leaving it as it was."""

import gc
from collections.abc import Iterator
from threading import Barrier, Thread

import pytest

from storage.bulk import chunks, uncollected


@pytest.fixture(autouse=True)
def collecting() -> Iterator[None]:
    yield
    gc.enable()


def test_chunks() -> None:
    assert list(chunks(range(5), 2)) == [[0, 1], [2, 3], [4]]
    assert list(chunks([], 2)) == []


def test_the_collector_rests_and_comes_back_even_after_a_fault() -> None:
    def fails() -> None:
        with uncollected():
            assert not gc.isenabled()
            raise ValueError("inside")

    with pytest.raises(ValueError, match="inside"):
        fails()
    assert gc.isenabled()


def test_it_comes_back_with_the_last_of_several() -> None:
    with uncollected():
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_whoever_switched_it_off_keeps_it_off() -> None:
    gc.disable()
    with uncollected():
        pass
    assert not gc.isenabled()


def test_threads_agree() -> None:
    together = Barrier(4)

    def make() -> None:
        for _ in range(200):
            together.wait()
            with uncollected():
                assert not gc.isenabled()

    threads = [Thread(target=make) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert gc.isenabled()
