"""Migrations: from zero they equal the tables; over rows; one migrator at a time."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import inspect

from storage import at_head, open_store, revisions, upgrade
from storage import upgrade as upgrading
from storage.database import open_database
from storage.schema import metadata
from tests.contracts.store.people import ANA, NOW, PAIR, notice, settle
from tests.databases import keys_of


def test_from_zero_they_equal_the_tables(empty_url: str) -> None:
    assert not at_head(empty_url)
    upgrade(empty_url, keys_of(empty_url))
    assert at_head(empty_url)
    database = open_database(empty_url)
    with database.reading() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
        assert _constraints(connection) == _constraints_wanted()
    database.close()


def _constraints(connection: object) -> set[tuple[str, str]]:
    """Names of checks and keys: what comparing metadata leaves out."""
    inspector = inspect(connection)
    assert inspector is not None
    found = set()
    for table in metadata.tables:
        found |= {(table, each["name"]) for each in inspector.get_check_constraints(table)}
        found |= {(table, each["name"]) for each in inspector.get_foreign_keys(table)}
        found.add((table, inspector.get_pk_constraint(table)["name"]))
    return found


def _constraints_wanted() -> set[tuple[str, str]]:
    return {
        (table.name, str(constraint.name))
        for table in metadata.tables.values()
        for constraint in table.constraints
        if not str(constraint.name).startswith("uq_")
    }


def test_upgrading_again_changes_nothing(database_url: str) -> None:
    store = open_store(database_url, keys_of(database_url))
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions([PAIR])
        tx.promise([notice("a")])
    upgrade(database_url, keys_of(database_url))
    with store.reading() as reading:
        assert reading.member("ana") == ANA
        assert reading.introduction("pair-1") == PAIR
        assert reading.next_due(NOW.replace(year=2020)) == NOW
    store.close()


def test_several_migrators_at_once(empty_url: str) -> None:
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _: upgrade(empty_url), range(4)))
    assert at_head(empty_url)


def test_only_the_owner_may_read_the_file(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        upgrade(f"sqlite:///{tmp_path}/new/folder/a.db")
    finally:
        os.umask(old)
    store = open_store(f"sqlite:///{tmp_path}/new/folder/a.db")
    with store.writing() as tx:
        tx.keep_setting("a", "b")
        files = list((tmp_path / "new/folder").iterdir())
        assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    store.close()
    assert len(files) == 4, "the database, its key and its write-ahead files"


REMAKE_PARENT = """
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "HEAD"


def upgrade():
    with op.batch_alter_table("members", recreate="auto") as members:
        members.alter_column("title", nullable=True)
        members.add_column(sa.Column("pronouns", sa.String(), nullable=True))
"""

ORPHAN = """
from alembic import op

revision = "next"
down_revision = "HEAD"


def upgrade():
    op.execute("DELETE FROM members")
"""


def _with_step(monkeypatch: pytest.MonkeyPatch, folder: Path, step: str) -> None:
    """Upgrade with one more migration than there is."""
    plain = upgrading.__globals__["_config"]
    head = ScriptDirectory.from_config(plain()).get_current_head() or ""
    (folder / "next_step.py").write_text(step.replace("HEAD", head))

    def config() -> object:
        made = plain()
        versions = f"{ScriptDirectory.from_config(made).versions}:{folder}"
        made.set_main_option("version_locations", versions)
        made.set_main_option("path_separator", ":")
        return made

    monkeypatch.setitem(upgrading.__globals__, "_config", config)
    ours = (*revisions.known(), "next")
    monkeypatch.setattr(revisions, "known", lambda: ours)


def test_files_are_named_for_their_revisions_in_order() -> None:
    scripts = ScriptDirectory.from_config(upgrading.__globals__["_config"]())
    in_order = [each.revision for each in scripts.walk_revisions()][::-1]
    assert list(revisions.known()) == in_order


def test_changing_a_parent_table_keeps_the_rows_that_refer_to_it(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(empty_url, keys_of(empty_url))
    store = open_store(empty_url, keys_of(empty_url))
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions([PAIR])
    store.close()
    _with_step(monkeypatch, tmp_path, REMAKE_PARENT)
    upgrade(empty_url, keys_of(empty_url))
    store = open_store(empty_url, keys_of(empty_url))
    with store.reading() as reading:
        assert reading.member("ana") == ANA
        assert reading.introduction("pair-1") == PAIR
        assert len(reading.all_memberships("monday")) == 3
    store.close()


def test_a_step_that_leaves_orphans_is_undone(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    upgrade(empty_url, keys_of(empty_url))
    store = open_store(empty_url, keys_of(empty_url))
    with store.writing() as tx:
        settle(tx)
    with monkeypatch.context() as patch:
        _with_step(patch, tmp_path, ORPHAN)
        with pytest.raises(Exception, match=r"(?i)refer|foreign key"):
            upgrade(empty_url, keys_of(empty_url))
    assert at_head(empty_url)
    with store.reading() as reading:
        assert reading.member("ana") == ANA
    store.close()
