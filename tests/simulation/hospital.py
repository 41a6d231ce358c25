"""A sample hospital that lives through weeks: real core, store and courier, invented people."""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from pathlib import Path

from adapters.roster_file import open_rows
from bot import hours
from bot.app import rostering
from bot.delivery import Letter
from bot.interests import taxonomy
from bot.model import Choice, Introduction, Member, Membership, Side, Standing, Taking
from bot.roster import Fault, Row, header_rules
from bot.ui import Button, Buttons, Card
from tests.stories.hospital import PLACE, PROGRAMME, Hospital

ROSTER = Path(__file__).parents[1] / "data" / "roster_300.csv"
PATIENT = "MRN 4482913 septic in bed 12"
BETWEEN_MEMBERS = "hey, see you at the zanzibar counter then"
YES, NO = "Yes, introduce us", "Not this time"
MEET = ("We met", "Not yet", "It did not work out")

DISPOSITIONS = {"willing": 55, "ignoring": 20, "declining": 15, "wavering": 10}
"""How members take proposals, in parts of a hundred."""

FOR_EVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Told:
    """One message as it was delivered, and whether it came inside somebody's quiet hours."""

    at: datetime
    key: str
    card: Card
    reachable: bool


@dataclass(frozen=True, slots=True)
class Answered:
    """How a member took a proposal, and when."""

    mood: str
    at: datetime


@dataclass(slots=True)
class Away:
    """Somebody is away: the roster says "on leave"; "paused", "left", "forgotten" they said."""

    member: str
    how: str
    since: datetime
    until: datetime


@dataclass
class Life:
    """What one run has seen."""

    told: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))
    never: dict[frozenset[str], datetime] = field(default_factory=dict)
    answered: dict[tuple[str, str], Answered] = field(default_factory=dict)
    away: list[Away] = field(default_factory=list)
    forgotten: dict[str, str] = field(default_factory=dict)
    moved_by_a_no: list[str] = field(default_factory=list)

    def away_between(self, name: str, first: datetime, last: datetime) -> bool:
        """Whether they were away at any moment of that time."""
        return any(e.member == name and e.since <= last and first <= e.until for e in self.away)


class Simulated(Hospital):
    """A hospital whose members act by themselves, the same for the same seed."""

    def __init__(self, folder: Path, members: int, seed: int = 7) -> None:
        self.life = Life()
        self._known: Mapping[str, Member] = {}
        super().__init__(folder, PROGRAMME)
        self._folder = folder
        self._found: tuple[datetime, list[Introduction]] | None = None
        self._dice = random.Random(seed)
        self._read: dict[str, int] = defaultdict(int)
        self.people = self._bring_in(members)
        self.mood = dict(zip(self.people, self._moods(), strict=False))

    def _bring_in(self, members: int) -> list[str]:
        self._import(islice(open_rows(ROSTER, header_rules()), members))
        popular = [each.id for each in taxonomy() if not each.private][:40]
        with self.store.writing() as tx:
            # Whoever has left the hospital is known to nobody any more.
            here = [each for each in tx.everyone() if each.standing is not Standing.GONE]
            joined = tx.all_memberships(PROGRAMME.id)
            tx.save_members(
                replace(m, choices=tuple(self._choices(popular))) for m in here if not m.choices
            )
            tx.save_memberships(Membership(PROGRAMME.id, m.id) for m in here if m.id not in joined)
        for each in here:
            if each.standing is Standing.ON_LEAVE:
                self._is_away(each.id, "on leave", timedelta(weeks=self._dice.randint(2, 8)))
            elif each.id in joined and joined[each.id].taking is Taking.PAUSED:
                self.life.away.append(Away(each.id, "paused", self.now, FOR_EVER))
        self.called = {member.id: member.given_name for member in here}
        return [member.id for member in here]

    def _choices(self, popular: list[str]) -> Iterator[Choice]:
        for interest in self._dice.sample(popular, 3):
            yield Choice(interest, self._dice.choice(list(Side)))

    def _moods(self) -> Iterator[str]:
        while True:
            yield self._dice.choices(list(DISPOSITIONS), list(DISPOSITIONS.values()))[0]

    def delivered(self, letter: Letter) -> None:
        here = hours.reachable(self._known[letter.user], self.now)
        self.life.told[letter.user].append(Told(self.now, letter.key, letter.card, here))
        super().delivered(letter)

    def deliver(self) -> None:
        """Only where something waits: looking in vain for each press took a third of the time."""
        with self.store.reading() as reading:
            soonest = reading.next_due(datetime.min.replace(tzinfo=UTC))
        if soonest and soonest <= self.now:
            super().deliver()

    def live(self, weeks: int, after_each: Callable[[int], None] = lambda _: None) -> None:
        """Let the weeks pass; every day each member may do something."""
        for day in range(weeks * 7):
            with self.store.reading() as reading:
                self._known = reading.members(self.people)
            self.wait(days=1)
            for name in self._around():
                self._take(name)
            self._odd_things(day)
            if day % 7 == 6:
                after_each(day // 7 + 1)

    def _around(self) -> list[str]:
        """Those who may do something today. Whoever paused still answers what is open."""
        gone = {
            each.member
            for each in self.life.away
            if each.how != "paused" and each.since <= self.now < each.until
        }
        return [name for name in self.people if name not in gone | self.life.forgotten.keys()]

    def _take(self, name: str) -> None:
        """Read what came since the last look, and answer it as this member does."""
        told = self.life.told[name]
        # Two of the same moment come in any order: the courier carries side by side.
        for each in sorted(told[self._read[name] :], key=lambda each: (each.at, each.key)):
            buttons = list(each.card.buttons())
            self._answer(name, buttons)
        self._read[name] = len(told)

    def _answer(self, name: str, buttons: list[Button]) -> None:
        labels = {button.label: button for button in buttons}
        if YES in labels:
            self._answer_proposal(name, labels[YES], labels[NO])
        elif MEET[0] in labels and self._dice.random() < 0.8:
            self.press(name, labels[self._dice.choices(MEET, (8, 1, 1))[0]])
        elif "That suits me" in labels:
            self.press(name, labels["That suits me"])
        elif "I am called away" in labels and self._dice.random() < 0.1:
            self.press(name, labels["I am called away"])
        elif times := [b for b in buttons if b.action == "time"]:
            self.press(name, self._dice.choice(times))

    def _answer_proposal(self, name: str, yes: Button, no: Button) -> None:
        mood = self.mood[name]
        if mood == "wavering":
            mood = self._dice.choice(("willing", "ignoring", "declining"))
        self.life.answered[(yes.target, name)] = Answered(mood, self.now)
        if mood == "ignoring":
            return
        before = self._told_to_others(name)
        self.press(name, yes if mood == "willing" else no)
        if mood == "declining" and self._told_to_others(name) != before:
            self.life.moved_by_a_no.append(yes.target)

    def press(self, name: str, button: Button) -> str:
        """Press that very button."""
        self._cards[name].append(_card_of(button))
        return self.presses(name, button.label)

    def _told_to_others(self, name: str) -> int:
        return sum(len(told) for who, told in self.life.told.items() if who != name)

    def _odd_things(self, day: int) -> None:
        """A few members a day do something else."""
        self._come_back()
        here = self._around()
        one, other = self._dice.sample(here, 2)
        match day % 7:
            case 0:
                self._keep_apart(one, other)
            case 1:
                self._pause(one)
            case 2:
                self.types(one, BETWEEN_MEMBERS)
                self.types(one, f"ask {PATIENT}")
            case 3:
                if "question" in self.types(one, "ask sepsis").casefold() and one in self._form:
                    self.fills(one)
            case 4:
                names = self._names(one, other)
                self.types(here[0], f"introduce {names[0]} and {names[1]} because of napkins")
            case 5:
                self._go_on_leave(one)
                self._leave(other)
            case 6 if day % 4 == 2:
                self._forget(one)

    def _pause(self, name: str) -> None:
        weeks = self._dice.randint(1, 4)
        self.types(name, f"pause {weeks} weeks")
        self._is_away(name, "paused", timedelta(weeks=weeks, days=-1))

    def _go_on_leave(self, name: str) -> None:
        """The roster says so; they do nothing themselves."""
        self._roster_says(name, "on leave")
        self._is_away(name, "on leave", timedelta(weeks=self._dice.randint(2, 8)))

    def _leave(self, name: str) -> None:
        self.types(name, "leave")
        self._is_away(name, "left", timedelta(weeks=self._dice.randint(3, 9)))

    def _is_away(self, name: str, how: str, time: timedelta) -> None:
        if how in ("paused", "left"):
            self._pauses_no_more(name)
        self.life.away.append(Away(name, how, self.now, self.now + time))

    def _pauses_no_more(self, name: str) -> None:
        """What they say now holds in place of a pause from before, however long that was to be."""
        for each in self.life.away:
            if each.member == name and each.how == "paused":
                each.until = min(each.until, self.now)

    def _come_back(self) -> None:
        """Those whose time it is; a pause ends by itself."""
        for each in self.life.away:
            forgotten = each.member in self.life.forgotten
            if not forgotten and self.now - timedelta(days=1) < each.until <= self.now:
                if each.how == "on leave":
                    self._roster_says(each.member, "active")
                elif each.how == "left":
                    self.types(each.member, "join")
                    self.fills(each.member)

    def _roster_says(self, name: str, status: str) -> None:
        """What HR's next file says of one person."""
        path = self._folder / "roster.csv"
        who = self._known[name]
        path.write_text(
            f"member_id,display_name,timezone,status\n{name},{who.name},{who.timezone},{status}\n",
            "utf-8",
        )
        self._import(open_rows(path, header_rules()))

    def _import(self, rows: Iterable[Row | Fault]) -> None:
        worked_out = rostering.work_out(
            self.app.means, rows, PLACE, whole=False, default_timezone=""
        )
        rostering.keep(self.app.means, worked_out)

    def _names(self, *ids: str) -> list[str]:
        with self.store.reading() as reading:
            people = reading.members(ids)
        return [people[each].name for each in ids]

    def _keep_apart(self, one: str, other: str) -> None:
        self.types(one, f"never {self._names(other)[0]}")
        with self.store.reading() as reading:
            avoided = reading.avoided_by(one)
        for each in avoided:
            self.life.never.setdefault(frozenset((one, each)), self.now)

    def _forget(self, name: str) -> None:
        full = self._names(name)[0]
        self.types(name, "forget me")
        self.fills(name, sure="erase")
        self.life.forgotten[name] = full
        self.life.away.append(Away(name, "forgotten", self.now, FOR_EVER))

    def introductions(self) -> list[Introduction]:
        """All that were proposed and are still kept, in order of time."""
        if self._found is None or self._found[0] != self.now:
            found: dict[str, Introduction] = {}
            with self.store.reading() as reading:
                for name in self.people:
                    found |= {each.id: each for each in reading.introductions_of(name, 1_000)}
            ordered = sorted(found.values(), key=lambda each: (each.proposed_at, each.id))
            self._found = self.now, ordered
        return self._found[1]

    def known(self, name: str) -> Member:
        """A member as they were when this day began."""
        return self._known[name]

    def slots(self) -> list[date]:
        """The dates of the rounds so far, in order."""
        with self.store.reading() as reading:
            rounds = reading.rounds(PROGRAMME.id, 1_000)
        return sorted({each.slot for each in rounds})


def _card_of(button: Button) -> Card:
    return Card("Pressed again", (Buttons((button,)),))
