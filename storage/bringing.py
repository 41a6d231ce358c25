"""Introductions that a colleague brought about: by whom, and in which words."""

from datetime import datetime

from sqlalchemy import func, select

from bot.model import Brought, Introduction, IntroductionState
from storage.bulk import upsert
from storage.introductions import INTRODUCTION, Introductions
from storage.schema import brought, introductions
from storage.values import Kept

BROUGHT = Kept(Brought, brought)


class Bringing(Introductions):
    """What colleagues brought about, as it is read."""

    def brought(self, introduction: str) -> Brought | None:
        """Who brought an introduction about, if a colleague did."""
        wanted = BROUGHT.select.where(brought.c.introduction == introduction)
        row = self._connection.execute(wanted).one_or_none()
        if row is None:
            return None
        return Brought(row.introduction, row.introducer, self._seal.open(row.because), row.tell)

    def brought_to_close(self, now: datetime) -> tuple[Introduction, ...]:
        """Introductions of no round, still proposed, whose `answer_by` has come."""
        over = INTRODUCTION.select.where(
            introductions.c.state == IntroductionState.PROPOSED,
            introductions.c.round.is_(None),
            introductions.c.answer_by <= now,
        )
        return self._introductions(over.order_by(introductions.c.answer_by, introductions.c.id))

    def next_brought(self, now: datetime) -> datetime | None:
        """When the next introduction of no round closes, after `now`."""
        soonest: datetime | None = self._connection.scalar(
            select(func.min(introductions.c.answer_by)).where(
                introductions.c.state == IntroductionState.PROPOSED,
                introductions.c.round.is_(None),
                introductions.c.answer_by > now,
            )
        )
        return soonest


class BringingWriting(Bringing):
    """What colleagues brought about, as it is saved."""

    def save_brought(self, kept: Brought) -> None:
        """Add or change who brought an introduction about."""
        sealed = {"because": self._seal.close(kept.because)}
        upsert(self._connection, brought, [BROUGHT.row(kept) | sealed])
