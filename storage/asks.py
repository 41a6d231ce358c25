"""Asks with their turns."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlalchemy.engine import Row

from bot.asking import Asking, AskState, Turn
from storage.bulk import READ, chunks, upsert
from storage.schema import asks, turns
from storage.values import Kept
from storage.view import View

ASKING = Kept(Asking, asks)
TURN = Kept(Turn, turns)

# Built once: that takes longer than running them.
ONE = ASKING.select.where(asks.c.id == bindparam("asking"))
THEIRS = (
    ASKING.select.where(asks.c.asker == bindparam("member"))
    .order_by(asks.c.started_at.desc(), asks.c.id)
    .limit(bindparam("most"))
)
HELD = ASKING.select.where(
    asks.c.id.in_(
        select(turns.c.ask).where(
            turns.c.expert == bindparam("member"), turns.c.answer_by > bindparam("now")
        )
    )
).order_by(asks.c.started_at, asks.c.id)
TAKEN = (
    TURN.select.add_columns(turns.c.ask)
    .where(turns.c.ask.in_(bindparam("asks", expanding=True)))
    .order_by(turns.c.ask, turns.c.number)
)


class Asks(View):
    """Asks as they are read."""

    def asking(self, asking: str) -> Asking | None:
        """One ask with its turns."""
        return next(iter(self._askings(ONE, asking=asking)), None)

    def askings_of(self, member: str, limit: int) -> tuple[Asking, ...]:
        """The asks a member started, newest first."""
        return self._askings(THEIRS, member=member, most=limit)

    def asked_of(self, member: str, now: datetime) -> tuple[Asking, ...]:
        """The asks whose turn that member holds."""
        held = self._askings(HELD, member=member, now=now)
        return tuple(each for each in held if each.turn_of(member, now))

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

    def _askings(self, wanted: Select[Any], **said: object) -> tuple[Asking, ...]:
        rows = self._connection.execute(self._held(wanted, asks), said).all()
        # The turns after the rows are held: a turn read before could be stale.
        found = self._turns([row.id for row in rows])
        return tuple(self._asking(row, found[row.id]) for row in rows)

    def _asking(self, row: Row[Any], taken: list[Turn]) -> Asking:
        said = dict(zip(ASKING.names, row, strict=True))
        return Asking(**(said | {"opening": self._seal.open(row.opening), "turns": tuple(taken)}))

    def _turns(self, ids: list[str]) -> dict[str, list[Turn]]:
        found: dict[str, list[Turn]] = {id_: [] for id_ in ids}
        for chunk in chunks(ids, READ):
            rows = self._connection.execute(TAKEN, {"asks": chunk})
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
