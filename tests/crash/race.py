"""Processes that all want the same: to start every round, or to send at full speed.

python -m tests.crash.race rounds --url sqlite:///x.db
python -m tests.crash.race turns --url sqlite:///x.db
"""

import argparse
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from bot.delivery import Place, Sent
from bot.events import Who
from bot.model import Notice, NoticeKind
from storage import SqlStore, open_store
from tests.crash.hospital import MEMBERS, START, found, run_round
from tests.crash.life import World
from tests.crash.platform import Platform
from tests.crash.torture import fork

PROCESSES = 4
SLOTS = 60
PER_SECOND = 50
SECONDS = 3
PACED = Place("a-paced-place", "chat", "Fifty a second", per_minute=PER_SECOND * 60)


async def start_rounds(world: World, store: SqlStore, rng: random.Random) -> None:
    """Try to start every round, all processes from the same moment."""
    _wait_for_the_start()
    for slot in range(SLOTS):
        if run_round(store, slot, world.now(), by=str(rng.random())):
            world.platform.write("won", str(slot))


async def take_turns(world: World, store: SqlStore, rng: random.Random) -> None:
    """Claim as fast as can be for some seconds, and write down every turn."""
    _wait_for_the_start()
    owner = str(rng.random())
    began = time.monotonic()
    while time.monotonic() - began < SECONDS:
        for parcel in store.outbox.claim(owner, world.now(), 20):
            assert parcel.send_at is not None
            store.outbox.finish(parcel, Sent("x"), world.now())
            world.platform.write("turn", str((parcel.send_at - START).total_seconds()))


def _wait_for_the_start() -> None:
    """Until the next full second and a half: every process begins together."""
    time.sleep(1.5 - time.monotonic() % 1)


def promise_many(store: SqlStore) -> None:
    """More messages to the paced place than can go."""
    with store.writing() as tx:
        tx.save_place(PACED)
        tx.save_addresses((Who(PACED.id, who), who) for who in MEMBERS)
        tx.promise(
            Notice(f"k{n}", NoticeKind.PROPOSAL, MEMBERS[n % 12], "x", START - timedelta(days=1))
            for n in range(PER_SECOND * SECONDS * 3)
        )


def together(world: World, life: Callable[..., object]) -> None:
    """Let several processes live until each ends by itself."""
    children = [fork(world, life, number) for number in range(PROCESSES)]
    for child, told in children:
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        os.close(told)


def main() -> int:
    """Print what the processes wrote down."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("what", choices=["rounds", "turns"])
    parser.add_argument("--url", required=True)
    asked = parser.parse_args()
    store = open_store(asked.url)
    found(store)
    if asked.what == "turns":
        promise_many(store)
    store.close()
    with tempfile.TemporaryDirectory(prefix="coffee-race-") as name:
        world = World(asked.url, Platform(Path(name) / "said.txt"), seed=3)
        together(world, start_rounds if asked.what == "rounds" else take_turns)
        print(
            json.dumps(
                {
                    "won": world.platform.count("won"),
                    "turns": sorted(map(float, world.platform.count("turn").elements())),
                }
            )
        )
    return 0


if __name__ == "__main__":
    sys.exit(main())
