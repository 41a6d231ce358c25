"""Exact improvement, a window at a time: a few left alone and the pairs next to them.

Each window is solved by the blossom algorithm, so no window ever makes a
matching worse.
"""

import numpy as np

from bot.matching.arrays import Positions, Worth
from bot.matching.blossom import best_pairs
from bot.matching.pairing import ALONE, Pairing
from bot.matching.prospects import Prospects

PAIRS_EACH = 2
"""Pairs reopened for each member left alone, when there are many."""

SWEEPS = 4


def reopen(prospects: Prospects, pairing: Pairing, window: int) -> None:
    """Solve again around everyone left alone, `window` members at a time, while it helps."""
    before = prospects.size + 1
    held = pairing.held(prospects)
    for _ in range(SWEEPS):
        alone = prospects.placeable(pairing.alone)
        if len(alone) == 0 or len(alone) >= before:
            return
        before = len(alone)
        many = max(1, window // (1 + 2 * PAIRS_EACH))
        for start in range(0, len(alone), many):
            _solve(prospects, pairing, held, alone[start : start + many], window)


def _solve(
    prospects: Prospects, pairing: Pairing, held: Worth, alone: Positions, window: int
) -> None:
    """Reopen the pairs nearest to `alone` and solve all of these exactly; keep `held` true."""
    each = max(1, (window // len(alone) - 1) // 2)
    inside = {member for member in alone.tolist() if pairing.mate[member] == ALONE}
    for member in sorted(inside):
        inside.update(_nearest(prospects, pairing, held, member, each))
    members = np.array(sorted(inside), dtype=np.int64)
    weights = prospects.block(members, members)
    for member in members.tolist():
        pairing.part(member)
    held[members] = 0.0
    for one, other in best_pairs(weights, prospects.rested[members]):
        pairing.join(int(members[one]), int(members[other]))
        held[members[[one, other]]] = weights[one, other]


def _nearest(
    prospects: Prospects, pairing: Pairing, held: Worth, member: int, many: int
) -> list[int]:
    """Both members of the pairs that `member` could break at the least loss."""
    gain = prospects.row(member) - held
    gain[pairing.mate == ALONE] = -np.inf
    many = min(many, len(gain) - 1)
    best = np.argpartition(-gain, many)[:many]
    best = best[np.isfinite(gain[best])]
    return [*best.tolist(), *pairing.mate[best].tolist()]
