"""Twenty rounds of three hundred members: the promises that only time can break."""

from dataclasses import replace

import pytest

from benchmarks.pools import problem
from benchmarks.rounds import serve
from benchmarks.ways import ours
from bot.model import OddOne

pytestmark = pytest.mark.slow


@pytest.mark.parametrize(("size", "odd_one"), [(300, OddOne.TRIO), (181, OddOne.REST)])
def test_nobody_repeats_nobody_is_left_out_twice_and_the_worst_served_are_not_forgotten(
    size, odd_one
):
    of = problem(size, vocabulary=400, rounds=0)
    of = replace(
        of,
        pool=[replace(candidate, recent=None) for candidate in of.pool],
        rules=replace(of.rules, odd_one=odd_one),
    )
    served = serve(of, ours, rounds=20)
    assert served.repeats == 0
    assert served.left_out_twice_running == 0
    assert served.worst(0.05) >= 0.7 * served.means.mean()
