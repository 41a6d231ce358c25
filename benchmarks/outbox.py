"""How fast a round is kept and delivered, over SQLite and PostgreSQL, fsync on.

    python -m benchmarks.outbox [--members 100000] [--messages 5000]

Beside each figure stands what it must not exceed, where there is such a limit.
"""

import argparse
import asyncio
import contextlib
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import structlog

from adapters.courier import Courier
from bot.delivery import Delivery, Letter, Parcel, Place, Sent, Unknown
from bot.events import Who
from bot.model import (
    Choice,
    Introduction,
    IntroductionState,
    Member,
    Membership,
    Notice,
    NoticeKind,
    Part,
    Programme,
    Round,
    RoundState,
    Term,
    TermKind,
)
from bot.ports import Served
from bot.ui import Card
from storage import SqlStore, open_store, upgrade
from tests.databases import fresh_postgres, postgres_server

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PLACE = Place("place", "none", "Answers at once", per_minute=6_000_000, looks_up=True)
ENTRANTS_LIMIT = 3.0
Result = TypeVar("Result")


@dataclass(frozen=True)
class Figure:
    """One measurement."""

    what: str
    value: str


class Silent:
    """A speaker that costs nothing."""

    async def speak(self, letter: Letter) -> Delivery:
        return Sent("x")

    async def find(self, parcel: Parcel) -> Sent | Unknown | None:
        return None


def people(count: int) -> list[Member]:
    dice = random.Random(1)
    interests = [f"interest-{n}" for n in range(600)]
    return [
        Member(
            id=f"m{n:06}",
            name=f"Name {n}",
            given_name="Name",
            timezone="Europe/Madrid",
            department=f"department {n % 80}",
            choices=tuple(map(Choice, dice.sample(interests, 5))),
        )
        for n in range(count)
    ]


def keep_people(store: SqlStore, members: list[Member]) -> None:
    with store.writing() as tx:
        tx.save_place(PLACE)
        tx.save_programme(Programme("p", "P", "UTC"))
        tx.save_members(members)
        tx.save_memberships(Membership("p", member.id) for member in members)
        tx.save_addresses((Who(PLACE.id, member.id), member.id) for member in members)


def keep_round(store: SqlStore, members: list[Member], due: datetime) -> None:
    """A whole round in one transaction, as the app commits it."""
    round_ = Round("r", "p", date(2026, 3, 2), 1, 1, RoundState.RUN, NOW, NOW + timedelta(days=3))
    ids = [member.id for member in members]
    term = Term(TermKind.SHARED, 1.5, ("interest-1",))
    with store.writing() as tx:
        assert tx.start_round(round_)
        tx.add_introductions(
            Introduction(
                id=f"r-{n}",
                programme="p",
                round="r",
                parts=(Part(ids[n]), Part(ids[n + 1])),
                terms=(term, term, term),
                score=3.0,
                state=IntroductionState.PROPOSED,
                proposed_at=NOW,
                answer_by=NOW + timedelta(days=3),
            )
            for n in range(0, len(ids) - 1, 2)
        )
        tx.promise(
            Notice(f"r/{id_}", NoticeKind.PROPOSAL, id_, "r", due + timedelta(seconds=n))
            for n, id_ in enumerate(ids)
        )
        tx.note_served("p", round_.slot, (Served(id_, 1.0, left_out=False) for id_ in ids))


def composed(parcel: Parcel) -> Letter:
    """The same words for everyone."""
    return Letter(parcel.key, parcel.place, parcel.user, Card("Hello", ()))


def deliver(store: SqlStore, count: int) -> float:
    """Messages a second through one courier: claimed, marked, spoken and recorded."""

    async def drain() -> int:
        # The clock stands where exactly `count` messages are due.
        at = NOW + timedelta(seconds=count - 1)
        courier = Courier(store.outbox, composed, {"none": Silent()}, lambda: at, "bench")
        return await courier.drain()

    seconds, sent = timed(lambda: asyncio.run(drain()))
    return sent / seconds


def timed(action: Callable[[], Result]) -> tuple[float, Result]:
    began = time.perf_counter()
    result = action()
    return time.perf_counter() - began, result


def spent(action: Callable[[], object]) -> str:
    """Seconds on the clock, and of this process's work: the machine may be shared."""
    worked = time.process_time()
    seconds, _ = timed(action)
    return f"{seconds:.1f} s ({time.process_time() - worked:.1f} of work)"


def measure(url: str, members: int, messages: int) -> Iterator[Figure]:
    upgrade(url)
    store = open_store(url)
    everyone = people(members)
    yield Figure(f"keep {members:,} members", spent(lambda: keep_people(store, everyone)))
    yield Figure(
        f"commit a round of {members // 2:,} pairs", spent(lambda: keep_round(store, everyone, NOW))
    )
    with store.reading() as reading:
        yield Figure(
            f"read its entrants (at most {ENTRANTS_LIMIT:.0f} s)",
            spent(lambda: reading.entrants("p", NOW)),
        )
        yield Figure(
            f"read {members // 2:,} past pairs",
            spent(lambda: sum(1 for _ in reading.past_pairs("p", NOW))),
        )
    yield Figure(f"deliver {messages:,} messages", f"{deliver(store, messages):,.0f} a second")
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield Figure("most memory so far", f"{used:,.0f} MiB")
    store.close()


@contextlib.contextmanager
def databases() -> Iterator[dict[str, str]]:
    with tempfile.TemporaryDirectory(prefix="coffee-bench-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        with postgres_server(folder / "pg", durable=True) as server, fresh_postgres(server) as url:
            yield {"SQLite": f"sqlite:///{folder}/bench.db", "PostgreSQL": url}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--messages", type=int, default=5_000)
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    with databases() as urls:
        for name, url in urls.items():
            print(f"\n{name}")
            for figure in measure(url, asked.members, asked.messages):
                print(f"  {figure.what:<40}{figure.value:>28}", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
