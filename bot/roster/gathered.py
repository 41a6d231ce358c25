"""The rows of a file that can be used, and what is wrong with the others."""

from collections.abc import Mapping

from bot.model import Member
from bot.roster.faults import Fault, in_cell
from bot.roster.rows import RosterRow, Row, read_row


class Gathered:
    """The rows that can be used, the ids seen in any row, and the faults so far."""

    def __init__(self, default_timezone: str) -> None:
        self._default_timezone = default_timezone
        self.said: list[RosterRow] = []
        self.seen: dict[str, int] = {}
        self.faults: list[Fault] = []
        self.nameless = 0

    def take(self, row: Row | Fault, existing: Mapping[str, Member]) -> None:
        """Read one row; a second row of the same id is a fault, wherever the first led."""
        if isinstance(row, Fault):
            self.faults.append(row)
            self.nameless += 1
            return
        read = read_row(row, self._default_timezone)
        if isinstance(read, tuple) and any(fault.column == "member_id" for fault in read):
            self.nameless += 1
            self.faults += read
            return
        member = row.cells["member_id"].strip() if isinstance(read, tuple) else read.id
        first = self.seen.setdefault(member, row.line)
        if first != row.line:
            self.faults.append(_twice(member, first, row.line))
        elif isinstance(read, tuple):
            self.faults += read
        elif not self._has_zone(read, existing):
            do = "Add the column, or add --timezone America/New_York."
            self.faults.append(Fault(row.line, "timezone", "", "is missing", do))
        else:
            self.said.append(read)

    def _has_zone(self, row: RosterRow, existing: Mapping[str, Member]) -> bool:
        return bool(row.timezone or self._default_timezone or row.id in existing)


def _twice(member: str, first: int, line: int) -> Fault:
    what = f"is on line {first} and again on line {line}; only the first is looked at"
    return in_cell(line, "member_id", member, what, "Keep one of the two, or correct the id.")
