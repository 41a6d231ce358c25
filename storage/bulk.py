"""Reading and writing any number of rows in a few statements."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import islice
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

Item = TypeVar("Item")
Row = Mapping[str, Any]

READ = 5_000
"""Ids named in one query: SQLite takes 32,766 parameters, PostgreSQL 65,535."""

WRITE = 10_000
"""Rows sent in one call, so that memory stays small."""


_making: set[object] = set()
_turn = Lock()


@contextmanager
def uncollected() -> Iterator[None]:
    """Make many values without Python's collector: half the time for a hundred thousand.

    It would walk all of them again and again as they are made, and none of them
    can be garbage: they hold no rings.
    """
    mine: object | None = object()
    with _turn:
        if not _making and not gc.isenabled():
            mine = None  # somebody else's wish: leave it so
        else:
            _making.add(mine)
            gc.disable()
    try:
        yield
    finally:
        with _turn:
            _making.discard(mine)
            if mine is not None and not _making:
                gc.enable()


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """The items in lists of at most `size`."""
    rest = iter(items)
    while chunk := list(islice(rest, size)):
        yield chunk


def insert_into(connection: Connection, table: Table) -> sqlite.Insert | postgresql.Insert:
    """An insert that can say what to do about a conflict, in the database's own dialect."""
    if connection.dialect.name == "sqlite":
        return sqlite.insert(table)
    return postgresql.insert(table)


def upsert(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Add rows; where the primary key exists, change the columns that the rows name."""
    keys = [column.name for column in table.primary_key]
    for chunk in chunks(rows, WRITE):
        insert = insert_into(connection, table)
        changed = {name: insert.excluded[name] for name in chunk[0] if name not in keys}
        connection.execute(
            insert.on_conflict_do_update(index_elements=keys, set_=changed), list(chunk)
        )


def add(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Add rows that must be new."""
    for chunk in chunks(rows, WRITE):
        connection.execute(table.insert(), list(chunk))


def add_missing(connection: Connection, table: Table, rows: Iterable[Row], *keys: str) -> None:
    """Add those rows whose `keys` are not there yet; leave the others as they are."""
    for chunk in chunks(rows, WRITE):
        insert = insert_into(connection, table)
        connection.execute(insert.on_conflict_do_nothing(index_elements=list(keys)), list(chunk))
