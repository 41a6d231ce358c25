"""Pairs and trios of positions: what matching decided, before it is put into words."""

from collections.abc import Iterable, Iterator
from itertools import combinations

import numpy as np

from bot.matching.arrays import Positions
from bot.matching.prospects import Prospects


class Grouping:
    """Groups of two or three members, nobody in two of them."""

    def __init__(self, groups: Iterable[tuple[int, ...]]) -> None:
        self._groups = sorted(tuple(sorted(group)) for group in groups)

    def __iter__(self) -> Iterator[tuple[int, ...]]:
        return iter(self._groups)

    def keys(self, size: int) -> Positions:
        """Keys a·n + b of all pairs within groups."""
        pairs = [a * size + b for group in self._groups for a, b in combinations(group, 2)]
        return np.array(pairs, dtype=np.int64)

    def total(self, prospects: Prospects) -> float:
        """The sum of weights; of a trio, half the sum of its three pairs."""
        keys = self.keys(prospects.size)
        shares = [1 / (len(group) - 1) for group in self._groups for _ in combinations(group, 2)]
        worth = prospects.pairs(keys // max(prospects.size, 1), keys % max(prospects.size, 1))
        return float(worth @ np.array(shares, dtype=np.float64))

    def outside(self, size: int) -> list[int]:
        """Those of 0..size-1 who are in no group."""
        inside = {member for group in self._groups for member in group}
        return [member for member in range(size) if member not in inside]
