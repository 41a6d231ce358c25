"""How soon a member is answered in a hospital of 100,000 with a year of history.

    python -m benchmarks.commands [--members 100000] [--samples 30] [--commands 5000]
        [--kept FOLDER] [--only SQLite]

Every typed word, button and form goes through `App.handle` over SQLite and over
PostgreSQL, fsync on, each time by somebody else whose turn it is. Then memory:
the same process before and after thousands of commands. In a kept folder the
hospitals stay, for a quick second run; delete it when `benchmarks/year.py` changes.
"""

import argparse
import gc
import os
import random
import statistics
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter, process_time

import structlog
from rich.console import Console
from rich.table import Table
from sqlalchemy import Engine
from sqlalchemy.event import listens_for

from adapters.house import keep_what_was_read_in
from benchmarks.members_day import Case, Day, cases
from benchmarks.shelf import NAMES, copy_of
from benchmarks.year import PLACE
from bot.events import Commanded, Event, Who
from bot.ui import Fix, Nothing, Replace, Reply, Say
from bot.words import meeting, proposing, standing

CONSOLE = Console(width=100)
LIMIT, ASK_LIMIT = 20.0, 100.0
"""Milliseconds that the median may take; an ask looks through everybody's offers."""

FLAT = 8.0
"""Mebibytes that thousands of commands may add."""

STATEMENTS: Counter[str] = Counter()

READ = ("home", "why", "help", "profile", "times", "privacy", "hours", "often 2 weeks", "export")


@dataclass(frozen=True)
class Took:
    """Milliseconds on the clock and of this process's work, and statements sent, by event."""

    case: Case
    all: list[float]
    work: list[float]
    statements: list[int]

    @property
    def limit(self) -> float:
        return ASK_LIMIT if self.case.is_ask else LIMIT

    @property
    def median(self) -> float:
        return statistics.median(self.all)

    @property
    def nineteen_in_twenty(self) -> float:
        return statistics.quantiles(self.all, n=20, method="inclusive")[-1]

    @property
    def is_soon(self) -> bool:
        return self.median < self.limit


def took(day: Day, case: Case, samples: int) -> Took:
    """Handle that many events of one kind, the first unmeasured; all must have been answered."""
    spent, work, statements = [], [], []
    for _ in range(samples + 1):
        event = case.event(day)
        sent, worked, begin = STATEMENTS.total(), process_time(), perf_counter()
        reply = day.app.handle(event)
        spent.append((perf_counter() - begin) * 1000)
        work.append((process_time() - worked) * 1000)
        statements.append(STATEMENTS.total() - sent)
        _must_be_answered(day, event, reply)
    return Took(case, spent[1:], work[1:], statements[1:])


@listens_for(Engine, "before_cursor_execute")
def _count(*_: object) -> None:
    STATEMENTS["sent"] += 1


def _must_be_answered(day: Day, event: Event, reply: Reply) -> None:
    """A kind refusal is quick, and is not what is to be measured."""
    voice = day.app.means.voice
    refusals = (proposing.over(voice), standing.stranger(voice), meeting.too_late(voice))
    refused = isinstance(reply, Say | Replace) and reply.card in refusals
    if refused or isinstance(reply, Fix | Nothing):
        raise AssertionError(f"{event} was not answered: {reply}")


def memory(day: Day, commands: int) -> tuple[float, float]:
    """Mebibytes this process holds before and after that many commands by anyone."""
    dice = random.Random(3)

    def say(times: int) -> None:
        for _ in range(times):
            who = Who(PLACE.id, dice.choice(day.everyone))
            day.app.handle(Commanded(day.id(), who, dice.choice(READ)))

    say(500)
    before = _held()
    say(commands)
    return before, _held()


def _held() -> float:
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def shown(name: str, measured: list[Took]) -> Table:
    title = f"{name}, load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors"
    table = Table("event", "median ms", "at most", "p95 ms", "work ms", "statements", title=title)
    for each in measured:
        style = "" if each.is_soon else "bold red"
        figures = (
            f"{each.median:.1f}",
            f"{each.limit:.0f}",
            f"{each.nineteen_in_twenty:.1f}",
            f"{statistics.median(each.work):.1f}",
            f"{statistics.median(each.statements):.0f}",
        )
        table.add_row(each.case.name, *figures, style=style)
    for column in table.columns[1:]:
        column.justify = "right"
    return table


def measure(name: str, folder: Path, asked: argparse.Namespace) -> bool:
    """Print one database's figures; whether all were within their limits."""
    begin = perf_counter()
    with (
        copy_of(name, folder, asked.members) as copy,
        Day.of(copy.url, copy.keys, copy.year) as day,
    ):
        keep_what_was_read_in()
        CONSOLE.print(f"{name}: a year of {asked.members:,} in {perf_counter() - begin:.0f} s")
        measured = [took(day, case, asked.samples) for case in cases()]
        CONSOLE.print(shown(name, measured))
        before, after = memory(day, asked.commands)
    CONSOLE.print(f"memory: {before:.0f} MiB, after {asked.commands:,} commands {after:.0f} MiB")
    return all(each.is_soon for each in measured) and after - before < FLAT


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100_000, help="at least 4,000")
    parser.add_argument("--samples", type=int, default=30)
    parser.add_argument("--commands", type=int, default=5_000)
    parser.add_argument("--only", choices=NAMES)
    parser.add_argument("--kept", type=Path, help="where hospitals stay once they are built")
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    with tempfile.TemporaryDirectory(prefix="coffee-bench-") as passing:
        folder = asked.kept or Path(passing)
        chosen = (name for name in NAMES if asked.only in (None, name))
        within = [measure(name, folder, asked) for name in chosen]
    return 0 if all(within) else 1


if __name__ == "__main__":
    sys.exit(main())
