"""A calendar (iCalendar, RFC 5545) read into spans of the next sixty days.

Which kind an entry is follows from its title (`kinds.py`) and its hours; the
title is then forgotten. Endless repeats are followed to the horizon only.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import icalendar
import recurring_ical_events
from icalendar.timezone import tzp

from bot.hours.entries import Entry, entries, written
from bot.hours.faults import Fault, Found, Wrong
from bot.hours.kinds import kind_of_title
from bot.hours.merging import HORIZON, ahead, small_hours
from bot.model import Duty, Span

MOST_ENTRIES = 50_000
MOST_STEPS = 200_000
"""Days that repeats are followed for, over all entries, before a calendar is refused."""


def is_calendar(text: str) -> bool:
    """Whether it begins as a calendar does."""
    return text.lstrip("\ufeff \r\n\t")[:15].upper() == "BEGIN:VCALENDAR"


def read_calendar(text: str, zone: str, now: datetime) -> Found:
    """What a calendar says of the days ahead. Times without a zone are the member's own."""
    if not is_calendar(text):
        return Found(faults=(Fault(Wrong.NOT_A_CALENDAR),))
    everything, zones = entries(text)
    if len(everything) > MOST_ENTRIES:
        return Found(faults=(Fault(Wrong.TOO_MANY),))
    first = now.astimezone(ZoneInfo(zone)).date()
    last = first + HORIZON
    readable = [each for each in everything if each.readable()]
    near = [each for each in readable if each.may_touch(first, last)]
    if sum(each.steps(last) for each in near) > MOST_STEPS:
        return Found(faults=(Fault(Wrong.REPEATS_TOO_OFTEN),))
    unread = len(everything) - len(readable)
    return _read(near, zones, zone, now, unread)


def _read(near: list[Entry], zones: list[str], zone: str, now: datetime, unread: int) -> Found:
    alone = [_alone(each) for each in near if each.single]
    rest = [each for each in near if not each.single]
    rest += [each for each in near if each.single and _alone(each) is None]
    try:
        together = _followed(written(rest, zones), now) if rest else []
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, OverflowError):
        # Whatever a library stumbles over, it is the calendar that is odd.
        return Found(faults=(Fault(Wrong.NOT_A_CALENDAR),))
    happenings = [*filter(None, alone), *together]
    spans = ahead(filter(None, (_span(each, zone) for each in happenings)), now)
    elsewhere = sum(_elsewhere(each, zones) for each in rest)
    faults = () if spans else (Fault(Wrong.NOTHING_AHEAD),)
    return Found(spans, faults, elsewhere, unread)


@dataclass(frozen=True, slots=True)
class _Happening:
    """One entry on one day."""

    start: date | datetime
    end: date | datetime
    title: str
    status: str
    transparent: bool


def _alone(entry: Entry) -> _Happening | None:
    """An entry that happens once, read here: a calendar may hold thousands of them."""
    start, end = entry.exactly("DTSTART"), entry.exactly("DTEND")
    if start is None or (end is None and entry.value("DTEND")):
        return None
    if end is None:
        end = start if isinstance(start, datetime) else start + timedelta(days=1)
    status, shows = entry.value("STATUS"), entry.value("TRANSP")
    return _Happening(start, end, entry.value("SUMMARY"), status, shows.upper() == "TRANSPARENT")


def _followed(text: str, now: datetime) -> list[_Happening]:
    """Repeats, exceptions and changed days, each where it falls before the horizon."""
    calendar = icalendar.Calendar.from_ical(text)
    asked = recurring_ical_events.of(calendar, skip_bad_series=True)
    day = timedelta(days=1)
    return [_happening(each) for each in asked.between(now - 2 * day, now + HORIZON + day)]


def _happening(entry: Any) -> _Happening:
    return _Happening(
        entry["DTSTART"].dt,
        entry["DTEND"].dt,
        str(entry.get("SUMMARY", "")),
        str(entry.get("STATUS", "")),
        str(entry.get("TRANSP", "")).upper() == "TRANSPARENT",
    )


def _elsewhere(entry: Entry, zones: list[str]) -> bool:
    """Whether nobody knows the entry's time zone: not even the calendar, which may describe it."""
    named = entry.zone("DTSTART")
    described = any(_after_name(line) == named for line in zones if line.startswith("TZID"))
    return bool(named) and not described and tzp.timezone(named) is None


def _after_name(line: str) -> str:
    return line.partition(":")[2].strip()


def _span(each: _Happening, zone: str) -> Span | None:
    """When and what kind, or None for what keeps nobody from anything."""
    duty = kind_of_title(each.title)
    if each.status.upper() == "CANCELLED" or (duty is None and each.transparent):
        return None
    whole_days = not isinstance(each.start, datetime)
    begins, ends = _moment(each.start, zone), _moment(each.end, zone)
    if ends <= begins:
        return None
    if duty is Duty.NIGHT and whole_days:
        begins, ends = begins + timedelta(hours=19), ends + timedelta(hours=7)
    return Span(_kind(duty, begins, ends, zone, whole_days=whole_days), begins, ends)


def _kind(
    duty: Duty | None, begins: datetime, ends: datetime, zone: str, *, whole_days: bool
) -> Duty:
    at_night = small_hours(begins, ends, zone) and ends - begins <= timedelta(hours=16)
    if duty is Duty.NIGHT:
        return duty if whole_days or at_night else Duty.BUSY
    if duty is Duty.SHIFT:
        if whole_days:
            return Duty.BUSY
        return Duty.NIGHT if at_night else Duty.SHIFT
    return duty or Duty.BUSY


def _moment(when: date | datetime, zone: str) -> datetime:
    """A date or a time as a moment; one without a zone is on the member's own wall."""
    if not isinstance(when, datetime):
        when = datetime.combine(when, time(), ZoneInfo(zone))
    elif when.tzinfo is None:
        when = when.replace(tzinfo=ZoneInfo(zone))
    return when.astimezone(UTC).replace(microsecond=0)
