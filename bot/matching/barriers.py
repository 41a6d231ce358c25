"""The hard rules as arrays: who may not be paired with whom, and why not.

Members are positions 0..n-1 here; a pair is one 64-bit key `a * n + b`, kept
in both directions and sorted, so that a million pairs cost 16 MB.
"""

from collections.abc import Iterable, Mapping, Sequence

import numpy as np

from bot.matching.arrays import Mask, Positions
from bot.matching.free_time import FreeTime
from bot.matching.tools import Tools
from bot.model import Candidate


def keys(pairs: Iterable[tuple[str, str]], position: Mapping[str, int]) -> Positions:
    """Keys, one direction each, of the pairs whose members are both in the pool."""
    places = (position.get(member, -1) for pair in pairs for member in pair)
    ends = np.fromiter(places, dtype=np.int64).reshape(-1, 2)
    ends = ends[(ends >= 0).all(axis=1)]
    return ends[:, 0] * len(position) + ends[:, 1]


def _both_ways(forth: Positions, size: int) -> Positions:
    """Those keys and the ones of the opposite direction, sorted."""
    back = forth % max(size, 1) * size + forth // max(size, 1)
    return np.sort(np.concatenate([forth, back]))


def _holds(sorted_keys: Positions, wanted: Positions) -> Mask:
    """Which of `wanted` are among `sorted_keys`."""
    if len(sorted_keys) == 0:
        return np.zeros(wanted.shape, dtype=np.bool_)
    at = np.searchsorted(sorted_keys, wanted)
    at[at == len(sorted_keys)] = 0
    return np.equal(sorted_keys[at], wanted)


class Barriers:
    """Who may not meet: by rule, lately met, never free, or with no tool in common."""

    def __init__(
        self,
        pool: Sequence[Candidate],
        never: Iterable[tuple[str, str]],
        apart: Iterable[tuple[str, str]],
    ) -> None:
        position = {candidate.id: at for at, candidate in enumerate(pool)}
        managed = ((c.id, c.manager) for c in pool if c.manager)
        self.size = len(pool)
        by_rule = np.concatenate([keys(never, position), keys(managed, position)])
        self.by_rule = _both_ways(by_rule, self.size)
        self.all = _both_ways(np.concatenate([by_rule, keys(apart, position)]), self.size)
        self.free_time = FreeTime([candidate.free for candidate in pool])
        self.stranded = self.free_time.nobody()
        self.tools = Tools(pool)

    def allow(self, rows: Positions, columns: Positions) -> Mask:
        """Whether the members of each pair (rows[i], columns[i]) may meet."""
        wanted = rows * self.size + columns
        allowed: Mask = (rows != columns) & ~_holds(self.all, wanted)
        allowed &= self.tools.reach(rows, columns)
        allowed[allowed] = self.free_time.meet(rows[allowed], columns[allowed])
        return allowed

    def allow_block(self, rows: Positions, columns: Positions) -> Mask:
        """Whether every member of `rows` may meet every one of `columns`."""
        allowed = self.free_time.meet_block(rows, columns)
        allowed &= self.tools.reach_block(rows, columns)
        self.forbid(self.all, allowed, rows, columns)
        allowed[rows[:, None] == columns[None, :]] = False
        return allowed

    def forbid(self, barred: Positions, allowed: Mask, rows: Positions, columns: Positions) -> None:
        """Clear in `allowed` (rows by columns) every pair in `barred`."""
        place = np.full(self.size, -1, dtype=np.int64)
        place[columns] = np.arange(len(columns))
        starts = np.searchsorted(barred, rows * self.size)
        ends = np.searchsorted(barred, (rows + 1) * self.size)
        for at in np.flatnonzero(ends > starts):
            there = place[barred[starts[at] : ends[at]] % self.size]
            allowed[at, there[there >= 0]] = False
