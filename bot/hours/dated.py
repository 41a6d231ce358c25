"""Nights, call, leave and days off by date, as people write them: "nights 3-6 Dec"."""

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from bot.dates import day
from bot.hours.faults import Fault, Wrong
from bot.hours.kinds import typed_kind
from bot.hours.typed import plainly
from bot.model import Dates, Duty

MOST = 60
"""Entries kept at once."""

FURTHEST = timedelta(days=366)

UNDER_WAY = timedelta(days=200)
"""How long a stretch may be that began before today and was written without a year."""

_WORDS = {Duty.NIGHT: "nights", Duty.CALL: "call", Duty.LEAVE: "leave", Duty.OFF: "off"}
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_NUMBER = r"\d{1,2}(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s*(?P<year>\d{4}))?"
_TO = r"(?:\s*-\s*|\s+(?:to|until|till|through)\s+)"
_DAYS_OF_MONTH = re.compile(
    rf"^(?P<a>{_NUMBER}){_TO}(?P<b>{_NUMBER})\s+(?:of\s+)?(?P<month>{_MONTH}){_YEAR}$"
)
_MONTH_DAYS = re.compile(rf"^(?P<month>{_MONTH})\s+(?P<a>{_NUMBER}){_TO}(?P<b>{_NUMBER}){_YEAR}$")
_ISO = r"\d{4}-\d{1,2}-\d{1,2}"
_ISO_RANGE = re.compile(rf"^({_ISO})(?:{_TO}|\s+)({_ISO})$")
_WEEKDAY = r"(?:next |on )?(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*"
_KIND = re.compile(
    r"^(?P<kind>[a-z][a-z /-]*?)??\s*:?\s*"
    rf"(?P<days>\d.*|{_MONTH}\s.*|today|tonight|tomorrow|{_WEEKDAY}.*)$"
)
_NUMBERS_ONLY = re.compile(rf"^{_NUMBER}(?:-{_NUMBER})?$")
_DIGITS = r"\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?"
_ALL_DIGITS = re.compile(rf"^{_DIGITS}(?:{_TO}{_DIGITS})?$")


def dated(words: str, today: date) -> tuple[tuple[Dates, ...], tuple[Fault, ...]]:
    """The dates meant, and what could not be read of them. A kind holds until the next one.

    Without a year, the next such days; a stretch that today is in has begun already.
    """
    read: list[Dates] = []
    faults: list[Fault] = []
    duty: Duty | None = None
    for piece in _with_months(_pieces(words)):
        split = _KIND.match(piece)
        named = split["kind"] if split else piece
        if named:
            duty = typed_kind(named.removesuffix(" on").removesuffix(" from").removesuffix(" of"))
        if split is None or (named and duty is None):
            faults.append(Fault(Wrong.NOT_UNDERSTOOD, piece))
        elif duty is None:
            faults.append(Fault(Wrong.WHICH_KIND, piece))
        else:
            found = _range(split["days"].strip(), today)
            if isinstance(found, Wrong):
                faults.append(Fault(found, piece))
            else:
                read.append(Dates(duty, *found))
    if len(read) > MOST:
        faults.append(Fault(Wrong.TOO_MANY))
    return tuple(dict.fromkeys(read)), tuple(faults)


def as_typed(dates: Iterable[Dates]) -> str:
    """The dates as they can be typed again: "nights 3 Dec 2026 - 6 Dec 2026"."""
    return "; ".join(f"{_WORDS[each.duty]} {_stretch(each)}" for each in dates)


def _stretch(dates: Dates) -> str:
    ends = dict.fromkeys(f"{on.day} {on:%b %Y}" for on in (dates.first, dates.last))
    return " - ".join(ends)


def _pieces(words: str) -> Iterator[str]:
    whole = re.sub(r",(?=\s*\d{4}\b(?!-))", " ", plainly(words.replace("\n", ";")))
    for piece in re.split(r"[,;]|\s(?:and|&)\s", whole):
        if piece.strip(" ."):
            yield piece.strip(" .")


def _with_months(pieces: Iterator[str]) -> list[str]:
    """Each piece with a month of its own: "nights 3, 4, 6 dec" is three dates."""
    whole: list[str] = []
    month = ""
    for piece in reversed(list(pieces)):
        found = re.search(rf"{_NUMBER}\s+(?:of\s+)?({_MONTH}(?:\s+\d{{4}})?)$", piece)
        month = found[1] if found else month
        last = piece.rpartition(" ")[2]
        if month and _NUMBERS_ONLY.match(last) and not re.search(_MONTH + r"\s+\S+$", piece):
            piece = f"{piece} {month}"
        elif not found:
            month = ""
        whole.append(piece)
    return whole[::-1]


def _range(words: str, today: date) -> tuple[date, date] | Wrong:
    if found := _DAYS_OF_MONTH.match(words) or _MONTH_DAYS.match(words):
        year = f" {found['year']}" if found["year"] else ""
        first, last = (f"{found[part]} {found['month']}{year}" for part in "ab")
        return _resolved(first, last, today)
    if found := _ISO_RANGE.match(words):
        return _resolved(found[1], found[2], today)
    if _ALL_DIGITS.match(words):
        return Wrong.TWO_MEANINGS
    parts = [words] if re.fullmatch(_ISO, words) else re.split(_TO, words, maxsplit=1)
    return _resolved(parts[0], parts[-1], today)


def _resolved(first: str, last: str, today: date) -> tuple[date, date] | Wrong:
    """The next such days; an end before the start is at fault, unless a new year lies between."""
    said = [_day(words, today) for words in (first, last)]
    begins, ends = said
    if begins is None or ends is None:
        looks_right = all(re.search(rf"{_MONTH}|{_ISO}", words) for words in (first, last))
        return Wrong.NO_SUCH_DAY if looks_right else Wrong.NOT_UNDERSTOOD
    if begins > ends and not re.search(r"\d{4}", first):
        # Without a year, a day before today was read as next year's.
        began = _a_year_before(begins)
        begins = began if ends - began <= UNDER_WAY else begins
    if begins > ends:
        return Wrong.BACKWARDS
    if ends < today:
        return Wrong.OVER
    if begins > today + FURTHEST or ends - begins > FURTHEST:
        return Wrong.TOO_FAR
    return begins, ends


def _a_year_before(day: date) -> date:
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _day(words: str, today: date) -> date | None:
    if words in ("today", "tonight"):
        return today
    found = day(words, today)
    # `day` means a day to come; here today counts as well.
    if found and not re.search(r"\d{4}", words) and found.month == today.month:
        return today if (found.day, found.year) == (today.day, today.year + 1) else found
    return found
