"""What is kept free of messages and meetings: quiet hours, nights, call, leave.

Sleep follows a night, and a day of rest follows call, whether they were typed
or read from a calendar.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from bot.hours.moments import Stretch, kept_between, local_date, on_the_wall
from bot.hours.patterns import clock
from bot.model import BY_DATE, MIDNIGHT, Dates, Duty, Hours, Span, Weekly

DAY = timedelta(days=1)

NIGHT = (clock(19), MIDNIGHT + clock(7))
"""A night that is known by its date alone: from that evening to the next morning."""

SLEEP = clock(9)
"""Minutes after a night in which its worker sleeps, or tries to."""


def kept(hours: Hours, zone: str, first: date, last: date) -> Iterator[Stretch]:
    """Stretches that touch those local dates in which a member is left alone."""
    for each in hours.quiet:
        yield from _weekly(each, zone, first, last, after=0)
    for each in hours.working:
        if each.over_midnight:
            yield from _weekly(each, zone, first, last, after=SLEEP)
    for dates in hours.dates:
        yield from _of_dates(dates, zone, first, last)
    for span in hours.read:
        if span.duty in BY_DATE:
            yield _of_span(span, zone)


def _weekly(each: Weekly, zone: str, first: date, last: date, after: int) -> Iterator[Stretch]:
    end = each.end + (MIDNIGHT if each.over_midnight else 0) + after
    day = first - 2 * DAY
    while day <= last:
        if day.weekday() in each.days:
            yield kept_between(day, each.start, end, zone)
        day += DAY


def _of_dates(dates: Dates, zone: str, first: date, last: date) -> Iterator[Stretch]:
    if dates.last + 2 * DAY < first or dates.first > last:
        return
    match dates.duty:
        case Duty.NIGHT:
            start, end = NIGHT
            day = max(dates.first, first - 2 * DAY)
            while day <= min(dates.last, last):
                yield kept_between(day, start, end + SLEEP, zone)
                day += DAY
        case Duty.CALL:
            yield _whole_days(dates.first, dates.last + DAY, zone)
        case _:
            yield _whole_days(dates.first, dates.last, zone)


def _of_span(span: Span, zone: str) -> Stretch:
    start, end = int(span.start.timestamp()), -int(-span.end.timestamp() // 1)
    if span.duty is Duty.NIGHT:
        return start, end + SLEEP * 60
    if span.duty is Duty.CALL:
        # Rest lasts as long as the day in which the call ends.
        return start, _whole_days(local_date(start, zone), local_date(end, zone), zone)[1]
    return start, end


def _whole_days(first: date, last: date, zone: str) -> Stretch:
    return on_the_wall(first, 0, zone)[0], on_the_wall(last, MIDNIGHT, zone)[1]
