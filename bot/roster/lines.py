"""From lines of text to rows: a CSV read as a stream, one faulty record at a time.

A quote that is never closed would swallow everything after it. Here it costs
its own line: the record is reported, and reading goes on with the next line.
"""

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence

from bot.roster.columns import HeaderRules, known_columns, settle_header
from bot.roster.faults import Fault, RosterRefused, refused
from bot.roster.rows import Row

LONGEST_RECORD = 65_536
"""Characters in one record, over all its lines. Keeps memory flat whatever the file."""

MOST_ROWS = 250_000
"""Rows in one file; more than a hospital system employs. What a plan holds stays under 1 GB."""

DELIMITERS = (",", ";", "\t")


class TooLong(ValueError):
    """A record goes on for more than `LONGEST_RECORD` characters."""


class _Lines:
    """Lines handed out one by one, which remembers those of the present record."""

    def __init__(self, source: Iterable[str]) -> None:
        self._source = iter(source)
        self._back: deque[str] = deque()
        self._taken: list[str] = []
        self._size = 0
        self.number = 1

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._back.popleft() if self._back else next(self._source)
        self._taken.append(line)
        self._size += len(line)
        if self._size > LONGEST_RECORD:
            raise TooLong
        return line

    def start(self) -> None:
        """Begin a record with the next line; `number` is that line's."""
        self.number += len(self._taken)
        self._taken, self._size = [], 0

    def give_back(self, keep: int) -> None:
        """Hand out again all lines of this record but the first `keep`."""
        self._back.extendleft(reversed(self._taken[keep:]))
        del self._taken[keep:]

    @property
    def several(self) -> bool:
        """Whether the record spans more than one line."""
        return len(self._taken) > 1


def read_rows(lines: Iterable[str], rules: HeaderRules) -> Iterator[Row | Fault]:
    """The rows of a CSV, each with the line it starts on, and faults in their place.

    Lines keep their ends. The delimiter is the one of `DELIMITERS` that makes
    most sense of the header. Raises `RosterRefused`, at the first row asked for,
    when the header cannot be used; later, when there are more than `MOST_ROWS`.
    """
    source = _Lines(lines)
    delimiter = _delimiter(source, rules)
    header, at = _header(source, delimiter, rules)
    columns = settle_header(header, rules, at)
    for count, record in enumerate(_records(source, delimiter, len(columns)), start=1):
        if count > MOST_ROWS:
            what = f"the file has more than {MOST_ROWS:,} rows"
            raise refused(what, "Is it the right file? Divide a larger roster.", source.number)
        if isinstance(record, Fault):
            yield record
        else:
            cells = {column: cell for column, cell in zip(columns, record, strict=False) if column}
            yield Row(source.number, cells)


def _delimiter(source: _Lines, rules: HeaderRules) -> str:
    """The delimiter that finds most known columns in the first line with text, else most cells."""
    source.start()
    first = next((line for line in source if line.strip()), "")
    source.give_back(keep=0)

    def sense(delimiter: str) -> tuple[int, int]:
        names = next(csv.reader([first], delimiter=delimiter), [])
        return known_columns(names, rules), len(names)

    return max(DELIMITERS, key=sense)


def _header(source: _Lines, delimiter: str, rules: HeaderRules) -> tuple[list[str], int]:
    """The names in the first record, and its line. Raises `RosterRefused`."""
    do = "Put the columns' names in the first line, at least member_id and display_name."
    header = next(_records(source, delimiter, width=0), None)
    if header is None:
        raise refused("the file is empty", do)
    if isinstance(header, Fault):
        raise RosterRefused(header)
    names = list(header)
    while names and not names[-1].strip():
        names.pop()  # spreadsheets leave empty columns at the end
    if not known_columns(names, rules):
        raise refused("the first line names no column the import knows", do, source.number)
    return names, source.number


def _records(source: _Lines, delimiter: str, width: int) -> Iterator[Sequence[str] | Fault]:
    """Records with `width` cells (0 for any number), without empty ones."""
    while True:
        source.start()
        try:
            cells = next(csv.reader(source, delimiter=delimiter, strict=True))
        except StopIteration:
            return
        except (csv.Error, TooLong) as problem:
            yield _broken(source, problem)
            source.give_back(keep=1)
            continue
        if not any(map(str.strip, cells)):
            continue
        if width and (len(cells) < width or any(map(str.strip, cells[width:]))):
            yield _ragged(source.number, len(cells), width)
            source.give_back(keep=1)
            continue
        yield cells


def _broken(source: _Lines, problem: Exception) -> Fault:
    at_end = "end of data" in str(problem)
    if at_end or (isinstance(problem, TooLong) and source.several):
        what = "opens a quote that is not closed"
        do = "Close it, or write a quote inside a cell twice."
    elif isinstance(problem, TooLong):
        what = f"has more than {LONGEST_RECORD:,} characters"
        do = "Shorten it; check that lines end where rows do."
    else:
        what = "has a quote in the middle of a quoted cell, or one that is not closed"
        do = "Write a quote inside a cell twice, and close each quoted cell."
    return Fault(source.number, "", "", what, do)


def _ragged(line: int, cells: int, width: int) -> Fault:
    what = f"has {cells} cells where the header has {width}"
    return Fault(line, "", "", what, "Put quotes around a cell that holds a delimiter.")
