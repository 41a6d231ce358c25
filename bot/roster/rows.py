"""One row of a roster, from typed cells to values or to what is wrong with them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from bot.model import Shift, Standing
from bot.roster import cells
from bot.roster.faults import Fault, in_cell
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
    ("member_id", "id", cells.member_id),
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
    ("status", "status", cells.status),
    ("standing", "also", cells.status),
    ("left", "left", cells.left),
)
"""Column, what it says, and its reader."""

_READERS = tuple(
    # A hospital has few departments and shifts, each typed thousands of times.
    (column, said, lru_cache(maxsize=4096)(reader))
    for column, said, reader in _COLUMNS
)
_MOST_ABSENT_FIRST = (Standing.GONE, Standing.ON_LEAVE, Standing.HERE)


def read_row(row: Row, default_timezone: str = "") -> RosterRow | tuple[Fault, ...]:
    """What a row says, or everything that is wrong with it. Never raises for any text.

    The columns of `REQUIRED` are there, since a header without them is refused.
    `default_timezone` stands for an empty cell of `timezone`.
    """
    typed, faults, said = row.cells, list[Fault](), dict[str, Any]()
    if default_timezone and not typed.get("timezone", default_timezone).strip():
        typed = {**typed, "timezone": default_timezone}
    for column, what, reader in _READERS:
        if column not in typed:
            continue
        try:
            said[what] = reader(typed[column])
        except cells.Misread as misread:
            faults.append(in_cell(row.line, column, typed[column], misread.what, misread.do))
    try:
        said["name"] = read_name(typed["display_name"], typed.get("credentials", ""))
    except NotAName as problem:
        do = "Write the name as colleagues would."
        faults.append(in_cell(row.line, "display_name", typed["display_name"], str(problem), do))
    if faults:
        return tuple(faults)
    said |= _stands([said.pop(each, None) for each in ("status", "also", "left")])
    return RosterRow(row.line, **said, interests=typed.get("interests_as_typed", ""))


def _stands(statuses: Sequence[cells.Status | None]) -> dict[str, Any]:
    """The most absent of what `status`, `standing` and `left` say."""
    said = [status for status in statuses if status is not None]
    standings = [status.standing for status in said]
    standing = next((each for each in _MOST_ABSENT_FIRST if each in standings), None)
    return {"standing": standing, "paused": any(status.paused for status in said)}
