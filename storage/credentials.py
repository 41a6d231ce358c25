"""Secrets of the platforms, sealed, by name; one process at a time renews one."""

from datetime import datetime

from sqlalchemy import Connection, delete, or_, select, update

from storage.bulk import add_missing, upsert
from storage.database import Database
from storage.schema import credentials
from storage.sealing import Seal


class SqlCredentials:
    """The credentials in their table. Each call is one short transaction."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal

    def read(self, name: str, now: datetime) -> str | None:
        """The secret, unless there is none or it has ended."""
        with self._database.reading() as connection:
            return self._read(connection, name, now)

    def keep(self, name: str, value: str, until: datetime | None = None) -> None:
        """Keep, or change, a secret. Ends a hold on it."""
        row = {"name": name, "value": self._seal.close(value), "until": until}
        free = {"owner": "", "lease_until": None}
        with self._database.writing() as connection:
            upsert(connection, credentials, [row | free])

    def keep_first(self, name: str, value: str) -> str:
        """Keep a secret unless there is one; whichever is kept, the same for all who ask."""
        row = {"name": name, "value": self._seal.close(value), "owner": ""}
        kept = select(credentials.c.value).where(credentials.c.name == name)
        with self._database.writing() as connection:
            # Whoever comes second waits here until the first has committed.
            add_missing(connection, credentials, [row], "name")
            return self._seal.open(connection.execute(kept).scalar_one())

    def take(self, name: str, now: datetime) -> str | None:
        """The secret, for the one caller who asks first; then it is gone."""
        gone = delete(credentials).where(
            credentials.c.name == name,
            or_(credentials.c.until.is_(None), credentials.c.until > now),
        )
        with self._database.writing() as connection:
            sealed = connection.scalar(gone.returning(credentials.c.value))
        return None if sealed is None else self._seal.open(sealed)

    def drop(self, name: str) -> None:
        """Forget a secret."""
        with self._database.writing() as connection:
            connection.execute(delete(credentials).where(credentials.c.name == name))

    def names(self, begins: str) -> tuple[str, ...]:
        """The names that begin so, in order."""
        wanted = select(credentials.c.name).where(
            credentials.c.name.startswith(begins, autoescape=True)
        )
        with self._database.reading() as connection:
            return tuple(connection.scalars(wanted.order_by(credentials.c.name)))

    def hold(self, name: str, owner: str, until: datetime, now: datetime) -> bool:
        """Be the only one who renews it until then. False while another does."""
        free = or_(
            credentials.c.owner.in_(("", owner)),
            credentials.c.lease_until.is_(None),
            credentials.c.lease_until <= now,
        )
        mine = (
            update(credentials)
            .where(credentials.c.name == name, free)
            .values(owner=owner, lease_until=until)
        )
        with self._database.writing() as connection:
            return connection.execute(mine).rowcount == 1

    def _read(self, connection: Connection, name: str, now: datetime) -> str | None:
        row = connection.execute(
            select(credentials.c.value, credentials.c.until).where(credentials.c.name == name)
        ).one_or_none()
        if row is None or (row.until is not None and row.until <= now):
            return None
        return self._seal.open(row.value)
