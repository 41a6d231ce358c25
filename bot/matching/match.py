"""From a pool to groups, a reason for each, and a reason for whoever is left out."""

from collections.abc import Callable, Sequence

import numpy as np

from bot.matching import dense, tiny
from bot.matching.barriers import Barriers
from bot.matching.blossom import best_pairs
from bot.matching.bound import Bound, over_all_pairs
from bot.matching.coverage import cover, spare_the_rested
from bot.matching.explain import explain
from bot.matching.left_out import why
from bot.matching.pairing import Pairing
from bot.matching.prospects import Prospects
from bot.matching.rules import Effort, History, Rules
from bot.matching.trio import Trio, seat, trio_weight
from bot.matching.windows import reopen
from bot.model import Candidate, LeftOut, Matching, OddOne, Quality

Progress = Callable[[str, float], None]


def match(
    pool: Sequence[Candidate],
    history: History,
    rules: Rules,
    seed: int,
    *,
    certify: bool = False,
    progress: Progress | None = None,
    effort: Effort | None = None,
) -> Matching:
    """Group the pool so that everyone who can meet someone does, as well as possible.

    The same pool (in any order), history, rules and seed give the same
    matching. `certify` proves the bound over all feasible pairs also for pools
    beyond `Effort.dense`, where it costs time and changes no group. `progress`
    is told each stage and the fraction done. Raises ValueError if two
    candidates have the same id.
    """
    if len({candidate.id for candidate in pool}) != len(pool):
        raise ValueError("two candidates in the pool have the same id")
    tell = progress or (lambda _stage, _fraction: None)
    effort = effort or Effort()
    tell("reading the pool", 0.0)
    shuffled = _shuffled(pool, seed)
    barriers = Barriers(shuffled, rules.never, history.apart)
    prospects = Prospects(shuffled, barriers, rules.weights, rules.relations)
    tell("pairing", 0.2)
    pairing, trios, bound = _solve(prospects, rules, effort)
    tell("writing the reasons", 0.9)
    found = _told(prospects, pairing, trios, bound)
    tell("matched", 1.0)
    return found


def _shuffled(pool: Sequence[Candidate], seed: int) -> list[Candidate]:
    """The pool in an order that only the seed decides, so that ties favour nobody."""
    ordered = sorted(pool, key=lambda candidate: candidate.id)
    order = np.random.default_rng(seed % 2**63).permutation(len(ordered))
    return [ordered[at] for at in order]


def _solve(prospects: Prospects, rules: Rules, effort: Effort) -> tuple[Pairing, list[Trio], Bound]:
    """Pairs, trios and the bound, by the method that suits the pool's size."""
    trios_allowed = rules.odd_one is OddOne.TRIO
    if prospects.size <= effort.exact:
        weights = prospects.whole()
        bound = over_all_pairs(weights)
        pairing = Pairing(prospects.size)
        if prospects.size <= effort.tiny:
            groups = tiny.best_groups(weights, prospects.rested, trios=trios_allowed)
            pairing.join_all((g[0], g[1]) for g in groups if len(g) == 2)
            return pairing, [(g[0], g[1], g[2]) for g in groups if len(g) == 3], bound
        pairing.join_all(best_pairs(weights, prospects.rested))
    else:
        pairing, bound = dense.pair(prospects)
        reopen(prospects, pairing, effort.window)
        cover(prospects, pairing)
    trios = seat(prospects, pairing) if trios_allowed else []
    spare_the_rested(prospects, pairing, {member for trio in trios for member in trio})
    return pairing, trios, bound


def _told(prospects: Prospects, pairing: Pairing, trios: Sequence[Trio], bound: Bound) -> Matching:
    """The matching in the model's words, ordered by members."""
    ones, others = pairing.pairs
    together = [*zip(ones.tolist(), others.tolist(), strict=True), *trios]
    groups = sorted((explain(prospects, members) for members in together), key=lambda g: g.members)
    seated = {member for trio in trios for member in trio}
    left_out = [
        LeftOut(prospects.pool[member].id, why(prospects.barriers, member))
        for member in pairing.alone.tolist()
        if member not in seated
    ]
    total = pairing.total(prospects) + sum(trio_weight(prospects, trio) for trio in trios)
    return Matching(
        groups=tuple(groups),
        left_out=tuple(sorted(left_out, key=lambda one: one.member)),
        quality=Quality(total, max(bound.value, total), bound.certified, bound.edges),
    )
