"""What can be wrong with a database: each named, each with what to do, no password shown."""

import os
import pwd
import tempfile
from collections.abc import Callable
from pathlib import Path
from threading import Event, Thread

import pytest
from sqlalchemy import Connection, text

from storage import DatabaseTrouble, SqlStore, at_head, open_store, upgrade
from storage.database import open_database
from storage.postgres import LIMITS
from storage.trouble import (
    BUSY,
    BadUrl,
    Busy,
    Damaged,
    DiskFull,
    NewerDatabase,
    NotUpgraded,
    ReadOnly,
    Unreachable,
)
from storage.urls import masked, understand
from tests.contracts.store.people import BROWSER


@pytest.mark.parametrize(
    "url",
    [
        "",
        "nonsense",
        "sqlite://",
        "sqlite:///:memory:",
        "sqlite:///file:x?mode=memory",
        "sqlite:///a.db?timeout=3",
        "sqlite+aiosqlite:///a.db",
        "mysql://u:s3cret@host/name",
        "postgresql://host:notaport/name",
        "postgresql://host",
        "postgresql+asyncpg://host/name",
    ],
)
def test_a_bad_url_is_refused_with_the_right_forms(url: str) -> None:
    with pytest.raises(BadUrl, match="Use sqlite:///path") as caught:
        open_store(url)
    assert "s3cret" not in str(caught.value)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_forms_of_a_postgresql_url(scheme: str) -> None:
    assert understand(f"{scheme}://u:p@h/n").drivername == "postgresql+psycopg"


def test_passwords_are_masked_wherever_they_are() -> None:
    shown = masked(understand("postgresql://u:one@h/n?sslpassword=two&password=three&a=b"))
    assert not {"one", "two", "three"} & set(shown.replace("=", "&").replace(":", "&").split("&"))
    assert "a=b" in shown


@pytest.mark.parametrize("attempt", [open_store, upgrade, at_head])
def test_a_server_that_does_not_answer(attempt: object) -> None:
    assert callable(attempt)
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:9/name") as caught:
        attempt("postgresql://someone:s3cret@127.0.0.1:9/name")
    assert "s3cret" not in str(caught.value)


def test_a_database_the_server_does_not_have(postgres: str) -> None:
    with pytest.raises(Unreachable, match="does not exist"):
        open_store(postgres.replace("/postgres?", "/nothing?"))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(NotUpgraded, match="db upgrade"):
        open_store(f"sqlite:///{tmp_path}/none.db")
    assert list(tmp_path.iterdir()) == [], "looking must not make one"
    assert not at_head(f"sqlite:///{tmp_path}/none.db")


def test_a_folder_where_a_file_should_be(tmp_path: Path) -> None:
    with pytest.raises(Unreachable, match="cannot be opened"):
        upgrade(f"sqlite:///{tmp_path}")


def test_an_empty_database_must_be_upgraded_first(empty_url: str) -> None:
    if empty_url.startswith("sqlite"):
        Path(empty_url.removeprefix("sqlite:///")).touch()
    with pytest.raises(NotUpgraded, match="db upgrade"):
        open_store(empty_url)


def test_a_newer_database_is_left_alone(empty_url: str) -> None:
    upgrade(empty_url)
    database = open_database(empty_url)
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    database.close()
    for attempt in (open_store, upgrade, at_head):
        with pytest.raises(NewerDatabase, match="9999"):
            attempt(empty_url)


def test_a_file_that_is_something_else(tmp_path: Path) -> None:
    path = tmp_path / "letter.db"
    path.write_text("Dear colleague, " * 100)
    for attempt in (open_store, upgrade, at_head):
        with pytest.raises(Damaged, match="not one of ours"):
            attempt(f"sqlite:///{path}")
    assert path.read_text().startswith("Dear colleague")


def test_a_full_disk_keeps_nothing_by_halves(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/small.db"
    upgrade(url)
    database = open_database(url)

    def fill(connection: Connection) -> None:
        connection.execute(text("PRAGMA max_page_count = 1"))
        connection.execute(
            text("INSERT INTO settings (name, value) VALUES ('big', :big)"), {"big": "x" * 900_000}
        )

    with pytest.raises(DiskFull, match="no room left"):
        database.run(fill)
    with database.reading() as connection:
        assert connection.scalar(text("SELECT count(*) FROM settings WHERE name = 'big'")) == 0
    database.close()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can act as someone else")
def test_a_file_that_may_only_be_read() -> None:
    with tempfile.TemporaryDirectory(prefix="coffee-readable-") as folder:
        url = _readable_by_everyone(Path(folder))
        assert _as_nobody(lambda: write_something(url)) == ReadOnly.__name__


def _readable_by_everyone(folder: Path) -> str:
    """A database in a folder that everyone may enter and only its owner may change."""
    folder.chmod(0o755)
    url = f"sqlite:///{folder}/a.db"
    upgrade(url)
    for file in folder.iterdir():
        file.chmod(0o644)
    return url


def write_something(url: str) -> str:
    """What kind of trouble there is in writing, if any."""
    try:
        store = open_store(url)
        with store.writing() as tx:
            tx.keep_setting("a", "b")
    except DatabaseTrouble as trouble:
        return type(trouble).__name__
    return ""


def _as_nobody(action: Callable[[], str]) -> str:
    """What the action says when another user of the machine does it."""
    nobody = pwd.getpwnam("nobody")
    answer, say = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.setgroups([])
            os.setgid(nobody.pw_gid)
            os.setuid(nobody.pw_uid)
            os.write(say, action().encode())
        finally:
            os._exit(0)
    os.close(say)
    os.waitpid(child, 0)
    with os.fdopen(answer) as pipe:
        return pipe.read()


def test_a_role_that_may_only_read(postgres_upgraded: str) -> None:
    database = open_database(postgres_upgraded)
    with database.writing() as connection:
        connection.execute(text("DROP ROLE IF EXISTS reader"))
        connection.execute(text("CREATE ROLE reader LOGIN IN ROLE pg_read_all_data"))
    database.close()
    assert write_something(postgres_upgraded.replace("postgres:@", "reader@")) == "ReadOnly"


def test_nothing_is_written_through_a_reading(store: SqlStore) -> None:
    with pytest.raises(DatabaseTrouble, match="not written"), store.reading() as reading:
        reading._connection.execute(text("DELETE FROM settings"))


def test_a_writer_that_never_ends_is_said(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.sqlite.WAIT", 0.2)
    monkeypatch.setitem(LIMITS, "lock_timeout", "200ms")
    store = open_store(database_url)
    with store.writing() as tx:
        tx.save_place(BROWSER)
    started, done, said = Event(), Event(), []

    def hold() -> None:
        with store.writing() as tx:
            tx.save_place(BROWSER)
            started.set()
            done.wait(10)

    holder = Thread(target=hold)
    holder.start()
    started.wait(10)
    try:
        with store.writing() as tx:
            tx.save_place(BROWSER)
    except Busy as trouble:
        said.append(str(trouble))
    done.set()
    holder.join()
    store.close()
    assert said == [BUSY]
