"""Letting go of what is old: the moments are decided elsewhere, here the rows go."""

from sqlalchemy import ColumnElement, Select, String, cast, delete, func, or_, select, update

from bot.model import Answer, IntroductionState, Meeting
from bot.retention import Purge
from storage.schema import (
    appointments,
    asks,
    brought,
    concerns,
    credentials,
    events,
    forgotten,
    inbox,
    introductions,
    left_out,
    outbox,
    parts,
    rounds,
)
from storage.states import State
from storage.tokens import BEGINS
from storage.view import View

SETTLED = (State.SENT, State.MOOT, State.DEAD, State.UNKNOWN)


class Purging(View):
    """What is old goes; the pairs stay, for they are rules."""

    def purge(self, old: Purge) -> None:
        """Erase what is older than it may be. Running it twice changes nothing more."""
        self._details(introductions.c.id.in_(self._ended(old)))
        self._check_ins(old)
        self._faces(old)
        self._messages(old)
        self._connection.execute(delete(asks).where(asks.c.closed_at < old.details_before))
        early = select(rounds.c.id).where(rounds.c.started_at < old.details_before)
        self._connection.execute(delete(left_out).where(left_out.c.round.in_(early)))

    def _ended(self, old: Purge) -> Select[tuple[str]]:
        """Introductions that ended, or fell silent, so long ago."""
        at = func.coalesce(introductions.c.closed_at, introductions.c.opened_at)
        return select(introductions.c.id).where(
            introductions.c.state != IntroductionState.PROPOSED, at < old.details_before
        )

    def _details(self, which: ColumnElement[bool]) -> None:
        ids = select(introductions.c.id).where(which)
        run = self._connection.execute
        run(delete(brought).where(brought.c.introduction.in_(ids)))
        run(delete(appointments).where(appointments.c.introduction.in_(ids)))
        run(
            update(parts)
            .where(parts.c.introduction.in_(ids))
            .where(or_(parts.c.answer != Answer.NONE, parts.c.opening != ""))
            .values(answer=Answer.NONE, answered_at=None, opening="")
        )
        self._reasons(which)

    def _reasons(self, which: ColumnElement[bool]) -> None:
        some = cast(introductions.c.terms, String) != "[]"
        self._connection.execute(
            update(introductions).where(which, some).values(terms=[], score=0.0)
        )

    def _check_ins(self, old: Purge) -> None:
        asked = select(introductions.c.id).where(introductions.c.opened_at < old.check_ins_before)
        self._connection.execute(
            update(parts)
            .where(parts.c.introduction.in_(asked))
            .where(or_(parts.c.meeting != Meeting.NONE, parts.c.depth != 0))
            .values(meeting=Meeting.NONE, depth=0)
        )

    def _faces(self, old: Purge) -> None:
        """Faces whose proposals closed, and the reasons that spoke of them."""
        self._connection.execute(
            update(forgotten)
            .where(forgotten.c.face_until <= old.now)
            .values(face="", face_until=None)
        )
        faceless = select(forgotten.c.token).where(forgotten.c.face == "")
        theirs = select(parts.c.introduction).where(
            parts.c.member.startswith(BEGINS), parts.c.member.in_(faceless)
        )
        closed = introductions.c.state != IntroductionState.PROPOSED
        self._reasons(introductions.c.id.in_(theirs) & closed)

    def _messages(self, old: Purge) -> None:
        run, before = self._connection.execute, old.messages_before
        run(delete(outbox).where(outbox.c.state.in_(SETTLED), outbox.c.try_at < before))
        waiting = select(outbox.c.about).where(outbox.c.state.not_in(SETTLED))
        run(delete(concerns).where(concerns.c.at < before, concerns.c.id.not_in(waiting)))
        run(delete(events).where(events.c.seen_at < before))
        run(delete(inbox).where(inbox.c.at < before))
        run(delete(credentials).where(credentials.c.until < before))
