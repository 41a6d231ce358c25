"""Who could write to whom once introduced: in a chat both are in, or by e-mail."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.matching.arrays import Mask, Positions
from bot.model import Candidate

WORD = 62
"""Chats numbered in one integer."""


class Tools:
    """Chats as bits of integers, n members by as many integers as are needed."""

    def __init__(self, pool: Sequence[Candidate]) -> None:
        number = {place: at for at, place in enumerate(sorted({p for c in pool for p in c.places}))}
        words = max(1, -(-len(number) // WORD))
        self.bits: NDArray[np.int64] = np.zeros((len(pool), words), dtype=np.int64)
        for at, candidate in enumerate(pool):
            for place in candidate.places:
                word, bit = divmod(number[place], WORD)
                self.bits[at, word] |= np.int64(1 << bit)
        self.unknown: Mask = np.array([not c.places for c in pool], dtype=np.bool_)
        self.by_mail: Mask = np.array([c.by_mail for c in pool], dtype=np.bool_)
        self.one_for_all = len(number) < 2 or bool(self.by_mail.all())

    def reach(self, rows: Positions, columns: Positions) -> Mask:
        """Whether the members of each pair (rows[i], columns[i]) could write to one another."""
        if self.one_for_all:
            return np.ones(rows.shape, dtype=np.bool_)
        shared = np.not_equal(self.bits[rows] & self.bits[columns], 0).any(axis=-1)
        mail = self.by_mail[rows] & self.by_mail[columns]
        reached: Mask = shared | mail | self.unknown[rows] | self.unknown[columns]
        return reached

    def reach_block(self, rows: Positions, columns: Positions) -> Mask:
        """The same for every member of `rows` and every one of `columns`."""
        if self.one_for_all:
            return np.ones((len(rows), len(columns)), dtype=np.bool_)
        grid = np.broadcast_arrays(rows[:, None], columns[None, :])
        return self.reach(grid[0], grid[1])
