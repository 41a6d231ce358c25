"""Which revision a database has, and whether it is the one this version wants.

Asked whenever a store is opened, so it reads one row and the migrations' file
names, and leaves Alembic to upgrading: importing that costs a third of a second.
"""

from functools import cache
from importlib.resources import files
from pathlib import Path

from sqlalchemy import Connection, NullPool, inspect, text

from storage.engines import make_engine
from storage.trouble import NOT_UPGRADED, NewerDatabase, NotUpgraded
from storage.urls import understand

NEWER = (
    "The database was made by a newer Coffee Rounds (its revision is {revision!r}). "
    "Install that version, or restore the backup made before the upgrade."
)


@cache
def known() -> tuple[str, ...]:
    """Every revision, oldest first: a migration's file is named for it."""
    names = (each.name for each in (files("storage.migrations") / "versions").iterdir())
    return tuple(sorted(name[:4] for name in names if name[:4].isdigit()))


def refuse_newer(connection: Connection) -> str | None:
    """The database's revision, if it has one; `NewerDatabase` if it is none of ours."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    if revision is None:
        return None
    if revision not in known():
        raise NewerDatabase(NEWER.format(revision=revision))
    return str(revision)


def at_head(url: str) -> bool:
    """Whether the database has the newest revision. `NewerDatabase` when it has more."""
    parsed = understand(url)
    if parsed.get_backend_name() == "sqlite" and not Path(parsed.database or "").is_file():
        return False
    engine = make_engine(parsed, poolclass=NullPool)
    with engine.connect() as connection:
        return refuse_newer(connection) == known()[-1]


def must_be_at_head(connection: Connection) -> None:
    """Raise `NotUpgraded` or `NewerDatabase` unless the revision is the newest."""
    if refuse_newer(connection) != known()[-1]:
        raise NotUpgraded(NOT_UPGRADED)
