"""What can be wrong with a database, each with a plain sentence and what to do.

Knows no tables. A password never reaches a sentence.
"""

from sqlalchemy import exc

TOO_FULL = "There is no room left for the database. Free some disk space, then try again."
READ_ONLY = (
    "The database may be read but not written. Check who owns the file and its folder, "
    "or which role the URL names."
)
BUSY = "Another process has kept the database to itself for too long. Try again in a minute."
DAMAGED = (
    "The database file is not one of ours, or is damaged. "
    "Check the path, or restore the latest backup."
)
LOST = (
    "The connection to the database was lost before it answered. What was being saved is "
    "either saved whole or not at all. Check that the server runs, then try again."
)
NOT_UPGRADED = "The database is not up to date. Run: coffee-rounds db upgrade"


class DatabaseTrouble(Exception):
    """The database cannot do what was asked; the message says what to do."""


class BadUrl(DatabaseTrouble):
    """The database URL cannot be understood."""


class Unreachable(DatabaseTrouble):
    """No database answers there."""


class NotUpgraded(DatabaseTrouble):
    """The database is missing, empty or older than this program."""


class NewerDatabase(DatabaseTrouble):
    """The database was made by a newer program."""


class ReadOnly(DatabaseTrouble):
    """The database may not be written."""


class DiskFull(DatabaseTrouble):
    """There is no room left."""


class Busy(DatabaseTrouble):
    """Somebody else held the database, or a row, for too long."""


class Damaged(DatabaseTrouble):
    """The file is not a database of ours."""


class KeysMissing(DatabaseTrouble):
    """There is no key for what people wrote."""


class WrongKey(DatabaseTrouble):
    """The key is not the one that sealed what is there."""


class ConnectionLost(DatabaseTrouble):
    """The server went away in the middle: saved whole or not at all."""


_BY_SQLITE_WORDS: tuple[tuple[str, type[DatabaseTrouble], str], ...] = (
    ("database or disk is full", DiskFull, TOO_FULL),
    ("attempt to write a readonly", ReadOnly, READ_ONLY),
    ("database is locked", Busy, BUSY),
    ("is not a database", Damaged, DAMAGED),
    ("disk image is malformed", Damaged, DAMAGED),
    ("disk i/o error", Damaged, "The disk failed while the database was in use. Check the disk."),
    ("no such table", NotUpgraded, NOT_UPGRADED),
    ("no such column", NotUpgraded, NOT_UPGRADED),
)

_BY_SQLSTATE: dict[str, tuple[type[DatabaseTrouble], str]] = {
    "53100": (DiskFull, TOO_FULL),
    "25006": (ReadOnly, READ_ONLY),
    "42501": (ReadOnly, READ_ONLY),
    "55P03": (Busy, BUSY),
    "57014": (Busy, BUSY),
    "40P01": (Busy, BUSY),
    "42P01": (NotUpgraded, NOT_UPGRADED),
    "42703": (NotUpgraded, NOT_UPGRADED),
    "57P01": (ConnectionLost, LOST),
    "57P02": (ConnectionLost, LOST),
    "57P03": (ConnectionLost, LOST),
}


def unreachable(where: str, why: BaseException | None) -> Unreachable:
    """No database answers at `where`, which must already hide its password."""
    lines = str(why or "").strip().splitlines()
    reason = f" ({lines[-1].strip()})" if lines else ""
    return Unreachable(
        f"No database answers at {where}{reason}. "
        "Check that it runs and that COFFEE_ROUNDS_DATABASE_URL is right."
    )


def name_trouble(error: exc.DBAPIError, where: str) -> DatabaseTrouble | None:
    """The trouble behind a driver's error, or None when it is a fault of ours."""
    original = error.orig
    state = getattr(original, "sqlstate", None)
    if state in _BY_SQLSTATE:
        kind, sentence = _BY_SQLSTATE[state]
        return kind(sentence)
    words = str(original).lower()
    for part, kind, sentence in _BY_SQLITE_WORDS:
        if part in words:
            return kind(sentence)
    if "unable to open database" in words:
        return unreachable(where, original)
    if error.connection_invalidated:
        return ConnectionLost(LOST)
    return None
