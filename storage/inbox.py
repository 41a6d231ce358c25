"""What platforms delivered: an id acts once, and what a crash interrupted is found again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, select, update

from bot.entrusted import Arrived
from storage.bulk import add_new
from storage.database import Database
from storage.schema import inbox
from storage.sealing import Seal

DONE = update(inbox).where(inbox.c.id == bindparam("its_id")).values(done=True, body="")

WAITING = select(inbox.c.id, inbox.c.place, inbox.c.user, inbox.c.kind, inbox.c.body).where(
    inbox.c.done.is_(False)
)
ONE_WAITING = WAITING.where(inbox.c.id == bindparam("its_id"))


class SqlInbox:
    """The inbox in its table. Each call is one short transaction."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    def accept(self, arrived: Arrived, now: datetime) -> bool:
        """Keep it. False when it came before."""
        return self.accept_all((arrived,), now)[0]

    def accept_all(self, arrived: Sequence[Arrived], now: datetime) -> Sequence[bool]:
        """Keep each of them, all in one write. False for what came before."""
        firsts = {each.id: place for place, each in reversed(list(enumerate(arrived)))}
        # Not `run`: a unit that ran twice could not tell its own rows from earlier ones.
        with self._database.writing(ahead=True) as connection:
            rows = (self._row(arrived[place], now) for place in sorted(firsts.values()))
            new = add_new(connection, inbox, rows, "id")
        return [each.id in new and firsts[each.id] == place for place, each in enumerate(arrived)]

    def finish(self, arrived: str, now: datetime) -> None:
        """It was answered: its words go, its id stays against repeats until it is purged."""
        self.finish_all((arrived,), now)

    def finish_all(self, arrived: Sequence[str], now: datetime) -> None:
        """The same for several, in one write."""
        done = [{"its_id": each, "at": now} for each in arrived]
        self._database.run(lambda connection: connection.execute(DONE, done))

    def _row(self, arrived: Arrived, now: datetime) -> dict[str, Any]:
        return {
            "id": arrived.id,
            "place": arrived.place,
            "user": arrived.user,
            "kind": arrived.kind,
            "body": self._seal.close(arrived.body),
            "at": now,
            "done": False,
        }

    def left_over(self, before: datetime, limit: int, begins: str = "") -> tuple[Arrived, ...]:
        """What was accepted before then and never finished, the oldest first.

        `begins` is how the ids of one platform's arrivals do.
        """
        theirs = inbox.c.id.startswith(begins, autoescape=True)
        oldest = WAITING.where(inbox.c.at < before, theirs).order_by(inbox.c.at, inbox.c.id)
        with self._database.reading() as connection:
            rows = connection.execute(oldest.limit(limit)).all()
        return tuple(Arrived(*row[:-1], self._seal.open(row[-1])) for row in rows)

    def waiting(self, arrived: str) -> Arrived | None:
        """One that was accepted and is not finished."""
        with self._database.reading() as connection:
            row = connection.execute(ONE_WAITING, {"its_id": arrived}).one_or_none()
        return Arrived(*row[:-1], self._seal.open(row[-1])) if row else None
