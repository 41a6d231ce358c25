"""Which columns a roster has, what they are called here, and what to do about others."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.roster import cells
from bot.roster.faults import SHOWN, Fault, RosterRefused, nearest

REQUIRED = ("member_id", "display_name")
"""And `timezone`, unless a default is given."""

COLUMNS = (
    *REQUIRED,
    "credentials",
    "email",
    "job_title_as_written",
    "role_family",
    "department",
    "site",
    "timezone",
    "shift",
    "on_call",
    "career_stage",
    "chat_languages",
    "formats",
    "manager",
    "standing",
    "left",
    "joined",
    "status",
    "interests_as_typed",
)

_OTHER_WORDS = {
    "member_id": "id employee_id employee_number emp_id staff_id person_id user_id worker_id",
    "display_name": "name full_name employee_name preferred_name staff_name",
    "email": "mail e_mail email_address e_mail_address work_email mail_address upn",
    "job_title_as_written": "title job_title position job",
    "role_family": "role profession job_family discipline",
    "department": "dept unit cost_center cost_centre ward team",
    "site": "location campus facility hospital",
    "timezone": "time_zone tz",
    "on_call": "call oncall",
    "career_stage": "stage experience seniority",
    "chat_languages": "languages language",
    "formats": "format meets",
    "manager": "manager_id supervisor supervisor_id reports_to",
    "left": "terminated gone",
    "interests_as_typed": "interests topics",
    "credentials": "credential degrees licenses",
}


@dataclass(frozen=True, slots=True)
class HeaderRules:
    """What whoever imports says about columns.

    `renamed` is from a column of the file to one of `COLUMNS`; `ignored` columns
    are not read at all.
    """

    renamed: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    ignored: frozenset[str] = frozenset()
    default_timezone: str = ""


def header_rules(
    maps: Iterable[str] = (), ignored: Iterable[str] = (), default_timezone: str = ""
) -> HeaderRules:
    """The rules from words such as "Dept=department". Raises `RosterRefused` with all faults."""
    renamed, faults = {}, []
    for words in maps:
        theirs, equals, ours = (part.strip() for part in words.rpartition("="))
        if not equals or not theirs:
            do = 'Write it as --map "Dept=department".'
            faults.append(Fault(0, "--map", words, "does not say which column is which", do))
        elif ours not in COLUMNS:
            do = f"{_guess(_nearest_column(ours))}The columns are {', '.join(COLUMNS)}."
            faults.append(Fault(0, "--map", words, f"names no column “{ours}”", do))
        else:
            renamed[_plain(theirs)] = ours
    zone = ""
    try:
        zone = cells.timezone(default_timezone) if default_timezone else ""
    except cells.Misread as misread:
        faults.append(Fault(0, "--timezone", default_timezone, misread.what, misread.do))
    if faults:
        raise RosterRefused(*faults)
    return HeaderRules(renamed, frozenset(map(_plain, ignored)), zone)


def settle_header(header: Sequence[str], rules: HeaderRules, line: int = 1) -> tuple[str, ...]:
    """The column of `COLUMNS` each position holds; "" for one that is ignored.

    Case, spaces and hyphens in the file's names do not matter. Raises
    `RosterRefused` with every unknown, repeated, nameless or missing column.
    """
    settled: list[str] = []
    unknown: list[str] = []
    faults: list[Fault] = []
    for at, theirs in enumerate(header, start=1):
        plain = _plain(theirs)
        ours = rules.renamed.get(plain) or _ours(plain)
        if plain in rules.ignored:
            settled.append("")
        elif not plain:
            do = "Give it a name, or delete the column."
            faults.append(Fault(line, f"column {at}", "", "has no name", do))
        elif not ours:
            unknown.append(theirs)
        elif ours in settled:
            do = "Delete one of the two, or give it another name."
            faults.append(Fault(line, ours, theirs, "is there twice", do))
        else:
            settled.append(ours)
    free = [column for column in COLUMNS if column not in settled]
    faults += (_unknown(theirs, free, line) for theirs in unknown)
    faults += _absent(settled, header, rules, line)
    there = set(map(_plain, header))
    for theirs in rules.renamed.keys() - there:
        do = f"The columns of the file are {', '.join(header)}."
        faults.append(Fault(0, "--map", theirs, "is no column of the file", do))
    if faults:
        raise RosterRefused(*faults)
    return tuple(settled)


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]+", "_", name.strip().casefold())


def _ours(plain: str) -> str:
    return plain if plain in COLUMNS else ""


def _unknown(theirs: str, free: Sequence[str], line: int) -> Fault:
    """A column nobody knows; `free` are those it could stand for."""
    shown = " ".join(theirs.split())[:SHOWN]
    near = _nearest_column(theirs, free)
    mapped, ignored = _option("--map", f"{shown}={near or 'COLUMN'}"), _option("--ignore", shown)
    do = f"{_guess(near)}Say what it is with {mapped}, or leave it out with {ignored}."
    return Fault(line, shown, "", "is not a column the import knows", do)


def _nearest_column(theirs: str, free: Sequence[str] = COLUMNS) -> str:
    plain = _plain(theirs)
    said = {word: ours for ours in free for word in _OTHER_WORDS.get(ours, "").split()}
    return said.get(plain) or nearest(plain, free) or said.get(nearest(plain, said), "")


def _guess(near: str) -> str:
    return f"Did you mean “{near}”? " if near else ""


def _option(option: str, value: str) -> str:
    clean = value.replace('"', "'")
    return f'{option} "{clean}"'


def _absent(
    settled: Sequence[str], header: Sequence[str], rules: HeaderRules, line: int
) -> Iterable[Fault]:
    there = set(settled)
    for theirs, ours in rules.renamed.items():
        if theirs not in set(map(_plain, header)):
            do = f"The file's columns are {', '.join(filter(None, header))[:500]}."
            yield Fault(0, "--map", theirs, f"is not in the file, so nothing is “{ours}”", do)
    required = REQUIRED if rules.default_timezone else (*REQUIRED, "timezone")
    for column in required:
        if column not in there:
            more = ", or add --timezone America/New_York" if column == "timezone" else ""
            do = f"Add it, or say which column it is with {_option('--map', f'X={column}')}{more}."
            yield Fault(line, column, "", "is missing", do)


def known_columns(header: Sequence[str], rules: HeaderRules) -> int:
    """How many of these names the import knows, or was told about."""
    plain = map(_plain, header)
    return sum(bool(_ours(name)) or name in rules.renamed for name in plain)
