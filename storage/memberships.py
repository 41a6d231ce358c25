"""Memberships, and everyone a round could take."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, bindparam, func, select, update
from sqlalchemy.engine import Row

from bot.model import Entrant, IntroductionState, Member, Membership, Standing, Taking
from bot.ports import Served
from storage.bulk import WRITE, chunks, upsert
from storage.people import People
from storage.schema import introductions, members, memberships, parts

MONTH = timedelta(days=30)
"""The month that a bother budget is counted in."""


class Memberships(People):
    """Memberships as they are read."""

    def memberships(self, member: str) -> tuple[Membership, ...]:
        """Every programme a member has ever joined, by programme."""
        wanted = (
            select(memberships)
            .where(memberships.c.member == member)
            .order_by(memberships.c.programme)
        )
        return tuple(map(_membership, self._connection.execute(self._held(wanted, memberships))))

    def all_memberships(self, programme: str) -> Mapping[str, Membership]:
        """Every membership of a programme, by member."""
        rows = self._connection.execute(
            select(memberships)
            .where(memberships.c.programme == programme)
            .order_by(memberships.c.member)
        )
        return {row.member: _membership(row) for row in rows}

    def entrants(self, programme: str, now: datetime) -> tuple[Entrant, ...]:
        """Everyone who has not left the programme or the hospital, by member id."""
        rows = self._connection.execute(
            select(memberships)
            .join(members, members.c.id == memberships.c.member)
            .where(
                memberships.c.programme == programme,
                memberships.c.taking != Taking.OUT.value,
                members.c.standing != Standing.GONE.value,
            )
            .order_by(memberships.c.member)
        ).all()
        people = self._in_programme(programme)
        opened = self._opened_since(now - MONTH, now)
        busy = self._in_a_proposal()
        return tuple(
            _entrant(row, people[row.member], opened.get(row.member, 0), row.member in busy)
            for row in rows
        )

    def _in_programme(self, programme: str) -> dict[str, Member]:
        joined = select(memberships.c.member).where(memberships.c.programme == programme)

        def belongs(member: ColumnElement[str]) -> ColumnElement[bool]:
            return member.in_(joined)

        return self._load(belongs)

    def _opened_since(self, since: datetime, now: datetime) -> dict[str, int]:
        rows = self._connection.execute(
            select(parts.c.member, func.count())
            .join(introductions, introductions.c.id == parts.c.introduction)
            .where(introductions.c.opened_at > since, introductions.c.opened_at <= now)
            .group_by(parts.c.member)
        )
        return {row[0]: row[1] for row in rows}

    def _in_a_proposal(self) -> set[str]:
        return set(
            self._connection.scalars(
                select(parts.c.member)
                .join(introductions, introductions.c.id == parts.c.introduction)
                .where(introductions.c.state == IntroductionState.PROPOSED.value)
            )
        )


class MembershipsWriting(Memberships):
    """Memberships as they are saved."""

    def save_memberships(self, memberships_: Iterable[Membership]) -> None:
        """Add or change memberships. What rounds gave a member stays as it is."""
        upsert(self._connection, memberships, map(_row, memberships_))

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


def _row(membership: Membership) -> dict[str, Any]:
    return {
        "programme": membership.programme,
        "member": membership.member,
        "taking": membership.taking.value,
        "paused_until": membership.paused_until,
        "every_weeks": membership.every_weeks,
        "budget": membership.budget,
        "joined_at": membership.joined_at,
    }


def _membership(row: Row[Any]) -> Membership:
    return Membership(
        programme=row.programme,
        member=row.member,
        taking=Taking(row.taking),
        paused_until=row.paused_until,
        every_weeks=row.every_weeks,
        budget=row.budget,
        joined_at=row.joined_at,
    )


def _entrant(row: Row[Any], member: Member, opened: int, busy: bool) -> Entrant:
    return Entrant(
        member=member,
        membership=_membership(row),
        introductions_this_month=opened,
        last_due=row.last_due,
        left_out_last_round=row.left_out_last,
        recent_average=row.recent_average,
        in_one_already=busy,
    )
