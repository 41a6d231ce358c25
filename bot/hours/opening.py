"""When a member with hours of their own can be met, and may be reached.

Their working hours take the place of the roster's pattern; a shift read from a
rota takes the place of both on its day. What is kept free is then taken away,
so that everything else a member says only ever adds silence.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.hours.keeping import kept
from bot.hours.moments import Stretch, open_between, without
from bot.hours.patterns import PATTERNS, Window, clock
from bot.model import Duty, Hours, Member, Shift, Span, Weekly

AFTER_WORK = clock(2)
"""Minutes after work in which a message is still welcome."""

BEFORE_A_NIGHT = clock(2, 30), clock(3)
"""Minutes before a night in which its worker can be met, and reached."""

DAYTIME = (clock(7), clock(22))
"""No message comes outside it, whatever hours somebody works."""

NEARBY = timedelta(days=3)


def meeting(member: Member, first: date, last: date) -> list[Stretch]:
    """Stretches that start on those local dates in which they can be met."""
    hours, zone = _near(member.hours, first, last), member.timezone
    busy = [_stretch(span) for span in hours.read if span.duty is Duty.BUSY]
    open_ = _days(member, hours, first, last, meets=True)
    return without(open_, [*kept(hours, zone, first, last), *busy])


def reaching(member: Member, first: date, last: date) -> list[Stretch]:
    """Stretches that start on those local dates in which they may be written to."""
    hours = _near(member.hours, first, last)
    quiet = kept(hours, member.timezone, first, last)
    return without(_days(member, hours, first, last, meets=False), quiet)


def _near(hours: Hours, first: date, last: date) -> Hours:
    """The same hours without the spans that are over before or begin after those dates."""
    if not hours.read:
        return hours
    # Three days more on either side: time zones, and the rest after a call.
    early = datetime.combine(first - NEARBY, time(), UTC)
    late = datetime.combine(last + NEARBY, time(), UTC)
    return replace(hours, read=tuple(s for s in hours.read if s.end > early and s.start < late))


def _days(
    member: Member, hours: Hours, first: date, last: date, *, meets: bool
) -> Iterator[Stretch]:
    zone = member.timezone
    shifts: defaultdict[date, list[Stretch]] = defaultdict(list)
    for span in hours.read:
        if span.duty is Duty.SHIFT:
            shifts[span.start.astimezone(ZoneInfo(zone)).date()].append(_stretch(span))
    day = first
    while day <= last:
        if day in shifts:
            yield from shifts[day] if meets else _by_day(shifts[day], day, zone)
        else:
            for start, end in _usual(member.shift, hours, day.weekday(), meets=meets):
                yield open_between(day, start, end, zone)
        day += timedelta(days=1)


def _by_day(shifts: list[Stretch], day: date, zone: str) -> Iterator[Stretch]:
    """The part of the shifts in which a message does not wake or disturb."""
    opens, closes = open_between(day, *DAYTIME, zone)
    return ((max(start, opens), min(end, closes)) for start, end in shifts)


def _usual(shift: Shift, hours: Hours, weekday: int, *, meets: bool) -> tuple[Window, ...]:
    """Local windows of a weekday on which no rota says otherwise."""
    if not hours.working:
        pattern = PATTERNS[shift]
        windows = pattern.meets if meets else pattern.reached
        return windows if weekday in pattern.days else ()
    worked = [each for each in hours.working if weekday in each.days]
    return tuple(_met(each) if meets else _reached(each) for each in worked)


def _met(each: Weekly) -> Window:
    if each.over_midnight:
        return max(0, each.start - BEFORE_A_NIGHT[0]), each.start
    return each.start, each.end


def _reached(each: Weekly) -> Window:
    opens, closes = DAYTIME
    if each.over_midnight:
        return max(opens, each.start - BEFORE_A_NIGHT[1]), min(each.start, closes)
    return max(opens, each.start), min(each.end + AFTER_WORK, closes)


def _stretch(span: Span) -> Stretch:
    return int(span.start.timestamp()), -int(-span.end.timestamp() // 1)
