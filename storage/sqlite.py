"""SQLite: one writer at a time, readers beside it, durable at every commit."""

import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Connection, Engine, event

from storage.engines import make_engine
from storage.together import Together
from storage.trouble import BUSY, Busy, NotUpgraded, Unreachable
from storage.turns import Turns

Result = TypeVar("Result")

WAIT = 30.0
"""Seconds to wait for another writer, in this process or another."""


class SqliteDatabase:
    """A database in one file, in write-ahead mode."""

    def __init__(self, url: URL) -> None:
        self._path = Path(url.database or "")
        self._reader = sqlite_engine(url, "BEGIN", query_only=True, pool_size=5, max_overflow=20)
        self._writer = sqlite_engine(url, "BEGIN IMMEDIATE", pool_size=1, max_overflow=0)
        self._turns = Turns()
        self._together = Together(self.writing)

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view, in which nothing can be written."""
        self._must_exist()
        with self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, *, ahead: bool = False) -> Iterator[Connection]:
        """One transaction; others in this process wait their turn, `ahead` before the others."""
        self._must_exist()
        with self._turn(ahead=ahead), self._writer.begin() as connection:
            yield connection

    @contextmanager
    def _turn(self, *, ahead: bool = False) -> Iterator[None]:
        with ExitStack() as stack:
            try:
                stack.enter_context(self._turns.turn(WAIT, ahead=ahead))
            except TimeoutError:
                raise Busy(BUSY) from None
            yield

    def run(self, unit: Callable[[Connection], Result]) -> Result:
        """Run a unit; those that wait at the same time share one commit."""
        return self._together.run(unit)

    def wipe(self) -> None:
        """Leave nothing of what was erased in the write-ahead file, as far as readers allow."""
        self._outside("PRAGMA wal_checkpoint(TRUNCATE)")

    def compact(self) -> None:
        """Write everything anew: where SQLite moves rows on a page, copies of them stay.

        It overwrites what it deletes, but not those. Nobody else can write meanwhile:
        a second for each 100 MB or so.
        """
        self._outside("VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)")

    def _outside(self, *statements: str) -> None:
        """Run these in no transaction."""
        with self._turn(), self._writer.connect() as connection:
            raw = connection.connection.dbapi_connection
            if raw is not None:
                for statement in statements:
                    raw.cursor().execute(statement)

    def close(self) -> None:
        """Close every connection."""
        self._reader.dispose()
        self._writer.dispose()

    def _must_exist(self) -> None:
        if not self._path.is_file():
            raise NotUpgraded(
                f"There is no database at {self._path}. Run: coffee-rounds db upgrade"
            )


def make_file(path: Path) -> None:
    """Make an empty database file that only its owner may read, if there is none."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
    except OSError as error:
        raise Unreachable(f"The database {path} cannot be opened: {error.strerror}.") from error


def sqlite_engine(
    url: URL,
    begin: str,
    *,
    query_only: bool = False,
    foreign_keys: bool = True,
    **pool: Any,
) -> Engine:
    """An engine whose every transaction starts with `begin`, with our safety settings."""
    engine = make_engine(url, connect_args={"timeout": WAIT, "check_same_thread": False}, **pool)

    @event.listens_for(engine, "connect")
    def settle(raw: Any, _record: Any) -> None:
        # The driver must not open transactions by itself: it would open deferred
        # ones, and two of those that both write fail at once with "locked".
        raw.isolation_level = None
        cursor = raw.cursor()
        for pragma in (
            f"busy_timeout = {int(WAIT * 1000)}",
            "journal_mode = WAL",
            "synchronous = FULL",
            # What is deleted is overwritten: someone forgotten is not left on the page.
            "secure_delete = ON",
            f"foreign_keys = {'ON' if foreign_keys else 'OFF'}",
            f"query_only = {'ON' if query_only else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine, "begin")
    def start(connection: Connection) -> None:
        connection.exec_driver_sql(begin)

    return engine
