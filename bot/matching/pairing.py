"""Who is with whom while a matching is being made."""

from collections.abc import Iterable

import numpy as np

from bot.matching.arrays import Positions, Worth
from bot.matching.prospects import Prospects

ALONE = -1


class Pairing:
    """Each member's mate, or ALONE. The one thing the steps of matching change."""

    def __init__(self, size: int) -> None:
        self.mate: Positions = np.full(size, ALONE, dtype=np.int64)

    def join(self, one: int, other: int) -> None:
        """Make a pair of two members, leaving any mates they had alone."""
        self.part(one)
        self.part(other)
        self.mate[one], self.mate[other] = other, one

    def part(self, member: int) -> None:
        """Leave `member` and any mate alone."""
        mate = self.mate[member]
        if mate != ALONE:
            self.mate[mate] = self.mate[member] = ALONE

    def join_all(self, pairs: Iterable[tuple[int, int]]) -> None:
        """Make each pair."""
        for one, other in pairs:
            self.join(one, other)

    @property
    def alone(self) -> Positions:
        """Members without a mate."""
        return np.flatnonzero(self.mate == ALONE)

    @property
    def pairs(self) -> tuple[Positions, Positions]:
        """Both ends of each pair, once."""
        first = np.flatnonzero(self.mate > np.arange(len(self.mate)))
        return first, self.mate[first]

    def held(self, prospects: Prospects) -> Worth:
        """The weight of each member's pair, 0 for those alone."""
        worth = np.zeros(len(self.mate))
        ones, others = self.pairs
        worth[ones] = worth[others] = prospects.pairs(ones, others)
        return worth
