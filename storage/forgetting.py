"""Erasing a member from every table, in one transaction.

What stays are the introductions and rules that others are part of, under a
token: so that the same two are not put together again should they come back.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy import BindParameter, Delete, Update, bindparam, delete, select, tuple_, update

from bot.model import Answer, IntroductionState, Meeting
from storage import tokens
from storage.bulk import upsert
from storage.columns import unindexed
from storage.faces import among_forgotten, face_of, rename
from storage.people import People
from storage.schema import (
    addresses,
    appointments,
    concerns,
    conversations,
    forgotten,
    inbox,
    introductions,
    members,
    metadata,
    parts,
)

WHOSE: BindParameter[str] = bindparam("whose")


def _clearing() -> Iterator[Delete | Update]:
    """Times and reasons of introductions that are not open; their answers and words in any."""
    theirs = select(parts.c.introduction).where(parts.c.member == WHOSE)
    ended = unindexed(introductions.c.state) != IntroductionState.PROPOSED
    over = select(introductions.c.id).where(introductions.c.id.in_(theirs), ended)
    yield delete(appointments).where(appointments.c.introduction.in_(over))
    yield update(introductions).where(introductions.c.id.in_(over)).values(terms=[], score=0.0)
    nothing = {"answered_at": None, "opening": "", "meeting": Meeting.NONE, "depth": 0}
    yield update(parts).where(parts.c.member == WHOSE).values(answer=Answer.NONE, **nothing)


def _erasing() -> Iterator[Delete]:
    """Each table's rows that refer to a member, in the order in which they may go."""
    at = select(addresses.c.place, addresses.c.user).where(addresses.c.member == WHOSE)
    for table in (conversations, inbox):
        yield delete(table).where(tuple_(table.c.place, table.c.user).in_(at))
    yield delete(concerns).where(concerns.c.author == WHOSE)
    for table in reversed(metadata.sorted_tables):
        for column in table.columns:
            if any(key.column is members.c.id for key in column.foreign_keys):
                yield delete(table).where(column == WHOSE)
    yield delete(members).where(members.c.id == WHOSE)


CLEARING, ERASING = tuple(_clearing()), tuple(_erasing())
"""Built once: that takes longer than running them."""


def _as_one() -> Delete:
    """All of them in one statement, which PostgreSQL holds to its rules when it ends."""
    *others, own = ERASING
    return own.add_cte(*(each.cte(f"erased_{at}") for at, each in enumerate(others)))


AT_ONCE = {"postgresql": (_as_one(),)}
"""Where one statement may erase from every table; a server is asked once, not twenty times."""


class Knowing(People):
    """Who was erased, as far as anyone can ask."""

    def any_forgotten_since(self, moment: datetime) -> bool:
        """Whether anybody asked to be forgotten since then."""
        since = select(forgotten.c.token).where(forgotten.c.at >= moment).limit(1)
        return self._connection.scalar(since) is not None

    def forgotten(self, ids: Iterable[str]) -> frozenset[str]:
        """Those of the ids whose owners once asked to be forgotten."""
        return frozenset(among_forgotten(self._connection, self._seal, ids))


class Forgetting(Knowing):
    """Erasing."""

    erased = False
    """Whether this transaction erased somebody."""

    def forget(
        self,
        member: str,
        now: datetime,
        face_until: datetime | None = None,
        also: Iterable[str] = (),
    ) -> None:
        """Erase a member from every table. `LookupError` when there is no such member.

        With `face_until`, what an open proposal shows of them stays sealed until then.
        `also` are ids under which they could be brought back, each a token of its own.
        """
        person = self._met.get(member) or self.member(member)
        if person is None:
            raise LookupError("there is no such member to forget")
        self._look_again()
        keyed = tokens.made(self._connection, self._seal)
        token = keyed.of(member)
        face = self._seal.close(face_of(person)) if face_until else ""
        self._clear_introductions(member)
        rename(self._connection, member, token)
        self._delete_rows(member)
        gone = {"at": now, "stands_for": token, "face": face, "face_until": face_until}
        others = ({"token": keyed.of(each)} for each in set(also) - {member})
        unseen = gone | {"face": "", "face_until": None}
        rows = [gone | {"token": token}, *(unseen | each for each in others)]
        upsert(self._connection, forgotten, rows)
        self.erased = True

    def _clear_introductions(self, member: str) -> None:
        """Their answers and words everywhere; reasons and times where nothing is open."""
        for clearing in CLEARING:
            self._connection.execute(clearing, {"whose": member})

    def _delete_rows(self, member: str) -> None:
        """Every row that refers to them, then their own."""
        for erasing in AT_ONCE.get(self._connection.dialect.name, ERASING):
            self._connection.execute(erasing, {"whose": member})
