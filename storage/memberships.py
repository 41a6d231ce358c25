"""Memberships, and everyone a round could take."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, select, update

from bot.addresses import CERTAIN
from bot.model import Entrant, IntroductionState, Member, Membership, Standing, Taking
from bot.ports import Served
from storage.budgets import heard_in_a_month
from storage.bulk import READ, WRITE, chunks, uncollected, upsert
from storage.people import People
from storage.schema import addresses, introductions, members, memberships, parts
from storage.sealing import Seal
from storage.values import Kept

MEMBERSHIP = Kept(Membership, memberships)

THEIRS = MEMBERSHIP.select.where(
    memberships.c.member.in_(bindparam("members", expanding=True))
).order_by(memberships.c.member, memberships.c.programme)
"""Built once: that takes longer than running it."""


def _reached() -> ColumnElement[bool]:
    """Whom some place still reaches; whoever is known in none yet is no trouble of a place."""
    silent = select(addresses.c.member).where(
        addresses.c.member == memberships.c.member, addresses.c.tie.in_(CERTAIN)
    )
    return ~silent.exists() | silent.where(addresses.c.active).exists()


def _in_programme(id_: ColumnElement[str]) -> ColumnElement[bool]:
    joined = select(memberships.c.member).where(memberships.c.programme == bindparam("programme"))
    return id_.in_(joined)


class Memberships(People):
    """Memberships as they are read. Whose were held in this transaction are not read again."""

    def __init__(self, connection: Connection, seal: Seal, *, writes: bool = False) -> None:
        super().__init__(connection, seal, writes=writes)
        self._joined: dict[str, tuple[Membership, ...]] = {}

    def _look_again(self) -> None:
        super()._look_again()
        self._joined.clear()

    def memberships(self, member: str) -> tuple[Membership, ...]:
        """Every programme a member has ever joined, by programme."""
        return self.memberships_of((member,))[member]

    def memberships_of(self, members: Iterable[str]) -> Mapping[str, tuple[Membership, ...]]:
        """The same for each of those members. Any number."""
        wanted = sorted(set(members))
        for chunk in chunks((each for each in wanted if each not in self._joined), READ):
            held = self._held(THEIRS, memberships)
            found: defaultdict[str, list[Membership]] = defaultdict(list)
            for row in self._connection.execute(held, {"members": chunk}):
                found[row.member].append(Membership(*row))
            self._joined |= {each: tuple(found.get(each, ())) for each in chunk}
        return {each: self._joined[each] for each in wanted}

    def all_memberships(self, programme: str) -> Mapping[str, Membership]:
        """Every membership of a programme, by member."""
        rows = self._connection.execute(
            MEMBERSHIP.select.where(memberships.c.programme == programme).order_by(
                memberships.c.member
            )
        )
        return {row.member: Membership(*row) for row in rows}

    @uncollected()
    def entrants(self, programme: str, now: datetime) -> tuple[Entrant, ...]:
        """Everyone who has not left the programme or the hospital, by member id."""
        rows = self._connection.execute(
            MEMBERSHIP.select.add_columns(
                memberships.c.last_due, memberships.c.left_out_last, memberships.c.recent_average
            )
            .join(members, members.c.id == memberships.c.member)
            .where(
                memberships.c.programme == programme,
                memberships.c.taking != Taking.OUT,
                members.c.standing != Standing.GONE,
                _reached(),
            )
            .order_by(memberships.c.member)
        ).all()
        people = self._load(_in_programme, programme=programme)
        heard_of = heard_in_a_month(self._connection, now)
        busy = self._in_a_proposal()
        return tuple(
            _entrant(row, people[row.member], heard_of.get(row.member, 0), row.member in busy)
            for row in rows
        )

    def _in_a_proposal(self) -> set[str]:
        return set(
            self._connection.scalars(
                select(parts.c.member)
                .join(introductions, introductions.c.id == parts.c.introduction)
                .where(introductions.c.state == IntroductionState.PROPOSED)
            )
        )


class MembershipsWriting(Memberships):
    """Memberships as they are saved."""

    def save_memberships(self, memberships_: Iterable[Membership]) -> None:
        """Add or change memberships. What rounds gave a member stays as it is."""
        self._joined.clear()
        upsert(self._connection, memberships, map(MEMBERSHIP.row, memberships_))

    def note_served(self, programme: str, slot: date, served: Iterable[Served]) -> None:
        """Record what a round gave each member who was due. Any number."""
        note = (
            update(memberships)
            .where(
                memberships.c.programme == programme,
                memberships.c.member == bindparam("who"),
            )
            .values(
                recent_average=bindparam("average"),
                left_out_last=bindparam("was_left_out"),
                last_due=slot,
            )
        )
        for chunk in chunks(served, WRITE):
            self._connection.execute(
                note,
                [
                    {
                        "who": each.member,
                        "average": each.recent_average,
                        "was_left_out": each.left_out,
                    }
                    for each in chunk
                ],
            )


def _entrant(row: Sequence[Any], member: Member, heard_of: int, busy: bool) -> Entrant:
    last_due, left_out_last, recent_average = row[-3:]
    return Entrant(
        member, Membership(*row[:-3]), heard_of, last_due, left_out_last, recent_average, busy
    )
