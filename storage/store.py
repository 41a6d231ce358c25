"""The store: where everything is remembered, and the way to its outbox."""

from collections.abc import Iterator
from contextlib import contextmanager

from storage import tokens
from storage.afterwards import Afterwards, AfterwardsWriting
from storage.appointments import Appointments, AppointmentsWriting
from storage.asks import Asks, AsksWriting
from storage.avoiding import Avoiding, AvoidingWriting
from storage.bringing import Bringing, BringingWriting
from storage.concerns import Concerns, ConcernsWriting
from storage.credentials import SqlCredentials
from storage.database import Database, open_database
from storage.forgetting import Forgetting, Knowing
from storage.inbox import SqlInbox
from storage.introductions import Introductions, IntroductionsWriting
from storage.memberships import Memberships, MembershipsWriting
from storage.offers import Offers
from storage.outbox import SqlOutbox
from storage.people import PeopleWriting
from storage.programmes import Programmes, ProgrammesWriting
from storage.promises import Promises, PromisesWriting
from storage.purging import Purging
from storage.reaching import Reaching, ReachingWriting
from storage.references import References, SqlReferences
from storage.revisions import must_be_at_head
from storage.rounds import Rounds, RoundsWriting
from storage.sealing import Seal, must_have_keys, seal_for
from storage.telling import Telling
from storage.urls import understand


class SqlReading(
    Programmes,
    Memberships,
    Reaching,
    References,
    Rounds,
    Bringing,
    Introductions,
    Appointments,
    Afterwards,
    Asks,
    Offers,
    Promises,
    Avoiding,
    Concerns,
    Telling,
    Knowing,
):
    """One consistent view of what is remembered."""


class SqlTransaction(
    ProgrammesWriting,
    PeopleWriting,
    ReachingWriting,
    References,
    MembershipsWriting,
    RoundsWriting,
    BringingWriting,
    IntroductionsWriting,
    AppointmentsWriting,
    AfterwardsWriting,
    AsksWriting,
    Offers,
    PromisesWriting,
    AvoidingWriting,
    ConcernsWriting,
    Telling,
    Forgetting,
    Purging,
):
    """A reading that may also write."""


class SqlStore:
    """Where everything is remembered. Safe from any thread; keep it off the event loop."""

    def __init__(self, database: Database, seal: Seal) -> None:
        self._database = database
        self._seal = seal
        self.outbox = SqlOutbox(database)
        self.inbox = SqlInbox(database, seal)
        self.credentials = SqlCredentials(database, seal)
        self.references = SqlReferences(database, seal)

    @contextmanager
    def reading(self) -> Iterator[SqlReading]:
        """A consistent view, closed at the end of the block. What it streams ends with it."""
        with self._database.reading() as connection:
            yield SqlReading(connection, self._seal)

    @contextmanager
    def writing(self) -> Iterator[SqlTransaction]:
        """A transaction: committed at the end of the block, undone by an error.

        Keep it short, and never open a second one inside it.
        """
        with self._database.writing() as connection:
            tx = SqlTransaction(connection, self._seal, writes=True)
            yield tx
        if tx.erased:
            self._database.wipe()

    def compact(self) -> None:
        """Leave nothing of what was erased in unused bytes. May take a while."""
        self._database.compact()

    def close(self) -> None:
        """Close every connection."""
        self._database.close()


def check_keys(url: str, secret_keys: str) -> None:
    """Raise `KeysMissing` where the keys must be given and are not."""
    must_have_keys(understand(url), secret_keys)


def open_store(url: str, secret_keys: str = "") -> SqlStore:
    """The store at `url`, which must be upgraded; `DatabaseTrouble` says what to do if not.

    `secret_keys` seal what people write, newest first with commas between;
    without them SQLite uses the key file beside it, and PostgreSQL raises
    `KeysMissing` as soon as something is to be sealed or opened.
    """
    database = open_database(url)
    try:
        seal = seal_for(understand(url), secret_keys)
        with database.reading() as connection:
            must_be_at_head(connection)
            if seal.usable or understand(url).get_backend_name() == "sqlite":
                tokens.kept(connection, seal)
    except BaseException:
        database.close()
        raise
    return SqlStore(database, seal)
