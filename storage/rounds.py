"""Rounds: which ran, what they left out, which wait to be closed."""

from collections.abc import Iterable
from datetime import date, datetime
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.engine import Row

from bot.model import LeftOut, Round, RoundState, Why
from storage.bulk import add, insert_into
from storage.schema import left_out, rounds
from storage.view import View


class Rounds(View):
    """Rounds as they are read."""

    def round(self, round_id: str) -> Round | None:
        """One round."""
        return self._round(rounds.c.id == round_id)

    def round_at(self, programme: str, slot: date, wave: int) -> Round | None:
        """The round of that programme, date and wave, if it ran."""
        return self._round(
            (rounds.c.programme == programme) & (rounds.c.slot == slot) & (rounds.c.wave == wave)
        )

    def rounds(self, programme: str, limit: int) -> tuple[Round, ...]:
        """A programme's rounds, newest first."""
        rows = self._connection.execute(
            select(rounds)
            .where(rounds.c.programme == programme)
            .order_by(rounds.c.slot.desc(), rounds.c.wave.desc())
            .limit(limit)
        )
        return tuple(map(_value, rows))

    def waves_to_close(self, now: datetime) -> tuple[Round, ...]:
        """Rounds that ran, are not closed, and whose `answer_by` has come."""
        wanted = (
            select(rounds)
            .where(_open(), rounds.c.answer_by <= now)
            .order_by(rounds.c.answer_by, rounds.c.id)
        )
        return tuple(map(_value, self._connection.execute(self._held(wanted, rounds))))

    def next_deadline(self, now: datetime) -> datetime | None:
        """The earliest `answer_by` still ahead of any wave that is not closed."""
        soonest: datetime | None = self._connection.scalar(
            select(func.min(rounds.c.answer_by)).where(_open(), rounds.c.answer_by > now)
        )
        return soonest

    def left_out_of(self, round_id: str) -> tuple[LeftOut, ...]:
        """Who a round left out and why, by member."""
        rows = self._connection.execute(
            select(left_out.c.member, left_out.c.why)
            .where(left_out.c.round == round_id)
            .order_by(left_out.c.member)
        )
        return tuple(LeftOut(member, Why(why)) for member, why in rows)

    def _round(self, where: ColumnElement[bool]) -> Round | None:
        held = self._held(select(rounds).where(where), rounds)
        row = self._connection.execute(held).one_or_none()
        return None if row is None else _value(row)


class RoundsWriting(Rounds):
    """Rounds as they are saved."""

    def start_round(self, round_: Round) -> bool:
        """Claim a programme's date and wave. False when another run has it."""
        insert = insert_into(self._connection, rounds).values(_row(round_))
        slot = ["programme", "slot", "wave"]
        claim = insert.on_conflict_do_nothing(index_elements=slot).returning(rounds.c.id)
        return self._connection.scalar(claim) is not None

    def save_round(self, round_: Round) -> None:
        """Change a round that exists; `LookupError` when it does not."""
        change = update(rounds).where(rounds.c.id == round_.id).values(_row(round_))
        if self._connection.execute(change).rowcount != 1:
            raise LookupError(f"there is no round {round_.id!r} to change")

    def add_left_out(self, round_id: str, left_out_: Iterable[LeftOut]) -> None:
        """Record who a round left out. Any number."""
        add(
            self._connection,
            left_out,
            ({"round": round_id, "member": who.member, "why": who.why.value} for who in left_out_),
        )


def _open() -> ColumnElement[bool]:
    return (rounds.c.state == RoundState.RUN.value) & rounds.c.closed.is_(False)


def _row(round_: Round) -> dict[str, Any]:
    return {
        "id": round_.id,
        "programme": round_.programme,
        "slot": round_.slot,
        "wave": round_.wave,
        "seed": round_.seed,
        "state": round_.state.value,
        "started_at": round_.started_at,
        "answer_by": round_.answer_by,
        "closed": round_.closed,
        "figures": dict(round_.figures),
    }


def _value(row: Row[Any]) -> Round:
    return Round(
        id=row.id,
        programme=row.programme,
        slot=row.slot,
        wave=row.wave,
        seed=row.seed,
        state=RoundState(row.state),
        started_at=row.started_at,
        answer_by=row.answer_by,
        closed=row.closed,
        figures=MappingProxyType(row.figures),
    )
