"""When a member may be reached, and when two can meet.

A shift pattern says both: the hours in which a quarter of an hour can be found,
and the hours in which a message does not disturb. Nothing here knows the clock;
moments are given. Local hours are turned into moments in the member's own time
zone, so both changes of summer time come out right.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.model import QUARTERS_AHEAD, Member, Shift

QUARTER = timedelta(minutes=15)
WORKDAYS = frozenset(range(5))
EVERY_DAY = frozenset(range(7))

Window = tuple[time, time]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Local hours of one shift: when its people can meet, and may be reached."""

    meets: tuple[Window, ...]
    reached: tuple[Window, ...]
    days: frozenset[int]


PATTERNS = {
    Shift.DAYS: Pattern(
        meets=((time(7), time(18)),),
        reached=((time(7), time(20)),),
        days=WORKDAYS,
    ),
    Shift.EVENINGS: Pattern(
        meets=((time(11), time(20)),),
        reached=((time(10), time(22)),),
        days=WORKDAYS,
    ),
    # People on nights sleep through the day: they are met and reached around
    # the change of shift, and left alone while they work.
    Shift.NIGHTS: Pattern(
        meets=((time(7), time(8, 30)), (time(16, 30), time(20))),
        reached=((time(16), time(21)),),
        days=EVERY_DAY,
    ),
    Shift.ROTATING: Pattern(
        meets=((time(7), time(19)),),
        reached=((time(9), time(20)),),
        days=EVERY_DAY,
    ),
}


def _inside(windows: tuple[Window, ...], at: time) -> bool:
    return any(start <= at < end for start, end in windows)


@lru_cache(maxsize=4096)
def _meets_mask(shift: Shift, zone: str, start: datetime) -> int:
    pattern, local = PATTERNS[shift], ZoneInfo(zone)
    mask = 0
    for quarter in range(QUARTERS_AHEAD):
        here = (start + quarter * QUARTER).astimezone(local)
        if here.weekday() in pattern.days and _inside(pattern.meets, here.time()):
            mask |= 1 << quarter
    return mask


def free(member: Member, start: datetime) -> int:
    """The quarter-hours of the fourteen days from `start` that suit a member.

    Bit q is the quarter-hour beginning at `start` + q × 15 minutes.
    """
    return _meets_mask(member.shift, member.timezone, start.astimezone(UTC))


def can_meet(members: tuple[Member, ...], start: datetime) -> bool:
    """Whether one quarter-hour in the fourteen days from `start` suits all."""
    common = -1
    for member in members:
        common &= free(member, start)
    return common != 0


def reachable(member: Member, at: datetime) -> bool:
    """Whether a message at that moment falls outside the member's quiet hours."""
    pattern, here = PATTERNS[member.shift], at.astimezone(ZoneInfo(member.timezone))
    return here.weekday() in pattern.days and _inside(pattern.reached, here.time())


def next_reachable(member: Member, at: datetime) -> datetime:
    """The first moment from `at` on that is outside quiet hours, to the minute.

    `at` itself when that is already so. Every pattern has such a moment within
    eight days.
    """
    if reachable(member, at):
        return at
    pattern, zone = PATTERNS[member.shift], ZoneInfo(member.timezone)
    day = at.astimezone(zone).date()
    for _ in range(9):
        for start, _end in pattern.reached:
            opens = datetime.combine(day, start, zone).astimezone(UTC)
            if opens >= at and day.weekday() in pattern.days:
                return opens
        day += timedelta(days=1)
    raise AssertionError(f"the pattern {member.shift} has no hour to be reached")
