"""Four processes at once: one winner for every round, one pace for every lane."""

import pytest

from storage import open_store
from tests.crash.hospital import MEMBERS
from tests.crash.race import PER_SECOND, SECONDS, SLOTS
from tests.crash.test_kills import run

pytestmark = pytest.mark.slow


def test_every_round_has_one_winner(database_url: str) -> None:
    won = run("race", "rounds", "--url", database_url)["won"]
    assert won == {str(slot): 1 for slot in range(SLOTS)}
    store = open_store(database_url)
    with store.reading() as reading:
        assert len(reading.rounds("p", SLOTS * 2)) == SLOTS
        assert reading.deliveries()["pending"] == SLOTS * len(MEMBERS)
    store.close()


def test_four_processes_keep_one_pace(database_url: str) -> None:
    turns = run("race", "turns", "--url", database_url)["turns"]
    assert isinstance(turns, list)
    assert len(turns) >= PER_SECOND * (SECONDS - 1), "the lane was not kept busy"
    busiest = max(sum(start <= turn < start + 1 for turn in turns) for start in turns)
    assert busiest <= PER_SECOND + 2
