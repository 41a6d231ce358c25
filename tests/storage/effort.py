"""What an event costs a database, without a clock: statements sent, and rows looked at."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Engine, event

ROWS_SO_FAR = "SELECT (sum(seq_tup_read) + sum(idx_tup_fetch))::int FROM pg_stat_xact_user_tables"


@dataclass
class Effort:
    """What was sent, and how much the database did for it.

    `work` is in steps of its virtual machine for SQLite, and in rows read and
    rows given for PostgreSQL: the same for the same, on any machine.
    """

    statements: int = 0
    work: int = 0


@contextmanager
def effort() -> Iterator[Effort]:
    """Counts all that is sent to any database in the block."""
    spent = Effort()

    def sent(connection: Connection, *_: Any) -> None:
        spent.statements += 1

    def answered(connection: Connection, cursor: Any, *_: Any) -> None:
        spent.work += max(cursor.rowcount, 0)

    def step() -> int:
        spent.work += 1
        return 0

    def began(connection: Connection) -> None:
        _counting(connection, step, -1, spent)

    def ended(connection: Connection) -> None:
        _counting(connection, None, 1, spent)

    heard: dict[str, Callable[..., None]] = {
        "before_cursor_execute": sent,
        "after_cursor_execute": answered,
        "begin": began,
        "commit": ended,
        "rollback": ended,
    }
    for name, listener in heard.items():
        event.listen(Engine, name, listener)
    try:
        yield spent
    finally:
        for name, listener in heard.items():
            event.remove(Engine, name, listener)


def _counting(
    connection: Connection, step: Callable[[], int] | None, sign: int, spent: Effort
) -> None:
    """Count steps from here on, or take the difference of what the server has counted."""
    raw: Any = connection.connection.dbapi_connection
    if connection.dialect.name == "sqlite":
        raw.set_progress_handler(step, 1)
    else:
        spent.work += sign * raw.execute(ROWS_SO_FAR).fetchone()[0]
