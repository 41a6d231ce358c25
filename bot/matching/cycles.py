"""From an assignment of members to members to pairs: its cycles, split.

An optimal assignment is worth twice the half-integral optimum of matching, so
a two-cycle is a finished pair, an even cycle splits into pairs without loss,
and an odd one loses a member (Balinski 1965).
"""

import numpy as np

from bot.matching.arrays import Positions, Worth
from bot.matching.pairing import Pairing
from bot.matching.prospects import Prospects

NEVER = -1e9
"""The worth of a link that closes a chain of those who may not meet: no split uses it."""


def split(prospects: Prospects, partner: Positions) -> Pairing:
    """Pairs along the cycles of `partner`, a permutation; fixed points stay alone."""
    pairing = Pairing(len(partner))
    everyone = np.arange(len(partner))
    mutual = (partner[partner] == everyone) & (partner != everyone)
    pairing.mate[mutual] = partner[mutual]
    rest = np.flatnonzero(~mutual & (partner != everyone))
    worth = np.zeros(len(partner))
    worth[rest] = np.maximum(prospects.pairs(rest, partner[rest]), NEVER)
    done = np.ones(len(partner), dtype=np.bool_)
    done[rest] = False
    for start in rest.tolist():
        if not done[start]:
            cycle = _cycle(partner, start)
            done[cycle] = True
            pairing.join_all(_paired(cycle, worth[cycle]))
    return pairing


def _cycle(partner: Positions, start: int) -> list[int]:
    cycle, at = [start], int(partner[start])
    while at != start:
        cycle.append(at)
        at = int(partner[at])
    return cycle


def _paired(cycle: list[int], worth: Worth) -> list[tuple[int, int]]:
    """The best pairs of neighbours in a cycle; worth[i] is that of members i and i + 1.

    Taking every second edge once around visits an odd cycle's edges all in
    one ring, where leaving out a member leaves one run of half of them.
    """
    length = len(cycle)
    if length % 2 == 0:
        begin = 0 if worth[0::2].sum() >= worth[1::2].sum() else 1
        chosen = range(begin, length, 2)
    else:
        ring = worth[np.arange(0, 2 * length, 2) % length]
        run = length // 2
        sums = np.convolve(np.concatenate([ring, ring[: run - 1]]), np.ones(run), "valid")
        begin = 2 * int(np.argmax(sums))
        chosen = range(begin, begin + 2 * run, 2)
    return [(cycle[i % length], cycle[(i + 1) % length]) for i in chosen]
