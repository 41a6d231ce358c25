"""Messages promised: put in the outbox with everything else a transaction does."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any

from sqlalchemy import func, not_, select, update

from bot.events import Who
from bot.model import AGAIN, Notice
from bot.ports import Undelivered
from storage.bulk import READ, add_missing, add_new, chunks
from storage.reaching import Reaching
from storage.schema import events, outbox
from storage.states import State
from storage.values import Kept
from storage.view import View

NOTICE = Kept(Notice, outbox)


NO_ADDRESS = "the member has no address in any place"


class Promises(View):
    """The outbox as it is read."""

    def deliveries(self) -> Mapping[str, int]:
        """How many promised messages are in each state of the outbox, zeros included."""
        rows = self._connection.execute(
            select(outbox.c.state, func.count()).group_by(outbox.c.state)
        )
        return {state.value: 0 for state in State} | {row[0].value: row[1] for row in rows}

    def next_due(self, now: datetime) -> datetime | None:
        """When the next promised message after `now` is due."""
        soonest: datetime | None = self._connection.scalar(
            select(func.min(outbox.c.try_at)).where(
                outbox.c.state == State.PENDING, outbox.c.try_at > now
            )
        )
        return soonest

    def unclear(self, since: datetime) -> tuple[Notice, ...]:
        """Messages that may not have arrived, last tried since then, and not said once more."""
        more = outbox.alias()
        said = select(more.c.id).where(more.c.key == outbox.c.key + AGAIN)
        rows = self._connection.execute(
            NOTICE.select.where(
                outbox.c.state == State.UNKNOWN,
                outbox.c.try_at >= since,
                not_(outbox.c.key.contains(AGAIN, autoescape=True)),
                not_(said.exists()),
            ).order_by(outbox.c.id)
        )
        return tuple(Notice(*row) for row in rows)

    def undelivered(self, limit: int) -> tuple[Undelivered, ...]:
        """Messages that will not arrive, or may not have; the latest promised first."""
        rows = self._connection.execute(
            select(outbox)
            .where(outbox.c.state.in_([State.DEAD, State.UNKNOWN]))
            .order_by(outbox.c.due.desc(), outbox.c.id.desc())
            .limit(limit)
        )
        return tuple(
            Undelivered(row.key, row.kind, row.recipient, row.place or "", row.state, row.reason)
            for row in rows
        )


class PromisesWriting(Promises, Reaching):
    """The outbox as it is filled."""

    def first_time(self, event: str, now: datetime) -> bool:
        """Record an event's id. False when it was recorded before."""
        return bool(add_new(self._connection, events, [{"id": event, "seen_at": now}], "id"))

    def promise(self, notices: Iterable[Notice]) -> None:
        """Put messages in the outbox; a key already there is left as it is.

        Each goes to where its recipient wishes to be reached, or to the first of
        their places. Whoever has none gets a dead row, so that administrators see it.
        """
        for chunk in chunks(notices, READ):
            reached = self._best(notice.recipient for notice in chunk)
            rows = (_row(notice, reached.get(notice.recipient)) for notice in chunk)
            add_missing(self._connection, outbox, rows, "key")

    def forward(self, members: Iterable[str]) -> None:
        """Messages to them that were not sent yet go to where they are reached now."""
        pending = outbox.c.state == State.PENDING
        for chunk in chunks(sorted(set(members)), READ):
            asked = select(outbox.c.recipient).where(outbox.c.recipient.in_(chunk), pending)
            waiting = self._connection.scalars(asked.distinct())
            for member, who in self._best(waiting).items():
                theirs = update(outbox).where(outbox.c.recipient == member, pending)
                self._connection.execute(theirs.values(place=who.place, user=who.user))

    def _best(self, members: Iterable[str]) -> dict[str, Who]:
        """Where each is reached before all else; absent who is reached nowhere."""
        known = self.addresses(members)
        return {member: found[0].who for member, found in known.items() if found[0].active}


def shuffled(key: str) -> int:
    """A number that orders messages without telling anything about them."""
    return int.from_bytes(sha256(key.encode()).digest()[:8]) >> 1


def _row(notice: Notice, who: Who | None) -> dict[str, Any]:
    state, reason = (State.PENDING, "") if who else (State.DEAD, NO_ADDRESS)
    return NOTICE.row(notice) | {
        "place": who.place if who else None,
        "user": who.user if who else None,
        "state": state,
        "try_at": notice.due,
        "shuffle": shuffled(notice.key),
        "reason": reason,
    }
