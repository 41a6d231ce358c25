"""One database, as the rest of storage uses it: read, write, or run a unit.

Knows no tables. Everything is synchronous and safe to call from any thread.
"""

from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Protocol, TypeVar

from sqlalchemy import Connection

from storage.postgres import PostgresDatabase
from storage.sqlite import SqliteDatabase
from storage.urls import understand

Result = TypeVar("Result")


class Database(Protocol):
    """A database that is reached in three ways."""

    def reading(self) -> AbstractContextManager[Connection]:
        """One consistent view, in which nothing can be written."""

    def writing(self, *, ahead: bool = False) -> AbstractContextManager[Connection]:
        """One transaction: committed at the end of the block, undone by an error.

        `ahead` is for a short one that somebody waits for: where there is one writer
        it goes before those that wait.
        """

    def run(self, unit: Callable[[Connection], Result]) -> Result:
        """Run a short unit in a transaction, alone or together with others.

        The unit may be run more than once, so it must leave the same behind
        when it is; only its last run is kept.
        """

    def wipe(self) -> None:
        """Leave nothing of what was just erased behind, as far as the database lets us."""

    def compact(self) -> None:
        """Write everything anew, so that unused bytes hold nothing of what was erased."""

    def close(self) -> None:
        """Close every connection."""


def open_database(url: str) -> Database:
    """The database at `url`. Opens no connection yet; `BadUrl` when it makes no sense."""
    parsed = understand(url)
    if parsed.get_backend_name() == "sqlite":
        return SqliteDatabase(parsed)
    return PostgresDatabase(parsed)
