"""Sealing what is there: again under the newest key, or for the first time. One transaction."""

from collections.abc import Iterator
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, Table, bindparam, select, update

from storage import tokens
from storage.bulk import READ
from storage.columns import Closed
from storage.schema import metadata, settings
from storage.sealing import SEALED, Seal


def sealed_columns() -> Iterator[tuple[Table, Column[Any]]]:
    """Every column whose text is sealed."""
    for table in metadata.sorted_tables:
        yield from ((table, each) for each in table.columns if isinstance(each.type, Closed))


def reseal(connection: Connection, seal: Seal) -> int:
    """Seal every text again in one transaction; how many there were."""
    key = connection.scalar(select(settings.c.value).where(settings.c.name == tokens.NAME))
    if key:
        fresh = update(settings).where(settings.c.name == tokens.NAME)
        connection.execute(fresh.values(value=seal.again(key)))
    every = ((table, each, each != "") for table, each in sealed_columns())
    return sum(_seal(connection, seal, *each) for each in every) + bool(key)


def seal_the_rest(connection: Connection, seal: Seal) -> int:
    """Seal what was stored before there were keys; how many texts there were."""
    every = (
        (table, each, (each != "") & each.not_like(f"{SEALED}%"))
        for table, each in sealed_columns()
    )
    return sum(_seal(connection, seal, *each) for each in every)


def _seal(
    connection: Connection,
    seal: Seal,
    table: Table,
    column: Column[Any],
    wanted: ColumnElement[bool],
) -> int:
    keys = list(table.primary_key)
    change = update(table).values({column.name: bindparam("again")})
    for key in keys:
        change = change.where(key == bindparam(f"its_{key.name}"))
    rows = connection.execute(select(*keys, column).where(wanted)).all()
    for start in range(0, len(rows), READ):
        connection.execute(
            change,
            [
                {"again": seal.again(row[-1])}
                | {f"its_{key.name}": value for key, value in zip(keys, row, strict=False)}
                for row in rows[start : start + READ]
            ],
        )
    return len(rows)
