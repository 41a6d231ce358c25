"""Days, lengths and numbers as people write them; None for what could mean two things.

Nothing here knows what day it is: today is given.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

LONGEST = timedelta(weeks=52)
"""The furthest day that is understood; a slip of the finger is often longer."""

_UNTIL = re.compile(r"^(?:until|till|til|to|through|up to)\s+", re.I)
_LENGTH = re.compile(r"^(?:for\s+)?(?:(\d{1,6}|[a-z]+)\s*)?(days?|weeks?|wks?|months?)$", re.I)
_NUMBERS = {
    "": 1, "a": 1, "an": 1, "one": 1, "two": 2, "couple of": 2, "three": 3, "four": 4, "five": 5,
    "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "twelve": 12,
}  # fmt: skip
_DAYS = {"d": 1, "w": 7, "m": 30}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_DAY_MONTH = re.compile(
    r"^(\d{1,2})(?:st|nd|rd|th)?(?:\s+of)?[\s-]+([a-z]{3,9})\.?,?(?:[\s-]+(\d{4}))?$"
)
_MONTH_DAY = re.compile(r"^([a-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?(?:\s+(\d{4}))?$")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")


def plain(words: str) -> str:
    """The words in small letters, single-spaced, without closing marks or quotes."""
    return " ".join(words.lower().split()).strip(" .!?,;:\"'“”‘’")


def end_of(words: str, today: date) -> date | None:
    """The day on which something "2 weeks" long, or "until 12 Jan", is over.

    From tomorrow to 52 weeks ahead; a day "until" which is that day itself.
    """
    said = plain(words)
    length = _length(said)
    ends = (
        today + timedelta(days=length) if length is not None else day(_UNTIL.sub("", said), today)
    )
    if ends is None or not today < ends <= today + LONGEST:
        return None
    return ends


def _length(said: str) -> int | None:
    found = _LENGTH.match(said)
    if found is None:
        return None
    number, unit = found[1] or "", found[2]
    count = _NUMBERS.get(number) if not number.isdecimal() else int(number)
    return None if count is None else min(count, 100_000) * _DAYS[unit[0]]


def day(words: str, today: date) -> date | None:
    """One day: "12 Jan", "Jan 12 2027", "2027-01-12", "Friday", "tomorrow", "end of the month".

    Without a year, the next such day. All-digit forms such as 12/1 mean two
    different days to two readers, and are not understood.
    """
    said = plain(words).removeprefix("the ").removeprefix("on ")
    if said == "tomorrow":
        return today + timedelta(days=1)
    if said in ("end of the month", "end of month", "month end"):
        return today.replace(day=monthrange(today.year, today.month)[1])
    if said in ("end of the year", "end of year", "new year"):
        return date(today.year, 12, 31)
    if found := _ISO.match(said):
        return _date(int(found[1]), int(found[2]), int(found[3]))
    if found := _DAY_MONTH.match(said):
        return _in_year(found[3], found[2], found[1], today)
    if found := _MONTH_DAY.match(said):
        return _in_year(found[3], found[1], found[2], today)
    return _weekday(said.removeprefix("next "), today)


def _in_year(year: str | None, month: str, number: str, today: date) -> date | None:
    if month[:3] not in _MONTHS:
        return None
    of_year = _MONTHS.index(month[:3]) + 1
    if year:
        return _date(int(year), of_year, int(number))
    this = _date(today.year, of_year, int(number))
    return this if this and this > today else _date(today.year + 1, of_year, int(number))


def _date(year: int, month: int, number: int) -> date | None:
    try:
        return date(year, month, number)
    except ValueError:
        return None


def _weekday(said: str, today: date) -> date | None:
    if said[:3] not in _WEEKDAYS or not re.fullmatch(r"[a-z]{3,9}", said):
        return None
    ahead = (_WEEKDAYS.index(said[:3]) - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead)


def every_weeks(words: str) -> int | None:
    """How often, in weeks: "every week", "2 weeks", "monthly"; 0 for "only when I ask"."""
    said = plain(words)
    if said in ("only when i ask", "when i ask", "never", "on request", "0"):
        return 0
    if said in ("weekly", "every week", "week", "each week"):
        return 1
    if said in ("every other week", "biweekly", "fortnightly", "every fortnight"):
        return 2
    if said in ("monthly", "every month", "month"):
        return 4
    found = re.match(r"^(?:every\s+)?(\d{1,6}|[a-z]+)(?:\s*(?:weeks?|wks?))?$", said)
    if found is None:
        return None
    number = int(found[1]) if found[1].isdecimal() else _NUMBERS.get(found[1])
    return number if number is not None and 1 <= number <= 52 else None


def small_number(words: str, most: int) -> int | None:
    """A whole number from 0 to `most`, in digits or as a word."""
    said = plain(words)
    number = int(said) if re.fullmatch(r"\d{1,6}", said) else _NUMBERS.get(said)
    if said in ("none", "zero"):
        number = 0
    return number if said and number is not None and 0 <= number <= most else None
