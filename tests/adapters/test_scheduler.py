"""The heartbeat: it ticks, it outlives a fault, and a jumping clock does not silence it."""

import asyncio
import threading
import time

import pytest

from adapters import scheduler
from adapters.scheduler import Heartbeat


class Ticks:
    """Counts, and fails when it is told to."""

    def __init__(self, *faults: Exception | None) -> None:
        self.count = 0
        self.threads: set[int] = set()
        self.faults = list(faults)

    def __call__(self) -> None:
        self.count += 1
        self.threads.add(threading.get_ident())
        fault = self.faults.pop(0) if self.faults else None
        if fault is not None:
            raise fault


async def _until(ticks: Ticks, count: int) -> None:
    async with asyncio.timeout(5):
        while ticks.count < count:
            await asyncio.sleep(0.01)


async def test_it_ticks_at_once_then_again_off_the_event_loop() -> None:
    ticks = Ticks()
    heartbeat = Heartbeat(ticks, every=0.1)
    heartbeat.start()
    await _until(ticks, 3)
    heartbeat.stop()
    assert threading.get_ident() not in ticks.threads
    await asyncio.sleep(0.15)
    count = ticks.count
    await asyncio.sleep(0.3)
    assert ticks.count == count


async def test_a_fault_does_not_end_it() -> None:
    ticks = Ticks(ValueError("first"), ValueError("second"))
    heartbeat = Heartbeat(ticks, every=0.1)
    heartbeat.start()
    await _until(ticks, 2)
    assert heartbeat.age > 0.1, "a tick that failed is not a sign of life"
    await _until(ticks, 4)
    assert heartbeat.age < 1
    heartbeat.stop()


async def test_a_slow_tick_is_not_joined_by_another() -> None:
    running, most = 0, 0

    def slow() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.25)
        running -= 1

    heartbeat = Heartbeat(slow, every=0.05)
    heartbeat.start()
    await asyncio.sleep(0.7)
    heartbeat.stop()
    assert most == 1
    await asyncio.sleep(0.3)


@pytest.mark.parametrize("jump", [-3 * 3600.0, 2 * 3600.0])
async def test_after_a_jump_of_the_clock_the_next_tick_is_now(
    jump: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler, "DRIFT", 0.5)
    ahead = 0.0
    ticks = Ticks()
    # A tick an hour, watched over every hundredth of a second.
    monkeypatch.setattr(scheduler, "WATCH", 0.01)
    heartbeat = Heartbeat(ticks, every=3600, wall=lambda: time.time() + ahead)
    heartbeat.start()
    await _until(ticks, 1)
    ahead = jump
    await _until(ticks, 2)
    await asyncio.sleep(0.1)
    heartbeat.stop()
    assert ticks.count == 2, "one tick for one jump"


async def test_stopping_before_starting_ticks_nothing() -> None:
    ticks = Ticks()
    Heartbeat(ticks, every=0.01).stop()
    await asyncio.sleep(0.05)
    assert ticks.count == 0
