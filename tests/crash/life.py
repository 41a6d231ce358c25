"""The life of one process: it runs rounds and delivers, until it is killed."""

import asyncio
import logging
import os
import random
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import structlog

from adapters.courier import Courier
from bot.delivery import Composed, Letter, NotYet, Outbox, Parcel
from bot.ui import Card
from storage import SqlStore, open_store, outcomes
from tests.crash.hospital import START, next_slot, run_round
from tests.crash.platform import FaultySpeaker, Platform

CARD = Card("Somebody for you to meet", ())


@dataclass(frozen=True, slots=True)
class World:
    """Where everything is, which generation of processes this is, and how bad the network."""

    url: str
    platform: Platform
    seed: int
    generation: int = 0
    faults: float = 0.0
    generations_apart: timedelta = timedelta(minutes=10)
    heard: int | None = None

    def now(self) -> datetime:
        """The machine's clock, moved far enough for every lease of the dead to have ended.

        Within a generation it runs as clocks do, so that no living process
        loses a lease.
        """
        running = timedelta(seconds=time.monotonic())
        return START + running + self.generation * self.generations_apart


def courier_of(
    world: World, outbox: Outbox, rng: random.Random, speaker: FaultySpeaker | None = None
) -> Courier:
    """A courier in this world."""

    def compose(parcel: Parcel) -> Composed:
        if rng.random() < world.faults / 5:
            return NotYet(world.now())
        return Letter(parcel.key, parcel.place, parcel.user, CARD)

    speaker = speaker or FaultySpeaker(world.platform, rng, world.faults, heard=world.heard)
    return Courier(outbox, compose, {"chat": speaker}, world.now, f"{os.getpid()}-{rng.random()}")


async def live(world: World, store: SqlStore, rng: random.Random) -> None:
    """Run a round, deliver, and so on for ever."""
    courier = courier_of(world, store.outbox, rng)
    while True:
        slot = next_slot(store)
        run_round(store, slot, world.now(), by=f"{os.getpid()}")
        await courier.drain()


async def settle(world: World, store: SqlStore, rng: random.Random) -> None:
    """Deliver what is due, and no more."""
    await courier_of(world, store.outbox, rng).drain()


def born(world: World, life: Callable[..., object], ready: int, number: int) -> None:
    """What a forked process does from its first moment. Never returns."""
    code = 1
    # Giving up on what ends every process has its own tests. Here a message may be
    # in the hands of a hundred processes that die, and must come through.
    outcomes.MOST_ATTEMPTS = 10_000
    try:
        structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
        store = open_store(world.url)
        rng = random.Random(f"{world.seed}/{world.generation}/{number}")
        os.write(ready, b"!")
        asyncio.run(life(replace(world, heard=ready), store, rng))  # type: ignore[arg-type]
        code = 0
    except BaseException:
        traceback.print_exc()
        raise
    finally:
        os._exit(code)
