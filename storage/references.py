"""What a place needs to write to a member on its own, sealed, renewed at every visit."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from bot.events import Who
from storage.bulk import upsert
from storage.database import Database
from storage.schema import conversations
from storage.sealing import Seal
from storage.view import View

WANTED = select(conversations.c.value).where(
    conversations.c.place == bindparam("its_place"), conversations.c.user == bindparam("its_user")
)
"""Built once: it is read for every message."""


class References(View):
    """References as they are read beside everything else that a message needs."""

    def reference(self, who: Who) -> str | None:
        """What a place asked us to keep for writing to that user, if anything."""
        its = {"its_place": who.place, "its_user": who.user}
        sealed = self._connection.scalar(WANTED, its)
        return None if sealed is None else self._seal.open(sealed)


class SqlReferences:
    """The references in their table. Each call is one short transaction."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    def reference(self, who: Who) -> str | None:
        """What was kept last, if anything."""
        with self._database.reading() as connection:
            return References(connection, self._seal).reference(who)

    def keep_reference(self, who: Who, text: str, now: datetime) -> None:
        """Keep, or renew, it."""
        row = {"place": who.place, "user": who.user, "value": self._seal.close(text), "at": now}
        with self._database.writing() as connection:
            upsert(connection, conversations, [row])

    def drop_reference(self, who: Who) -> None:
        """That member cannot be written to any more."""
        gone = delete(conversations).where(
            conversations.c.place == who.place, conversations.c.user == who.user
        )
        with self._database.writing() as connection:
            connection.execute(gone)
