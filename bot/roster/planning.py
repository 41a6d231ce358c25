"""What an import would change, worked out in full before anything is written.

What members chose for themselves in the bot stays: the roster gives interests
and ways to meet only to those who have none, and never touches a membership
that exists. Planning again after the plan was kept changes nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.model import Member, Membership, Standing, Taking
from bot.roster.carried import Carried, ReadInterests
from bot.roster.drafts import Change, difference, draft
from bot.roster.faults import Fault
from bot.roster.gathered import Gathered
from bot.roster.rows import RosterRow, Row


@dataclass(frozen=True, slots=True)
class InterestsRead:
    """How the interests in the file were read, as counts of entries and refused lines."""

    found: int = 0
    asked: int = 0
    unsure: int = 0
    refused: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """All an import would do, and all that is wrong with the file.

    `faults` with `kept` set cost a line of interests and not the row;
    `warnings` are about rows that are imported. `emails` are new addresses by
    member id.
    """

    added: tuple[Member, ...] = ()
    changed: tuple[Change, ...] = ()
    unchanged: int = 0
    gone: tuple[Change, ...] = ()
    memberships: tuple[Membership, ...] = ()
    emails: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    interests: InterestsRead = field(default_factory=InterestsRead)
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether keeping it would write nothing."""
        return not (self.added or self.changed or self.gone or self.memberships or self.emails)

    @property
    def rows_lost(self) -> int:
        """Rows of the file that are not imported."""
        return len({fault.line for fault in self.faults if not fault.kept})

    def members(self) -> Iterator[Member]:
        """The members to save: new ones first, so that nobody is referred to before."""
        yield from self.added
        for each in (*self.changed, *self.gone):
            yield each.after


@dataclass(frozen=True, slots=True)
class Aims:
    """What an import is for.

    Those the file says had joined become members of `programme` as of `now`;
    without one, nobody joins. `whole` says that the file names everyone, so
    whoever is absent has left. `default_timezone` is for rows without one.
    """

    programme: str = ""
    now: datetime | None = None
    whole: bool = False
    default_timezone: str = ""


def plan(
    rows: Iterable[Row | Fault],
    existing: Mapping[str, Member],
    memberships: Mapping[str, Membership],
    read: ReadInterests,
    aims: Aims = Aims(),
) -> Plan:
    """What the rows change for `existing` members and the programme's `memberships`.

    Members are by the roster's id, or their own where the roster does not know
    them; memberships by member id. Raises what reading the rows raises, and nothing else.
    """
    file = Gathered(aims.default_timezone)
    for row in rows:
        file.take(row, existing)
    said = [_standing(row, aims.whole) for row in file.said]
    ids = {row.id: row.id for row in said} | {each: existing[each].id for each in existing}
    drafted = [draft(row, existing.get(row.id), ids, read, aims.default_timezone) for row in said]
    changes = [c for d in drafted if d.before and (c := difference(d.before, d.after))]
    gone, about_gone = _gone(file, existing) if aims.whole else ((), ())
    return Plan(
        added=tuple(d.after for d in drafted if d.before is None),
        changed=tuple(changes),
        unchanged=sum(d.before is not None for d in drafted) - len(changes),
        gone=gone,
        memberships=tuple(_joining(said, ids, memberships, aims)),
        interests=_counted([d.carried for d in drafted]),
        faults=_by_line([*file.faults, *(f for d in drafted for f in d.carried.faults)]),
        warnings=_by_line([*about_gone, *(w for d in drafted for w in d.warnings)]),
    )


def _standing(row: RosterRow, whole: bool) -> RosterRow:
    """A file that names everyone brings back whom it names, if it says nothing else of them."""
    silent = row.standing is None
    return replace(row, standing=Standing.HERE) if whole and silent else row


def _gone(
    file: Gathered, existing: Mapping[str, Member]
) -> tuple[tuple[Change, ...], tuple[Fault, ...]]:
    """Who is here and not in the file; nobody when the file may be hiding someone."""
    here = {i: each for i, each in existing.items() if each.standing is not Standing.GONE}
    absent = [member for roster_id, member in here.items() if roster_id not in file.seen]
    do = "Correct the file and import it again."
    if absent and (file.nameless or not file.said):
        what = (
            f"{len(absent):,} members are not in the file, and none of them is marked as gone, "
            f"because {file.nameless:,} rows do not say whose they are"
            if file.nameless
            else "the file has no usable rows, so nobody is marked as gone"
        )
        return (), (Fault(0, "", "", what, do, kept=True),)
    changes = (difference(member, replace(member, standing=Standing.GONE)) for member in absent)
    doubts: tuple[Fault, ...] = ()
    if len(absent) * 2 > len(here):
        what = f"{len(absent):,} of {len(here):,} members would be marked as gone"
        doubts = (Fault(0, "", "", what, "Check that the file names everyone.", kept=True),)
    return tuple(filter(None, changes)), doubts


def _joining(
    said: Iterable[RosterRow],
    ids: Mapping[str, str],
    memberships: Mapping[str, Membership],
    aims: Aims,
) -> Iterator[Membership]:
    """Memberships for those the file says had joined and who never did here."""
    for row in said:
        gone = row.standing is Standing.GONE
        if aims.programme and row.joined and not gone and ids[row.id] not in memberships:
            taking = Taking.PAUSED if row.paused else Taking.IN
            yield Membership(aims.programme, ids[row.id], taking, joined_at=aims.now)


def _counted(carried: Iterable[Carried]) -> InterestsRead:
    every = tuple(carried)
    return InterestsRead(
        found=sum(each.found for each in every),
        asked=sum(each.asked for each in every),
        unsure=sum(each.unsure for each in every),
        refused=sum(each.refused for each in every),
    )


def _by_line(faults: Iterable[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(faults, key=lambda fault: fault.line))
