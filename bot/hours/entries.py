"""A calendar's text, reduced to the few lines that say when and what kind.

Alarms, attachments, descriptions and guests are dropped before anything is
parsed: they are nobody's business, and they are most of the bytes.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from bot.hours.repeats import followable

HEADER = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Coffee Rounds//hours//EN")
FOOTER = ("END:VCALENDAR",)

_WANTED = frozenset({
    "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
    "SUMMARY", "TRANSP", "STATUS", "SEQUENCE",
})  # fmt: skip
_TITLE = 200
"""Characters of a title that are looked at for its kind."""

_LONGEST_LINE = 4_000
_WHEN = re.compile(r"^(\d{4})(\d{2})(\d{2})(?:T([01]\d|2[0-3])[0-5]\d[0-5]\dZ?)?$")


@dataclass(slots=True)
class Entry:
    """One VEVENT: its wanted lines, by name."""

    lines: dict[str, list[str]] = field(default_factory=dict)

    def value(self, name: str) -> str:
        """What stands after the colon of that line; empty without one."""
        return _after(next(iter(self.lines.get(name, ())), ""))

    def zone(self, name: str) -> str:
        """The time zone that a line names; empty for none."""
        line = next(iter(self.lines.get(name, ())), "")
        named = re.match(r'[^:]*;TZID="?([^";:]+)', line)
        return named[1].strip() if named else ""

    @property
    def single(self) -> bool:
        """Whether it says its start and end plainly, and neither repeats nor changes another."""
        return not {"RRULE", "RDATE", "RECURRENCE-ID", "DURATION"} & set(self.lines)

    @property
    def repeats(self) -> bool:
        """Whether it may happen on days other than its own."""
        return "RRULE" in self.lines or "RDATE" in self.lines

    def readable(self) -> bool:
        """Whether it starts, does not end before it, and repeats in a way that can be followed."""
        start, end = self.value("DTSTART"), self.value("DTEND")
        if not _on(start) or any(
            not followable(_after(rule)) for rule in self.lines.get("RRULE", ())
        ):
            return False
        same_shape = len(start) == len(end) and self.zone("DTSTART") == self.zone("DTEND")
        return not (end and same_shape and end < start)

    def may_touch(self, first: date, last: date) -> bool:
        """Whether any of it could fall on those dates; a quick look, wide by some days."""
        start = _on(self.value("DTSTART")) or first
        if start > last + timedelta(days=2):
            return "RDATE" in self.lines or "RECURRENCE-ID" in self.lines
        if self.repeats or "DURATION" in self.lines or "RECURRENCE-ID" in self.lines:
            return not self._over(first)
        return (_on(self.value("DTEND")) or start) >= first - timedelta(days=2)

    def _over(self, first: date) -> bool:
        until = re.search(r"UNTIL=(\d{8})", self.value("RRULE"))
        ended = _on(until[1]) if until and "RDATE" not in self.lines else None
        return ended is not None and ended < first - timedelta(days=40)

    def steps(self, last: date) -> int:
        """How many days it may take to follow it up to a date: what it costs."""
        start = _on(self.value("DTSTART")) or last
        listed = sum(each.count(",") + 1 for each in self.lines.get("RDATE", ()))
        return listed + max(0, (last - start).days if "RRULE" in self.lines else 0)

    def exactly(self, name: str) -> datetime | date | None:
        """The moment or the date of a line; naive without a zone.

        None when it is in a zone that only the calendar itself describes.
        """
        zone, value = self.zone(name), self.value(name)
        on = _on(value)
        if on is None or len(value) == 8:
            return on
        at = datetime.combine(on, time(int(value[9:11]), int(value[11:13])))
        if value.endswith("Z"):
            return at.replace(tzinfo=UTC)
        if not zone:
            return at
        try:
            return at.replace(tzinfo=ZoneInfo(zone))
        except (KeyError, ValueError, OSError):
            return None


def entries(text: str) -> tuple[list[Entry], list[str]]:
    """Every entry of a calendar, and the lines of its time zones."""
    found: list[Entry] = []
    zones: list[str] = []
    inside: list[str] = []
    for line in unfolded(text):
        name, value = _name(line), line.rpartition(":")[2].strip().upper()
        if name == "BEGIN":
            inside.append(value)
            if value == "VEVENT":
                found.append(Entry())
        if "VTIMEZONE" in inside:
            zones.append(line)
        elif inside[-1:] == ["VEVENT"] and name in _WANTED:
            kept = line[:_TITLE] if name == "SUMMARY" else line
            found[-1].lines.setdefault(name, []).append(kept)
        if name == "END" and inside and inside[-1] == value:
            inside.pop()
    return found, zones


def unfolded(text: str) -> Iterator[str]:
    """Lines as they were before they were folded; what is far too long is cut."""
    whole: list[str] = []
    for line in text.splitlines():
        if line[:1] in (" ", "\t") and whole:
            if len(whole[0]) < _LONGEST_LINE:
                whole[0] += line[1:]
            continue
        yield from whole
        whole = [line.strip()[:_LONGEST_LINE]]
    yield from whole


def written(found: Iterable[Entry], zones: list[str]) -> str:
    """A calendar of those entries and zones alone."""
    body = [
        line
        for each in found
        for line in ("BEGIN:VEVENT", *chain.from_iterable(each.lines.values()), "END:VEVENT")
    ]
    return "\r\n".join((*HEADER, *zones, *body, *FOOTER, ""))


def _after(line: str) -> str:
    """What stands after the colon that ends a line's name."""
    return re.sub(r'^[^:"]*(?:"[^"]*"[^:"]*)*:', "", line, count=1).strip()


def _name(line: str) -> str:
    return re.split(r"[:;]", line, maxsplit=1)[0].strip().upper()


def _on(value: str) -> date | None:
    found = _WHEN.match(value)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None
