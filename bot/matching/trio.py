"""A place in a trio for whoever is left over in an odd pool."""

import numpy as np

from bot.matching.arrays import Mask, Positions
from bot.matching.coverage import move
from bot.matching.pairing import Pairing
from bot.matching.prospects import Prospects

Trio = tuple[int, int, int]

LIKELY = 500
"""Pairs weighed exactly, of those that suit the left-over best."""

TRIED = 50
"""Members tried in the left-over's stead when no pair can take the left-over in."""


def seat(prospects: Prospects, pairing: Pairing, most: int = 50) -> list[Trio]:
    """Trios for up to `most` members left alone; their pairs leave `pairing`.

    A trio needs three who may all meet, and is chosen to add the most weight,
    a trio's weight being half the sum of its three pairs.
    """
    trios: list[Trio] = []
    taken = np.zeros(prospects.size, dtype=np.bool_)

    def has_seat(members: Positions) -> Mask:
        found = np.zeros(len(members), dtype=np.bool_)
        for at, member in enumerate(members[:TRIED].tolist()):
            found[at] = best_pair(prospects, pairing, member) is not None
        return found

    for member in prospects.placeable(pairing.alone)[:most].tolist():
        if taken[member]:
            continue
        gap = move(prospects, pairing, member, has_seat)
        if gap is not None and (pair := best_pair(prospects, pairing, gap)) is not None:
            trios.append((gap, *pair))
            taken[[gap, *pair]] = True
            pairing.part(pair[0])
    return trios


def best_pair(prospects: Prospects, pairing: Pairing, member: int) -> tuple[int, int] | None:
    """The pair that would gain most by taking `member` in, if any may."""
    ones, others = pairing.pairs
    worth = prospects.row(member)
    possible = np.isfinite(worth[ones]) & np.isfinite(worth[others])
    if not possible.any():
        return None
    ones, others = ones[possible], others[possible]
    likely = np.argsort(-(worth[ones] + worth[others]), kind="stable")[:LIKELY]
    ones, others = ones[likely], others[likely]
    gain = worth[ones] + worth[others] - prospects.pairs(ones, others)
    best = int(np.argmax(gain))
    return int(ones[best]), int(others[best])
