"""Kill processes at random moments, many times, then look what is left.

python -m tests.crash.torture --kills 1000                 SQLite and PostgreSQL
python -m tests.crash.torture --kills 200 --url sqlite:///x.db
"""

import argparse
import contextlib
import json
import os
import random
import select
import signal
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, replace
from pathlib import Path

from storage import open_store, upgrade
from tests.crash.checking import Found, look
from tests.crash.hospital import found
from tests.crash.life import World, born, live, settle
from tests.crash.platform import Platform
from tests.databases import fresh_postgres, postgres_server

AT_ONCE = 2
"""Processes alive at the same time."""

MOST_CALLS = 24
"""Calls to the platform that a process makes at most before its end: two rounds of them."""

LONGEST_LIFE = 0.02
"""Seconds a process may live after its last call was heard."""

PATIENCE = 2.0
"""Seconds to wait for a call, on a busy machine."""


def fork(world: World, life: Callable[..., object], number: int) -> tuple[int, int]:
    """Start a process: its id, and a pipe that says when it is ready."""
    told, ready = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(told)
        born(world, life, ready, number)
    os.close(ready)
    return child, told


def kill_generation(world: World, rng: random.Random) -> int:
    """Let a few processes live for a while, and kill each at another moment; how many died."""
    children = [fork(world, live, number) for number in range(AT_ONCE)]
    for child, told in children:
        _wait_for(told, calls=rng.randrange(MOST_CALLS))
        time.sleep(rng.uniform(0, LONGEST_LIFE))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
    died = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child, _ in children]
    for _, told in children:
        os.close(told)
    assert set(died) == {-signal.SIGKILL}, f"a process ended by itself: {died}"
    return len(died)


def _wait_for(told: int, calls: int) -> None:
    """Until the process was heard that often; none is while it is still starting."""
    until = time.monotonic() + PATIENCE
    while calls > 0 and (left := until - time.monotonic()) > 0:
        if not select.select([told], [], [], left)[0]:
            return
        told_now = os.read(told, calls)
        if not told_now:
            return
        calls -= len(told_now)


def come_to_rest(world: World) -> Found:
    """Let good days follow until every message is settled, and look."""
    for _ in range(40):
        child, told = fork(replace(world, faults=0.0), settle, 0)
        status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        os.close(told)
        assert status == 0, "a process that nobody killed failed"
        store = open_store(world.url)
        result = look(store, world.platform)
        store.close()
        if not result.on_the_way:
            break
        world = replace(world, generation=world.generation + 12)
    return result


def torture(url: str, folder: Path, kills: int, seed: int) -> dict[str, object]:
    """Kill that many processes over one database; what was found afterwards."""
    began = time.monotonic()
    upgrade(url)
    store = open_store(url)
    found(store)
    store.close()
    rng = random.Random(seed)
    world = World(url, Platform(folder / "posted.txt"), seed, faults=0.08)
    killed = 0
    while killed < kills:
        killed += kill_generation(world, rng)
        world = replace(world, generation=world.generation + 1)
    result = come_to_rest(world)
    return asdict(result) | {
        "kills": killed,
        "seed": seed,
        "seconds": round(time.monotonic() - began, 1),
    }


@contextlib.contextmanager
def databases(url: str | None, folder: Path) -> Iterator[list[str]]:
    """The one database named, or a fresh one of each kind."""
    if url is not None:
        yield [url]
        return
    with postgres_server(folder / "postgres") as server, fresh_postgres(server) as postgres:
        yield [f"sqlite:///{folder}/torture.db", postgres]


def main() -> int:
    """Print what was found as JSON, a line for each database; 1 when anything is wrong."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=1000)
    parser.add_argument("--url")
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    asked = parser.parse_args()
    wrong = 0
    with tempfile.TemporaryDirectory(prefix="coffee-torture-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with databases(asked.url, folder) as urls:
            for number, url in enumerate(urls):
                (folder / str(number)).mkdir()
                result = torture(url, folder / str(number), asked.kills, asked.seed)
                kind = url.partition(":")[0]
                print(json.dumps({"database": kind} | result, default=str), flush=True)
                wrong += bool(result["violations"])
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
