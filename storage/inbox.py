"""What platforms delivered: an id acts once, and what a crash interrupted is found again."""

from datetime import datetime

from sqlalchemy import Connection, select, update

from bot.ports import Arrived
from storage.bulk import insert_into
from storage.database import Database
from storage.schema import inbox
from storage.sealing import Seal


class SqlInbox:
    """The inbox in its table. Each call is one short transaction."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    def accept(self, arrived: Arrived, now: datetime) -> bool:
        """Keep it. False when it came before."""
        row = {
            "id": arrived.id,
            "place": arrived.place,
            "user": arrived.user,
            "kind": arrived.kind,
            "body": self._seal.close(arrived.body),
            "at": now,
            "done": False,
        }

        # Not `run`: a unit that ran twice could not tell its own row from an earlier one's.
        with self._database.writing() as connection:
            insert = insert_into(connection, inbox).values(row).on_conflict_do_nothing()
            return connection.scalar(insert.returning(inbox.c.id)) is not None

    def finish(self, arrived: str, now: datetime) -> None:
        """It was answered: its words go, its id stays against repeats until it is purged."""
        done = update(inbox).where(inbox.c.id == arrived).values(done=True, body="", at=now)

        def unit(connection: Connection) -> None:
            connection.execute(done)

        self._database.run(unit)

    def left_over(self, before: datetime, limit: int) -> tuple[Arrived, ...]:
        """What was accepted before then and never finished, the oldest first."""
        waiting = (
            select(inbox.c.id, inbox.c.place, inbox.c.user, inbox.c.kind, inbox.c.body)
            .where(inbox.c.done.is_(False), inbox.c.at < before)
            .order_by(inbox.c.at, inbox.c.id)
            .limit(limit)
        )
        with self._database.reading() as connection:
            rows = connection.execute(waiting).all()
        return tuple(Arrived(*row[:-1], self._seal.open(row[-1])) for row in rows)
