"""Exact improvement, a window at a time: a few left alone and the pairs next to them.

Each window is solved by the blossom algorithm, so no window ever makes a
matching worse.
"""

import numpy as np

from bot.matching.arrays import Positions
from bot.matching.blossom import best_pairs
from bot.matching.pairing import ALONE, Pairing
from bot.matching.prospects import Prospects

PAIRS_EACH = 2
"""Pairs reopened for each member left alone, when there are many."""

SWEEPS = 4


def reopen(prospects: Prospects, pairing: Pairing, window: int) -> None:
    """Solve again around everyone left alone, `window` members at a time."""
    before = prospects.size + 1
    for _ in range(SWEEPS):
        alone = pairing.alone
        if len(alone) == 0 or len(alone) >= before:
            return
        before = len(alone)
        many = max(1, window // (1 + 2 * PAIRS_EACH))
        for start in range(0, len(alone), many):
            _solve(prospects, pairing, alone[start : start + many], window)


def _solve(prospects: Prospects, pairing: Pairing, alone: Positions, window: int) -> None:
    """Reopen the pairs nearest to `alone` and solve all of these exactly."""
    each = max(1, (window // len(alone) - 1) // 2)
    inside = {member for member in alone.tolist() if pairing.mate[member] == ALONE}
    for member in sorted(inside):
        inside.update(_nearest(prospects, pairing, member, each))
    members = np.array(sorted(inside), dtype=np.int64)
    found = best_pairs(prospects.block(members, members), prospects.rested[members])
    for member in members.tolist():
        pairing.part(member)
    pairing.join_all((int(members[a]), int(members[b])) for a, b in found)


def _nearest(prospects: Prospects, pairing: Pairing, member: int, many: int) -> list[int]:
    """Both members of the pairs that `member` could break at the least loss."""
    worth = prospects.row(member)
    via = np.flatnonzero(np.isfinite(worth) & (pairing.mate != ALONE))
    loss = prospects.pairs(via, pairing.mate[via]) - worth[via]
    nearest = via[np.argsort(loss, kind="stable")[:many]]
    return [*nearest.tolist(), *pairing.mate[nearest].tolist()]
