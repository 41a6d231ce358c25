"""Kill a process at every named point: before, inside and after each commit and call.

    python -m tests.crash.points --url sqlite:///x.db

Prints what was wrong after each, as JSON; nothing must be.
"""

import argparse
import json
import os
import random
import signal
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from pathlib import Path
from threading import local
from typing import Any, TypeVar

from sqlalchemy import Connection

from bot.delivery import Delivery, Letter, Parcel, Sent, Unknown
from storage import SqlStore, open_store, upgrade
from storage.database import Database, open_database
from storage.outbox import SqlOutbox
from tests.crash.hospital import ASKED, found, next_slot, run_round
from tests.crash.life import World, courier_of
from tests.crash.platform import FaultySpeaker, Platform, die
from tests.crash.torture import come_to_rest, fork

Result = TypeVar("Result")

CALLS = ("claim", "start_sending", "finish")
POINTS = (
    "round.before",
    "round.inside",
    "round.after",
    *(f"{call}.{when}" for call in CALLS for when in ("before", "inside", "after")),
    "speak.before",
    "speak.after",
    "find.before",
    "find.after",
)


@dataclass
class Doom:
    """Ends the process when it comes to a point for the third time."""

    point: str
    times: int = 3
    met: int = 0
    doing: local = field(default_factory=local)

    def at(self, point: str) -> None:
        """Say that a point is reached."""
        if point == self.point:
            self.met += 1
            if self.met == self.times:
                die()

    @contextmanager
    def around(self, call: str) -> Iterator[None]:
        """The points before and after a call; inside it, `doing` says which it is."""
        self.at(f"{call}.before")
        self.doing.call = call
        yield
        self.at(f"{call}.after")


@dataclass
class DoomedDatabase:
    """A database in which a unit may end the process before it is committed."""

    real: Database
    doom: Doom

    def run(self, unit: Callable[[Connection], Result]) -> Result:
        call = self.doom.doing.call

        def then_die(connection: Connection) -> Result:
            result = unit(connection)
            self.doom.at(f"{call}.inside")
            return result

        return self.real.run(then_die)


class DoomedOutbox(SqlOutbox):
    """The real outbox over a doomed database."""

    def __init__(self, database: DoomedDatabase) -> None:
        super().__init__(database)  # type: ignore[arg-type]
        self.doom = database.doom

    def claim(self, owner: str, now: datetime, limit: int) -> tuple[Parcel, ...]:
        with self.doom.around("claim"):
            return super().claim(owner, now, min(limit, 4))

    def start_sending(self, parcel: Parcel, now: datetime) -> bool:
        with self.doom.around("start_sending"):
            return super().start_sending(parcel, now)

    def finish(self, parcel: Parcel, delivery: Delivery, now: datetime) -> bool:
        with self.doom.around("finish"):
            return super().finish(parcel, delivery, now)


@dataclass(slots=True)
class DoomedSpeaker(FaultySpeaker):
    """Posts, and ends the process before or after."""

    doom: Doom = field(default_factory=lambda: Doom(""))

    async def speak(self, letter: Letter) -> Delivery:
        self.doom.at("speak.before")
        result = self._post(letter.key)
        self.doom.at("speak.after")
        self.doom.at(f"{letter.place.id}.after")
        return result

    async def find(self, parcel: Parcel) -> Sent | Unknown | None:
        self.doom.at("find.before")
        found_ = Sent("found") if self.platform.count("posted")[parcel.key] else None
        self.doom.at("find.after")
        return found_


async def doomed(point: str, times: int, world: World, store: SqlStore, rng: random.Random) -> None:
    """A round and its delivery, ended at the point."""
    doom = Doom(point, times)
    doom.at("round.before")
    _doomed_round(world, store, doom)
    doom.at("round.after")
    outbox = DoomedOutbox(DoomedDatabase(open_database(world.url), doom))
    speaker = DoomedSpeaker(world.platform, rng, doom=doom)
    await courier_of(world, outbox, rng, speaker).drain()


def _doomed_round(world: World, store: SqlStore, doom: Doom) -> None:
    class Doomed:
        reading = store.reading

        @contextmanager
        def writing(self) -> Iterator[Any]:
            with store.writing() as tx:
                yield tx
                doom.at("round.inside")

    run_round(Doomed(), next_slot(store), world.now(), by="doomed")  # type: ignore[arg-type]


def try_point(url: str, folder: Path, number: int, point: str) -> list[str]:
    """What is wrong after a process died at the point and others came after it."""
    world = World(url, Platform(folder / "posted.txt"), seed=1, generation=number * 200)
    # There is something to find only where a place can be asked.
    deaths = [(f"{ASKED.id}.after", 1)] if point.startswith("find") else []
    for where, times in [*deaths, (point, 1 if point.startswith(("round", "find")) else 3)]:
        child, told = fork(world, partial(doomed, where, times), 0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.close(told)
        if status != -signal.SIGKILL:
            return [f"the process did not come to {where}: {status}"]
        world = replace(world, generation=world.generation + 1)
    return list(come_to_rest(world).violations)


def main() -> int:
    """Every point in turn, over one database, each long after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--url", required=True)
    url = parser.parse_args().url
    upgrade(url)
    store = open_store(url)
    found(store)
    store.close()
    with tempfile.TemporaryDirectory(prefix="coffee-points-") as name:
        found_ = {
            point: try_point(url, Path(name), number, point) for number, point in enumerate(POINTS)
        }
        print(json.dumps(found_))
    return 0


if __name__ == "__main__":
    sys.exit(main())
