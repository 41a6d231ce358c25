"""Bringing a database up to date, one migrator at a time.

There is no way down: restore the backup made before the upgrade instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import URL, Connection, NullPool, text

from storage import migrations, tokens
from storage.engines import make_engine
from storage.resealing import seal_the_rest
from storage.revisions import refuse_newer
from storage.sealing import key_file, make_key_file, seal_for
from storage.sqlite import make_file, sqlite_engine
from storage.trouble import Damaged
from storage.urls import understand

if TYPE_CHECKING:
    from alembic.config import Config

ONE_AT_A_TIME = 0x636F6666
"""PostgreSQL's advisory lock for migrating: "coff", so that it is nobody else's."""


def upgrade(url: str, secret_keys: str = "") -> None:
    """Make the database if it is missing, and bring it to the newest revision.

    Everything or nothing; a second migrator waits, then finds it done. A SQLite
    database without given keys gets its key file here.
    """
    parsed = understand(url)
    steps = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgres(parsed)
    with steps as connection:
        refuse_newer(connection)
        _to_head(connection)
        _settle_seal(connection, parsed, secret_keys)


def _settle_seal(connection: Connection, url: URL, secret_keys: str) -> None:
    """Keys that fit what is there; the first time, a key file beside SQLite and a key of tokens."""
    first = not tokens.is_kept(connection)
    if first and not secret_keys and url.get_backend_name() == "sqlite":
        make_key_file(key_file(url))
    seal = seal_for(url, secret_keys)
    if seal.usable or not first:
        tokens.made(connection, seal)
        seal_the_rest(connection, seal)


@contextmanager
def _sqlite(url: URL) -> Iterator[Connection]:
    make_file(Path(url.database or ""))
    # With foreign keys on, changing a parent table (make anew, copy, drop) would
    # delete every row that refers to it. They are checked before the commit instead.
    engine = sqlite_engine(url, "BEGIN IMMEDIATE", foreign_keys=False, poolclass=NullPool)
    with engine.begin() as connection:
        yield connection
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        if broken:
            raise Damaged(f"Upgrading would leave {len(broken)} rows that refer to nothing.")


@contextmanager
def _postgres(url: URL) -> Iterator[Connection]:
    engine = make_engine(url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
        yield connection


def _to_head(connection: Connection) -> None:
    # Here, so that only an upgrade pays for Alembic: every other command is the quicker for it.
    from alembic import command

    config = _config()
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> "Config":
    from alembic.config import Config

    config = Config()
    folder = str(Path(migrations.__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    return config
