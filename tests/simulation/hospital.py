"""A sample hospital that lives through weeks: real core, store and courier, invented people."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from itertools import islice
from pathlib import Path

from adapters.roster_file import open_rows
from bot import hours
from bot.app import rostering
from bot.interests import taxonomy
from bot.model import Choice, Introduction, Membership, Side
from bot.ports import Letter
from bot.roster import header_rules
from bot.ui import Button, Buttons, Card
from tests.stories.hospital import PLACE, PROGRAMME, Hospital

ROSTER = Path(__file__).parents[1] / "data" / "roster_300.csv"
PATIENT = "MRN 4482913 septic in bed 12"
BETWEEN_MEMBERS = "hey, see you at the zanzibar counter then"
YES, NO = "Yes, introduce us", "Not this time"
MEET = ("We met", "Not yet", "It did not work out")

DISPOSITIONS = {"willing": 55, "ignoring": 20, "declining": 15, "wavering": 10}
"""How members take proposals, in parts of a hundred."""


@dataclass
class Told:
    """One message as it was delivered, and whether it came inside somebody's quiet hours."""

    at: datetime
    card: Card
    reachable: bool


@dataclass
class Life:
    """What one run has seen."""

    told: dict[str, list[Told]] = field(default_factory=lambda: defaultdict(list))
    never: dict[frozenset[str], datetime] = field(default_factory=dict)
    answered: dict[tuple[str, str], str] = field(default_factory=dict)
    forgotten: dict[str, str] = field(default_factory=dict)
    moved_by_a_no: list[str] = field(default_factory=list)


class Simulated(Hospital):
    """A hospital whose members act by themselves, the same for the same seed."""

    def __init__(self, folder: Path, members: int, seed: int = 7) -> None:
        self.life = Life()
        super().__init__(folder, PROGRAMME)
        self._dice = random.Random(seed)
        self._read: dict[str, int] = defaultdict(int)
        self.people = self._bring_in(members)
        self.mood = dict(zip(self.people, self._moods(), strict=False))

    def _bring_in(self, members: int) -> list[str]:
        rows = islice(open_rows(ROSTER, header_rules()), members)
        worked_out = rostering.work_out(
            self.app.means, rows, PLACE, whole=False, default_timezone=""
        )
        rostering.keep(self.app.means, worked_out)
        popular = [each.id for each in taxonomy() if not each.private][:40]
        with self.store.writing() as tx:
            everyone = sorted(tx.everyone(), key=lambda member: member.id)
            joined = tx.all_memberships(PROGRAMME.id)
            tx.save_members(
                replace(m, choices=tuple(self._choices(popular))) for m in everyone if not m.choices
            )
            tx.save_memberships(
                Membership(PROGRAMME.id, m.id) for m in everyone if m.id not in joined
            )
        return [member.id for member in everyone]

    def _choices(self, popular: list[str]) -> Iterator[Choice]:
        for interest in self._dice.sample(popular, 3):
            yield Choice(interest, self._dice.choice(list(Side)))

    def _moods(self) -> Iterator[str]:
        while True:
            yield self._dice.choices(list(DISPOSITIONS), list(DISPOSITIONS.values()))[0]

    def delivered(self, letter: Letter) -> None:
        with self.store.reading() as reading:
            member = reading.member(letter.user)
        here = member is not None and hours.reachable(member, self.now)
        self.life.told[letter.user].append(Told(self.now, letter.card, here))
        super().delivered(letter)

    def live(self, weeks: int) -> None:
        """Let the weeks pass; every day each member may do something."""
        for day in range(weeks * 7):
            self.wait(days=1)
            for name in self.people:
                if name not in self.life.forgotten:
                    self._take(name)
            self._odd_things(day)

    def _take(self, name: str) -> None:
        """Read what came since the last look, and answer it as this member does."""
        told = self.life.told[name]
        for each in told[self._read[name] :]:
            buttons = list(each.card.buttons())
            self._answer(name, buttons)
        self._read[name] = len(told)

    def _answer(self, name: str, buttons: list[Button]) -> None:
        labels = {button.label: button for button in buttons}
        if YES in labels:
            self._answer_proposal(name, labels[YES])
        elif MEET[0] in labels and self._dice.random() < 0.8:
            self.press(name, labels[self._dice.choices(MEET, (8, 1, 1))[0]])
        elif "That suits me" in labels:
            self.press(name, labels["That suits me"])
        elif "I am called away" in labels and self._dice.random() < 0.1:
            self.press(name, labels["I am called away"])
        elif times := [b for b in buttons if b.action == "time"]:
            self.press(name, self._dice.choice(times))

    def _answer_proposal(self, name: str, yes: Button) -> None:
        mood = self.mood[name]
        if mood == "wavering":
            mood = self._dice.choice(("willing", "ignoring", "declining"))
        self.life.answered[(yes.target, name)] = mood
        if mood == "ignoring":
            return
        before = self._told_to_others(name)
        self.press(name, yes if mood == "willing" else replace(yes, label=NO, action="no"))
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
        here = [name for name in self.people if name not in self.life.forgotten]
        one, other = self._dice.sample(here, 2)
        match day % 6:
            case 0:
                self._keep_apart(one, other)
            case 1:
                self.types(one, f"pause {self._dice.randint(1, 4)} weeks")
            case 2:
                self.types(one, BETWEEN_MEMBERS)
                self.types(one, f"ask {PATIENT}")
            case 3:
                if "question" in self.types(one, "ask sepsis").casefold() and one in self._form:
                    self.fills(one)
            case 4:
                names = self._names(one, other)
                self.types(here[0], f"introduce {names[0]} and {names[1]} because of napkins")
            case 5 if day % 4 == 1:
                self._forget(one)

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

    def introductions(self) -> list[Introduction]:
        """All that were proposed and are still kept, in order of time."""
        found: dict[str, Introduction] = {}
        with self.store.reading() as reading:
            for name in self.people:
                found |= {each.id: each for each in reading.introductions_of(name, 1_000)}
        return sorted(found.values(), key=lambda each: (each.proposed_at, each.id))

    def slots(self) -> list[date]:
        """The dates of the rounds so far, in order."""
        with self.store.reading() as reading:
            rounds = reading.rounds(PROGRAMME.id, 1_000)
        return sorted({each.slot for each in rounds})


def _card_of(button: Button) -> Card:

    return Card("Pressed again", (Buttons((button,)),))
