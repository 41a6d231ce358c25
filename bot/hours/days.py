"""The dates a member's nights, call, leave and days off fall on, however they were told."""

from collections.abc import Iterator
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from bot.model import Duty, Hours, Span

Days = tuple[date, date]
"""From one date to another, both included."""

_DAY = timedelta(days=1)


def days_of(hours: Hours, duty: Duty, zone: str, today: date) -> tuple[Days, ...]:
    """The stretches of dates given to that duty which are not over, in order and joined."""
    said = [(each.first, each.last) for each in hours.dates if each.duty is duty]
    read = [_dates(span, ZoneInfo(zone)) for span in hours.read if span.duty is duty]
    return tuple(_joined((first, last) for first, last in (*said, *read) if last >= today))


def _dates(span: Span, zone: ZoneInfo) -> Days:
    first = span.start.astimezone(zone).date()
    last = (span.end - timedelta(seconds=1)).astimezone(zone).date()
    # A night belongs to the evening it begins; one that is joined to more has more.
    return first, max(first, last - _DAY) if span.duty is Duty.NIGHT else last


def _joined(stretches: Iterator[Days]) -> list[Days]:
    whole: list[Days] = []
    for first, last in sorted(stretches):
        if whole and first <= whole[-1][1] + _DAY:
            whole[-1] = whole[-1][0], max(whole[-1][1], last)
        else:
            whole.append((first, last))
    return whole
