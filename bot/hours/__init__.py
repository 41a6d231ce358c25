"""When a member may be reached, and when two can meet.

A shift pattern says both, until a member says more: working and quiet hours,
nights, call, leave, what a calendar or a rota holds. Nothing here knows the
clock; moments are given. Local hours are turned into moments in the member's
own time zone, so both changes of summer time come out right.
"""

from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.hours.moments import Stretch, as_datetime, open_between
from bot.hours.opening import meeting, reaching
from bot.hours.patterns import PATTERNS, Window
from bot.model import QUARTERS_AHEAD, Hours, Member, Shift

__all__ = ["SEARCHED", "can_meet", "ever_reached", "free", "next_reachable", "reachable"]

QUARTER = timedelta(minutes=15)

SEARCHED = timedelta(days=60)
"""How far ahead a reachable moment is looked for."""

_DAY = timedelta(days=1)
_AT_ONCE = 7
"""Days worked out at a time while looking ahead: nearly always one such week is enough."""


def free(member: Member, start: datetime) -> int:
    """The quarter-hours of the fourteen days from `start` that suit a member.

    Bit q is the quarter-hour beginning at `start` + q × 15 minutes.
    """
    if not member.hours:
        return _meets_mask(member.shift, member.timezone, start.astimezone(UTC))
    here = start.astimezone(ZoneInfo(member.timezone)).date()
    begins, mask = int(start.timestamp()), 0
    length = int(QUARTER.total_seconds())
    for opens, closes in meeting(member, here - _DAY, here + 15 * _DAY):
        first = max(0, -((begins - opens) // length))
        after = min(QUARTERS_AHEAD, (closes - begins) // length)
        if first < after:
            mask |= ((1 << (after - first)) - 1) << first
    return mask


@lru_cache(maxsize=4096)
def _meets_mask(shift: Shift, zone: str, start: datetime) -> int:
    pattern, local = PATTERNS[shift], ZoneInfo(zone)
    mask = 0
    for quarter in range(QUARTERS_AHEAD):
        here = (start + quarter * QUARTER).astimezone(local)
        if here.weekday() in pattern.days and _inside(pattern.meets, here):
            mask |= 1 << quarter
    return mask


def can_meet(members: tuple[Member, ...], start: datetime) -> bool:
    """Whether one quarter-hour in the fourteen days from `start` suits all."""
    common = -1
    for member in members:
        common &= free(member, start)
    return common != 0


def reachable(member: Member, at: datetime) -> bool:
    """Whether a message at that moment falls outside the member's quiet hours."""
    here = at.astimezone(ZoneInfo(member.timezone))
    if not member.hours:
        pattern = PATTERNS[member.shift]
        return here.weekday() in pattern.days and _inside(pattern.reached, here)
    moment, today = int(at.timestamp()), here.date()
    return any(start <= moment < end for start, end in reaching(member, today - _DAY, today))


def next_reachable(member: Member, at: datetime) -> datetime:
    """The first moment from `at` on that is outside quiet hours, to the minute.

    `at` itself when that is already so. Without hours of their own it is at
    most eight days ahead. For a member whom nothing may reach in the next 60
    days (a long leave), `at` plus 60 days: whoever delivers then asks again.
    """
    if reachable(member, at):
        return at
    moment = int(at.timestamp())
    day = at.astimezone(ZoneInfo(member.timezone)).date()
    for ahead in range(-1, SEARCHED.days + 1, _AT_ONCE):
        first = day + ahead * _DAY
        for start, end in _reached(member, first, first + (_AT_ONCE - 1) * _DAY):
            if end > moment and start >= moment and start - moment <= SEARCHED.total_seconds():
                return as_datetime(start)
    return at + SEARCHED


def ever_reached(shift: Shift, hours: Hours, zone: str, today: date) -> bool:
    """Whether the weekly hours alone leave any hour of the coming week to be written in."""
    weekly = Hours(hours.working, hours.quiet)
    member = Member("anyone", "Anyone", "Anyone", zone, shift=shift, hours=weekly)
    return bool(_reached(member, today, today + 7 * _DAY))


def _reached(member: Member, first: date, last: date) -> list[Stretch]:
    if member.hours:
        return reaching(member, first, last)
    pattern, days = PATTERNS[member.shift], (last - first).days + 1
    return [
        open_between(day, start, end, member.timezone)
        for day in (first + n * _DAY for n in range(days))
        if day.weekday() in pattern.days
        for start, end in pattern.reached
    ]


def _inside(windows: tuple[Window, ...], here: datetime) -> bool:
    minute = here.hour * 60 + here.minute
    return any(start <= minute < end for start, end in windows)
