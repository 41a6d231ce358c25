"""A few hundred hostile requests; ten thousand by `python -m tests.adapters.teams.hostile`."""

import pytest

from tests.adapters.teams.conftest import Teams
from tests.adapters.teams.hostile import attack


@pytest.mark.parametrize("seed", range(3))
async def test_hostile_requests_are_refused_and_reach_nobody(teams: Teams, seed: int) -> None:
    statuses = await attack(teams, 200, seed)
    assert {200, 400, 401} <= set(statuses), "the attack is of every kind"
