"""Reading and writing any number of rows in a few statements."""

import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from itertools import islice
from threading import Lock
from typing import Any, TypeAlias, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql.dml import ReturningInsert

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


Inserting: TypeAlias = sqlite.Insert | postgresql.Insert

# Statements are built once for each table: that takes longer than running them.


@cache
def _inserting(dialect: str, table: Table) -> Inserting:
    """An insert that can say what to do about a conflict, in the database's own dialect."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


@cache
def _upserting(dialect: str, table: Table, names: tuple[str, ...]) -> Inserting:
    keys = [column.name for column in table.primary_key]
    insert = _inserting(dialect, table)
    changed = {name: insert.excluded[name] for name in names if name not in keys}
    return insert.on_conflict_do_update(index_elements=keys, set_=changed)


@cache
def _adding_missing(dialect: str, table: Table, keys: tuple[str, ...]) -> Inserting:
    return _inserting(dialect, table).on_conflict_do_nothing(index_elements=keys)


@cache
def _adding_new(dialect: str, table: Table, keys: tuple[str, ...]) -> ReturningInsert[tuple[str]]:
    return _adding_missing(dialect, table, keys).returning(table.c.id)


def upsert(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Add rows; where the primary key exists, change the columns that the rows name."""
    for chunk in chunks(rows, WRITE):
        statement = _upserting(connection.dialect.name, table, tuple(chunk[0]))
        connection.execute(statement, chunk)


def add(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Add rows that must be new."""
    for chunk in chunks(rows, WRITE):
        connection.execute(_inserting(connection.dialect.name, table), chunk)


def add_missing(connection: Connection, table: Table, rows: Iterable[Row], *keys: str) -> None:
    """Add those rows whose `keys` are not there yet; leave the others as they are."""
    for chunk in chunks(rows, WRITE):
        connection.execute(_adding_missing(connection.dialect.name, table, keys), chunk)


def add_new(connection: Connection, table: Table, rows: Iterable[Row], *keys: str) -> set[str]:
    """The same; ids of those that were not there."""
    new: set[str] = set()
    for chunk in chunks(rows, WRITE):
        adding = _adding_new(connection.dialect.name, table, keys)
        new.update(connection.scalars(adding, chunk if len(chunk) > 1 else chunk[0]))
    return new
