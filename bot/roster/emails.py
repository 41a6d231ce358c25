"""E-mail addresses of a roster: by them a chat's directory knows whom the hospital means.

An address stands for one person. One that several rows give is nobody's own,
and one that cannot be read costs the row nothing else.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from bot.roster.faults import Fault, in_cell
from bot.roster.planning import Plan
from bot.roster.rows import Row

COLUMN = "email"
LONGEST = 254
"""Characters of an address at most, by RFC 5321."""

_ADDRESS = re.compile(
    r"[^\s@<>,;:\"()\[\]\\]+@[^\s@.<>,;:\"()\[\]\\]+(?:\.[^\s@.<>,;:\"()\[\]\\]+)+"
)


@dataclass(frozen=True, slots=True)
class Emails:
    """What the file says: addresses by the roster's id, and what is wrong with the others."""

    own: Mapping[str, str] = field(default_factory=dict, repr=False)
    faults: tuple[Fault, ...] = ()


def read_emails(rows: Iterable[Row | Fault]) -> Emails:
    """The addresses of all rows that give one. Raises nothing for any text."""
    given: defaultdict[str, list[tuple[Row, str]]] = defaultdict(list)
    faults: list[Fault] = []
    for row in rows:
        typed = "" if isinstance(row, Fault) else row.cells.get(COLUMN, "").strip()
        if isinstance(row, Fault) or not typed:
            continue
        if len(typed) > LONGEST or not _ADDRESS.fullmatch(typed):
            do = "Write it as ana.diaz@hospital.example; the row is taken without it."
            faults.append(_fault(row, typed, "is not an e-mail address", do))
        else:
            given[typed.casefold()].append((row, typed))
    for shared in given.values():
        faults += _shared([row for row, _ in shared], shared[0][1])
    own = {
        row.cells.get("member_id", "").strip(): typed
        for each in given.values()
        if len(each) == 1
        for row, typed in each
    }
    return Emails(own, tuple(faults))


def _shared(rows: list[Row], typed: str) -> Iterable[Fault]:
    """A mailbox of a ward, or a slip: either way it says of nobody who they are."""
    for row in rows[1:]:
        what = f"is on line {rows[0].line} too, so it is nobody's own and is not kept"
        do = "Give each person an address of their own, or leave the cell empty."
        yield _fault(row, typed, what, do)


def _fault(row: Row, typed: str, what: str, do: str) -> Fault:
    return in_cell(row.line, COLUMN, typed, what, do, kept=True)


def with_emails(
    plan: Plan,
    said: Emails,
    ids: Mapping[str, str],
    known: Mapping[str, str],
    taken: Mapping[str, str],
) -> Plan:
    """The plan with the addresses that are new, and warnings about all the others.

    `ids` are member ids by the roster's id, `known` addresses by member id, and
    `taken` member ids by address, as the file gives it.
    """
    new: dict[str, str] = {}
    doubts: list[Fault] = []
    for roster_id, email in said.own.items():
        member = ids.get(roster_id)
        if member is None or known.get(member, "").casefold() == email.casefold():
            continue
        if taken.get(email, member) != member:
            what = f"the e-mail address of {roster_id} is already that of {taken[email]}"
            do = "The two stay two members. One of them can leave, or “forget me”."
            doubts.append(Fault(0, COLUMN, "", what, do, kept=True))
        else:
            new[member] = email
    warnings = sorted((*plan.warnings, *said.faults, *doubts), key=lambda fault: fault.line)
    return replace(plan, emails=tuple(new.items()), warnings=tuple(warnings))
