"""Every way of grouping a handful of members, trios included: the exact answer.

What is best is decided in this order: fewest left out again who were left out
last time, fewest left out, fewest trios, greatest sum of weights.
"""

from itertools import combinations

import numpy as np

from bot.matching.arrays import Mask, Worth

Grouping = tuple[tuple[int, ...], ...]
_Choice = tuple[int, int, float, tuple[int, ...]]
"""A group's members as bits, whether it is a trio, its weight, and its members."""
_Rank = tuple[int, int, int, float]


def best_groups(weights: Worth, rested: Mask, *, trios: bool) -> Grouping:
    """The best pairs (and trios, if allowed) among members 0..n-1; exponential in n."""
    size = len(weights)
    sizes = (2, 3) if trios else (2,)
    worth: list[list[_Choice]] = [[] for _ in range(size)]
    for many in sizes:
        for group in combinations(range(size), many):
            weight = group_weight(weights, group)
            if np.isfinite(weight):
                bits = sum(1 << member for member in group)
                worth[group[0]].append((bits, int(many == 3), weight, group))
    best: list[tuple[_Rank, Grouping]] = [((0, 0, 0, 0.0), ())]
    for present in range(1, 1 << size):
        first = (present & -present).bit_length() - 1
        best.append(_best_of(present, best, worth[first], int(rested[first])))
    return best[-1][1]


def group_weight(weights: Worth, group: tuple[int, ...]) -> float:
    """A pair's weight; for a trio half the sum of its pairs. -inf if any may not meet."""
    return sum(float(weights[pair]) for pair in combinations(group, 2)) / (len(group) - 1)


def _best_of(
    present: int, best: list[tuple[_Rank, Grouping]], choices: list[_Choice], rested: int
) -> tuple[_Rank, Grouping]:
    """The best grouping of the members whose bits are set, from those of fewer members.

    `choices` are the groups that the first of them comes first in.
    """
    (again, out, trios, less), groups = best[present & (present - 1)]
    answer = ((again + rested, out + 1, trios, less), groups)
    for bits, trio, weight, group in choices:
        if bits & ~present == 0:
            (again, out, trios, less), groups = best[present & ~bits]
            rank = (again, out, trios + trio, less - weight)
            if rank < answer[0]:
                answer = (rank, (*groups, group))
    return answer
