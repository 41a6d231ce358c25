"""One member as the roster would have them, beside how they are."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from bot.model import Member, Standing
from bot.roster.carried import Carried, ReadInterests, carry
from bot.roster.faults import Fault, in_cell
from bot.roster.rows import RosterRow

_TAKEN = (
    "timezone",
    "department",
    "profession",
    "site",
    "title",
    "career_stage",
    "shift",
    "on_call",
    "languages",
    "standing",
)
"""Fields that are the hospital's to say, under the same name in row and member."""


@dataclass(frozen=True, slots=True)
class Change:
    """A member before and after, and the fields that differ."""

    before: Member
    after: Member
    fields: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draft:
    """A member before, if they were known, and after; and what the importer is told."""

    before: Member | None
    after: Member
    carried: Carried
    warnings: tuple[Fault, ...]


def draft(
    row: RosterRow,
    before: Member | None,
    ids: Mapping[str, str],
    read: ReadInterests,
    default_timezone: str,
) -> Draft:
    """What a row makes of a member. `ids` are member ids by the ids a manager may have."""
    said: dict[str, Any] = {
        name: value for name in _TAKEN if (value := getattr(row, name)) is not None
    }
    said |= {"name": row.name.full, "given_name": row.name.given}
    manager, doubts = _manager(row, ids)
    if manager is not None:
        said["manager"] = manager
    if row.formats and not (before and before.formats):
        said["formats"] = row.formats
    carried = Carried()
    if _may_carry(row, before):
        carried = carry(row.line, row.interests, read)
        said |= {"choices": carried.choices, "unsettled": carried.unsettled}
    if before is None:
        after = Member(**{"id": row.id, "timezone": default_timezone, **said})
    else:
        after = replace(before, **said)
    return Draft(before, after, carried, (*doubts, *carried.warnings))


def _may_carry(row: RosterRow, before: Member | None) -> bool:
    """Whether the file's interests are wanted: nobody's own are there, and they are here."""
    own = before is not None and (before.choices or before.unsettled)
    return bool(row.interests.strip()) and not own and row.standing is not Standing.GONE


def _manager(row: RosterRow, ids: Mapping[str, str]) -> tuple[str | None, tuple[Fault, ...]]:
    """The manager's id if it is somebody else's, and what is doubtful about it."""
    if not row.manager:
        return row.manager, ()
    if row.manager in ids and row.manager != row.id:
        return ids[row.manager], ()
    itself = row.manager == row.id
    what = "is the member's own id" if itself else "is nobody's id, here or in the file"
    do = "The row is taken without a manager; correct the id."
    return "", (in_cell(row.line, "manager", row.manager, what, do, kept=True),)


def difference(before: Member, after: Member) -> Change | None:
    """What differs between the two, or None when nothing does."""
    differ = tuple(
        each.name
        for each in fields(Member)
        if getattr(before, each.name) != getattr(after, each.name)
    )
    return Change(before, after, differ) if differ else None
