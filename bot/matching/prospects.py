"""What every pair of the pool would be worth, computed only where it is asked for.

Members are positions 0..n-1. A weight is score × fairness; -inf marks a pair
that may not meet. The matrix is never held whole: it is read by pairs, by one
member, or by blocks.
"""

from array import array
from collections.abc import Sequence

import numpy as np
from scipy import sparse

from bot.matching.arrays import Mask, Positions, Worth
from bot.matching.barriers import Barriers
from bot.matching.columns import Columns
from bot.matching.fairness import gains
from bot.matching.rules import Relations, Weights
from bot.model import Candidate

SLICE = 1 << 18
"""Pairs scored at once, to bound memory."""


class Prospects:
    """Scores and weights of pairs, under the hard rules."""

    def __init__(
        self,
        pool: Sequence[Candidate],
        barriers: Barriers,
        weights: Weights,
        relations: Relations,
    ) -> None:
        self.pool = pool
        self.size = len(pool)
        self.barriers = barriers
        self.meeting = weights.meeting
        self.columns = Columns(pool, weights, relations)
        left, self.right = _incidence(pool, self.columns)
        self.values = np.array(self.columns.values, dtype=np.float64)
        self.valued = left
        self.valued.data = self.values[left.indices]
        recent = [np.nan if c.recent is None else c.recent for c in pool]
        self.gain = gains(np.array(recent, dtype=np.float64), weights.fairness)
        self.rested = np.array([c.rested for c in pool], dtype=np.bool_)

    def scores(self, rows: Positions, columns: Positions) -> Worth:
        """The score of each pair (rows[i], columns[i]), rules and fairness aside."""
        result = np.empty(len(rows))
        for start in range(0, len(rows), SLICE):
            part = slice(start, start + SLICE)
            both = self.valued[rows[part]].multiply(self.right[columns[part]])
            result[part] = both.sum(axis=1)
        return self.meeting + result

    def pairs(self, rows: Positions, columns: Positions) -> Worth:
        """The weight of each pair (rows[i], columns[i])."""
        weight = self.scores(rows, columns) * (self.gain[rows] + self.gain[columns]) / 2
        weight[~self.barriers.allow(rows, columns)] = -np.inf
        return weight

    def block(self, rows: Positions, columns: Positions) -> Worth:
        """Weights of every member of `rows` with every one of `columns`."""
        score = (self.valued[rows] @ self.right[columns].T).toarray() + self.meeting
        weight = score * ((self.gain[rows][:, None] + self.gain[columns][None, :]) / 2)
        weight[~self.barriers.allow_block(rows, columns)] = -np.inf
        return np.asarray(weight, dtype=np.float64)

    def whole(self) -> Worth:
        """Weights of everyone with everyone: 8 n² bytes."""
        everyone = np.arange(self.size)
        return self.block(everyone, everyone)

    def placeable(self, members: Positions) -> Positions:
        """Those of `members` who are free when anyone else is."""
        return members[~self.barriers.stranded[members]]

    def row(self, member: int) -> Worth:
        """Weights of one member with everyone."""
        spread = np.zeros(len(self.values))
        start, end = self.valued.indptr[member], self.valued.indptr[member + 1]
        spread[self.valued.indices[start:end]] = self.valued.data[start:end]
        weight = (self.right @ spread + self.meeting) * (self.gain[member] + self.gain) / 2
        return np.where(self.suits(member), weight, -np.inf)

    def suits(self, member: int) -> Mask:
        """Whom one member may meet."""
        everyone = np.arange(self.size)
        return self.barriers.allow_block(np.array([member]), everyone).reshape(-1)


def _incidence(
    pool: Sequence[Candidate], columns: Columns
) -> tuple[sparse.csr_array, sparse.csr_array]:
    """Who has which column on their left and on their right side, members by columns."""
    sides = (array("i"), array("i"))
    ends = (array("q", [0]), array("q", [0]))
    for member in pool:
        for found, side, end in zip(columns.sides(member), sides, ends, strict=True):
            side.extend(sorted(found))
            end.append(len(side))
    shape = (len(pool), len(columns.values))
    left, right = (
        sparse.csr_array(
            (np.ones(len(side)), np.array(side, dtype=np.int32), np.array(end, dtype=np.int32)),
            shape=shape,
        )
        for side, end in zip(sides, ends, strict=True)
    )
    return left, right
