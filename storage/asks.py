"""Asks with their turns, and who offers what is asked about."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.engine import Row

from bot.asking import Asking, AskState, Offer, Turn
from bot.model import Membership, Side, Standing, Taking
from storage.budgets import heard_in_a_month
from storage.bulk import READ, chunks, upsert
from storage.memberships import MEMBERSHIP
from storage.schema import asks, choices, members, memberships, turns
from storage.values import Kept
from storage.view import View

ASKING = Kept(Asking, asks)
TURN = Kept(Turn, turns)


class Asks(View):
    """Asks as they are read."""

    def asking(self, asking: str) -> Asking | None:
        """One ask with its turns."""
        return next(iter(self._askings(ASKING.select.where(asks.c.id == asking))), None)

    def askings_of(self, member: str, limit: int) -> tuple[Asking, ...]:
        """The asks a member started, newest first."""
        theirs = ASKING.select.where(asks.c.asker == member)
        return self._askings(theirs.order_by(asks.c.started_at.desc(), asks.c.id).limit(limit))

    def asked_of(self, member: str, now: datetime) -> tuple[Asking, ...]:
        """The asks whose turn that member holds."""
        held = select(turns.c.ask).where(turns.c.expert == member, turns.c.answer_by > now)
        wanted = ASKING.select.where(asks.c.id.in_(held)).order_by(asks.c.started_at, asks.c.id)
        return tuple(each for each in self._askings(wanted) if each.turn_of(member, now))

    def askings_due(self, now: datetime) -> tuple[Asking, ...]:
        """Asks still looking whose turn is over, the longest over first."""
        due = ASKING.select.where(asks.c.state == AskState.LOOKING, asks.c.next_at <= now)
        return self._askings(due.order_by(asks.c.next_at, asks.c.id))

    def next_asking(self, now: datetime) -> datetime | None:
        """When the next turn of any ask is over, after `now`."""
        soonest: datetime | None = self._connection.scalar(
            select(func.min(asks.c.next_at)).where(
                asks.c.state == AskState.LOOKING, asks.c.next_at > now
            )
        )
        return soonest

    def offers(self, programme: str, interests: Iterable[str], now: datetime) -> tuple[Offer, ...]:
        """Offers of those interests by everyone who left neither programme nor hospital."""
        rows = self._connection.execute(
            MEMBERSHIP.select.add_columns(choices.c.interest, choices.c.shown)
            .join(choices, choices.c.member == memberships.c.member)
            .join(members, members.c.id == memberships.c.member)
            .where(
                memberships.c.programme == programme,
                memberships.c.taking != Taking.OUT,
                members.c.standing != Standing.GONE,
                choices.c.side == Side.OFFERS,
                choices.c.interest.in_(list(interests)),
            )
            .order_by(memberships.c.member, choices.c.interest)
        ).all()
        people = {row.member for row in rows}
        heard_of = heard_in_a_month(self._connection, now, people)
        asked, holding = self._last_asked(people), self._holding(now)
        return tuple(
            Offer(
                row.member,
                row.interest,
                row.shown,
                Membership(*row[: len(MEMBERSHIP.names)]),
                heard_of[row.member],
                asked.get(row.member),
                row.member in holding,
            )
            for row in rows
        )

    def heard_of(self, member: str, now: datetime) -> int:
        """What counts against a member's budget, as `entrants` counts it."""
        return heard_in_a_month(self._connection, now, [member])[member]

    def _last_asked(self, people: Iterable[str]) -> dict[str, datetime]:
        found: dict[str, datetime] = {}
        for chunk in chunks(sorted(people), READ):
            rows = self._connection.execute(
                select(turns.c.expert, func.max(turns.c.asked_at))
                .where(turns.c.expert.in_(chunk))
                .group_by(turns.c.expert)
            )
            found.update((row[0], row[1]) for row in rows)
        return found

    def _holding(self, now: datetime) -> set[str]:
        """Who has an ask with them now."""
        return set(
            self._connection.scalars(
                select(turns.c.expert)
                .join(asks, asks.c.id == turns.c.ask)
                .where(asks.c.state == AskState.LOOKING, turns.c.answer_by > now)
            )
        )

    def _askings(self, wanted: Select[Any]) -> tuple[Asking, ...]:
        rows = self._connection.execute(self._held(wanted, asks)).all()
        # The turns after the rows are held: a turn read before could be stale.
        found = self._turns([row.id for row in rows])
        return tuple(self._asking(row, found[row.id]) for row in rows)

    def _asking(self, row: Row[Any], taken: list[Turn]) -> Asking:
        said = dict(zip(ASKING.names, row, strict=True))
        return Asking(**(said | {"opening": self._seal.open(row.opening), "turns": tuple(taken)}))

    def _turns(self, ids: list[str]) -> dict[str, list[Turn]]:
        found: dict[str, list[Turn]] = {id_: [] for id_ in ids}
        for chunk in chunks(ids, READ):
            rows = self._connection.execute(
                TURN.select.add_columns(turns.c.ask)
                .where(turns.c.ask.in_(chunk))
                .order_by(turns.c.ask, turns.c.number)
            )
            for *turn, ask in rows:
                found[ask].append(Turn(*turn))
        return found


class AsksWriting(Asks):
    """Asks as they are saved."""

    def save_asking(self, asking: Asking) -> None:
        """Add or change an ask with its turns."""
        sealed = {"opening": self._seal.close(asking.opening)}
        upsert(self._connection, asks, [ASKING.row(asking) | sealed])
        upsert(self._connection, turns, (TURN.row(t) | {"ask": asking.id} for t in asking.turns))
