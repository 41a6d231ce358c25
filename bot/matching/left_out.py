"""Why someone is in no group: told truthfully, from the rules alone."""

import numpy as np

from bot.matching.barriers import Barriers
from bot.model import Why


def why(barriers: Barriers, member: int) -> Why:
    """Why `member` (a position) was left out of a matching of the whole pool."""
    others = np.arange(barriers.size) != member
    if not others.any():
        return Why.ODD_ONE
    if barriers.stranded[member]:
        return Why.NOBODY_FREE
    row, everyone = np.array([member]), np.arange(barriers.size)
    free = barriers.free_time.meet_block(row, everyone) & others
    if not free.any():
        return Why.NOBODY_FREE
    free &= barriers.tools.reach_block(row, everyone)
    barriers.forbid(barriers.by_rule, free, row, everyone)
    if not free.any():
        return Why.RULES
    barriers.forbid(barriers.all, free, row, everyone)
    return Why.ODD_ONE if free.any() else Why.ALL_MET_LATELY
