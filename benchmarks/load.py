"""How soon Slack is answered at 200 requests a second, while rounds are matched and delivered.

    python -m benchmarks.load [--rate 200] [--seconds 60] [--members 5000] [--rounds 4]

Three processes on loopback: the server as `coffee-rounds serve` starts it, a Slack
that it writes to, and this one, which signs commands and clicks and sends each when
it is due, whether or not the ones before were answered. A request's time counts from
when it was due. For each round there are two such minutes: in the first the server
matches all members and keeps the round, in the second its courier delivers it at
Slack's pace; the limit is for the second. Nothing but 200 may be answered, nothing
accepted may stay undone, and memory must be flat after the third round. The work of
a request counts in the minute in which it is done: past what the machine can do, see
how many are not done afterwards, and measure at a lower rate. The first minute is
longer where matching is: it ends with the round kept.
"""

import argparse
import asyncio
import json
import os
import random
import statistics
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from datetime import time as wall
from pathlib import Path

import aiohttp
import structlog
from rich.console import Console
from rich.table import Table
from sqlalchemy import func, select

from adapters.platforms.slack import place_of
from adapters.slack.listen import PATH
from benchmarks.beside import noon, user
from benchmarks.outbox import databases
from bot.app.directory import own_id
from bot.events import Who
from bot.interests import taxonomy
from bot.model import MIDNIGHT, Choice, Hours, Member, Membership, Programme, Side, Weekly
from bot.platform_settings import SlackSettings
from bot.setting_values import PREFIX
from storage import SqlStore, open_store, upgrade
from storage.database import open_database
from storage.schema import inbox
from tests.adapters.slack.fake_slack import SECRET, TEAM, FakeSlack, Json, body_of, signed
from tests.databases import keys_of

CONSOLE = Console(width=110)
LIMIT = 100.0
"""Milliseconds within which 99 of 100 must be acknowledged."""

MOST_HELD, FLAT = 300.0, 10.0
"""Mebibytes that the server may hold, and that rounds after the third may add."""

LONGEST = 300
"""Seconds after which a round that is not kept is not waited for."""

MATCHED, DELIVERED = "matched", "delivered"
PLACE = place_of(SlackSettings(), f"slack:{TEAM}")
ALWAYS = Hours(working=(Weekly(frozenset(range(7)), 0, MIDNIGHT),))
WORDS = (
    *("home",) * 4, *("why",) * 3, "help", "help", "privacy", "times", "profile", "profile",
    "often every 2 weeks", "budget 20", "pause 2 weeks", "resume",
)  # fmt: skip
"""What members type, as often as it stands here."""

TYPED = ("sep", "qual", "bak", "run", "teach")
PRESSED = ("press.why.0.0", "press.show.0.0", "press.yes.0.0", "press.later.0.0", "press.home.0.0")


@dataclass
class Minute:
    """One minute of load: each acknowledgement's milliseconds, and how the server was after it."""

    what: str = ""
    took: list[float] = field(default_factory=list)
    late: list[float] = field(default_factory=list)
    statuses: Counter[int | str] = field(default_factory=Counter)
    delivered: int = 0
    work: float = 0.0
    held: float = 0.0
    busy: float = 0.0
    usual: float = 0.0

    @property
    def p99(self) -> float:
        return statistics.quantiles(self.took, n=100, method="inclusive")[-1]

    def is_good(self) -> bool:
        soon = self.p99 < LIMIT or self.what == MATCHED
        return soon and set(self.statuses) == {200} and self.held < MOST_HELD


class Sender(FakeSlack):
    """Signs what members do; what answers it is the Slack at `address`."""

    def __init__(self, address: str, people: int) -> None:
        super().__init__()
        self._hook_is_at = f"{address}/hook"
        self._dice = random.Random(1)
        self._people = people
        self.pairs: list[tuple[str, str]] = []

    @property
    def hook(self) -> str:
        return self._hook_is_at

    def next(self) -> Json:
        """Seven in ten type a word, two press a button, one types an interest or opens the home."""
        someone, kind = user(self._dice.randrange(self._people)), self._dice.random()
        if kind < 0.2 and self.pairs:
            someone, introduction = self._dice.choice(self.pairs)
            return self.press(someone, self._dice.choice(PRESSED), introduction)
        if kind < 0.9:
            return self.command(someone, self._dice.choice(WORDS))
        if kind < 0.95:
            return self.event({"type": "app_home_opened", "user": someone, "tab": "home"})
        typing = {"type": "block_suggestion", "action_id": "interests"}
        return self.press(someone, "interests") | typing | {"value": self._dice.choice(TYPED)}


def fill(url: str, people: int, rounds: int) -> None:
    """Members at work all day, and a programme for each round; the rounds wait."""
    now, dice = datetime.now(UTC), random.Random(2)
    topics = sorted(each.id for each in taxonomy())
    upgrade(url)
    store = open_store(url, keys_of(url))
    members = [
        Member(
            own_id(PLACE.id, user(number)), f"Robin {number}", "Robin", noon(),
            department=f"department {number % 60}", hours=ALWAYS,
            choices=tuple(Choice(topic, Side.SHARES) for topic in dice.sample(topics, 3)),
        )
        for number in range(people)
    ]  # fmt: skip
    with store.writing() as tx:
        tx.save_place(PLACE)
        tx.save_members(members)
        tx.save_addresses((Who(PLACE.id, user(n)), each.id) for n, each in enumerate(members))
        for number in range(rounds):
            tx.save_programme(programme(number, now))
            tx.save_memberships(Membership(f"p{number}", each.id, budget=31) for each in members)
    store.close()


def programme(number: int, now: datetime) -> Programme:
    """A programme whose round is due today, as soon as it is not paused."""
    return Programme(
        f"p{number}", f"Programme {number}", "UTC", weekday=now.weekday(),
        at=wall(now.hour, now.minute), starts_on=now.date(), paused=True,
    )  # fmt: skip


@contextmanager
def running(*what: str, log: Path, **environment: str) -> Iterator[tuple[int, str]]:
    """A process of ours until the end of the block; its id and the first line it said."""
    command = [sys.executable, "-m", "benchmarks.beside", *what]
    with log.open("w") as errors, subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=errors, text=True, env=os.environ | environment
    ) as process:  # fmt: skip
        assert process.stdout
        try:
            yield process.pid, process.stdout.readline().strip()
        finally:
            process.terminate()


def settings(url: str) -> dict[str, str]:
    """The server's environment."""
    given = {
        "DATABASE_URL": url, "SECRET_KEYS": keys_of(url), "PORT": "0",
        "SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": SECRET,
    }  # fmt: skip
    return {PREFIX + name: value for name, value in given.items()}


@dataclass
class Load:
    """The load on one server."""

    asked: argparse.Namespace
    store: SqlStore
    server: int
    address: str
    slack: str
    sender: Sender
    session: aiohttp.ClientSession
    kept: int = 0

    async def minute(self, seconds: float, what: str = "", until: str = "") -> Minute:
        """That long at the full rate; longer until the programme `until` has its round."""
        minute, count = Minute(what), 0
        before, told = work_of(self.server), await self._delivered()
        began = time.perf_counter()
        async with asyncio.TaskGroup() as group:
            for second in range(LONGEST):
                if second >= seconds and (not until or await asyncio.to_thread(self._ran, until)):
                    break
                for _ in range(self.asked.rate):
                    due = began + count / self.asked.rate
                    await asyncio.sleep(max(0.0, due - time.perf_counter()))
                    group.create_task(self._one(self.sender.next(), due, minute))
                    count += 1
        minute.work = (work_of(self.server) - before) / count * 1000
        minute.delivered = await self._delivered() - told
        minute.held = held_by(self.server)
        minute.busy, minute.usual = os.getloadavg()[0], a_million_sums()
        return minute

    async def _one(self, sent: Json, due: float, minute: Minute) -> None:
        body, content = body_of(sent)
        begun = time.perf_counter()
        try:
            async with self.session.post(
                self.address + PATH, data=body, headers=signed(body, content)
            ) as answer:
                await answer.read()
                minute.statuses[answer.status] += 1
        except (aiohttp.ClientError, TimeoutError) as fault:
            minute.statuses[type(fault).__name__] += 1
        minute.took.append((time.perf_counter() - due) * 1000)
        minute.late.append((begun - due) * 1000)
        self.kept += sent.get("type") != "block_suggestion"

    async def _delivered(self) -> int:
        async with self.session.get(f"{self.slack}/counts") as answer:
            return int((await answer.json()).get("delivered", 0))

    def _ran(self, programme: str) -> bool:
        with self.store.reading() as reading:
            return bool(reading.rounds(programme, 1))

    def start_round(self, number: int) -> None:
        """The next tick finds this programme's round due; its neighbour's pairs can press."""
        with self.store.writing() as tx:
            tx.save_programme(replace(programme(number, datetime.now(UTC)), paused=False))
            latest = tx.rounds(f"p{number - 1}", 1) if number else ()
            made = tx.introductions_in(latest[0].id) if latest else ()
        begins = own_id(PLACE.id, "")
        self.sender.pairs = [
            (member.removeprefix(begins), each.id) for each in made for member in each.members
        ]


async def measured(asked: argparse.Namespace, store: SqlStore, server: int, address: str,
                   slack: str) -> tuple[list[Minute], int, float]:  # fmt: skip
    """Each round's minute; how many requests the inbox is to hold; what was held at the start."""
    times, connector = aiohttp.ClientTimeout(total=30), aiohttp.TCPConnector(limit=0)
    sender = Sender(slack, asked.members)
    async with aiohttp.ClientSession(timeout=times, connector=connector) as session:
        load = Load(asked, store, server, address.rstrip("/"), slack, sender, session)
        await load.minute(min(10.0, asked.seconds))
        before, minutes = held_by(server), []
        for number in range(asked.rounds):
            await asyncio.to_thread(load.start_round, number)
            minutes.append(await load.minute(asked.seconds, MATCHED, until=f"p{number}"))
            minutes.append(await load.minute(asked.seconds, DELIVERED))
        return minutes, load.kept, before


def settled(url: str, within: float = 120.0) -> tuple[int, int]:
    """How many requests the server kept, and how many of them it has still not done."""
    database, until = open_database(url), time.monotonic() + within
    try:
        while True:
            with database.reading() as connection:
                counts = select(func.count(), func.count().filter(inbox.c.done.is_(False)))
                kept, undone = connection.execute(counts.select_from(inbox)).one()
            if not undone or time.monotonic() > until:
                return kept, undone
            time.sleep(0.5)
    finally:
        database.close()


def troubles(log: Path) -> Counter[str]:
    """What the server logged as a warning or worse, by what it was and why."""
    found: Counter[str] = Counter()
    for said in map(json.loads, filter(lambda each: each[:1] == "{", log.open())):
        if said["level"] in ("warning", "error"):
            found[f"{said['event']} {said.get('fault', '')} {said.get('trace', [''])[-1]}"] += 1
    return found


def work_of(process: int) -> float:
    """Seconds of processor time that a process has taken."""
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(") ")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def a_million_sums() -> float:
    """Milliseconds of processor time for a million small sums: how fast the machine is just now."""
    begun, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number * number % 7
    return (time.process_time() - begun) * 1000


def held_by(process: int) -> float:
    """Mebibytes of memory that a process holds."""
    pages = int(Path(f"/proc/{process}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


def shown(name: str, minutes: Sequence[Minute]) -> Table:
    columns = ("round", "p50 ms", "p99 ms", "max ms", "sent late p99", "answers", "delivered",
               "CPU ms each", "MiB", "load", "10⁶ sums, CPU ms")  # fmt: skip
    table = Table(*columns, title=name)
    for number, each in enumerate(minutes, 2):
        answers = ", ".join(f"{count:,} × {status}" for status, count in each.statuses.items())
        table.add_row(
            f"{number // 2} {each.what}",
            f"{statistics.median(each.took):.1f}",
            f"{each.p99:.1f}",
            f"{max(each.took):.0f}",
            f"{statistics.quantiles(each.late, n=100)[-1]:.1f}",
            answers,
            f"{each.delivered:,}",
            f"{each.work:.1f}",
            f"{each.held:.0f}",
            f"{each.busy:.1f}",
            f"{each.usual:.0f}",
            style="" if each.is_good() else "bold red",
        )
    for column in table.columns[1:]:
        column.justify = "right"
    return table


def measure(name: str, url: str, asked: argparse.Namespace, logs: Path) -> bool:
    """Print one database's figures; whether all were as they should be."""
    fill(url, asked.members, asked.rounds)
    store = open_store(url, keys_of(url))
    log = logs / f"{name}.log"
    with (
        running("slack", str(asked.members), log=logs / "slack.log") as (_, slack),
        running("serve", slack, log=log, **settings(url)) as (server, said),
    ):
        address = said.removeprefix("Listening on ")
        minutes, sent, before = asyncio.run(measured(asked, store, server, address, slack))
        kept, undone = settled(url)
    store.close()
    CONSOLE.print(shown(name, minutes))
    CONSOLE.print(f"memory: {before:.0f} MiB before the first round")
    CONSOLE.print(f"accepted: {sent:,} sent, {kept:,} kept, {undone:,} not done afterwards")
    CONSOLE.print(f"troubles logged: {dict(troubles(log)) or 'none'}")
    flat = minutes[-1].held - minutes[min(5, len(minutes) - 1)].held < FLAT
    return all(each.is_good() for each in minutes) and flat and kept == sent and not undone


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rate", type=int, default=200, help="requests a second")
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--members", type=int, default=5_000)
    parser.add_argument("--rounds", type=int, default=4)
    parser.add_argument("--only", choices=("SQLite", "PostgreSQL"))
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(30))
    with databases() as urls:
        chosen = {name: url for name, url in urls.items() if asked.only in (None, name)}
        logs = Path(urls["SQLite"].removeprefix("sqlite:///")).parent
        good = [measure(name, url, asked, logs) for name, url in chosen.items()]
    return 0 if all(good) else 1


if __name__ == "__main__":
    sys.exit(main())
