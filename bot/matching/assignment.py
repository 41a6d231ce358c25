"""The assignment problem on the double cover: everyone chooses, everyone is chosen.

Its optimum, halved, bounds every matching on the same pairs. A member may be
assigned to themselves, which is worth nothing and means left out.
"""

from importlib.util import find_spec

import numpy as np
from scipy import optimize, sparse
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from bot.matching.arrays import Positions, Worth
from bot.matching.candidates import Edges

FINENESS = 1e6
"""OR-tools counts in whole numbers: weights are rounded to a millionth."""


def on_all_pairs(weights: Worth) -> Positions:
    """The best permutation when every weight is known; -inf marks a forbidden pair.

    A forbidden pair is priced so that two who are left out are always better.
    """
    priced = np.where(np.isfinite(weights), weights, -1.0 - weights.max(initial=0.0))
    np.fill_diagonal(priced, 0.0)
    _, partner = optimize.linear_sum_assignment(priced, maximize=True)
    return np.asarray(partner, dtype=np.int64)


def on_edges(size: int, edges: Edges) -> Positions:
    """The best permutation of 0..size-1 along `edges`, by OR-tools if it is installed."""
    if find_spec("ortools") is not None:
        return _by_ortools(size, edges)
    return _by_scipy(size, edges)


def both_ways(size: int, edges: Edges) -> tuple[Positions, Positions, Worth]:
    """Each edge in both directions and a worthless loop for each member."""
    loop = np.arange(size)
    rows = np.concatenate([edges.rows, edges.columns, loop])
    columns = np.concatenate([edges.columns, edges.rows, loop])
    return rows, columns, np.concatenate([edges.worth, edges.worth, np.zeros(size)])


def _by_scipy(size: int, edges: Edges) -> Positions:
    """LAPJVsp. Costs are lifted above zero, which it would read as no edge, and whole:

    with fractions that differ in their last bit it has been seen never to end.
    """
    rows, columns, worth = both_ways(size, edges)
    cost = np.rint((1.0 + worth.max(initial=0.0) - worth) * FINENESS)
    graph = sparse.csr_array((cost, (rows, columns)), shape=(size, size))
    _, partner = min_weight_full_bipartite_matching(graph)
    return np.asarray(partner, dtype=np.int64)


def _by_ortools(size: int, edges: Edges) -> Positions:
    """A cost-scaling push-relabel method, the fastest known to us at 100,000 members."""
    from ortools.graph.python.linear_sum_assignment import SimpleLinearSumAssignment

    rows, columns, worth = both_ways(size, edges)
    solver = SimpleLinearSumAssignment()
    cost = np.rint(-worth * FINENESS).astype(np.int64)
    solver.add_arcs_with_cost(rows.astype(np.int32), columns.astype(np.int32), cost)
    if solver.solve() != solver.OPTIMAL:
        raise AssertionError("an assignment with a loop for everyone always exists")
    return np.array([solver.right_mate(at) for at in range(size)], dtype=np.int64)
