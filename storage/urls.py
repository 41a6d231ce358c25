"""Where the database is: understanding a URL, and saying it without its password."""

from pathlib import Path

from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError

from storage.trouble import BadUrl

FORMS = "Use sqlite:///path/to/file.db or postgresql://user:password@host/name."

_POSTGRES = {"postgres", "postgresql", "postgresql+psycopg"}
_SQLITE = {"sqlite", "sqlite+pysqlite"}


def understand(url: str) -> URL:
    """The URL of a database we can use, with its driver; `BadUrl` otherwise."""
    try:
        parsed = make_url(url.strip())
    except (ArgumentError, ValueError) as error:
        raise BadUrl(f"The database URL cannot be read. {FORMS}") from error
    if parsed.drivername in _POSTGRES:
        return _postgres(parsed)
    if parsed.drivername in _SQLITE:
        return _sqlite(parsed)
    kind = parsed.drivername.split("+")[0]
    raise BadUrl(f"A database of the kind {kind!r} is not supported. {FORMS}")


def _postgres(url: URL) -> URL:
    if not url.database:
        raise BadUrl(f"The PostgreSQL URL names no database. {FORMS}")
    return url.set(drivername="postgresql+psycopg")


def _sqlite(url: URL) -> URL:
    if not url.database or url.database.startswith((":memory:", "file:")):
        raise BadUrl(f"SQLite is kept in a file here, never in memory. {FORMS}")
    if url.query:
        raise BadUrl(f"The SQLite URL takes a path and nothing after it. {FORMS}")
    return url.set(drivername="sqlite", database=str(Path(url.database).expanduser()))


def masked(url: URL) -> str:
    """The URL as it may be shown to people."""
    secrets = {name: "***" for name in url.query if "password" in name}
    return url.update_query_dict(secrets).render_as_string(hide_password=True)
