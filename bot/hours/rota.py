"""A rota (CSV) read into spans: a date, and a shift by code or by its hours.

Tolerant of separators, spellings and column order; each line it cannot use is
named, with what to do about it. Only kinds and times are kept.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import TypeAlias
from zoneinfo import ZoneInfo

from bot.dates import day as day_in_words
from bot.hours.faults import Fault, Found, Wrong
from bot.hours.kinds import kind_of_code
from bot.hours.merging import HORIZON, ahead, small_hours
from bot.hours.moments import as_datetime, on_the_wall
from bot.hours.patterns import Window
from bot.hours.typed import clock_times, plainly
from bot.model import MIDNIGHT, Duty, Span

MOST_FAULTS = 20
"""Faults told at once; whoever mends these sends it again."""

_DATE = re.compile(r"^(date|day|dates|datum|fecha|on)\b")
_START = re.compile(r"^(start|from|begin|begins|in)\b")
_END = re.compile(r"^(end|to|until|finish|ends|out)\b")
_SHIFT = re.compile(r"^(shift|duty|code|type|rota|roster|work|assignment|activity|am|pm|night)\b")
_NUMERIC = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$")

Row: TypeAlias = tuple[int, list[str]]


@dataclass(frozen=True, slots=True)
class _Columns:
    """Where things stand; `names` are the heading's own words, for whoever mends it."""

    date: int
    start: int | None
    end: int | None
    shifts: tuple[int, ...]
    names: tuple[str, ...] = ()

    def name(self, at: int) -> str:
        """A column as the heading calls it."""
        return self.names[at][:30] if at < len(self.names) else str(at + 1)


def read_rota(text: str, zone: str, now: datetime) -> Found:
    """What a rota says of the days ahead, and what is wrong with which line."""
    rows = list(_rows(text))
    columns = _columns(rows[0][1]) if rows else None
    if columns is None:
        return Found(faults=(Fault(Wrong.NOT_A_ROTA),))
    body = rows[1:] if columns.names else rows
    days = [cells[columns.date] for _, cells in body if len(cells) > columns.date]
    reader = _Reader(columns, zone, now, _day_first(days))
    read = [(line, each) for line, cells in body for each in reader.row(line, cells)]
    spans = [(line, each) for line, each in read if isinstance(each, Span)]
    faults = [each for _, each in read if isinstance(each, Fault)]
    faults += _clashes(spans)
    found = ahead((span for _, span in spans), now)
    if not found and not faults:
        faults.append(Fault(Wrong.NOTHING_AHEAD))
    return Found(found, tuple(sorted(faults, key=lambda fault: fault.line)[:MOST_FAULTS]))


def _rows(text: str) -> Iterator[Row]:
    """Lines with something in them, by number."""
    head = text.lstrip("\ufeff").partition("\n")[0]
    mark = max(";\t|,", key=head.count)
    reader = csv.reader(io.StringIO(text.lstrip("\ufeff")), delimiter=mark)
    for cells in reader:
        if any(cell.strip() for cell in cells):
            yield reader.line_num, [cell.strip() for cell in cells]


def _columns(heading: list[str]) -> _Columns | None:
    """The columns, from a heading or, without one, from how the first line looks."""
    if len(heading) < 2:
        return None
    if _date_like(heading[0]):
        return _Columns(0, None, None, tuple(range(1, len(heading))))
    named = [plainly(cell.replace("_", " ")) for cell in heading]

    def at(known: re.Pattern[str]) -> list[int]:
        return [place for place, name in enumerate(named) if known.match(name)]

    dates, starts, ends = at(_DATE), at(_START), at(_END)
    if not dates:
        return None
    timed = bool(starts and ends)
    shifts = [place for place in at(_SHIFT) if place != dates[0]]
    if not shifts and not timed and len(heading) == 2:
        shifts = [1 - dates[0]]
    if not shifts and not timed:
        return None
    start, end = (starts[0], ends[0]) if timed else (None, None)
    return _Columns(dates[0], start, end, tuple(shifts), tuple(heading))


def _date_like(cell: str) -> bool:
    return bool(re.search(r"\d", cell))


def _day_first(days: list[str]) -> bool | None:
    """Whether 3/12 is the third of December, as the whole column tells; None when it does not."""
    pairs = [found for each in days if (found := _NUMERIC.match(_bare(each)))]
    if any(int(found[1]) > 12 for found in pairs):
        return True
    return False if any(int(found[2]) > 12 for found in pairs) else None


def _bare(cell: str) -> str:
    """A date without the weekday before it."""
    return re.sub(r"^(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*[,.]?\s+", "", plainly(cell))


@dataclass(frozen=True, slots=True)
class _Reader:
    """All that reading one line needs."""

    columns: _Columns
    zone: str
    now: datetime
    day_first: bool | None

    def row(self, line: int, cells: list[str]) -> Iterator[Span | Fault]:
        """The spans of one line, or what is wrong with it."""
        columns = self.columns
        if len(cells) <= columns.date or not cells[columns.date]:
            yield Fault(Wrong.NO_SUCH_DAY, "", line, columns.name(columns.date))
            return
        on = self._date(cells[columns.date])
        if isinstance(on, Wrong):
            yield Fault(on, cells[columns.date], line, columns.name(columns.date))
        elif self._in_sight(on):
            yield from self._shifts(line, on, cells)

    def _in_sight(self, on: date) -> bool:
        today = self.now.astimezone(ZoneInfo(self.zone)).date()
        return timedelta(days=-3) <= on - today <= HORIZON

    def _shifts(self, line: int, on: date, cells: list[str]) -> Iterator[Span | Fault]:
        columns = self.columns
        codes = [(at, cells[at]) for at in columns.shifts if at < len(cells) and cells[at]]
        times = self._times(cells)
        if times and not codes:
            yield self._made(line, columns.name(columns.start or 0), times, on, Duty.SHIFT, times)
        for at, code in codes:
            known = kind_of_code(code)
            duty, usual = known or (Duty.SHIFT, clock_times(code))
            if known is None and usual is Wrong.NOT_UNDERSTOOD and times:
                usual = clock_times(times)
            said = clock_times(times) if times and duty in (Duty.SHIFT, Duty.NIGHT) else usual
            yield self._made(line, columns.name(at), code, on, duty, said)

    def _times(self, cells: list[str]) -> str:
        at = (self.columns.start, self.columns.end)
        said = [cells[each] for each in at if each is not None and each < len(cells)]
        return "-".join(said) if len(said) == 2 and all(said) else ""

    def _made(
        self, line: int, column: str, said: str, on: date, duty: Duty, hours: Window | Wrong | str
    ) -> Span | Fault:
        """A span on that date, or what is wrong with its hours."""
        window = (
            clock_times(hours) if isinstance(hours, str) and not isinstance(hours, Wrong) else hours
        )
        if isinstance(window, Wrong | str):
            wrong = window if isinstance(window, Wrong) else Wrong.NOT_UNDERSTOOD
            impossible = wrong in (Wrong.TOO_LONG_A_DAY, Wrong.NO_SUCH_TIME)
            return Fault(Wrong.IMPOSSIBLE if impossible else wrong, said, line, column)
        start, end = window
        end += MIDNIGHT if end <= start else 0
        begins, ends = (as_datetime(on_the_wall(on, at, self.zone)[0]) for at in (start, end))
        if duty is Duty.SHIFT and small_hours(begins, ends, self.zone):
            duty = Duty.NIGHT
        return Span(duty, begins, ends)

    def _date(self, cell: str) -> date | Wrong:
        bare = _bare(cell)
        if found := _NUMERIC.match(bare):
            if self.day_first is None and found[1] != found[2]:
                return Wrong.TWO_MEANINGS
            day, month = (found[1], found[2]) if self.day_first else (found[2], found[1])
            year = found[3] if len(found[3]) == 4 else f"20{found[3]}"
            bare = f"{year}-{month}-{day}"
        bare = re.sub(r"^(\d{4})/(\d{1,2})/(\d{1,2})$", r"\1-\2-\3", bare)
        today = self.now.astimezone(ZoneInfo(self.zone)).date()
        found_day = day_in_words(bare, today - timedelta(days=4))
        return found_day or Wrong.NO_SUCH_DAY


def _clashes(spans: list[tuple[int, Span]]) -> Iterator[Fault]:
    """Two shifts, nights or kinds of day at the same time: one of the lines is wrong."""
    by_start = sorted(spans, key=lambda each: (each[1].start, each[0]))
    for (line, one), (other, next_one) in pairwise(by_start):
        if next_one.start < one.end and (line, one) != (other, next_one):
            yield Fault(Wrong.OVERLAPS, "", max(line, other), other=min(line, other))
