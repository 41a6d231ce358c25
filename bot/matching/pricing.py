"""Every pair of a large pool against its duals, in blocks, to find those that break them.

Columns that many members have are multiplied densely, the rest sparsely.
Single precision only finds suspects; each is then weighed exactly.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

from bot.matching.arrays import Positions, Worth
from bot.matching.candidates import Edges
from bot.matching.prospects import Prospects

BLOCK = 256
"""Members priced at once against all others: 200 MB at 100,000."""

COMMON = 1 / 64
"""The share of members that have a column, from which it is multiplied densely."""

DOUBT = 1e-4
"""Pairs this close to their duals are weighed exactly: far above rounding errors."""

Single = NDArray[np.float32]


class _Halves:
    """The left and right sides, split into dense and sparse columns."""

    def __init__(self, prospects: Prospects) -> None:
        many = np.bincount(prospects.right.indices, minlength=len(prospects.values))
        common = np.flatnonzero(many > COMMON * prospects.size)
        rare = np.flatnonzero(many <= COMMON * prospects.size)
        self.dense_left = prospects.valued[:, common].astype(np.float32).toarray()
        self.dense_right = prospects.right[:, common].astype(np.float32).toarray()
        self.rare_left = prospects.valued[:, rare].astype(np.float32)
        self.rare_right = prospects.right[:, rare].astype(np.float32)

    def scores(self, rows: slice, first: int) -> Single:
        """Scores, without what a meeting gives, of `rows` with everyone from `first` on."""
        result = self.dense_left[rows] @ self.dense_right[first:].T
        some = sparse.csr_array(self.rare_left[rows] @ self.rare_right[first:].T)
        owner = np.repeat(np.arange(some.shape[0]), np.diff(some.indptr))
        result[owner, some.indices] += some.data
        return np.asarray(result, dtype=np.float32)


def violations(prospects: Prospects, duals: Worth, tell: Callable[[float], None]) -> Edges:
    """Every feasible pair worth more than its two duals together."""
    halves = _Halves(prospects)
    size = prospects.size
    gain, dual = (prospects.gain / 2).astype(np.float32), duals.astype(np.float32)
    found: list[Edges] = []
    for first in range(0, size, BLOCK):
        tell(first / size)
        rows = slice(first, min(first + BLOCK, size))
        worth = halves.scores(rows, first)
        worth += np.float32(prospects.meeting)
        worth *= gain[rows, None] + gain[None, first:]
        worth -= dual[None, first:]
        one, other = np.nonzero(worth > dual[rows, None] - np.float32(DOUBT))
        found.append(_broken(prospects, duals, one + first, other + first))
    return Edges(*(np.concatenate(part) for part in zip(*found, strict=True)))


def _broken(prospects: Prospects, duals: Worth, rows: Positions, columns: Positions) -> Edges:
    """Those of the suspects, once each, that are feasible and truly break their duals."""
    once = rows < columns
    rows, columns = rows[once], columns[once]
    worth = prospects.pairs(rows, columns)
    over = worth > duals[rows] + duals[columns]
    return Edges(rows[over], columns[over], worth[over])
