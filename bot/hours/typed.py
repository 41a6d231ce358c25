"""Weekly hours as people write them: "Mon-Fri 7-15:30", "weekends", "nights"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.hours.faults import Fault, Wrong
from bot.hours.patterns import EVERY_DAY, WEEKEND, WORKDAYS, Window, clock
from bot.model import MIDNIGHT, Weekly

LONGEST_DAY = clock(16)
"""Minutes of work in a row that are believed; more is a slip of the pen."""

MOST = 21
"""Entries in a week: three a day."""

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_SETS = {
    "weekday": WORKDAYS, "workday": WORKDAYS, "working day": WORKDAYS, "weekend": WEEKEND,
    "every day": EVERY_DAY, "everyday": EVERY_DAY, "daily": EVERY_DAY, "all week": EVERY_DAY,
}  # fmt: skip
_TIME = r"(?:(\d{1,2})(?:[:.h]?(\d{2}))?\s*(am|pm|a\.m\.|p\.m\.)?|(noon|midnight))(?:\s*h)?"
_HOURS = re.compile(rf"^(?:from\s+)?{_TIME}\s*(?:-|to|until|till)\s*{_TIME}$")
_DAY = r"(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?"
_DAY_RANGE = re.compile(rf"^({_DAY})\s*(?:-|to|through|until)\s*({_DAY})$")
_SPLIT = re.compile(
    r"^(?P<days>[a-z .&/+-]*?)[\s:]*(?P<hours>(?:from\s+)?(?:\d|noon|midnight).*)?$"
)


@dataclass(frozen=True, slots=True)
class _Reading:
    """How a field reads words.

    Hours for a word, hours for a day alone, days for hours alone; `by_day` says
    that 9-5 ends in the afternoon, not the next morning.
    """

    words: dict[str, tuple[frozenset[int], Window]]
    whole: Window
    longest: int
    by_day: bool
    unsaid: frozenset[int]


_WORKING = _Reading(
    words={
        "day": (WORKDAYS, (clock(7), clock(18))),
        "evening": (WORKDAYS, (clock(11), clock(20))),
        "night": (EVERY_DAY, (clock(19), clock(7))),
    },
    whole=(clock(7), clock(18)),
    longest=LONGEST_DAY,
    by_day=True,
    unsaid=WORKDAYS,
)
_QUIET = _Reading(
    words={
        "evening": (EVERY_DAY, (clock(18), clock(22))),
        "night": (EVERY_DAY, (clock(21), clock(7))),
    },
    whole=(0, MIDNIGHT),
    longest=clock(20),
    by_day=False,
    unsaid=EVERY_DAY,
)


def working_hours(words: str) -> tuple[tuple[Weekly, ...], tuple[Fault, ...]]:
    """Working hours, and what could not be read of them. Days alone are 7 to 18."""
    return _weekly(words, _WORKING)


def quiet_hours(words: str) -> tuple[tuple[Weekly, ...], tuple[Fault, ...]]:
    """Quiet hours, and what could not be read of them. Days alone are whole days."""
    return _weekly(words, _QUIET)


def clock_times(words: str) -> Window | Wrong:
    """The hours of one shift, such as "7-15:30" or "19:00-07:00" (to the next day)."""
    return _hours(plainly(words), _WORKING)


def plainly(words: str) -> str:
    """Small letters, single spaces, every dash a hyphen."""
    return " ".join(re.sub(r"\s*[‐‑‒–—−-]\s*", "-", words.lower()).split())


def as_typed(hours: Iterable[Weekly]) -> str:
    """The hours as they can be typed again: "Mon-Fri 07:00-15:30; Sat 09:00-12:00"."""
    return "; ".join(
        f"{_named(each.days)} {_shown(each.start)}-{_shown(each.end)}" for each in hours
    )


def _named(days: frozenset[int]) -> str:
    if days == EVERY_DAY:
        return "every day"
    runs: list[list[int]] = []
    for day in sorted(days):
        if runs and runs[-1][-1] == day - 1:
            runs[-1].append(day)
        else:
            runs.append([day])
    named = [
        _DAYS[run[0]].title() + (f"-{_DAYS[run[-1]].title()}" if run[1:] else "") for run in runs
    ]
    return ", ".join(named)


def _shown(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _weekly(words: str, how: _Reading) -> tuple[tuple[Weekly, ...], tuple[Fault, ...]]:
    read: list[Weekly] = []
    faults: list[Fault] = []
    waiting: frozenset[int] = frozenset()
    for piece in _pieces(words):
        days, hours = _parts(piece, how)
        if days is None:
            faults.append(Fault(Wrong.NOT_UNDERSTOOD, piece))
        elif hours is None:
            waiting |= days
        elif isinstance(hours, Wrong):
            faults.append(Fault(hours, piece))
        else:
            read.append(Weekly((days | waiting) or how.unsaid, *hours))
            waiting = frozenset()
    if waiting:
        read.append(Weekly(waiting, *how.whole))
    if len(read) > MOST:
        faults.append(Fault(Wrong.TOO_MANY))
    return tuple(dict.fromkeys(read)), tuple(faults)


def _pieces(words: str) -> Iterator[str]:
    for piece in re.split(r"[,;\n]|\band\b(?=\s*(?:\d|nights|weekends))", plainly(words)):
        if piece.strip(" .!"):
            yield piece.strip(" .!")


def _parts(piece: str, how: _Reading) -> tuple[frozenset[int] | None, Window | Wrong | None]:
    """The days and the hours of one piece; days None when it is not understood."""
    for word, (days, hours) in how.words.items():
        if found := re.fullmatch(rf"(?P<days>.*?)\s*\b{word}s?(?:\s*shifts?)?", piece):
            said = _days(found["days"]) if found["days"] else days
            if said:
                return said, hours
    split = _SPLIT.match(piece)
    if split is None:
        return None, None
    named, timed = split["days"].strip(" :"), split["hours"]
    days_said = _days(named) if named else frozenset()
    if days_said is None or not timed:
        return days_said, None
    return days_said, _hours(timed, how)


def _days(words: str) -> frozenset[int] | None:
    """The days meant; None when it is not a day."""
    said = words.strip(" .:").removeprefix("on ").removeprefix("the ")
    if (known := _SETS.get(said.removesuffix("s"))) is not None or (known := _SETS.get(said)):
        return known
    if found := _DAY_RANGE.match(said):
        first, last = (_DAYS.index(found[n][:3]) for n in (1, 2))
        return frozenset((first + n) % 7 for n in range((last - first) % 7 + 1))
    parts = [part for part in re.split(r"\s*(?:&|/|\+|\band\b|\s)\s*", said) if part]
    if not parts or not all(re.fullmatch(_DAY, part) for part in parts):
        return None
    return frozenset(_DAYS.index(part[:3]) for part in parts)


def _hours(words: str, how: _Reading) -> Window | Wrong:
    found = _HOURS.match(words.strip())
    if found is None:
        return Wrong.NOT_UNDERSTOOD
    start, end = _minute(found.groups()[:4]), _minute(found.groups()[4:])
    if start is None or end is None:
        return Wrong.NO_SUCH_TIME
    end = end or MIDNIGHT
    exact = any((found[3], found[4], found[7], found[8])) or re.search(r"\b0\d", words)
    bare = not exact and max(start, end) <= clock(12)
    if bare and end <= start:
        # "9-5" is a working day, and "10-7" a night's quiet.
        start, end = (start, end + clock(12)) if how.by_day else (start + clock(12), end)
    start %= MIDNIGHT
    if start == end:
        return Wrong.NO_SUCH_TIME
    if (end - start) % MIDNIGHT > how.longest or (how.by_day and end - start == MIDNIGHT):
        return Wrong.TOO_LONG_A_DAY
    return start, end


def _minute(said: tuple[str | None, ...]) -> int | None:
    hour, minute, half, word = said
    if word:
        return clock(12) if word == "noon" else 0
    if hour is None:
        return None
    at, past = int(hour), int(minute or 0)
    if half:
        if not 1 <= at <= 12:
            return None
        at = at % 12 + (12 if half.startswith("p") else 0)
    if at > 24 or past > 59 or (at == 24 and past):
        return None
    return clock(at, past) % MIDNIGHT
