"""Nobody is left over who need not be: moving the gap along alternating paths.

If x is alone and may meet a, x can take a and leave a's mate alone instead.
Repeating this moves the gap to someone for whom there is a better use: a
partner who is alone too, a trio, or simply someone who was not left out last
time. Weights decide among moves of the same length.
"""

from collections import deque
from collections.abc import Callable, Collection
from functools import partial

import numpy as np

from bot.matching.arrays import Mask, Positions
from bot.matching.pairing import ALONE, Pairing
from bot.matching.prospects import Prospects

Goal = Callable[[Positions], Mask]

PATIENCE = 50
"""Members whose partners are looked through before a gap is accepted where it is."""

LIKELY = 500
"""Moves weighed exactly, of those that suit the member best."""


def cover(prospects: Prospects, pairing: Pairing, most: int = 200) -> None:
    """Pair members left alone with one another, directly or by moving one's gap.

    Looks at up to `most` members left alone.
    """
    alone = prospects.placeable(pairing.alone)[:most]
    suited = sum(
        (prospects.suits(member).astype(int) for member in alone.tolist()),
        start=np.zeros(prospects.size, dtype=int),
    )
    for member in alone.tolist():
        if pairing.mate[member] != ALONE:
            continue
        others = suited - prospects.suits(member)
        gap = move(prospects, pairing, member, partial(_waited_for, others))
        if gap is None:
            continue
        waiting = alone[pairing.mate[alone] == ALONE]
        worth = prospects.row(gap)[waiting]
        other = int(waiting[np.argmax(worth)])
        pairing.join(gap, other)
        suited = others - prospects.suits(other)


def _waited_for(suited: Positions, members: Positions) -> Mask:
    """Which of `members` suit anyone, given how many each suits."""
    return np.greater(suited[members], 0)


def spare_the_rested(prospects: Prospects, pairing: Pairing, seated: Collection[int] = ()) -> None:
    """Whoever was left out last time takes the place of someone who was not, where possible.

    `seated` are those who have no mate because they are in a trio.
    """
    for member in pairing.alone[prospects.rested[pairing.alone]].tolist():
        if member in seated:
            continue
        move(prospects, pairing, member, lambda members: ~prospects.rested[members])


def move(prospects: Prospects, pairing: Pairing, member: int, goal: Goal) -> int | None:
    """Move the gap at `member` to someone who meets `goal`; who that is, or None.

    Breadth first; each pair is passed once, so a path never crosses itself.
    """
    came: dict[int, tuple[int, int]] = {}
    passed = np.zeros(prospects.size, dtype=np.bool_)
    passed[member] = True
    queue = deque([member])
    for _ in range(PATIENCE):
        if not queue:
            return None
        here = queue.popleft()
        if goal(np.array([here]))[0]:
            return _shift(pairing, came, member, here)
        worth = prospects.row(here)
        via = np.flatnonzero(np.isfinite(worth) & (pairing.mate != ALONE) & ~passed)
        freed = pairing.mate[via]
        passed[via] = passed[freed] = True
        came.update(zip(freed.tolist(), ((here, a) for a in via.tolist()), strict=True))
        reached = np.flatnonzero(goal(freed))
        if len(reached):
            reached = reached[np.argsort(-worth[via[reached]], kind="stable")[:LIKELY]]
            gain = worth[via[reached]] - prospects.pairs(via[reached], freed[reached])
            return _shift(pairing, came, member, int(freed[reached[np.argmax(gain)]]))
        queue.extend(freed.tolist())
    return None


def _shift(pairing: Pairing, came: dict[int, tuple[int, int]], start: int, end: int) -> int:
    """Re-pair along the path found, so that `end` is alone instead of `start`."""
    here = end
    steps = []
    while here != start:
        here, via = came[here]
        steps.append((here, via))
    for here, via in reversed(steps):
        pairing.join(here, via)
    return end
