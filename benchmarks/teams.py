"""A round's messages to a whole hospital in Teams, while Slack is answered in the same process.

    python -m benchmarks.teams [--members 100000] [--seconds 60]

Two stretches. On a virtual clock all of them go out at the pace of the tenant's
lane and of each chat; Teams refuses whoever is faster, is busy (412) once in a
hundred messages, and drops one answer in a hundred after it took the message.
Nothing may be lost or said twice, and the time may be 5 % over the least that the
pace allows. Then a minute by the real clock: the whole server, 25 messages a
second to a Teams that takes 100 ms (in a process of its own, as is Slack), words
typed in Slack five times a second, and a watch on the event loop.
"""

import argparse
import asyncio
import json
import os
import resource
import statistics
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import aiohttp
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer

from adapters.house import House, house, settle_to_serve
from adapters.platforms import serve_platforms
from adapters.platforms import slack as slack_platform
from adapters.teams.connector import A_CONVERSATION, Connector
from adapters.teams.reference import Reference
from adapters.teams.render import letter as letter_of
from adapters.teams.speak import TeamsSpeaker
from benchmarks.outbox import people
from bot import config
from bot.delivery import Letter, Parcel, Place, Sent
from bot.events import Who
from bot.model import MIDNIGHT, Hours, Membership, Notice, NoticeKind, Programme, Weekly
from bot.pace import Pace
from bot.setting_values import PREFIX
from bot.words import Voice
from bot.words.gallery import examples
from storage import SqlStore, open_store, upgrade
from storage.bulk import upsert
from storage.schema import conversations
from tests.adapters.slack.fake_slack import SECRET, FakeSlack, dm, send

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PER_SECOND = 25
PLACE = Place("teams:t-1", "teams", "Hospital", PER_SECOND * 60)
CARD = examples(Voice())["proposal"]
JSON = {"Content-Type": "application/json"}
LATENCY = 0.1
"""Seconds that Teams takes for a message, by the real clock."""

TROUBLE = 100
"""One message in so many finds its chat busy, and the answer to one in so many is dropped."""

OVER = 1.05
STEP = timedelta(seconds=1)
MOST_WORK = 1.5
"""Milliseconds of this process's work for each message."""

MOST_STALL = 100.0
"""Milliseconds that the event loop may stand still."""

SPOKEN = 2_000
"""Letters spoken as fast as may be, to see what drawing and posting cost."""

TYPISTS, TYPED_EVERY = 50, 0.2
ALWAYS = Hours(working=(Weekly(frozenset(range(7)), 0, MIDNIGHT),))

Figures = Iterator[tuple[str, str, bool]]


def conversation(user: str) -> str:
    return f"a:{user}"


def keep_references(store: SqlStore, users: list[str], service_url: str) -> None:
    """All at once: members' chats are kept one by one as they write."""
    seal, database = store.references._seal, store.references._database  # noqa: SLF001 in bulk
    at = Reference(service_url, "", "", "28:bot", "t-1")
    texts = {user: replace(at, conversation=conversation(user), user=user) for user in users}
    with database.writing() as connection:
        rows = (
            {"place": PLACE.id, "user": user, "value": seal.close(text.write()), "at": NOW}
            for user, text in texts.items()
        )
        upsert(connection, conversations, rows)


def settle(store: SqlStore, count: int, service_url: str, due: datetime) -> list[Notice]:
    """A hospital reached in Teams, by day and by night; what it will be told."""
    noon = f"Etc/GMT{due.hour - 12:+d}"
    members = [replace(each, hours=ALWAYS, timezone=noon) for each in people(count)]
    with store.writing() as tx:
        tx.save_place(PLACE)
        tx.save_programme(Programme("p", "P", "UTC"))
        tx.save_members(members)
        tx.save_memberships(Membership("p", member.id) for member in members)
        tx.save_addresses((Who(PLACE.id, member.id), member.id) for member in members)
    keep_references(store, [member.id for member in members], service_url)
    kind = NoticeKind.STILL_THERE
    return [Notice(f"r:{each.id}", kind, each.id, "p", due) for each in members]


@dataclass
class Strict:
    """Teams, refusing more than a second's worth in any second, and whoever hurries in a chat."""

    taken: Counter[str] = field(default_factory=Counter)
    at: dict[str, datetime] = field(default_factory=dict)
    moments: list[float] = field(default_factory=list)
    chats: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    asked: int = 0
    refused: int = 0

    async def take(self, request: web.Request) -> web.Response:
        chat = request.match_info["conversation"]
        await request.read()
        self.asked += 1
        if not self._allowed(chat):
            self.refused += 1
            return web.json_response({}, status=429)
        if self.asked % TROUBLE == 0:
            return web.json_response({"error": {"code": "PreconditionFailed"}}, status=412)
        self.taken[chat] += 1
        if self.asked % TROUBLE == TROUBLE // 2 and request.transport:
            request.transport.close()
        return web.json_response({"id": f"m-{self.asked}"}, status=201)

    def _allowed(self, chat: str) -> bool:
        now = self.at[chat].timestamp()
        mine = self.chats[chat]
        haste = any(
            len(mine) >= limit.most and now - mine[-limit.most] < limit.seconds
            for limit in A_CONVERSATION
        )
        self.moments = [each for each in self.moments if now - each < 1.0]
        if haste or len(self.moments) > PER_SECOND:
            return False
        self.moments.append(now)
        mine.append(now)
        return True


def teams(take: Any) -> web.Application:
    app = web.Application()
    app.router.add_post("/v3/conversations/{conversation}/activities", take)
    app.router.add_post("/alone/v3/conversations/{conversation}/activities", _unwatched)
    return app


async def _unwatched(request: web.Request) -> web.Response:
    """Letters that are no part of what is counted."""
    await request.read()
    await asyncio.sleep(LATENCY)
    return web.json_response({"id": "m"}, status=201)


async def carry(store: SqlStore, speaker: TeamsSpeaker, parcel: Parcel, at: datetime) -> None:
    """One parcel, as the courier brings it: marked, spoken, recorded."""
    letter = await asyncio.to_thread(composed, store, parcel)
    if await asyncio.to_thread(store.outbox.start_sending, parcel, at):
        delivery = await speaker.speak(letter)
        await asyncio.to_thread(store.outbox.finish, parcel, delivery, at)


def composed(store: SqlStore, parcel: Parcel) -> Letter:
    """The same words for everyone, to be posted where each was last."""
    with store.reading() as reading:
        kept = reading.reference(Who(parcel.place.id, parcel.user))
    return Letter(parcel.key, parcel.place, parcel.user, CARD, reference=kept)


async def paced(store: SqlStore, count: int) -> tuple[datetime, Strict]:
    """Deliver all on the virtual clock; when the last one went, and what Teams has."""
    now, strict = NOW, Strict()

    async def token() -> str:
        return "token"

    async with TestServer(teams(strict.take)) as server, aiohttp.ClientSession() as session:
        notices = settle(store, count, str(server.make_url("/")), NOW)
        with store.writing() as tx:
            tx.promise(notices)
        pace = Pace(A_CONVERSATION, lambda: now.timestamp())
        connector = Connector(session, token, lambda _: True, pace)
        speaker = TeamsSpeaker(connector, store.references.drop_reference, lambda: now)
        while _waiting(store):
            parcels = await asyncio.to_thread(store.outbox.claim, "bench", now, 64)
            strict.at |= {conversation(each.user): each.send_at or now for each in parcels}
            await asyncio.gather(*(carry(store, speaker, each, now) for each in parcels))
            now += STEP
    return now, strict


def _waiting(store: SqlStore) -> int:
    states = _states(store)
    return sum(states.get(state, 0) for state in ("pending", "leased", "sending"))


def _states(store: SqlStore) -> dict[str, int]:
    with store.reading() as reading:
        return dict(reading.deliveries())


def on_a_virtual_clock(store: SqlStore, count: int) -> Figures:
    began = time.perf_counter()
    ended, strict = asyncio.run(paced(store, count))
    took, least = ended - NOW, timedelta(seconds=count / PER_SECOND)
    states, twice = _states(store), sum(n > 1 for n in strict.taken.values())
    unclear = states["unknown"]
    yield "messages", f"{count:,}", True
    yield "least time the pace allows", str(least), True
    yield f"time taken (at most {OVER - 1:.0%} over)", str(took), took <= least * OVER
    yield "taken by Teams once", f"{len(strict.taken) - twice:,}", len(strict.taken) == count
    yield "taken twice or more", f"{twice:,}", not twice
    yield "known to be sent", f"{states['sent']:,}", states["sent"] + unclear == count
    yield "answer lost, to be said as a reminder", f"{unclear:,}", unclear > 0
    yield "refused for haste", f"{strict.refused:,}", not strict.refused
    yield "real seconds", f"{time.perf_counter() - began:,.0f}", True


class Watch:
    """How long the event loop stood still, by the clock and by its own work."""

    def __init__(self) -> None:
        self.stall = self.work = 0.0

    async def keep(self) -> None:
        while True:
            at, worked = time.perf_counter(), time.thread_time()
            await asyncio.sleep(0.005)
            self.stall = max(self.stall, time.perf_counter() - at - 0.005)
            self.work = max(self.work, time.thread_time() - worked)


@asynccontextmanager
async def others() -> AsyncIterator[asyncio.subprocess.Process]:
    """Slack and Teams in a process of their own."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "benchmarks.teams", "--be-the-others",
        stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        yield process
    finally:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()


async def _line(process: asyncio.subprocess.Process) -> dict[str, Any]:
    assert process.stdout
    said: dict[str, Any] = json.loads(await process.stdout.readline())
    return said


async def be_the_others() -> None:
    """Take messages, type words in Slack, and say at the end what came of both."""
    taken: Counter[str] = Counter()

    async def take(request: web.Request) -> web.Response:
        taken[request.match_info["conversation"]] += 1
        await asyncio.sleep(LATENCY)
        return web.json_response({"id": "m"}, status=201)

    fake, loop = FakeSlack(), asyncio.get_running_loop()
    await fake.start()
    for number in range(TYPISTS):
        fake.person(f"U{number:03}", f"Typist {number}")
    async with TestServer(teams(take)) as server, aiohttp.ClientSession() as session:
        print(json.dumps({"slack": fake.api, "teams": str(server.make_url("/"))}), flush=True)
        url = (await loop.run_in_executor(None, sys.stdin.readline)).strip()
        typing, watch = asyncio.create_task(typed(fake, session, url)), Watch()
        watching = asyncio.create_task(watch.keep())
        await loop.run_in_executor(None, sys.stdin.readline)
        watching.cancel()
        typing.cancel()
        with suppress(asyncio.CancelledError):
            await typing
        answered = [said for said in fake.messages if said.channel.startswith("D")]
        told = {"taken": len(taken), "twice": sum(n > 1 for n in taken.values())}
        told |= {"acks": ACKS, "answered": len(answered), "stall": watch.stall}
        print(json.dumps(told), flush=True)
    await fake.close()


ACKS: list[float] = []
"""Milliseconds until Slack's request was acknowledged."""


async def typed(fake: FakeSlack, session: aiohttp.ClientSession, url: str) -> None:
    for number in range(sys.maxsize):
        user = f"U{number % TYPISTS:03}"
        said = {"type": "message", "channel_type": "im", "channel": dm(user), "user": user}
        event = fake.event(said | {"text": "help", "ts": f"1.{number}"}, f"Ev{number}")
        at = time.perf_counter()
        await send(session, f"{url}slack/events", event)
        ACKS.append((time.perf_counter() - at) * 1000)
        await asyncio.sleep(TYPED_EVERY)


@asynccontextmanager
async def serving(url: str, slack: str) -> AsyncIterator[tuple[str, House]]:
    """The whole server with both platforms, until the end of the block."""
    slack_platform.BASE_URL = slack
    given = {
        "DATABASE_URL": url, "PORT": "0", "LOG_LEVEL": "error", "TEAMS_DEVELOPMENT": "yes",
        "TEAMS_PER_SECOND": str(PER_SECOND), "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": SECRET,
    }  # fmt: skip
    read = config.read({PREFIX + name: value for name, value in given.items()})
    with house(read) as wired:
        stopping, listening = asyncio.Event(), asyncio.Queue[str]()
        served = asyncio.create_task(serve_platforms(wired, listening.put_nowait, stopping))
        try:
            address = await listening.get()
            settle_to_serve()
            yield address, wired
        finally:
            stopping.set()
            await served


@dataclass
class Minute:
    """What was measured: seconds of work, milliseconds of standing still, what came of it."""

    speaking: float
    posting: float
    work_before: float
    work: float
    sent: int
    watch: Watch
    said: dict[str, Any]


async def spoken(store: SqlStore, service_url: str) -> tuple[float, float]:
    """Seconds of work for each letter: looked up where to, drawn, posted, side by side.

    It is looked up in a reading that is open, as it is when the letter is composed.
    And for the same bytes, ready before, posted by aiohttp alone.
    """

    async def token() -> str:
        return "token"

    async with aiohttp.ClientSession() as session:
        connector = Connector(session, token, lambda _: True)
        speaker = TeamsSpeaker(connector, store.references.drop_reference, lambda: NOW)
        users = [f"alone-{number}" for number in range(SPOKEN)]
        await asyncio.to_thread(keep_references, store, users, service_url)
        places = asyncio.Semaphore(64)

        async def speak(user: str) -> None:
            async with places:
                kept = reading.reference(Who(PLACE.id, user))
                letter = Letter(user, PLACE, user, CARD, reference=kept)
                assert isinstance(await speaker.speak(letter), Sent)

        async def post(user: str) -> None:
            url = f"{service_url}v3/conversations/{conversation(user)}/activities"
            async with places, session.post(url, data=ready, headers=JSON) as answer:
                assert answer.status < 300
                await answer.read()

        ready = letter_of(CARD)
        with store.reading() as reading:
            return await _each(speak, users), await _each(post, users)


async def _each(do: Callable[[str], Awaitable[None]], users: list[str]) -> float:
    """Seconds of work for each of them, done side by side."""
    began = time.process_time()
    await asyncio.gather(*map(do, users))
    return (time.process_time() - began) / len(users)


async def beside_slack(url: str, count: int, seconds: float) -> Minute:
    async with others() as process:
        at = await _line(process)
        assert process.stdin
        async with serving(url, at["slack"]) as (address, wired):
            now = wired.clock.now()
            notices = await asyncio.to_thread(settle, wired.store, count, at["teams"], now)
            speaking, posting = await spoken(wired.store, at["teams"] + "alone/")
            process.stdin.write(f"{address}\n".encode())
            await asyncio.sleep(5)
            work_before = await _work(seconds / 2) * 2
            await asyncio.to_thread(_promise, wired.store, notices)
            await asyncio.sleep(5)
            sent, watch = _states(wired.store)["sent"], Watch()
            watching = asyncio.create_task(watch.keep())
            work = await _work(seconds)
            watching.cancel()
            sent = _states(wired.store)["sent"] - sent
            process.stdin.write(b"enough\n")
            return Minute(speaking, posting, work_before, work, sent, watch, await _line(process))


async def _work(seconds: float) -> float:
    """Seconds of work of this process while so many pass."""
    began = time.process_time()
    await asyncio.sleep(seconds)
    return time.process_time() - began


def _promise(store: SqlStore, notices: list[Notice]) -> None:
    with store.writing() as tx:
        tx.promise(notices)


def by_the_real_clock(url: str, count: int, seconds: float) -> Figures:
    got = asyncio.run(beside_slack(url, count, seconds))
    each = (got.work - got.work_before) / max(got.sent, 1) * 1000
    acks = sorted(got.said["acks"])
    rate = got.sent / seconds
    yield "messages sent, of all that were promised", f"{got.sent:,} of {count:,}", got.sent > 0
    yield "messages a second", f"{rate:.1f}", rate <= PER_SECOND * OVER
    yield "taken twice or more", f"{got.said['twice']:,}", not got.said["twice"]
    alone = got.speaking * 1000
    yield (
        f"work to draw and post each (at most {MOST_WORK} ms)",
        f"{alone:.2f} ms",
        (alone < MOST_WORK),
    )
    yield "  the same bytes posted by aiohttp alone", f"{got.posting * 1000:.2f} ms", True
    yield "work for each from outbox to outbox", f"{each:.2f} ms", True
    stall, own = got.watch.stall * 1000, got.watch.work * 1000
    idle = got.said["stall"] * 1000
    yield (
        f"loop stood still (at most {MOST_STALL:.0f} ms)",
        f"{stall:.0f} ms",
        (stall < MOST_STALL + idle),
    )
    yield "  as did one that hardly works, beside it", f"{idle:.0f} ms", True
    yield "  its own work without a pause, at most", f"{own:.0f} ms", own < MOST_STALL
    yield "words typed in Slack, and answered", f"{len(acks)}, {got.said['answered']}", bool(acks)
    yield "acknowledged, median", f"{statistics.median(acks):.1f} ms", True
    late = statistics.quantiles(acks, n=100, method="inclusive")[-1]
    yield "acknowledged, 99 of 100 within", f"{late:.1f} ms", late < 3_000
    held = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    yield "memory, at most", f"{held:.0f} MiB", held < 300
    yield "processes waiting for this machine", f"{os.getloadavg()[0]:.1f}", True


@contextmanager
def fresh(name: str) -> Iterator[str]:
    with tempfile.TemporaryDirectory(prefix="coffee-bench-") as folder:
        url = f"sqlite:///{Path(folder) / name}.db"
        upgrade(url)
        yield url


def shown(title: str, figures: Figures) -> bool:
    print(title, flush=True)
    good = True
    for what, value, well in figures:
        good &= well
        print(f"  {what:<44}{value:>24}{'' if well else '   NOT AS IT SHOULD BE'}", flush=True)
    return good


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--only", choices=("real", "virtual"))
    parser.add_argument("--be-the-others", action="store_true", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    if asked.be_the_others:
        asyncio.run(be_the_others())
        return 0
    good = True
    if asked.only != "virtual":
        with fresh("real") as url:
            figures = by_the_real_clock(url, asked.members, asked.seconds)
            good &= shown("By the real clock, beside Slack", figures)
    if asked.only != "real":
        with fresh("virtual") as url:
            store = open_store(url)
            good &= shown("On a virtual clock", on_a_virtual_clock(store, asked.members))
            store.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
