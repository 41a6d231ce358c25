"""Spans of the days ahead, in order and without overlaps."""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.hours.moments import as_datetime, joined
from bot.model import Duty, Span

HORIZON = timedelta(days=60)
"""How far ahead a calendar or a rota is read: endless ones end here."""

_BEHIND = timedelta(days=2)
"""A night or a call that has just ended is still slept off."""


def ahead(spans: Iterable[Span], now: datetime) -> tuple[Span, ...]:
    """What is left of them between now and the horizon; one kind's overlaps are joined.

    Shifts and nights keep their own edges unless they overlap, so that each
    night is followed by its sleep.
    """
    near = [s for s in spans if s.end > now - _BEHIND and s.start < now + HORIZON]
    merged = [
        Span(duty, as_datetime(start), as_datetime(end))
        for duty in Duty
        for start, end in joined(_stretch(span) for span in near if span.duty is duty)
    ]
    return tuple(sorted(merged, key=lambda span: (span.start, span.end, span.duty)))


def _stretch(span: Span) -> tuple[int, int]:
    return int(span.start.timestamp()), -int(-span.end.timestamp() // 1)


def small_hours(begins: datetime, ends: datetime, zone: str) -> bool:
    """Whether a stretch takes in two in the morning or later: it costs a night's sleep."""
    local = ZoneInfo(zone)
    day = begins.astimezone(local).date()
    deep = [datetime.combine(day + timedelta(days=n), time(3), local) for n in range(2)]
    return any(begins < at < ends for at in deep)
