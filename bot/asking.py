"""One ask's life: colleagues are asked one at a time, and nobody learns who said no.

`step` is total. Only time moves the asker's side: a no, a silence and an expert
who left wait for the same two working days, and an ask stays open for as many
turns however few could be asked. `next_expert` chooses who is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import assert_never

from bot.model import Answer, Membership, Notice, NoticeKind

TURNS = 3
"""Turns in one ask: the most colleagues who are asked, and how long it stays open."""

TURN_DAYS = 2
"""Working days in one turn."""

MONTH = timedelta(days=30)
"""The month that asks and bother budgets are counted in."""

RESTED_AFTER = timedelta(days=14)
"""Who was asked so long ago counts for half of who never was; one asked just now for little."""

CLOSE_TO_IT = 0.5
"""What an offer of a related interest is worth beside one of the very same."""


class AskState(StrEnum):
    """Where an ask stands."""

    LOOKING = "looking"
    INTRODUCED = "introduced"
    ENDED = "ended"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Turn:
    """One expert's turn, the `number`th. No other holds the ask until `answer_by`."""

    number: int
    expert: str
    asked_at: datetime
    answer_by: datetime
    answer: Answer = Answer.NONE
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Asking:
    """One member's ask. `opening` is in their own words.

    `next_at` is when the turn that runs now is over, `turn` how many there
    were, also those that nobody could take. `hears_by` is what the asker was told.
    """

    id: str
    programme: str
    asker: str
    interest: str
    opening: str
    unnamed: bool
    started_at: datetime
    next_at: datetime
    hears_by: datetime
    state: AskState = AskState.LOOKING
    turn: int = 0
    closed_at: datetime | None = None
    turns: tuple[Turn, ...] = ()

    def turn_of(self, expert: str, now: datetime) -> Turn | None:
        """The turn that expert holds at a moment, whatever they answered so far."""
        held = self.turns[-1] if self.turns and self.state is AskState.LOOKING else None
        return held if held and held.expert == expert and now < held.answer_by else None

    @property
    def experts(self) -> frozenset[str]:
        """Everyone who was asked."""
        return frozenset(each.expert for each in self.turns)


@dataclass(frozen=True, slots=True)
class TurnCame:
    """A turn begins, for that expert or for nobody; `until` is when it is over."""

    expert: str | None
    until: datetime


@dataclass(frozen=True, slots=True)
class ExpertAnswered:
    """An expert said yes or no. `possible` is whether the two may still be introduced."""

    expert: str
    yes: bool
    possible: bool = True


@dataclass(frozen=True, slots=True)
class Withdrew:
    """The asker changed their mind, or is not here any more."""


Event = TurnCame | ExpertAnswered | Withdrew


class Said(StrEnum):
    """What the one who acted is told."""

    LOOKING = "looking"
    INTRODUCED = "introduced"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The ask afterwards, messages to promise, and the answer."""

    asking: Asking
    notices: tuple[Notice, ...] = ()
    said: Said = Said.LOOKING


def step(asking: Asking, event: Event, now: datetime) -> Outcome:
    """What an event makes of an ask at a moment."""
    match event:
        case TurnCame():
            return _turn_came(asking, event, now)
        case ExpertAnswered():
            return _answered(asking, event, now)
        case Withdrew():
            if asking.state is not AskState.LOOKING:
                return Outcome(asking, said=Said.OVER)
            return Outcome(_closed(asking, AskState.WITHDRAWN, now), said=Said.WITHDRAWN)
        case _:
            assert_never(event)


def _turn_came(asking: Asking, event: TurnCame, now: datetime) -> Outcome:
    if asking.state is not AskState.LOOKING or now < asking.next_at:
        return Outcome(asking)
    if asking.turn >= TURNS:
        ended = _closed(asking, AskState.ENDED, now)
        key = f"{asking.id}:ended"
        told = Notice(key, NoticeKind.ASK_ENDED, asking.asker, asking.id, now)
        return Outcome(ended, (told,), Said.OVER)
    moved = replace(asking, turn=asking.turn + 1, next_at=event.until)
    if event.expert is None:
        return Outcome(moved)
    turn = Turn(moved.turn, event.expert, now, event.until)
    asked = Notice(
        f"{asking.id}:asked:{event.expert}", NoticeKind.ASKED, event.expert, asking.id, now
    )
    return Outcome(replace(moved, turns=(*asking.turns, turn)), (asked,))


def _answered(asking: Asking, event: ExpertAnswered, now: datetime) -> Outcome:
    held = asking.turn_of(event.expert, now)
    if held is None or (event.yes and not event.possible):
        return Outcome(asking, said=Said.OVER)
    answer = Answer.YES if event.yes else Answer.NO
    turn = replace(held, answer=answer, answered_at=now)
    changed = replace(asking, turns=(*asking.turns[:-1], turn))
    if not event.yes:
        return Outcome(changed, said=Said.DECLINED)
    return Outcome(_closed(changed, AskState.INTRODUCED, now), said=Said.INTRODUCED)


def _closed(asking: Asking, state: AskState, now: datetime) -> Asking:
    return replace(asking, state=state, closed_at=now)


@dataclass(frozen=True, slots=True)
class Offer:
    """One member's offer of one interest, and what was lately asked of them.

    `heard_of` counts, over the last 30 days and all programmes, introductions
    opened and asks received that did not become one. `holds_one` is whether an
    ask is with them now.
    """

    member: str
    interest: str
    shown: bool
    membership: Membership
    heard_of: int = 0
    last_asked: datetime | None = None
    holds_one: bool = False


@dataclass(frozen=True, slots=True)
class Expert:
    """Someone who could be asked: how well their offer fits, and how soon they read it."""

    offer: Offer
    fit: float = 1.0
    wait: timedelta = timedelta()


def worth(expert: Expert, now: datetime, turn: timedelta) -> float:
    """How good it would be to ask them: fit × rest × budget left × soon reached, 0 for never.

    `turn` is how long they would have; who cannot be reached in it is not asked.
    """
    offer = expert.offer
    left = offer.membership.budget - offer.heard_of
    if left <= 0 or offer.holds_one or expert.wait >= turn:
        return 0.0
    share = left / offer.membership.budget
    return expert.fit * _rest(offer.last_asked, now) * share * (1 - expert.wait / turn)


def _rest(last_asked: datetime | None, now: datetime) -> float:
    """Near 0 for someone asked just now, a half after `RESTED_AFTER`, 1 if never."""
    if last_asked is None:
        return 1.0
    since = max(now - last_asked, timedelta(hours=1))
    return since / (since + RESTED_AFTER)


def ranked(
    experts: Iterable[Expert], now: datetime, turn: timedelta, seed: str
) -> tuple[Expert, ...]:
    """Those who may be asked, best first; equals in an order that only `seed` decides."""
    valued = [(worth(each, now, turn), each) for each in experts]
    return tuple(
        each
        for _, each in sorted(
            ((value, each) for value, each in valued if value > 0),
            key=lambda pair: (-pair[0], sha256(f"{seed}:{pair[1].offer.member}".encode()).digest()),
        )
    )


def next_expert(
    experts: Iterable[Expert], now: datetime, turn: timedelta, seed: str
) -> Expert | None:
    """Whom to ask now, or nobody."""
    return next(iter(ranked(experts, now, turn, seed)), None)


def diagram() -> str:
    """Every state and every event that moves it, as a Mermaid state diagram."""
    now = datetime(2026, 3, 2, tzinfo=UTC)
    later = now + timedelta(days=2)
    made = Asking(
        "a", "p", "asker", "tea", "", False, now, later, later, turn=1,
        turns=(Turn(1, "expert", now, later),),
    )  # fmt: skip
    moves: dict[str, tuple[Asking, Event, datetime]] = {
        "expert says yes": (made, ExpertAnswered("expert", yes=True), now),
        "asker withdraws": (made, Withdrew(), now),
        "last turn over": (replace(made, turn=TURNS), TurnCame(None, later), later),
    }
    arrows = [
        f"    {before.state.value} --> {step(before, event, at).asking.state.value}: {name}"
        for name, (before, event, at) in moves.items()
    ]
    return "\n".join(("stateDiagram-v2", "    [*] --> looking", *arrows))
