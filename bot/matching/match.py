"""From a pool to groups, a reason for each, and a reason for whoever is left out."""

from collections.abc import Callable, Sequence

import numpy as np

from bot.matching import cycles, sparse, tiny
from bot.matching.assignment import on_all_pairs
from bot.matching.barriers import Barriers
from bot.matching.blossom import best_pairs
from bot.matching.bound import Bound, certified, of_assignment, over_all_pairs, raised
from bot.matching.candidates import edges
from bot.matching.coverage import cover, spare_the_rested
from bot.matching.explain import explain
from bot.matching.grouping import Grouping
from bot.matching.left_out import why
from bot.matching.pairing import Pairing
from bot.matching.prospects import Prospects
from bot.matching.rules import Effort, History, Rules
from bot.matching.trio import seat
from bot.matching.windows import reopen, solve_around
from bot.model import Candidate, LeftOut, Matching, OddOne, Quality

Progress = Callable[[str, float], None]
"""Is told what is being done, and what part of that is done."""


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
    beyond `Effort.dense`, where it costs time and changes no group. Raises
    ValueError if two candidates have the same id.
    """
    if len({candidate.id for candidate in pool}) != len(pool):
        raise ValueError("two candidates in the pool have the same id")
    tell = progress or (lambda _stage, _part: None)
    tell("reading the pool", 0.0)
    shuffled = _shuffled(pool, seed)
    barriers = Barriers(shuffled, rules.never, history.apart)
    prospects = Prospects(shuffled, barriers, rules.weights, rules.relations)
    effort = effort or Effort()
    if prospects.size <= effort.exact:
        grouping, bound = _exact(prospects, rules, effort)
    elif prospects.size <= effort.dense:
        grouping, bound = _on_all_pairs(prospects, rules, effort, tell)
    else:
        grouping, bound = _on_candidates(prospects, rules, effort, seed, tell, certify=certify)
    tell("writing the reasons", 0.0)
    return _told(prospects, grouping, bound)


def _shuffled(pool: Sequence[Candidate], seed: int) -> list[Candidate]:
    """The pool in an order that only the seed decides, so that ties favour nobody."""
    ordered = sorted(pool, key=lambda candidate: candidate.id)
    order = np.random.default_rng(seed % 2**63).permutation(len(ordered))
    return [ordered[at] for at in order]


def _exact(prospects: Prospects, rules: Rules, effort: Effort) -> tuple[Grouping, Bound]:
    """The best pairs; the best of all groupings, trios included, of a handful."""
    weights = prospects.whole()
    bound = over_all_pairs(weights)
    if prospects.size <= effort.tiny:
        trios = rules.odd_one is OddOne.TRIO
        return Grouping(tiny.best_groups(weights, prospects.rested, trios=trios)), bound
    pairing = Pairing(prospects.size)
    pairing.join_all(best_pairs(weights, prospects.rested))
    return _with_the_odd_ones(prospects, pairing, rules), bound


def _on_all_pairs(
    prospects: Prospects, rules: Rules, effort: Effort, tell: Progress
) -> tuple[Grouping, Bound]:
    """Pairs from the best assignment on all pairs, improved around whoever it leaves alone."""
    tell("pairing", 0.0)
    weights = prospects.whole()
    partner = on_all_pairs(weights)
    pairing = cycles.split(prospects, partner)
    _improve(prospects, pairing, effort, tell)
    return _with_the_odd_ones(prospects, pairing, rules), of_assignment(weights, partner)


def _on_candidates(
    prospects: Prospects, rules: Rules, effort: Effort, seed: int, tell: Progress, *, certify: bool
) -> tuple[Grouping, Bound]:
    """Pairs from an auction among candidates, improved around whoever it leaves alone."""
    paired = sparse.pair(prospects, effort, seed, tell)
    _improve(prospects, paired.pairing, effort, tell)
    grouping = _with_the_odd_ones(prospects, paired.pairing, rules)
    if certify:
        total = grouping.total(prospects)
        return grouping, certified(prospects, paired, total, lambda part: tell("certifying", part))
    used = edges(prospects, grouping.keys(prospects.size))
    duals = raised(paired.duals, used)
    return grouping, Bound(float(duals.sum()), certified=False, edges=len(paired.known.rows))


def _improve(prospects: Prospects, pairing: Pairing, effort: Effort, tell: Progress) -> None:
    tell("improving", 0.0)
    reopen(prospects, pairing, effort.window)
    tell("improving", 0.8)
    cover(prospects, pairing)
    solve_around(prospects, pairing)


def _with_the_odd_ones(prospects: Prospects, pairing: Pairing, rules: Rules) -> Grouping:
    """The pairs, and trios for those left over where the rules want that."""
    trios = seat(prospects, pairing) if rules.odd_one is OddOne.TRIO else []
    spare_the_rested(prospects, pairing, {member for trio in trios for member in trio})
    ones, others = pairing.pairs
    return Grouping([*zip(ones.tolist(), others.tolist(), strict=True), *trios])


def _told(prospects: Prospects, grouping: Grouping, bound: Bound) -> Matching:
    """The matching in the model's words, ordered by members."""
    groups = sorted((explain(prospects, group) for group in grouping), key=lambda g: g.members)
    left_out = sorted(
        (
            LeftOut(prospects.pool[member].id, why(prospects.barriers, member))
            for member in grouping.outside(prospects.size)
        ),
        key=lambda one: one.member,
    )
    total = grouping.total(prospects)
    quality = Quality(total, max(bound.value, total), bound.certified, bound.edges)
    return Matching(tuple(groups), tuple(left_out), quality)
