"""Pools of some thousand members: an assignment on all pairs, then its cycles split."""

from bot.matching import bound, cycles
from bot.matching.assignment import on_all_pairs
from bot.matching.pairing import Pairing
from bot.matching.prospects import Prospects


def pair(prospects: Prospects) -> tuple[Pairing, bound.Bound]:
    """Pairs within a few in a thousand of the best, and the bound over all pairs."""
    weights = prospects.whole()
    partner = on_all_pairs(weights)
    return cycles.split(prospects, partner), bound.of_assignment(weights, partner)
