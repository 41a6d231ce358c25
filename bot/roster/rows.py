"""One row of a roster, from typed cells to values or to what is wrong with them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from bot.model import Shift, Standing
from bot.roster import cells
from bot.roster.faults import Fault
from bot.roster.names import Name, NotAName, read_name


@dataclass(frozen=True, slots=True)
class Row:
    """A record of the file: the line it starts on, and its cells by column.

    Cells are not shown in a trace: interests as typed may speak of a patient.
    """

    line: int
    cells: Mapping[str, str] = field(repr=False)


@dataclass(frozen=True, slots=True)
class RosterRow:
    """What a row says about one member. None is what the file has no column for."""

    line: int
    id: str
    name: Name
    timezone: str | None = None
    department: str | None = None
    profession: str | None = None
    site: str | None = None
    title: str | None = None
    career_stage: str | None = None
    shift: Shift | None = None
    on_call: str | None = None
    languages: tuple[str, ...] | None = None
    formats: tuple[str, ...] | None = None
    manager: str | None = None
    standing: Standing | None = None
    paused: bool = False
    joined: bool = False
    interests: str = field(default="", repr=False)


_COLUMNS: tuple[tuple[str, str, Callable[[str], Any]], ...] = (
    ("timezone", "timezone", cells.timezone),
    ("department", "department", cells.text),
    ("role_family", "profession", cells.text),
    ("site", "site", cells.text),
    ("job_title_as_written", "title", cells.text),
    ("career_stage", "career_stage", cells.career_stage),
    ("shift", "shift", cells.shift),
    ("on_call", "on_call", cells.on_call),
    ("chat_languages", "languages", cells.languages),
    ("formats", "formats", cells.formats),
    ("manager", "manager", cells.text),
    ("joined", "joined", cells.yes_or_no),
)
"""Column, field and reader, for each column that gives one field by itself."""

_READERS = tuple(
    # A hospital has few departments and shifts, each typed thousands of times.
    (column, name, lru_cache(maxsize=4096)(reader))
    for column, name, reader in _COLUMNS
)


class _Reader:
    """Reads cells one by one and gathers what is wrong with them."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.faults: list[Fault] = []

    def read(self, column: str, reader: Callable[[str], Any]) -> Any:
        """The value of a column's cell; None when there is no column or it is misread."""
        typed = self.row.cells.get(column)
        if typed is None:
            return None
        try:
            return reader(typed)
        except cells.Misread as misread:
            self.wrong(column, misread.what, misread.do)
            return None

    def wrong(self, column: str, what: str, do: str) -> None:
        """Note a fault of a cell."""
        typed = self.row.cells.get(column, "")
        self.faults.append(Fault(self.row.line, column, typed, what, do))


def read_row(row: Row, default_timezone: str = "") -> RosterRow | tuple[Fault, ...]:
    """What a row says, or everything that is wrong with it. Never raises.

    `default_timezone` stands for an empty cell of `timezone`.
    """
    reader = _Reader(row)
    member = reader.read("member_id", cells.member_id)
    name = _name(reader)
    if not row.cells.get("timezone", "-").strip():
        row = reader.row = Row(row.line, {**row.cells, "timezone": default_timezone})
        if not default_timezone:
            reader.wrong("timezone", "is empty", "Fill it in, or give a default time zone.")
            return tuple(reader.faults)
    said = {name: reader.read(column, read) for column, name, read in _READERS}
    standing, paused = _status(reader)
    if reader.faults or member is None or name is None:
        return tuple(reader.faults)
    interests = row.cells.get("interests_as_typed", "")
    said["joined"] = bool(said["joined"])
    return RosterRow(
        row.line, member, name, **said, standing=standing, paused=paused, interests=interests
    )


def _name(reader: _Reader) -> Name | None:
    typed, credentials = (
        reader.row.cells.get(column, "") for column in ("display_name", "credentials")
    )
    try:
        return read_name(typed, credentials)
    except NotAName as problem:
        reader.wrong("display_name", str(problem), "Write the name as colleagues would.")
        return None


def _status(reader: _Reader) -> tuple[Standing | None, bool]:
    """The most absent of what `status`, `standing` and `left` say."""
    status = reader.read("status", cells.status)
    standing = reader.read("standing", cells.status)
    said = [each for each in (status, standing) if each is not None]
    if (left := reader.read("left", cells.yes_or_no)) is not None:
        said.append(cells.Status(Standing.GONE if left else Standing.HERE))
    order = (Standing.GONE, Standing.ON_LEAVE, Standing.HERE)
    stands = {each.standing for each in said}
    return next((each for each in order if each in stands), None), any(each.paused for each in said)
