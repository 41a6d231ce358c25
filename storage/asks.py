"""Asks with their turns."""

from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.engine import Row

from bot.asking import Asking, AskState, Turn
from storage.bulk import READ, chunks, upsert
from storage.schema import asks, turns
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
