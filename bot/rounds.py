"""Which round is due, in the programme's own time zone.

Pure arithmetic on dates: the database decides who runs a round, this decides
whether there is one. A wall time that summer time skips is taken an hour later,
one that comes twice is taken the first time.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.model import Programme


@dataclass(frozen=True, slots=True)
class Due:
    """A date whose round should run now, or was missed for too long."""

    slot: date
    at: datetime
    too_late: bool


def iso_week(day: date) -> str:
    """The ISO 8601 week, as 2025-W01: its year may differ from the date's."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"


def moment(programme: Programme, slot: date) -> datetime:
    """When the round of that date starts, in UTC."""
    return local_moment(slot, programme.at, programme.timezone)


def local_moment(day: date, at: time, zone: str) -> datetime:
    """That wall time as a moment in UTC; a skipped hour is taken an hour later."""
    return datetime.combine(day, at, ZoneInfo(zone)).astimezone(UTC)


def slots(programme: Programme, first: date) -> Iterator[date]:
    """The programme's dates from `first` on, holidays included, without end."""
    monday = programme.starts_on - timedelta(days=programme.starts_on.weekday())
    slot = monday + timedelta(days=programme.weekday)
    step = timedelta(weeks=programme.every_weeks)
    behind = max(0, -(-(first - slot).days // step.days))
    slot += behind * step
    while True:
        if slot >= programme.starts_on:
            yield slot
        slot += step


def due(programme: Programme, now: datetime, since: date) -> tuple[Due, ...]:
    """Dates after `since` whose moment has come, oldest first.

    Only the newest may still run, and only within the programme's window;
    whatever is older, or falls on a holiday, is `too_late`.
    """
    if programme.paused:
        return ()
    come: list[Due] = []
    for slot in slots(programme, since + timedelta(days=1)):
        at = moment(programme, slot)
        if at > now:
            break
        late = now - at > timedelta(hours=programme.window_hours)
        come.append(Due(slot, at, late or slot in programme.holidays))
    return tuple(Due(each.slot, each.at, too_late=True) for each in come[:-1]) + tuple(come[-1:])


def next_moment(programme: Programme, now: datetime) -> datetime | None:
    """When the next round starts, after `now`. None for a paused programme."""
    if programme.paused:
        return None
    first = now.astimezone(ZoneInfo(programme.timezone)).date()
    return next(
        at
        for slot in slots(programme, first)
        if slot not in programme.holidays and (at := moment(programme, slot)) > now
    )


def working_days_later(programme: Programme, start: datetime, days: int) -> datetime:
    """The same wall time `days` working days later, holidays left out, in UTC."""
    zone = ZoneInfo(programme.timezone)
    here = start.astimezone(zone)
    day = here.date()
    while days:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in programme.holidays:
            days -= 1
    return local_moment(day, here.time().replace(fold=0), programme.timezone)
