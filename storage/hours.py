"""Members' own hours to compact text and back.

A row is there only for a member who said something. Numbers and kinds are kept,
never a word of what was typed or of a calendar: days of the week as a number
with a bit for each, moments as whole seconds since 1970.
"""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Dialect, String, TypeDecorator

from bot.model import Dates, Duty, Span, Weekly


class Weeks(TypeDecorator[tuple[Weekly, ...]]):
    """Weekly hours: [days, start, end] each."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[Weekly, ...] | None, _dialect: Dialect) -> str:
        """A JSON list."""
        return _written((_bits(each.days), each.start, each.end) for each in value or ())

    def process_result_value(self, value: str | None, _dialect: Dialect) -> tuple[Weekly, ...]:
        """The weekly hours."""
        return tuple(Weekly(_days(bits), start, end) for bits, start, end in _read(value))


class DateRanges(TypeDecorator[tuple[Dates, ...]]):
    """Nights, call and leave by date: [kind, first, last] each."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[Dates, ...] | None, _dialect: Dialect) -> str:
        """A JSON list with ISO dates."""
        return _written(
            (each.duty, each.first.isoformat(), each.last.isoformat()) for each in value or ()
        )

    def process_result_value(self, value: str | None, _dialect: Dialect) -> tuple[Dates, ...]:
        """The dates."""
        iso = date.fromisoformat
        return tuple(Dates(Duty(duty), iso(first), iso(last)) for duty, first, last in _read(value))


class Spans(TypeDecorator[tuple[Span, ...]]):
    """What a calendar held: [kind, start, end] each."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[Span, ...] | None, _dialect: Dialect) -> str:
        """A JSON list; a span is whole seconds, as readers make it."""
        return _written(
            (each.duty, int(each.start.timestamp()), int(each.end.timestamp()))
            for each in value or ()
        )

    def process_result_value(self, value: str | None, _dialect: Dialect) -> tuple[Span, ...]:
        """The spans, in UTC."""
        at = datetime.fromtimestamp
        return tuple(Span(Duty(duty), at(a, UTC), at(b, UTC)) for duty, a, b in _read(value))


def _bits(days: frozenset[int]) -> int:
    return sum(1 << day for day in days)


def _days(bits: int) -> frozenset[int]:
    return frozenset(day for day in range(7) if bits >> day & 1)


def _written(rows: Iterable[tuple[Any, ...]]) -> str:
    return json.dumps(list(rows), separators=(",", ":"))


def _read(value: str | None) -> Iterator[list[Any]]:
    yield from json.loads(value or "[]")
