"""Bringing a database up to date, one migrator at a time.

There is no way down: restore the backup made before the upgrade instead.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from alembic.util.exc import CommandError
from sqlalchemy import URL, Connection, NullPool, text

from storage import migrations, tokens
from storage.engines import make_engine
from storage.resealing import seal_the_rest
from storage.sealing import key_file, make_key_file, seal_for
from storage.sqlite import make_file, sqlite_engine
from storage.trouble import NOT_UPGRADED, Damaged, NewerDatabase, NotUpgraded
from storage.urls import understand

ONE_AT_A_TIME = 0x636F6666
"""PostgreSQL's advisory lock for migrating: "coff", so that it is nobody else's."""

NEWER = (
    "The database was made by a newer Coffee Rounds (its revision is {revision!r}). "
    "Install that version, or restore the backup made before the upgrade."
)


def upgrade(url: str, secret_keys: str = "") -> None:
    """Make the database if it is missing, and bring it to the newest revision.

    Everything or nothing; a second migrator waits, then finds it done. A SQLite
    database without given keys gets its key file here.
    """
    parsed = understand(url)
    steps = _sqlite(parsed) if parsed.get_backend_name() == "sqlite" else _postgres(parsed)
    with steps as connection:
        _refuse_newer(connection)
        config = _config()
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
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


def at_head(url: str) -> bool:
    """Whether the database has the newest revision. `NewerDatabase` when it has more."""
    parsed = understand(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        return False
    engine = make_engine(parsed, poolclass=NullPool)
    with engine.connect() as connection:
        return _refuse_newer(connection) == _scripts().get_current_head()


def must_be_at_head(connection: Connection) -> None:
    """Raise `NotUpgraded` or `NewerDatabase` unless the revision is the newest."""
    if _refuse_newer(connection) != _scripts().get_current_head():
        raise NotUpgraded(NOT_UPGRADED)


def _refuse_newer(connection: Connection) -> str | None:
    revision = MigrationContext.configure(connection).get_current_revision()
    if revision is not None:
        try:
            _scripts().get_revision(revision)
        except CommandError as error:
            raise NewerDatabase(NEWER.format(revision=revision)) from error
    return revision


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


def _config() -> Config:
    config = Config()
    folder = str(Path(migrations.__file__).parent)
    config.set_main_option("script_location", folder.replace("%", "%%"))
    return config


def _scripts() -> ScriptDirectory:
    return ScriptDirectory.from_config(_config())
