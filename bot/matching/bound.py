"""How good any matching could be: upper bounds that are true by linear duality.

Half the value of the best assignment on a set of pairs is the optimum of the
half-integral programme of matching on them, which no matching on those pairs
exceeds. Trios obey it too: a trio counts half of each of its three pairs.
"""

from typing import NamedTuple

import numpy as np

from bot.matching.arrays import Positions, Worth
from bot.matching.assignment import on_all_pairs


class Bound(NamedTuple):
    """A number no matching exceeds: over all feasible pairs if `certified`, else over `edges`."""

    value: float
    certified: bool
    edges: int


def over_all_pairs(weights: Worth) -> Bound:
    """The bound from every pair's weight; -inf marks a pair that may not meet."""
    return of_assignment(weights, on_all_pairs(weights))


def of_assignment(weights: Worth, partner: Positions) -> Bound:
    """The bound from the best assignment on all pairs."""
    everyone = np.arange(len(weights))
    chosen = partner != everyone
    value = float(weights[everyone[chosen], partner[chosen]].sum()) / 2
    return Bound(value, certified=True, edges=int(np.isfinite(weights).sum()) // 2)
