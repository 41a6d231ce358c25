"""A few promising partners for each member of a pool too large to look at all pairs.

Two sources, since each fails alone. The best of a sparse product finds what is
rare and strong, but where thousands share one common interest it would name
the same few partners to all: ties are broken anew for each block of rows.
Sorted neighbourhoods take linear time, know no hubs, and give partners even to
members who chose nothing.
"""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sparse_dot_topn import sp_matmul_topn

from bot.matching.arrays import Positions, Worth
from bot.matching.prospects import Prospects
from bot.model import TermKind

BLOCK = 4_000
"""Members whose best partners are looked for at once."""

DITHER = 0.02
"""How much a partner's columns are raised or lowered at random, block by block."""

COSTLIEST = 6e9
"""Products of columns beyond which the sparse product is left out: some 60 s of work."""

MORE_ORDERS = 5
"""How many times as many neighbourhoods replace the sparse product."""

SAMPLE = 8_000
"""Partners in which everyone's reach is estimated."""

LEAST_REACH = 0.3
"""The reach of those for whom no interest speaks."""

SPEAKING = (TermKind.SHARED, TermKind.RELATED, TermKind.CURIOUS)
"""The terms that single out partners; all others hold for a large part of the pool."""

SPREADING = (TermKind.OTHER_DEPARTMENT, TermKind.OTHER_PROFESSION)
"""The terms for what members do not have in common."""

WISHED = (TermKind.NEWLY_ARRIVED, TermKind.STEP_BEHIND)
"""The terms of wishes: too light to choose candidates by, and not had in common either."""

DEPTH = 3
"""How many of what a member has decide where they are sorted."""


class Edges(NamedTuple):
    """Pairs that may meet, once each (row < column), sorted, with their weights."""

    rows: Positions
    columns: Positions
    worth: Worth


def candidates(
    prospects: Prospects,
    nearest: int,
    orders: int,
    dice: np.random.Generator,
    tell: Callable[[float], None],
) -> Edges:
    """Feasible pairs among which a good matching of the whole pool will be found."""
    left, right = _speaking(prospects)
    found = []
    if _cost(left, right) <= COSTLIEST:
        right.data /= np.repeat(_reach(left, right, dice), np.diff(right.indptr))
        found += [_nearest(left, right, nearest, dice, tell)]
    else:
        orders *= MORE_ORDERS
    tags, value = _tags(prospects)
    found += [_neighbours(tags, value, dice) for _ in range(orders)]
    return edges(prospects, np.concatenate(found))


def edges(prospects: Prospects, keys: Positions) -> Edges:
    """The feasible pairs among `keys` (a·n + b, either way round), with their weights."""
    one, other = keys // prospects.size, keys % prospects.size
    ordered = np.minimum(one, other) * prospects.size + np.maximum(one, other)
    ordered.sort()
    ordered = ordered[np.flatnonzero(np.diff(ordered, prepend=-1))]
    rows, columns = ordered // prospects.size, ordered % prospects.size
    worth = prospects.pairs(rows, columns)
    allowed = np.isfinite(worth)
    return Edges(rows[allowed], columns[allowed], worth[allowed])


def _speaking(prospects: Prospects) -> tuple[sparse.csr_array, sparse.csr_array]:
    """The columns that single out partners, valued on the left side."""
    kinds = [meaning.kind in SPEAKING for meaning in prospects.columns.meanings]
    kept = np.flatnonzero(np.array(kinds, dtype=np.bool_))
    return (
        prospects.valued[:, kept].astype(np.float32),
        prospects.right[:, kept].astype(np.float32),
    )


def _cost(left: sparse.csr_array, right: sparse.csr_array) -> float:
    """How many products of two numbers the sparse product of all with all would take."""
    ours = np.bincount(left.indices, minlength=left.shape[1]).astype(float)
    theirs = np.bincount(right.indices, minlength=right.shape[1])
    return float(ours @ theirs)


def _reach(
    left: sparse.csr_array, right: sparse.csr_array, dice: np.random.Generator
) -> NDArray[np.float32]:
    """About how well each member could be served at best, seen in a sample of partners.

    Partners are ranked by their score over their reach, so that those with many
    or rare interests, who are everyone's first choice, do not fill every list.
    """
    size = left.shape[0]
    sample = np.sort(dice.choice(size, size=min(size, SAMPLE), replace=False))
    best = sp_matmul_topn(
        sparse.csr_matrix(left), sparse.csr_matrix(right[sample].T), top_n=2, sort=True, n_threads=2
    )
    second = np.where(np.diff(best.indptr) > 1, best.indptr[:-1] + 1, -1)
    padded = np.append(best.data, 0.0).astype(np.float32)
    return padded[second] + np.float32(LEAST_REACH)


def _nearest(
    left: sparse.csr_array,
    right: sparse.csr_array,
    many: int,
    dice: np.random.Generator,
    tell: Callable[[float], None],
) -> Positions:
    """Keys of each member's best partners by the columns that speak."""
    size = left.shape[0]
    theirs = sparse.csr_matrix(right.T)
    plain = theirs.data.copy()
    found = []
    for start in range(0, size, BLOCK):
        tell(start / size)
        luck = (1 + DITHER * dice.random(size, dtype=np.float32))[theirs.indices]
        theirs.data = plain * luck
        mine = sparse.csr_matrix(left[start : start + BLOCK])
        best = sp_matmul_topn(mine, theirs, top_n=many + 1, n_threads=2)
        rows = np.repeat(np.arange(best.shape[0], dtype=np.int64), np.diff(best.indptr))
        found.append((start + rows) * size + best.indices)
    return np.concatenate(found)


def _tags(prospects: Prospects) -> tuple[sparse.csr_array, Worth]:
    """Who has which column on either side, where having it in common speaks; and its value."""
    speaks = [m.kind not in SPREADING + WISHED for m in prospects.columns.meanings]
    kept = np.flatnonzero(np.array(speaks, dtype=np.bool_) & (prospects.values > 0))
    tags = sparse.csr_array(abs(prospects.valued[:, kept]) + prospects.right[:, kept])
    return tags, prospects.values[kept]


def _neighbours(tags: sparse.csr_array, value: Worth, dice: np.random.Generator) -> Positions:
    """Keys of neighbours when members are sorted by a random order of what they have.

    What gives much tends to come first, so that those who have it sit together.
    """
    size = tags.shape[0]
    rank = dice.exponential(size=len(value)) / value
    own = np.append(rank[tags.indices], np.inf)
    begin = tags.indptr[:-1]
    tagless = np.diff(tags.indptr) == 0
    firsts = []
    for _ in range(DEPTH):
        first = np.minimum.reduceat(own, begin)
        first[tagless] = np.inf
        firsts.append(first)
        own[:-1][own[:-1] == np.repeat(first, np.diff(tags.indptr))] = np.inf
    row = np.lexsort((dice.random(size), *firsts[::-1]))
    return np.concatenate([row[:-step] * size + row[step:] for step in (1, 2)])
