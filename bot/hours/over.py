"""When a member's own nights, call or leave will be over: "till after my nights"."""

import re
from datetime import date, timedelta

from bot.dates import plain
from bot.hours.days import days_of
from bot.hours.kinds import typed_kind
from bot.model import Duty, Hours

_REST = {Duty.NIGHT: 1, Duty.CALL: 1, Duty.LEAVE: 0, Duty.OFF: 0}
"""Days after the last one that are still slept through, or taken to recover."""

_AFTER = re.compile(
    r"^(?:(?:un)?till?|to|for|during|over|after)\s+(?:after\s+|the\s+end\s+of\s+|end\s+of\s+)?"
    r"(?:(?:my|the|this|these|next)\s+){0,2}(?P<what>[a-z][a-z /-]*?)"
    r"(?:\s+(?:is|are)\s+(?:over|done|finished)|\s+ends?)?$"
)


def duty_named(words: str) -> Duty | None:
    """The duty of their own that someone wants to be quiet for; None for other words."""
    found = _AFTER.match(plain(words))
    return typed_kind(found["what"]) if found else None


def day_after(duty: Duty, hours: Hours, zone: str, today: date) -> date | None:
    """The first ordinary day after the nearest stretch of that duty; None when there is none.

    A stretch whose last night was slept off only today is still the nearest.
    """
    rest = timedelta(days=_REST[duty])
    stretches = days_of(hours, duty, zone, today - rest)
    return stretches[0][1] + rest + timedelta(days=1) if stretches else None
