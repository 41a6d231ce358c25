"""Many rounds in a row: who was served how well, and whether any promise was broken."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from benchmarks.pools import Problem
from benchmarks.ways import Groups, prospects_of
from bot.matching import History

MEMORY = 0.3
"""The share of the newest score in a member's recent average."""


@dataclass(frozen=True)
class Served:
    """Each member's mean score over the rounds, sorted; and what should never have happened."""

    means: np.ndarray
    repeats: int
    left_out_twice_running: int

    def worst(self, share: float) -> float:
        """The mean of the worst-served `share` of members."""
        return float(self.means[: max(1, int(len(self.means) * share))].mean())


def serve(problem: Problem, pair: Callable[[Problem, int], Groups], rounds: int) -> Served:
    """Run `rounds` rounds, nobody meeting anyone twice; members never free are not counted."""
    apart: set[tuple[str, str]] = set(problem.history.apart)
    scores: dict[str, list[float]] = defaultdict(list)
    free = {candidate.id for candidate in problem.pool if candidate.free}
    recent: dict[str, float] = {}
    rested: set[str] = set()
    repeats = twice = 0
    for number in range(rounds):
        pool = [replace(c, recent=recent.get(c.id), rested=c.id in rested) for c in problem.pool]
        now = replace(problem, pool=pool, history=History(apart))
        groups = pair(now, number)
        for member, score in _scores(now, groups).items():
            scores[member].append(score)
            recent[member] = (1 - MEMORY) * recent.get(member, score) + MEMORY * score
        met = {(a, b) for group in groups for a in group for b in group if a < b}
        repeats += len(met & apart)
        apart |= met
        out = free - {member for group in groups for member in group}
        twice += len(out & rested)
        rested = out
    means = [sum(scores[member]) / rounds for member in free]
    return Served(np.sort(means), repeats, twice)


def _scores(problem: Problem, groups: Groups) -> dict[str, float]:
    """What each member has of their group: the mean score of the pairs they are in."""
    prospects = prospects_of(problem)
    place = {candidate.id: at for at, candidate in enumerate(problem.pool)}
    result = {}
    for group in groups:
        for member in group:
            others = np.array([place[other] for other in group if other != member])
            own = np.full(len(others), place[member])
            result[member] = float(prospects.scores(own, others).mean())
    return result
