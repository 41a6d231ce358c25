"""How much more a match for someone counts who was lately served worse than most."""

import numpy as np

from bot.matching.arrays import Worth

LEAST, MOST = 0.4, 4.0
"""A gain stays within these, so that one bad month cannot rule a round."""


def gains(recent: Worth, exponent: float) -> Worth:
    """Each member's gain: (median recent score / their own) ** exponent, kept within bounds.

    `recent` is NaN for newcomers, whose gain is 1. Gains multiply a score (the
    mean of both members' gains); adding a constant per member would change
    nothing, since every full matching contains all the constants.
    """
    known = ~np.isnan(recent)
    result = np.ones(len(recent))
    median = float(np.median(recent[known])) if known.any() else 0.0
    if median > 0 and exponent > 0:
        own = np.maximum(recent[known], median * 1e-6)
        result[known] = np.clip((median / own) ** exponent, LEAST, MOST)
    return result
