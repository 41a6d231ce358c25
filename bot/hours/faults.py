"""What can be wrong with hours as they were given. The words for it are in `bot.words.hours`."""

from dataclasses import dataclass
from enum import StrEnum

from bot.model import Duty, Span


class Wrong(StrEnum):
    """What is wrong. Nothing is kept of what is wrong in any of these ways."""

    NOT_UNDERSTOOD = "not understood"
    NO_SUCH_TIME = "no such time"
    TOO_LONG_A_DAY = "too long a day"
    WHICH_KIND = "which kind"
    NO_SUCH_DAY = "no such day"
    TWO_MEANINGS = "two meanings"
    OVER = "over"
    BACKWARDS = "backwards"
    TOO_FAR = "too far"
    TOO_MANY = "too many"
    NEVER_REACHED = "never reached"
    TOO_BIG = "too big"
    NOT_A_CALENDAR = "not a calendar"
    NOT_A_ROTA = "not a rota"
    REPEATS_TOO_OFTEN = "repeats too often"
    NOTHING_AHEAD = "nothing ahead"
    OVERLAPS = "overlaps"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong. `piece` is what was given, short; check it before it is shown again.

    `line` and `column` say where in a rota; `other` is the earlier line it clashes with.
    """

    wrong: Wrong
    piece: str = ""
    line: int = 0
    column: str = ""
    other: int = 0


@dataclass(frozen=True, slots=True)
class Found:
    """What a calendar or a rota held of the days ahead.

    `elsewhere` counts entries in time zones nobody knows, read as the member's
    own; `unread` counts entries that could not be read.
    """

    spans: tuple[Span, ...] = ()
    faults: tuple[Fault, ...] = ()
    elsewhere: int = 0
    unread: int = 0

    def of(self, duty: Duty) -> tuple[Span, ...]:
        """The spans of one kind."""
        return tuple(span for span in self.spans if span.duty is duty)
