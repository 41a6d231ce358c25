"""Pools too large to look at every pair: candidates, an auction, and its cycles split."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from bot.matching import cycles
from bot.matching.arrays import Worth
from bot.matching.auction import auction, closed
from bot.matching.candidates import Edges, candidates
from bot.matching.pairing import Pairing
from bot.matching.prospects import Prospects
from bot.matching.rules import Effort


class Paired(NamedTuple):
    """Pairs, and the candidate pairs with duals that hold for all of these."""

    pairing: Pairing
    known: Edges
    duals: Worth


def pair(
    prospects: Prospects, effort: Effort, seed: int, tell: Callable[[str, float], None]
) -> Paired:
    """Pairs within half a percent of the best on the candidate pairs."""
    dice = np.random.default_rng(seed % 2**63)
    known = candidates(
        prospects,
        effort.nearest,
        effort.orders,
        dice,
        lambda part: tell("looking for candidates", part),
    )
    tell("pairing", 0.0)
    found = auction(prospects.size, known)
    return Paired(cycles.split(prospects, closed(found.partner)), known, found.duals)
