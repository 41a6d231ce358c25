"""How long things are kept, and what is old enough to go. Moments are given, never read."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

LONGEST = 520
"""Weeks: ten years. Nobody needs last decade's answers."""


@dataclass(frozen=True, slots=True)
class Retention:
    """Weeks that details are kept.

    `details` counts from the end of an introduction, `check_ins` from the
    introduction itself, `messages` from when a message was settled.
    """

    details: int = 26
    check_ins: int = 8
    messages: int = 4

    def __post_init__(self) -> None:
        if not all(
            1 <= weeks <= LONGEST for weeks in (self.details, self.check_ins, self.messages)
        ):
            raise ValueError(f"retention is 1 to {LONGEST} weeks")


USUAL = Retention()
"""As long as is usual, unless the settings say otherwise."""


@dataclass(frozen=True, slots=True)
class Purge:
    """What goes: all of its kind from before each moment. `now` ends what was kept until then."""

    now: datetime
    details_before: datetime
    check_ins_before: datetime
    messages_before: datetime


def purge(retention: Retention, now: datetime) -> Purge:
    """What is old enough to go at a moment."""
    return Purge(
        now=now,
        details_before=now - timedelta(weeks=retention.details),
        check_ins_before=now - timedelta(weeks=retention.check_ins),
        messages_before=now - timedelta(weeks=retention.messages),
    )


def is_due(last: str | None, now: datetime) -> bool:
    """Whether a day has begun (UTC) since the purge whose day was noted as `last`."""
    return last is None or date.fromisoformat(last) < now.date()
