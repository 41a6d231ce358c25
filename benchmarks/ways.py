"""Ways to pair a pool: ours, what others do, and exact solvers as far as they reach.

Each takes the problem and a seed and gives groups of ids.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from benchmarks.pools import Problem
from bot.matching.barriers import Barriers
from bot.matching.candidates import candidates
from bot.matching.match import match
from bot.matching.prospects import Prospects

Groups = list[tuple[str, ...]]
RESHUFFLES = 50


@dataclass(frozen=True)
class Way:
    """One way, and the largest pool it is run on, with the reason why not above."""

    name: str
    pair: Callable[[Problem, int], Groups]
    most: int = 10**9
    because: str = ""


def prospects_of(problem: Problem) -> Prospects:
    rules = problem.rules
    barriers = Barriers(problem.pool, rules.never, problem.history.apart)
    return Prospects(problem.pool, barriers, rules.weights, rules.relations)


def ours(problem: Problem, seed: int) -> Groups:
    found = match(problem.pool, problem.history, problem.rules, seed)
    return [group.members for group in found.groups]


def at_random(problem: Problem, seed: int) -> Groups:
    """Shuffle and pair neighbours, as Icebreaker does; shuffle again those who may not meet."""
    barriers = Barriers(problem.pool, problem.rules.never, problem.history.apart)
    return _named(problem, _shuffled_pairs(barriers, np.arange(barriers.size), seed))


def greedily(problem: Problem, seed: int) -> Groups:
    """The best candidate pair first, then the next best; the rest at random."""
    prospects = prospects_of(problem)
    edges = candidates(prospects, 18, 6, np.random.default_rng(seed), lambda _part: None)
    alone = np.ones(prospects.size, dtype=bool)
    pairs = []
    for at in np.argsort(-edges.worth, kind="stable").tolist():
        one, other = int(edges.rows[at]), int(edges.columns[at])
        if alone[one] and alone[other]:
            alone[[one, other]] = False
            pairs.append((one, other))
    pairs += _shuffled_pairs(prospects.barriers, np.flatnonzero(alone), seed)
    return _named(problem, pairs)


def by_networkx(problem: Problem, seed: int) -> Groups:
    import networkx

    graph = networkx.Graph()
    for one, other, worth in _all_pairs(prospects_of(problem)):
        graph.add_edge(one, other, weight=worth)
    return _named(problem, networkx.max_weight_matching(graph))


def by_rustworkx(problem: Problem, seed: int) -> Groups:
    import rustworkx

    prospects = prospects_of(problem)
    graph = rustworkx.PyGraph()
    graph.add_nodes_from(range(prospects.size))
    graph.add_edges_from([(a, b, int(w * 1e6)) for a, b, w in _all_pairs(prospects)])
    return _named(problem, rustworkx.max_weight_matching(graph, weight_fn=int))


def _all_pairs(prospects: Prospects) -> list[tuple[int, int, float]]:
    weights = prospects.whole()
    return [
        (a, b, float(weights[a, b]))
        for a, b in combinations(range(prospects.size), 2)
        if np.isfinite(weights[a, b])
    ]


def _shuffled_pairs(barriers: Barriers, members: np.ndarray, seed: int) -> list[tuple[int, int]]:
    dice = np.random.default_rng(seed)
    pairs: list[tuple[int, int]] = []
    for _ in range(RESHUFFLES):
        members = dice.permutation(members)
        even = len(members) // 2 * 2
        ones, others = members[0:even:2], members[1:even:2]
        good = barriers.allow(ones, others)
        pairs += zip(ones[good].tolist(), others[good].tolist(), strict=True)
        members = np.concatenate([ones[~good], others[~good], members[even:]])
    return pairs


def _named(problem: Problem, pairs: Iterable[tuple[int, int]]) -> Groups:
    return [(problem.pool[one].id, problem.pool[other].id) for one, other in pairs]


WAYS = (
    Way("ours", ours),
    Way("random", at_random),
    Way("greedy", greedily),
    Way("rustworkx, exact", by_rustworkx, 1_000, "cubic: some 20 s at 1,000"),
    Way("networkx, exact", by_networkx, 200, "cubic, in Python: over a minute at 500"),
)
