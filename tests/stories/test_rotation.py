"""Two hundred ask, and everyone wants the same expert."""

import pytest

from benchmarks.asking import ASKERS, BUDGET, Load, simulate

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("rotation")]


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    return simulate(tmp_path_factory.mktemp("ward"))


def test_nobody_hears_of_more_than_their_budget_in_any_thirty_days(load: Load) -> None:
    assert {name: load.most_in_a_month(name) for name in load.experts if load.of(name)}
    assert max(load.most_in_a_month(name) for name in load.experts) <= BUDGET


def test_the_one_everyone_wants_is_asked_to_their_budget_and_the_others_share_the_rest(
    load: Load,
) -> None:
    assert load.most_in_a_month("popular") == BUDGET
    shared = [len(load.of(name)) for name in load.experts[1:]]
    assert sum(shared) > 10 * len(load.of("popular"))
    assert max(shared) - min(shared) <= 2


def test_most_who_ask_are_introduced_and_every_ask_ends(load: Load) -> None:
    assert load.states["introduced"] > ASKERS * 0.6
    assert load.states["introduced"] + load.states["ended"] == ASKERS
