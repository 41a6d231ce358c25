"""How good any matching could be: upper bounds that are true by linear duality.

Give every member a dual of at least 0 so that no pair is worth more than its
two duals together: then no matching is worth more than all duals together.
Trios obey this too, since a trio counts half of each of its three pairs.
"""

from collections.abc import Callable
from functools import partial
from typing import NamedTuple

import numpy as np

from bot.matching.arrays import Positions, Worth
from bot.matching.assignment import on_all_pairs
from bot.matching.auction import auction
from bot.matching.candidates import Edges, edges
from bot.matching.pricing import violations
from bot.matching.prospects import Prospects
from bot.matching.sparse import Paired

ENOUGH = 0.995
"""The share of the bound at which certifying stops improving it."""

PASSES = 3
"""Most passes over all pairs."""

ADDED = 6
"""Pairs added for each member from one pass to the next."""


class Bound(NamedTuple):
    """A number no matching exceeds: over all feasible pairs if `certified`, else over `edges`."""

    value: float
    certified: bool
    edges: int


def over_all_pairs(weights: Worth) -> Bound:
    """The bound from every pair's weight; -inf marks a pair that may not meet."""
    return of_assignment(weights, on_all_pairs(weights))


def of_assignment(weights: Worth, partner: Positions) -> Bound:
    """The bound from the best assignment on all pairs: half its value."""
    everyone = np.arange(len(weights))
    chosen = partner != everyone
    value = float(weights[everyone[chosen], partner[chosen]].sum()) / 2
    return Bound(value, certified=True, edges=int(np.isfinite(weights).sum()) // 2)


def raised(duals: Worth, pairs: Edges) -> Worth:
    """Duals raised just enough to hold for `pairs` too.

    Each end takes half of the worst excess among its own pairs, so both ends
    together take at least the excess of the pair between them.
    """
    excess = np.maximum(pairs.worth - duals[pairs.rows] - duals[pairs.columns], 0.0)
    worst = np.zeros(len(duals))
    np.maximum.at(worst, pairs.rows, excess)
    np.maximum.at(worst, pairs.columns, excess)
    return duals + worst / 2


def certified(
    prospects: Prospects, paired: Paired, total: float, tell: Callable[[float], None]
) -> Bound:
    """The bound over all feasible pairs, from duals that hold for the candidates.

    Prices every pair, at most three times, adding the worst violated ones in
    between, until `total` is `ENOUGH` of the bound. Quadratic in the members:
    about two minutes a pass for 100,000.
    """
    known, duals, best = paired.known, paired.duals, np.inf
    for done in range(PASSES):
        broken = violations(prospects, duals, partial(_tell_part, tell, done))
        best = min(best, float(raised(duals, broken).sum()))
        if total >= ENOUGH * best or done == PASSES - 1:
            break
        known = _with_worst(prospects, known, broken, duals)
        duals = auction(prospects.size, known).duals
    return Bound(best, certified=True, edges=len(known.rows))


def _tell_part(tell: Callable[[float], None], done: int, part: float) -> None:
    tell((done + part) / PASSES)


def _with_worst(prospects: Prospects, known: Edges, broken: Edges, duals: Worth) -> Edges:
    """`known` and, for each member, the pairs that break their duals the most."""
    excess = broken.worth - duals[broken.rows] - duals[broken.columns]
    keys = [known.rows * prospects.size + known.columns]
    for ends in (broken.rows, broken.columns):
        order = np.lexsort((-excess, ends))
        begin = np.searchsorted(ends[order], ends[order])
        worst = order[np.arange(len(order)) - begin < ADDED]
        keys.append(broken.rows[worst] * prospects.size + broken.columns[worst])
    return edges(prospects, np.concatenate(keys))
