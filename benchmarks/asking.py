"""Two hundred ask, and everyone wants the same expert: who is asked how often.

One expert offers the very thing; forty-nine offer something close to it. Run:
`python -m benchmarks.asking`.
"""

import random
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from bot.app import App, Means
from bot.delivery import Place
from bot.events import Commanded, Pressed, Submitted, Who
from bot.model import Answer, Choice, Member, Membership, Programme, Side
from bot.ui import Ask, Filled
from bot.words import Voice
from storage import open_store, upgrade

MONDAY = datetime(2026, 3, 2, 14, tzinfo=UTC)
NEW_YORK = "America/New_York"
ASKERS, OTHERS, BUDGET = 200, 49, 4
WANTED, CLOSE = "sepsis-improvement", "critical-care"
NO_ROUNDS = Programme("all", "All", NEW_YORK, starts_on=date(2026, 3, 2), paused=True)
MONTH = timedelta(days=30)


@dataclass(frozen=True)
class Heard:
    """One ask an expert received, or the introduction it became."""

    expert: str
    at: datetime
    yes: bool


@dataclass(frozen=True)
class Load:
    """All that the experts heard of, and how the asks ended."""

    heard: tuple[Heard, ...]
    states: Counter[str]

    def of(self, expert: str) -> list[datetime]:
        return sorted(each.at for each in self.heard if each.expert == expert)

    def most_in_a_month(self, expert: str) -> int:
        """The most that expert heard of in any thirty days."""
        moments = self.of(expert)
        return max((sum(at - MONTH < m <= at for m in moments) for at in moments), default=0)

    @property
    def experts(self) -> list[str]:
        return ["popular", *(f"other{n}" for n in range(OTHERS))]


class Ward:
    """The real core over a real store; ten ask on each working day."""

    def __init__(self, folder: Path, seed: int) -> None:
        url = f"sqlite:///{folder / 'asking.db'}"
        upgrade(url)
        self.now, self.store = MONDAY, open_store(url)
        self._dice, self._ids = random.Random(seed), count()
        means = Means(self.store, lambda: self.now, self._id, lambda: seed, Voice())
        self.app = App(means)
        self._settle()

    def _id(self) -> str:
        return f"id{next(self._ids):07}"

    def _settle(self) -> None:
        offers = {"popular": WANTED} | {f"other{n}": CLOSE for n in range(OTHERS)}
        everyone = [*offers, *(f"asker{n}" for n in range(ASKERS))]
        members = [
            Member(
                name, name, name, NEW_YORK,
                choices=(Choice(offers[name], Side.OFFERS),) if name in offers else (),
            )
            for name in everyone
        ]  # fmt: skip
        with self.store.writing() as tx:
            tx.save_place(Place("ward", "test", "Ward"))
            tx.save_programme(NO_ROUNDS)
            tx.save_members(members)
            tx.save_addresses((Who("ward", name), name) for name in everyone)
            tx.save_memberships(Membership("all", name, budget=BUDGET) for name in everyone)

    def ask(self, name: str) -> None:
        who = Who("ward", name)
        reply = self.app.handle(Commanded(self._id(), who, "ask sepsis"))
        assert isinstance(reply, Ask)
        form = reply.form
        typed = Filled(tuple((each.name, (getattr(each, "value", ""),)) for each in form.fields))
        self.app.handle(Submitted(self._id(), who, form.name, form.target, typed))

    def answer(self) -> None:
        """The popular one says yes to everyone; the others to two in three."""
        with self.store.reading() as reading:
            offers = reading.offers("all", [WANTED, CLOSE], self.now, ASKERS)
            holding = [each.member for each in offers if each.holds_one]
            held = [(name, ask) for name in holding for ask in reading.asked_of(name, self.now)]
        for name, each in held:
            if each.turns[-1].answer is Answer.NONE:
                yes = name == "popular" or self._dice.random() < 2 / 3
                action = "ask-yes" if yes else "ask-no"
                self.app.handle(Pressed(self._id(), Who("ward", name), action, each.id))

    def load(self) -> Load:
        with self.store.reading() as reading:
            asked = [reading.askings_of(f"asker{n}", 5)[0] for n in range(ASKERS)]
        heard = tuple(
            Heard(turn.expert, (turn.answered_at if yes else None) or turn.asked_at, yes)
            for each in asked
            for turn in each.turns
            for yes in (turn.answer is Answer.YES,)
        )
        return Load(heard, Counter(each.state.value for each in asked))


def simulate(folder: Path, seed: int = 1) -> Load:
    """Four weeks of asking, two more until the last ask has ended."""
    ward = Ward(folder, seed)
    waiting = [f"asker{n}" for n in range(ASKERS)]
    for day in range(45):
        ward.now = MONDAY + timedelta(days=day)
        ward.app.tick()
        ward.answer()
        if ward.now.weekday() < 5:
            for name in waiting[:10]:
                ward.ask(name)
            del waiting[:10]
        ward.now += timedelta(hours=3)
        ward.answer()
    try:
        return ward.load()
    finally:
        ward.store.close()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        load = simulate(Path(folder))
    asked = {name: len(load.of(name)) for name in load.experts}
    others = sorted(asked[name] for name in load.experts[1:])
    most = max(load.most_in_a_month(name) for name in load.experts)
    print(f"{ASKERS} askers in four weeks, {len(asked)} experts with a budget of {BUDGET} a month")
    print(f"  asks ended: {dict(load.states)}")
    print(f"  the one everyone wants: asked {asked['popular']} times")
    print(f"  the others: {others[0]} to {others[-1]} times, {sum(others) / OTHERS:.1f} on average")
    print(f"  most heard of by anyone in any thirty days: {most}")
    for times, experts in sorted(Counter(asked.values()).items()):
        print(f"  {times:3} times │ {'█' * experts} {experts}")


if __name__ == "__main__":
    main()
