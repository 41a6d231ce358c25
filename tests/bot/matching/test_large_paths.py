"""The methods for large pools, forced on pools small enough to know the exact answer."""

import os
import subprocess
import sys
from dataclasses import replace
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest
import rustworkx

from benchmarks.pools import problem
from bot.matching import Effort, History, Rules, candidates
from bot.matching.barriers import Barriers
from bot.matching.match import match
from bot.matching.pricing import violations
from bot.matching.prospects import Prospects
from bot.model import OddOne
from tests.bot.matching.made_up import pool, relations

ON_ALL_PAIRS = Effort(tiny=0, exact=0, window=40)
ON_CANDIDATES = Effort(tiny=0, exact=0, dense=0, window=40)
LARGE_PATHS = pytest.mark.parametrize(
    "effort", [ON_ALL_PAIRS, ON_CANDIDATES], ids=["all pairs", "candidates"]
)


@LARGE_PATHS
@pytest.mark.parametrize("seed", [1, 2])
def test_within_one_percent_of_the_exact_best(effort, seed):
    of = problem(300, seed, vocabulary=150)
    rules = replace(of.rules, odd_one=OddOne.REST)
    exact = match(of.pool, of.history, rules, 1)
    quick = match(of.pool, of.history, rules, 1, effort=effort, certify=True)
    assert quick.quality.total >= 0.99 * exact.quality.total
    assert quick.quality.bound >= exact.quality.total
    assert quick.quality.certified


def test_neighbourhoods_alone_where_the_product_would_be_too_dense(monkeypatch):
    monkeypatch.setattr(candidates, "COSTLIEST", 0)
    of = problem(300, 3, vocabulary=84)
    exact = match(of.pool, of.history, of.rules, 1)
    quick = match(of.pool, of.history, of.rules, 1, effort=ON_CANDIDATES)
    assert quick.quality.total >= 0.97 * exact.quality.total


def test_the_quick_bound_holds_for_what_was_found_and_asks_to_be_certified():
    of = problem(400, 5)
    quick = match(of.pool, of.history, of.rules, 1, effort=ON_CANDIDATES)
    sure = match(of.pool, of.history, of.rules, 1, effort=ON_CANDIDATES, certify=True)
    assert not quick.quality.certified
    assert quick.quality.bound >= quick.quality.total
    assert sure.quality.certified
    assert sure.groups == quick.groups, "certifying changes no group"


@LARGE_PATHS
@pytest.mark.parametrize("seed", [0, 1, 2, 3, 14, 50, 74, 76])
def test_as_many_are_paired_as_can_be(effort, seed):
    members = pool(61, seed)
    ids = [member.id for member in members]
    dice = np.random.default_rng(seed)
    apart = [pair for pair in combinations(ids, 2) if dice.random() < 0.93]
    rules = Rules(odd_one=OddOne.REST, relations=relations())
    barriers = Barriers(members, (), apart)
    everyone = np.arange(len(members))
    edges = np.argwhere(np.triu(barriers.allow_block(everyone, everyone)))
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(ids)
    graph.add_edges_from([(int(a), int(b), 1) for a, b in edges])
    most = len(rustworkx.max_weight_matching(graph, max_cardinality=True))
    found = match(members, History(apart), rules, 1, effort=effort)
    assert len(found.groups) == most


def test_pricing_finds_exactly_the_pairs_that_break_their_duals():
    of = problem(300, 7)
    barriers = Barriers(of.pool, of.rules.never, of.history.apart)
    prospects = Prospects(of.pool, barriers, of.rules.weights, of.rules.relations)
    duals = np.random.default_rng(1).uniform(0.3, 1.2, size=300)
    told: list[float] = []
    broken = violations(prospects, duals, told.append)
    weights = prospects.whole()
    expected = np.argwhere(np.triu(weights > duals[:, None] + duals[None, :]))
    assert sorted(zip(broken.rows, broken.columns, strict=True)) == sorted(map(tuple, expected))
    assert broken.worth == pytest.approx(weights[broken.rows, broken.columns])
    assert told == sorted(told)


def test_pairs_rows_and_blocks_agree():
    of = problem(120, 8)
    barriers = Barriers(of.pool, of.rules.never, of.history.apart)
    prospects = Prospects(of.pool, barriers, of.rules.weights, of.rules.relations)
    weights = prospects.whole()
    rows, columns = np.divmod(np.arange(120 * 120), 120)
    assert prospects.pairs(rows, columns).reshape(120, 120) == pytest.approx(weights)
    assert prospects.row(17) == pytest.approx(weights[17])
    assert weights == pytest.approx(weights.T)


def test_progress_tells_stages_in_order_and_parts_between_0_and_1():
    of = problem(400, 5)
    told: list[tuple[str, float]] = []
    match(
        of.pool,
        of.history,
        of.rules,
        1,
        effort=ON_CANDIDATES,
        certify=True,
        progress=lambda stage, part: told.append((stage, part)),
    )
    assert list(dict.fromkeys(stage for stage, _ in told)) == [
        "reading the pool",
        "looking for candidates",
        "pairing",
        "improving",
        "certifying",
        "writing the reasons",
    ]
    assert all(0 <= part <= 1 for _, part in told)


def test_the_same_seed_gives_the_same_matching_in_another_process():
    code = (
        "from benchmarks.pools import problem;"
        "from bot.matching import Effort; from bot.matching.match import match;"
        "of = problem(300, 5);"
        "found = match(of.pool, of.history, of.rules, 3, effort=Effort(tiny=0, exact=0, dense=0));"
        "print([group.members for group in found.groups])"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": hashing, "PYTHONPATH": "."},
            cwd=Path(__file__).parents[3],
            check=True,
            capture_output=True,
        ).stdout
        for hashing in ("1", "2")
    }
    assert len(told) == 1
