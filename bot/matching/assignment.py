"""The assignment problem on the double cover: everyone chooses, everyone is chosen.

Its optimum, halved, bounds every matching on the same pairs. A member may be
assigned to themselves, which is worth nothing and means left out.
"""

import numpy as np
from scipy import optimize

from bot.matching.arrays import Positions, Worth


def on_all_pairs(weights: Worth) -> Positions:
    """The best permutation when every weight is known; -inf marks a forbidden pair.

    A forbidden pair is priced so that two who are left out are always better.
    """
    priced = np.where(np.isfinite(weights), weights, -1.0 - weights.max(initial=0.0))
    np.fill_diagonal(priced, 0.0)
    _, partner = optimize.linear_sum_assignment(priced, maximize=True)
    return np.asarray(partner, dtype=np.int64)
