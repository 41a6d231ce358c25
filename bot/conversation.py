"""One membership: what joining, pausing, coming back and leaving make of it.

`step` is total: every state and every event has an outcome and something to
say. A pause ends by itself when its day comes. `diagram` draws what is
in `docs/states.md`.
"""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import assert_never

from bot.model import Drawn, Membership, Taking


@dataclass(frozen=True, slots=True)
class Joined:
    """They sent the form."""

    at: datetime


@dataclass(frozen=True, slots=True)
class Paused:
    """They want quiet until a day, or until they say so."""

    until: date | None


@dataclass(frozen=True, slots=True)
class Resumed:
    """They are back."""


@dataclass(frozen=True, slots=True)
class Left:
    """They want no more of it."""


@dataclass(frozen=True, slots=True)
class OftenChosen:
    """They said how often they wish to be due; 0 is only when they ask."""

    every_weeks: int


@dataclass(frozen=True, slots=True)
class BudgetChosen:
    """They said how many introductions a month are enough."""

    budget: int


@dataclass(frozen=True, slots=True)
class DrawnChosen:
    """They said whom they would rather meet, where little else decides."""

    drawn_to: Drawn


@dataclass(frozen=True, slots=True)
class DayCame:
    """A day began."""

    today: date


Event = Joined | Paused | Resumed | Left | OftenChosen | BudgetChosen | DrawnChosen | DayCame


class Said(StrEnum):
    """What the member is told."""

    JOINED = "joined"
    SAVED = "saved"
    PAUSED = "paused"
    RESUMED = "resumed"
    NOT_PAUSED = "was not paused"
    LEFT = "left"
    NOT_IN = "is not in"
    OFTEN = "how often is kept"
    BUDGET = "budget is kept"
    DRAWN = "whom they would rather meet is kept"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Turn:
    """A membership afterwards, and what is said about it."""

    membership: Membership
    said: Said


def step(membership: Membership, event: Event) -> Turn:
    """What an event makes of a membership."""
    match event:
        case Joined(at=at):
            return _joined(membership, at)
        case DayCame(today=today):
            return Turn(_on_day(membership, today), Said.NOTHING)
        case _ if membership.taking is Taking.OUT:
            return Turn(membership, Said.NOT_IN)
        case Paused(until=until):
            paused = replace(membership, taking=Taking.PAUSED, paused_until=until)
            return Turn(paused, Said.PAUSED)
        case Resumed():
            was_paused = membership.taking is Taking.PAUSED
            back = replace(membership, taking=Taking.IN, paused_until=None)
            return Turn(back, Said.RESUMED if was_paused else Said.NOT_PAUSED)
        case Left():
            return Turn(replace(membership, taking=Taking.OUT, paused_until=None), Said.LEFT)
        case OftenChosen(every_weeks=weeks):
            return Turn(replace(membership, every_weeks=weeks), Said.OFTEN)
        case BudgetChosen(budget=budget):
            return Turn(replace(membership, budget=budget), Said.BUDGET)
        case DrawnChosen(drawn_to=drawn_to):
            return Turn(replace(membership, drawn_to=drawn_to), Said.DRAWN)
        case _:
            assert_never(event)


def _joined(membership: Membership, at: datetime) -> Turn:
    """Back in after leaving or for the first time; a pause stays a pause."""
    first = replace(membership, joined_at=membership.joined_at or at)
    if membership.taking is not Taking.OUT:
        return Turn(first, Said.SAVED if membership.joined_at else Said.JOINED)
    return Turn(replace(first, taking=Taking.IN), Said.JOINED)


def _on_day(membership: Membership, today: date) -> Membership:
    ends = membership.paused_until
    if membership.taking is Taking.PAUSED and ends is not None and ends <= today:
        return replace(membership, taking=Taking.IN, paused_until=None)
    return membership


SAMPLES: tuple[Event, ...] = (
    Joined(datetime(2026, 3, 2, tzinfo=UTC)),
    Paused(date(2026, 3, 16)),
    Resumed(),
    Left(),
    OftenChosen(2),
    BudgetChosen(2),
    DrawnChosen(Drawn.NEWCOMER),
    DayCame(date(2026, 3, 16)),
)
"""One of each event, for the diagram and its test."""


def diagram() -> str:
    """Every state and every event that moves it, as a Mermaid state diagram."""
    arrows = []
    for taking in Taking:
        until = date(2026, 3, 16) if taking is Taking.PAUSED else None
        for event in SAMPLES:
            after = step(Membership("p", "m", taking, until), event).membership
            if after.taking is not taking:
                arrows.append(
                    f"    {taking.value} --> {after.taking.value}: {type(event).__name__}"
                )
    return "\n".join(("stateDiagram-v2", f"    [*] --> {Taking.OUT.value}", *arrows))
