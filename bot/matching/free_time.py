"""When members are free, as patterns: most members share one of a few.

A pattern is a set of quarter-hours, given as the bits of one integer.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from bot.matching.arrays import Mask, Positions
from bot.model import QUARTERS_AHEAD

WORDS = -(-QUARTERS_AHEAD // 64)
"""64-bit words in one packed pattern."""

FEW = 3_000
"""Up to this many patterns a table of every pattern against every other is kept (9 MB)."""

SLICE = 1 << 16
"""Pairs compared word by word at once, to bound memory."""


def _packed(patterns: Sequence[int]) -> NDArray[np.uint64]:
    """Patterns as rows of `WORDS` little-endian words."""
    kept = (1 << (WORDS * 64)) - 1
    raw = b"".join((p & kept).to_bytes(WORDS * 8, "little") for p in patterns)
    return np.frombuffer(raw, dtype="<u8").reshape(len(patterns), WORDS).astype(np.uint64)


class FreeTime:
    """Answers whether members have a quarter-hour in common."""

    def __init__(self, free: Sequence[int]) -> None:
        number: dict[int, int] = {}
        self.pattern = np.array([number.setdefault(f, len(number)) for f in free], dtype=np.int64)
        self.words = _packed(list(number))
        self.table = self._overlap() if len(number) <= FEW else None

    def _overlap(self) -> Mask:
        """Which patterns share a quarter-hour, pattern by pattern."""
        result = np.zeros((len(self.words), len(self.words)), dtype=np.bool_)
        for word in self.words.T:
            result |= (word[:, None] & word[None, :]) != 0
        return result

    def nobody(self) -> Mask:
        """Who certainly has no quarter-hour in common with anyone else.

        With too many patterns for a table only those who are never free count.
        """
        if self.table is None:
            never: Mask = np.equal(self.words.any(axis=1), False)
            return never[self.pattern]
        many = np.bincount(self.pattern, minlength=len(self.table))
        company = self.table @ many - self.table.diagonal()
        return np.equal(company, 0)[self.pattern]

    def meet(self, rows: Positions, columns: Positions) -> Mask:
        """Whether the members of each pair (rows[i], columns[i]) have one in common."""
        one, other = self.pattern[rows], self.pattern[columns]
        if self.table is not None:
            return self.table[one, other]
        result = np.zeros(len(rows), dtype=np.bool_)
        for start in range(0, len(rows), SLICE):
            part = slice(start, start + SLICE)
            result[part] = (self.words[one[part]] & self.words[other[part]]).any(axis=1)
        return result

    def meet_block(self, rows: Positions, columns: Positions) -> Mask:
        """For every member of `rows` with every one of `columns`."""
        one, other = self.pattern[rows], self.pattern[columns]
        if self.table is not None:
            return self.table[one][:, other]
        result = np.zeros((len(rows), len(columns)), dtype=np.bool_)
        for word in self.words.T:
            result |= (word[one][:, None] & word[other][None, :]) != 0
        return result
