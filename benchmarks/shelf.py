"""Databases with a year in them: built once, then used again and again as copies."""

import pickle
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from benchmarks.year import Year, kept
from storage import new_key, upgrade
from tests.databases import named, postgres_server

NAMES = ("SQLite", "PostgreSQL")


@dataclass(frozen=True)
class Copy:
    """A database to do anything with, and what is in it."""

    url: str
    keys: str
    year: Year


@contextmanager
def copy_of(name: str, folder: Path, members: int) -> Iterator[Copy]:
    """A copy of that kind of database with a year of so many members, gone afterwards.

    What it is a copy of is built in `folder` where it is not there yet. fsync is on.
    """
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)  # PostgreSQL runs as somebody else
    copying = _sqlite if name == "SQLite" else _postgres
    with copying(folder, members) as copy:
        upgrade(copy.url, copy.keys)
        yield copy


@contextmanager
def _sqlite(folder: Path, members: int) -> Iterator[Copy]:
    built = folder / f"{members}.db"
    year_file = built.with_suffix(".sqlite-year")
    if not year_file.exists():
        for half_built in folder.glob(f"{built.name}*"):
            half_built.unlink()
    year = _year(f"sqlite:///{built}", "", year_file, members)
    with tempfile.TemporaryDirectory(dir=folder) as name:
        copied = Path(name) / built.name
        for suffix in (".db", ".key"):
            shutil.copy(built.with_suffix(suffix), copied.with_suffix(suffix))
        yield Copy(f"sqlite:///{copied}", "", year)


@contextmanager
def _postgres(folder: Path, members: int) -> Iterator[Copy]:
    keys, name = folder / "postgres.key", f"year_{members}"
    if not keys.exists():
        keys.write_text(new_key(), encoding="utf-8")
    secret = keys.read_text(encoding="utf-8")
    year_file = folder / f"{members}.postgres-year"
    with (
        postgres_server(folder / "postgres", durable=True, stays=True) as server,
        psycopg.connect(server, autocommit=True) as connection,
    ):

        def run(command: str, *names: str) -> None:
            connection.execute(sql.SQL(command).format(*map(sql.Identifier, names)))

        if not year_file.exists():
            run("DROP DATABASE IF EXISTS {}", name)
            run("CREATE DATABASE {} TEMPLATE template0", name)
        year = _year(named(server, name), secret, year_file, members)
        run("DROP DATABASE IF EXISTS {}", "copied")
        run("CREATE DATABASE {} TEMPLATE {}", "copied", name)
        try:
            yield Copy(named(server, "copied"), secret, year)
        finally:
            run("DROP DATABASE {} WITH (FORCE)", "copied")


def _year(url: str, keys: str, file: Path, members: int) -> Year:
    """What is in that database, which is filled unless it was: then the file says so."""
    if not file.exists():
        file.write_bytes(pickle.dumps(kept(url, keys, members)))
    year: Year = pickle.loads(file.read_bytes())
    return year
