"""Take each safeguard away in turn: the checks that guard it must notice."""

import random
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, MetaData, String, UniqueConstraint, bindparam, text, update

from bot.delivery import Failed
from bot.model import Round
from storage import SqlStore, bulk, claims, open_store, outbox, promises, rounds, upgrade
from storage.database import open_database
from storage.outcomes import LeftBehind, taken_back
from storage.schema import metadata
from storage.schema import outbox as outbox_table
from tests.crash.checking import look
from tests.crash.hospital import found, run_round
from tests.crash.life import World, courier_of, settle
from tests.crash.platform import Platform

Scenario = Callable[[World, SqlStore], Any]


async def vanished_after_posting(world: World, store: SqlStore) -> None:
    """A process posts everything that is due, and ends before it records any of it."""
    run_round(store, 0, world.now(), by="a")
    for parcel in store.outbox.claim("vanished", world.now(), 64):
        store.outbox.start_sending(parcel, world.now())
        world.platform.write("posted", parcel.key)


async def stalled_before_sending(world: World, store: SqlStore) -> None:
    """A process sleeps so long that another does its work; then it wakes."""
    run_round(store, 0, world.now(), by="a")
    held = store.outbox.claim("stalled", world.now(), 64)
    later = replace(world, generation=1)
    await settle(later, store, random.Random(1))
    for parcel in held:
        if store.outbox.start_sending(parcel, later.now()):
            world.platform.write("posted", parcel.key)


async def stalled_before_recording(world: World, store: SqlStore) -> None:
    """A process learns that it failed to post, and says so when another has posted."""
    run_round(store, 0, world.now(), by="a")
    held = store.outbox.claim("stalled", world.now(), 64)
    later = replace(world, generation=1)
    await settle(later, store, random.Random(1))
    for parcel in held:
        store.outbox.finish(parcel, Failed("no connection"), later.now())


async def started_twice(world: World, store: SqlStore) -> None:
    """Two processes run the same date."""
    run_round(store, 0, world.now(), by="a")
    run_round(store, 0, world.now(), by="b")


async def promised_twice(world: World, store: SqlStore) -> None:
    """What was promised is promised again, by a process that did not know."""
    run_round(store, 0, world.now(), by="a")
    kept = [parcel.notice for parcel in store.outbox.claim("a", world.now(), 64)]
    store.outbox.release("a", world.now())
    with store.writing() as tx:
        tx.promise(kept)


SCENARIOS: list[Scenario] = [
    vanished_after_posting,
    stalled_before_sending,
    stalled_before_recording,
    started_twice,
    promised_twice,
]


async def violations(scenario: Scenario, url: str, folder: Path) -> tuple[str, ...]:
    """What is wrong after the scenario, and all that follows from it."""
    world = World(url, Platform(folder / "posted.txt"), seed=1)
    store = open_store(url)
    found(store)
    await scenario(world, store)
    for generation in (2, 40, 80):
        later = replace(world, generation=generation)
        courier = courier_of(later, store.outbox, random.Random(generation))
        await courier.drain()
    result = look(store, world.platform)
    store.close()
    return result.violations


@pytest.mark.parametrize("scenario", SCENARIOS)
async def test_with_every_safeguard_nothing_is_wrong(
    scenario: Scenario, database_url: str, tmp_path: Path
) -> None:
    assert await violations(scenario, database_url, tmp_path) == ()


async def test_without_looking_up(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def blindly(left: LeftBehind) -> dict[str, Any]:
        return taken_back(left) | {"looked_for": False}

    monkeypatch.setattr(claims, "taken_back", blindly)
    wrong = await violations(vanished_after_posting, database_url, tmp_path)
    assert any("doubled" in each for each in wrong)


@pytest.mark.parametrize("scenario", [stalled_before_sending, stalled_before_recording])
async def test_without_the_fence(
    scenario: Scenario, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fence = bindparam("its_fence", type_=String)
    unfenced = update(outbox_table).where(
        outbox_table.c.id == bindparam("its_id"), fence.is_not(None)
    )
    monkeypatch.setattr(outbox, "UNDER_THE_FENCE", unfenced)
    wrong = await violations(scenario, database_url, tmp_path)
    assert any("doubled" in each for each in wrong)


async def test_without_the_unique_date_of_a_round(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def always(self: Any, round_: Round) -> bool:
        self._connection.execute(rounds.rounds.insert().values(rounds.ROUND.row(round_)))
        return True

    make_without_key(empty_url, "rounds")
    monkeypatch.setattr(rounds.RoundsWriting, "start_round", always)
    wrong = await violations(started_twice, empty_url, tmp_path)
    assert any("was run 2 times" in each for each in wrong)


async def test_without_the_unique_key_of_a_message(
    empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def always(connection: Connection, table: Any, rows: Iterable[bulk.Row], *_: str) -> None:
        bulk.add(connection, table, rows)

    make_without_key(empty_url, "outbox")
    monkeypatch.setattr(promises, "add_missing", always)
    wrong = await violations(promised_twice, empty_url, tmp_path)
    assert any("was promised 2 times" in each for each in wrong)
    assert any("doubled" in each for each in wrong)


def make_without_key(url: str, table: str) -> None:
    """A database like ours, but for the unique keys of one table."""
    upgrade(url)
    draft = MetaData()
    for each in metadata.tables.values():
        each.to_metadata(draft)
    broken = draft.tables[table]
    broken.constraints -= {
        each for each in broken.constraints if isinstance(each, UniqueConstraint)
    }
    broken.indexes.clear()
    for column in broken.columns:
        column.unique = False
    database = open_database(url)
    with database.writing() as connection:
        draft.drop_all(connection)
        draft.create_all(connection)
        assert connection.scalar(text("SELECT version_num FROM alembic_version"))
    database.close()
