"""One membership: what joining, pausing and coming back make of it.

`step` is total: every state and every event has an outcome. A pause ends by
itself when its day comes.
"""

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import assert_never

from bot.model import Membership, Taking

LONGEST_PAUSE = timedelta(weeks=52)

_LENGTH = re.compile(
    r"^(?:for\s+)?(\d{1,6}|an?|one|two|three|four)?\s*(day|week|month)s?\W*$", re.I
)
_NUMBERS = {"": 1, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4}
_DAYS = {"day": 1, "week": 7, "month": 30}
DEFAULT_PAUSE = timedelta(weeks=2)


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
class DayCame:
    """A day began."""

    today: date


Event = Joined | Paused | Resumed | DayCame


def step(membership: Membership, event: Event) -> Membership:
    """What an event makes of a membership; the same value when nothing changes."""
    match event:
        case Joined(at=at):
            back = replace(membership, taking=Taking.IN, paused_until=None)
            return replace(back, joined_at=membership.joined_at or at)
        case Paused(until=until):
            if membership.taking is Taking.OUT:
                return membership
            return replace(membership, taking=Taking.PAUSED, paused_until=until)
        case Resumed():
            if membership.taking is not Taking.PAUSED:
                return membership
            return replace(membership, taking=Taking.IN, paused_until=None)
        case DayCame(today=today):
            ends = membership.paused_until
            if membership.taking is Taking.PAUSED and ends is not None and ends <= today:
                return replace(membership, taking=Taking.IN, paused_until=None)
            return membership
        case _:
            assert_never(event)


def pause_until(words: str, today: date) -> date | None:
    """The day a pause such as "2 weeks" or "10 days" ends; None if it is not one.

    Nothing said is two weeks. From one day to 52 weeks.
    """
    if not words.strip():
        return today + DEFAULT_PAUSE
    said = _LENGTH.match(words.strip())
    if said is None:
        return None
    number, unit = (said[1] or "").lower(), said[2].lower()
    days = (_NUMBERS[number] if number in _NUMBERS else int(number)) * _DAYS[unit]
    if not 1 <= days <= LONGEST_PAUSE.days:
        return None
    return today + timedelta(days=days)
