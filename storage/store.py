"""The store: where everything is remembered, and the way to its outbox."""

from collections.abc import Iterator
from contextlib import contextmanager

from storage.database import Database, open_database
from storage.introductions import Introductions, IntroductionsWriting
from storage.memberships import Memberships, MembershipsWriting
from storage.outbox import SqlOutbox
from storage.people import PeopleWriting
from storage.programmes import Programmes, ProgrammesWriting
from storage.promises import Promises, PromisesWriting
from storage.rounds import Rounds, RoundsWriting
from storage.upgrade import must_be_at_head


class SqlReading(Programmes, Memberships, Rounds, Introductions, Promises):
    """One consistent view of what is remembered."""


class SqlTransaction(
    ProgrammesWriting,
    PeopleWriting,
    MembershipsWriting,
    RoundsWriting,
    IntroductionsWriting,
    PromisesWriting,
):
    """A reading that may also write."""


class SqlStore:
    """Where everything is remembered. Safe from any thread; keep it off the event loop."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.outbox = SqlOutbox(database)

    @contextmanager
    def reading(self) -> Iterator[SqlReading]:
        """A consistent view, closed at the end of the block. What it streams ends with it."""
        with self._database.reading() as connection:
            yield SqlReading(connection)

    @contextmanager
    def writing(self) -> Iterator[SqlTransaction]:
        """A transaction: committed at the end of the block, undone by an error.

        Keep it short, and never open a second one inside it.
        """
        with self._database.writing() as connection:
            yield SqlTransaction(connection, writes=True)

    def close(self) -> None:
        """Close every connection."""
        self._database.close()


def open_store(url: str) -> SqlStore:
    """The store at `url`, which must be upgraded; `DatabaseTrouble` says what to do if not."""
    database = open_database(url)
    try:
        with database.reading() as connection:
            must_be_at_head(connection)
    except BaseException:
        database.close()
        raise
    return SqlStore(database)
