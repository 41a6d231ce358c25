"""The single steps: auction, cycles, free time, gains, moving a gap."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.matching import History, Rules, Weights, free_time
from bot.matching.assignment import on_all_pairs
from bot.matching.auction import STEP, auction, closed
from bot.matching.barriers import Barriers
from bot.matching.candidates import Edges
from bot.matching.coverage import cover
from bot.matching.cycles import split
from bot.matching.fairness import gains
from bot.matching.pairing import ALONE, Pairing
from bot.matching.prospects import Prospects
from bot.matching.rules import Relations
from bot.model import Candidate


@st.composite
def weight_matrices(draw: st.DrawFn) -> np.ndarray:
    size = draw(st.integers(2, 12))
    dice = np.random.default_rng(draw(st.integers(0, 2**32)))
    weights = np.round(dice.uniform(0.1, 2.0, (size, size)), draw(st.integers(0, 3))) + 0.1
    weights[dice.random((size, size)) < draw(st.sampled_from([0.0, 0.4, 0.8]))] = -np.inf
    weights = np.triu(weights, 1)
    weights[np.tril_indices(size)] = -np.inf
    return np.maximum(weights, weights.T)


@settings(max_examples=80, deadline=None)
@given(weight_matrices())
def test_an_auction_is_nearly_the_best_assignment_and_its_duals_bound_it(weights):
    rows, columns = np.nonzero(np.isfinite(np.triu(weights, 1)) & (np.triu(weights, 1) > 0))
    found = auction(len(weights), Edges(rows, columns, weights[rows, columns]))
    chosen = np.flatnonzero(found.partner != ALONE)
    assert len(set(found.partner[chosen].tolist())) == len(chosen), "no partner to two members"
    best = on_all_pairs(weights)
    busy = np.flatnonzero(best != np.arange(len(weights)))
    value = weights[busy, best[busy]].sum()
    got = weights[chosen, found.partner[chosen]].sum()
    most = weights.max(initial=0.0)
    assert value - len(weights) * STEP * max(most, 0.0) - 1e-9 <= got <= value + 1e-9
    assert (found.duals >= 0).all()
    assert (found.duals[rows] + found.duals[columns] >= weights[rows, columns] - 1e-9).all()
    assert 2 * found.duals.sum() >= value - 1e-9


def test_chains_of_choices_are_closed_into_a_permutation():
    choices = np.array([1, 2, ALONE, 4, 3, ALONE])
    assert closed(choices).tolist() == [1, 2, 0, 4, 3, 5]


def market(scores: dict[tuple[int, int], int], size: int) -> Prospects:
    """Prospects in which pair (a, b) shares `scores[a, b]` interests; others may not meet."""
    names: list[set[str]] = [set() for _ in range(size)]
    for (a, b), many in scores.items():
        for at in range(many):
            names[a].add(f"{a}-{b}-{at}")
            names[b].add(f"{a}-{b}-{at}")
    pool = [Candidate(id=f"m{n}", interests=frozenset(own)) for n, own in enumerate(names)]
    barred = [(f"m{a}", f"m{b}") for a in range(size) for b in range(a) if (b, a) not in scores]
    return Prospects(pool, Barriers(pool, barred, ()), Weights(), Relations())


@pytest.mark.parametrize(
    ("worths", "pairs"),
    [
        ([5, 1, 5, 1], {(0, 1), (2, 3)}),
        ([1, 5, 1, 5], {(1, 2), (0, 3)}),
        ([1, 2, 3], {(0, 2)}),
        ([4, 1, 1, 4, 1], {(0, 1), (3, 4)}),
        ([1, 6, 1, 1, 6], {(1, 2), (0, 4)}),
    ],
)
def test_a_cycle_is_split_at_its_cheapest(worths, pairs):
    size = len(worths)
    links = {tuple(sorted((at, (at + 1) % size))): worth for at, worth in enumerate(worths)}
    pairing = split(market(links, size), (np.arange(size) + 1) % size)
    ones, others = pairing.pairs
    assert set(zip(ones.tolist(), others.tolist(), strict=True)) == pairs


def test_a_gap_moves_along_until_it_meets_another():
    chain = {(at, at + 1): 1 for at in range(7)}
    prospects = market(chain, 8)
    pairing = Pairing(8)
    pairing.join_all([(1, 2), (3, 4), (5, 6)])
    cover(prospects, pairing)
    assert pairing.mate.tolist() == [1, 0, 3, 2, 5, 4, 7, 6]


def test_free_time_with_few_and_with_many_patterns(monkeypatch):
    patterns = [0, 1, 3, 1 << 1343, (1 << 1344) - 1, 2, 3]
    expected = [[bool(a & b) for b in patterns] for a in patterns]
    everyone = np.arange(len(patterns))
    rows, columns = np.divmod(np.arange(len(patterns) ** 2), len(patterns))
    for few in (3_000, 2):
        monkeypatch.setattr(free_time, "FEW", few)
        found = free_time.FreeTime(patterns)
        assert found.meet_block(everyone, everyone).tolist() == expected
        assert found.meet(rows, columns).reshape(7, 7).tolist() == expected
        assert found.nobody().tolist() == [True] + [False] * 6


def test_a_member_alone_with_their_hours_is_stranded_among_few_patterns():
    assert free_time.FreeTime([1, 2, 2]).nobody().tolist() == [True, False, False]


def test_gains_favour_whoever_was_served_worse_within_bounds():
    recent = np.array([np.nan, 1.0, 0.5, 2.0, 0.0, 100.0, 1.0])
    assert gains(recent, 1.0).tolist() == [1.0, 1.0, 2.0, 0.5, 4.0, 0.4, 1.0]
    assert gains(recent, 0.0).tolist() == [1.0] * 7
    assert gains(np.array([np.nan, np.nan]), 1.0).tolist() == [1.0, 1.0]


def test_weights_that_would_make_a_meeting_worthless_are_refused():
    with pytest.raises(ValueError, match="above 0"):
        Weights(meeting=0.0)
    with pytest.raises(ValueError, match="negative"):
        Weights(same_site=-0.1)


def test_defaults_forbid_nothing():
    assert not list(Rules().never)
    assert not list(History().apart)
