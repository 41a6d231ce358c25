"""Exact improvement, a window at a time: a few left alone and the pairs next to them.

Each window is solved by the blossom algorithm, so no window ever makes a
matching worse.
"""

from collections import deque
from collections.abc import Collection

import numpy as np

from bot.matching.arrays import Positions, Worth
from bot.matching.blossom import best_pairs
from bot.matching.pairing import ALONE, Pairing
from bot.matching.prospects import Prospects

PAIRS_EACH = 2
"""Pairs reopened for each member left alone, when there are many."""

SWEEPS = 4

REGION = 200
"""Members solved together around someone whom all else left alone: some 0.05 s."""

STILL_ALONE = 20
"""How many of those are looked after."""


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
    _solve_inside(prospects, pairing, held, inside)


def solve_around(prospects: Prospects, pairing: Pairing) -> None:
    """Solve once more around those still alone, as far as `REGION` reaches.

    Alternating paths pass each pair once, so they miss a way that leads through
    an odd ring; the blossom algorithm does not.
    """
    alone = prospects.placeable(pairing.alone)[:STILL_ALONE]
    held = pairing.held(prospects)
    for member in alone.tolist():
        if np.count_nonzero(pairing.mate[alone] == ALONE) < 2:
            return
        if pairing.mate[member] == ALONE:
            _solve_inside(prospects, pairing, held, _region(prospects, pairing, member))


def _region(prospects: Prospects, pairing: Pairing, member: int) -> set[int]:
    """Those who may meet `member`, their mates, and so on outwards; the likeliest first."""
    inside, queue = {member}, deque([member])
    while queue and len(inside) < REGION:
        worth = prospects.row(queue.popleft())
        for other in np.argsort(-worth, kind="stable")[: np.count_nonzero(np.isfinite(worth))]:
            both = {int(other), int(pairing.mate[other])} - {ALONE} - inside
            if len(inside) < REGION:
                inside |= both
                queue.extend(sorted(both))
    return inside


def _solve_inside(
    prospects: Prospects, pairing: Pairing, held: Worth, inside: Collection[int]
) -> None:
    """Solve these exactly, mates included; keep `held` true."""
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
