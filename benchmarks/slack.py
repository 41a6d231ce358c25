"""A round's messages to a whole hospital in Slack, at the pace Slack allows, on a virtual clock.

    python -m benchmarks.slack [--members 100000]

The store, the speaker and its client are the real ones; Slack is the tests' fake,
which refuses whoever is faster than the pace, and drops one answer in a hundred
after it took the message. Nothing may be lost or said twice, and the time on the
virtual clock may be 5 % over the least that the pace allows.
"""

import argparse
import asyncio
import heapq
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import structlog

from adapters.slack import render
from adapters.slack.speak import ONE_A_SECOND, SlackSpeaker, marks
from adapters.slack.tokens import OneWorkspace
from adapters.slack.web_api import clients, new_session
from benchmarks.outbox import people
from bot.events import Who
from bot.model import Notice, NoticeKind
from bot.pace import Pace
from bot.ports import Letter, Parcel, Place
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
STEP = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)


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
        return self._answer(method, form, token)

    def _allowed(self, user: str) -> bool:
        at = self.at[user]
        while self._minute and at - self._minute[0] >= MINUTE:
            heapq.heappop(self._minute)
        if len(self._minute) >= PER_MINUTE or at - self._last.get(user, NOW - STEP) < STEP:
            return False
        heapq.heappush(self._minute, at)
        self._last[user] = at
        return True


def promise(store: SqlStore, count: int) -> None:
    members = people(count)
    with store.writing() as tx:
        tx.save_place(PLACE)
        tx.save_members(members)
        tx.save_addresses((Who(PLACE.id, f"U{m.id}"), m.id) for m in members)
        tx.promise(
            Notice(f"r:proposal:{m.id}", NoticeKind.PROPOSAL, m.id, "r", NOW) for m in members
        )


async def carry(store: SqlStore, speaker: SlackSpeaker, parcel: Parcel, at: datetime) -> None:
    """One parcel, as the courier brings it: looked for, marked, spoken, recorded."""
    delivery = await speaker.find(parcel) if parcel.looked_for else None
    if delivery is None and await asyncio.to_thread(store.outbox.start_sending, parcel, at):
        delivery = await speaker.speak(Letter(parcel.key, parcel.place, parcel.user, CARD))
    assert delivery is not None
    await asyncio.to_thread(store.outbox.finish, parcel, delivery, at)


async def deliver(store: SqlStore, count: int) -> tuple[datetime, FakeSlack, Strict]:
    """Deliver all; when the last one went, and what Slack has."""
    now, seen = NOW, 0
    async with fake_slack() as slack, new_session() as session:
        strict, client = Strict(slack), clients(session, slack.url)
        speaker = SlackSpeaker(
            OneWorkspace(client, "xoxb-1"), client, render.message, marks(b"secret"),
            lambda: now, Pace(ONE_A_SECOND, lambda: now.timestamp()),
        )  # fmt: skip
        while _waiting(store):
            parcels = await asyncio.to_thread(store.outbox.claim, "bench", now, 64)
            strict.at |= {each.user: each.send_at or now for each in parcels}
            seen += len(parcels)
            if seen // DROPPED > (seen - len(parcels)) // DROPPED and parcels:
                slack.goes_wrong("chat.postMessage", Trouble(drop=True, done=True))
            await asyncio.gather(*(carry(store, speaker, each, now) for each in parcels))
            slack.called.clear()
            now += STEP
    return now, slack, strict


def _waiting(store: SqlStore) -> int:
    with store.writing() as tx:
        states = tx.deliveries()
    return sum(states.get(state, 0) for state in ("pending", "leased", "sending"))


def figures(store: SqlStore, count: int) -> Iterable[tuple[str, str, bool]]:
    promise(store, count)
    began = time.perf_counter()
    ended, slack, strict = asyncio.run(deliver(store, count))
    took, least = ended - NOW, timedelta(minutes=count / PER_MINUTE)
    each = Counter(len(said) for said in slack.messages.values())
    yield "members", f"{count:,}", True
    yield "least time the pace allows", str(least), True
    yield f"time taken (at most {OVER - 1:.0%} over)", str(took), took <= least * OVER
    yield "told once", f"{each[1]:,}", each[1] == count
    yield (
        "told twice or more",
        f"{sum(n for said, n in each.items() if said > 1):,}",
        set(each) <= {1},
    )
    yield "refused for haste", f"{strict.refused:,}", not strict.refused
    yield "real seconds", f"{time.perf_counter() - began:,.0f}", True


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--members", type=int, default=100_000)
    asked = parser.parse_args()
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(40))
    with tempfile.TemporaryDirectory(prefix="coffee-bench-") as folder:
        url = f"sqlite:///{Path(folder) / 'bench.db'}"
        upgrade(url)
        store = open_store(url)
        good = True
        for what, value, well in figures(store, asked.members):
            good &= well
            print(f"  {what:<40}{value:>28}{'' if well else '   NOT AS IT SHOULD BE'}", flush=True)
        store.close()
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(main())
