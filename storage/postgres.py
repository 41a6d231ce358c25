"""PostgreSQL: a small pool of connections, and time limits on everything."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from sqlalchemy import URL, Connection

from storage.engines import make_engine
from storage.trouble import ConnectionLost

Result = TypeVar("Result")

LIMITS = {
    "statement_timeout": "60s",
    "lock_timeout": "10s",
    "idle_in_transaction_session_timeout": "120s",
    "timezone": "UTC",
}
"""A round of 100,000 members computes between its reads and its writes, never inside."""

TRIES = 3


class PostgresDatabase:
    """A database on a server. TLS and the rest of the connection are the URL's to say."""

    def __init__(self, url: URL) -> None:
        settings = " ".join(f"-c {name}={value}" for name, value in LIMITS.items())
        given = url.query.get("options", "")
        options = f"{settings} {given if isinstance(given, str) else ' '.join(given)}".strip()
        self._writer = make_engine(
            url.difference_update_query(["options"]),
            connect_args={"connect_timeout": 10, "options": options},
            pool_pre_ping=True,
            pool_size=5,
            max_overflow=10,
        )
        self._reader = self._writer.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """One consistent view, in which nothing can be written."""
        with self._reader.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def writing(self, *, ahead: bool = False) -> Iterator[Connection]:  # noqa: ARG002
        """One transaction, beside others: nobody waits for `ahead` to matter."""
        with self._writer.begin() as connection:
            yield connection

    def run(self, unit: Callable[[Connection], Result]) -> Result:
        """Run a unit; again when the connection was lost, at most three times in all."""
        for _ in range(TRIES - 1):
            try:
                with self.writing() as connection:
                    return unit(connection)
            except ConnectionLost:
                continue
        with self.writing() as connection:
            return unit(connection)

    def wipe(self) -> None:
        """Nothing to do: the server's own vacuum clears what was erased."""

    def compact(self) -> None:
        """Nothing to do: the same vacuum."""

    def close(self) -> None:
        """Close every connection."""
        self._writer.dispose()
