"""A round's messages to a whole hospital in Slack, at the pace Slack allows, on a virtual clock.

    python -m benchmarks.slack [--members 100000] [--rounds 1]

The store, the speaker and its client are the real ones; Slack is the tests' fake,
which refuses whoever is faster than the pace, and drops one answer in a hundred
after it took the message. Nothing may be lost or said twice, and the time on the
virtual clock may be 5 % over the least that the pace allows. After the third round
memory must be flat.
"""

import argparse
import asyncio
import heapq
import os
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog
from aiohttp import ClientSession

from adapters.slack import render
from adapters.slack.speak import ONE_A_SECOND, SlackSpeaker, marks
from adapters.slack.tokens import OneWorkspace
from adapters.slack.web_api import clients, new_session
from benchmarks.outbox import people
from bot.delivery import Letter, Parcel, Place, Sent
from bot.events import Who
from bot.model import Notice, NoticeKind
from bot.pace import Pace
from bot.ui import Card, Paragraph, line
from storage import SqlStore, open_store, upgrade
from tests.adapters.slack.outward.fake_web_api import FakeSlack, Json, Trouble, fake_slack

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
PER_MINUTE = 240
PLACE = Place("slack:T1", "slack", "Hospital", PER_MINUTE, looks_up=True, groups=True)
CARD = Card("Hello", (Paragraph(line("You both know about sepsis.")),))
DROPPED = 100
"""One answer in so many is dropped after the message was taken."""

OVER = 1.05
FLAT = 10.0
"""Mebibytes that rounds after the third may add."""

STEP = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Delivered:
    """One round: how long it took on the virtual clock and really, and who was told how often."""

    took: timedelta
    seconds: float
    times: Counter[int]
    refused: int
    held: float

    def told_once(self, count: int) -> bool:
        return self.times == {1: count} and not self.refused


class Strict:
    """Refuses more than the pace in any minute, and more than one in a second to one member."""

    def __init__(self, slack: FakeSlack) -> None:
        self._slack = slack
        self._minute: list[datetime] = []
        self._last: dict[str, datetime] = {}
        self._answer = slack.answer
        self.at: dict[str, datetime] = {}
        self.refused = 0
        slack.answer = self.answer

    def answer(self, method: str, form: Json, token: str) -> Json:
        if method == "chat.postMessage" and not self._allowed(form["channel"]):
            self.refused += 1
            return {"ok": False, "error": "ratelimited"}
        if method == "chat.postMessage":
            form = form | {"text": ""}  # only its mark is looked for, so only that is remembered
        return self._answer(method, form, token)

    def _allowed(self, user: str) -> bool:
        at = self.at[user]
        while self._minute and at - self._minute[0] >= MINUTE:
            heapq.heappop(self._minute)
        if len(self._minute) >= PER_MINUTE or at - self._last.get(user, NOW - STEP) < STEP:
            return False
        heapq.heappush(self._minute, at)
        self._last[user] = at
        if len(self._last) > 2 * PER_MINUTE:
            self._last = {user: last for user, last in self._last.items() if at - last < STEP}
        return True


class Rounds:
    """Rounds to everyone, one after the other, each until all were told."""

    def __init__(self, store: SqlStore, slack: FakeSlack, session: ClientSession) -> None:
        self._store = store
        self._slack = slack
        self._strict = Strict(slack)
        self._now, self._seen = NOW, 0
        client = clients(session, slack.url)
        self._speaker = SlackSpeaker(
            OneWorkspace(client, "xoxb-1"), client, render.message, marks(b"secret"),
            lambda: self._now, Pace(ONE_A_SECOND, lambda: self._now.timestamp()),
        )  # fmt: skip

    async def run(self, number: int, members: Sequence[str]) -> Delivered:
        """Promise one message to each of these, and deliver them all."""
        began, start, left = time.perf_counter(), self._now, len(members)
        with self._store.writing() as tx:
            tx.promise(
                Notice(f"r{number}:proposal:{member}", NoticeKind.PROPOSAL, member, "r", start)
                for member in members
            )
        while left > 0 and self._now - start < 2 * least(len(members)):
            left -= await self._second()
            self._now += STEP
        times = Counter(len(said) for said in self._slack.messages.values())
        self._slack.messages.clear()
        seconds = time.perf_counter() - began
        return Delivered(self._now - start, seconds, times, self._strict.refused, held())

    async def _second(self) -> int:
        """What is due in this second; how many of it were told for good."""
        parcels = await asyncio.to_thread(self._store.outbox.claim, "bench", self._now, 64)
        self._strict.at = {each.user: each.send_at or self._now for each in parcels}
        self._seen += len(parcels)
        if parcels and self._seen // DROPPED > (self._seen - len(parcels)) // DROPPED:
            self._slack.goes_wrong("chat.postMessage", Trouble(drop=True, done=True))
        told = await asyncio.gather(*map(self._carry, parcels))
        self._slack.called.clear()
        return sum(told)

    async def _carry(self, parcel: Parcel) -> bool:
        """One parcel, as the courier brings it: looked for, marked, spoken, recorded."""
        outbox, delivery = self._store.outbox, None
        if parcel.looked_for:
            delivery = await self._speaker.find(parcel)
        if delivery is None and await asyncio.to_thread(outbox.start_sending, parcel, self._now):
            letter = Letter(parcel.key, parcel.place, parcel.user, CARD)
            delivery = await self._speaker.speak(letter)
        assert delivery is not None
        await asyncio.to_thread(outbox.finish, parcel, delivery, self._now)
        return isinstance(delivery, Sent)


def least(count: int) -> timedelta:
    """The least time that the pace allows."""
    return timedelta(minutes=count / PER_MINUTE)


def held() -> float:
    """Mebibytes of memory that this process holds."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 2**20


async def deliver(store: SqlStore, count: int, rounds: int) -> bool:
    """Print each round's figures; whether all were as they should be."""
    members = [each.id for each in people(count)]
    with store.writing() as tx:
        tx.save_place(PLACE)
        tx.save_members(people(count))
        tx.save_addresses((Who(PLACE.id, f"U{member}"), member) for member in members)
    async with fake_slack() as slack, new_session() as session:
        each = Rounds(store, slack, session)
        done = [shown(await each.run(number, members), count) for number in range(rounds)]
    good = all(one.told_once(count) and one.took <= least(count) * OVER for one in done)
    return good and done[-1].held - done[min(2, rounds - 1)].held < FLAT


def shown(one: Delivered, count: int) -> Delivered:
    """The same, printed."""
    over = one.took / least(count) - 1
    several = sum(members for times, members in one.times.items() if times > 1)
    print(
        f"  {count:,} members in {one.took}, {over:.1%} over the least time (at most 5 %);"
        f" told once {one.times[1]:,}, more often {several:,}, refused for haste {one.refused:,};"
        f" {one.seconds:,.0f} real seconds, {one.held:.0f} MiB with the fake's messages",
        flush=True,
    )
    return one


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=1)
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory(prefix="coffee-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        upgrade(url)
        store = open_store(url)
        good = asyncio.run(deliver(store, asked.members, asked.rounds))
        store.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
