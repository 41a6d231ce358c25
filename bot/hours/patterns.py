"""The hours of the roster's shift patterns, for members who said nothing of their own."""

from dataclasses import dataclass

from bot.model import Shift

WORKDAYS = frozenset(range(5))
WEEKEND = frozenset({5, 6})
EVERY_DAY = frozenset(range(7))

Window = tuple[int, int]
"""From one local minute after midnight to another."""


def clock(hour: int, minute: int = 0) -> int:
    """Minutes after midnight."""
    return hour * 60 + minute


@dataclass(frozen=True, slots=True)
class Pattern:
    """Local hours of one shift: when its people can meet, and may be reached."""

    meets: tuple[Window, ...]
    reached: tuple[Window, ...]
    days: frozenset[int]


PATTERNS = {
    Shift.DAYS: Pattern(
        meets=((clock(7), clock(18)),),
        reached=((clock(7), clock(20)),),
        days=WORKDAYS,
    ),
    Shift.EVENINGS: Pattern(
        meets=((clock(11), clock(20)),),
        reached=((clock(10), clock(22)),),
        days=WORKDAYS,
    ),
    # People on nights sleep through the day: they are met and reached around
    # the change of shift, and left alone while they work.
    Shift.NIGHTS: Pattern(
        meets=((clock(7), clock(8, 30)), (clock(16, 30), clock(20))),
        reached=((clock(16), clock(21)),),
        days=EVERY_DAY,
    ),
    Shift.ROTATING: Pattern(
        meets=((clock(7), clock(19)),),
        reached=((clock(9), clock(20)),),
        days=EVERY_DAY,
    ),
}
