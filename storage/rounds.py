"""Rounds: which ran, what they left out, which wait to be closed."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select, update

from bot.model import LeftOut, Round, RoundState
from storage.bulk import add, add_new
from storage.schema import left_out, rounds
from storage.values import Kept
from storage.view import View

ROUND = Kept(Round, rounds)


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
            ROUND.select.where(rounds.c.programme == programme)
            .order_by(rounds.c.slot.desc(), rounds.c.wave.desc())
            .limit(limit)
        )
        return tuple(Round(*row) for row in rows)

    def waves_to_close(self, now: datetime) -> tuple[Round, ...]:
        """Rounds that ran, are not closed, and whose `answer_by` has come."""
        wanted = ROUND.select.where(_open(), rounds.c.answer_by <= now).order_by(
            rounds.c.answer_by, rounds.c.id
        )
        return tuple(Round(*row) for row in self._connection.execute(self._held(wanted, rounds)))

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
        return tuple(LeftOut(*row) for row in rows)

    def _round(self, where: ColumnElement[bool]) -> Round | None:
        held = self._held(ROUND.select.where(where), rounds)
        row = self._connection.execute(held).one_or_none()
        return None if row is None else Round(*row)


class RoundsWriting(Rounds):
    """Rounds as they are saved."""

    def start_round(self, round_: Round) -> bool:
        """Claim a programme's date and wave. False when another run has it."""
        row = ROUND.row(round_)
        return bool(add_new(self._connection, rounds, [row], "programme", "slot", "wave"))

    def save_round(self, round_: Round) -> None:
        """Change a round that exists; `LookupError` when it does not."""
        change = update(rounds).where(rounds.c.id == round_.id).values(ROUND.row(round_))
        if self._connection.execute(change).rowcount != 1:
            raise LookupError(f"there is no round {round_.id!r} to change")

    def add_left_out(self, round_id: str, left_out_: Iterable[LeftOut]) -> None:
        """Record who a round left out. Any number."""
        add(
            self._connection,
            left_out,
            ({"round": round_id, "member": who.member, "why": who.why} for who in left_out_),
        )


def _open() -> ColumnElement[bool]:
    return (rounds.c.state == RoundState.RUN) & rounds.c.closed.is_(False)
