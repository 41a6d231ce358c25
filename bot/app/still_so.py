"""A plan, less what stopped being so while it was worked out.

Matching a large hospital takes a while, outside any transaction. Whoever left,
was forgotten or asked never to meet someone in the meantime is heeded here,
inside the one that keeps the round.
"""

from collections.abc import Container
from dataclasses import replace
from itertools import combinations

from bot.app.planning import Plan
from bot.model import Group, LeftOut, Taking, Why
from bot.ports import Reading


def still_so(reading: Reading, plan: Plan) -> Plan:
    """The plan without pairs that may not be any more; their members are left out, and told so."""
    never = reading.never_pairs()
    here = _here(reading, plan)
    groups = plan.matching.groups
    fine = [_fine(group, never, here) for group in groups]
    if all(fine) and all(each.member in here for each in plan.left_out):
        return plan
    kept = tuple(group for group, good in zip(groups, fine, strict=True) if good)
    lost = [m for group, good in zip(groups, fine, strict=True) if not good for m in group.members]
    left_out = (*plan.matching.left_out, *(LeftOut(member, Why.NOBODY_FREE) for member in lost))
    return replace(
        plan,
        matching=replace(
            plan.matching,
            groups=kept,
            left_out=tuple(each for each in left_out if each.member in here),
        ),
        pool=replace(
            plan.pool,
            left_out=tuple(each for each in plan.pool.left_out if each.member in here),
        ),
        introductions=tuple(
            each for each, good in zip(plan.introductions, fine, strict=True) if good
        ),
    )


def _here(reading: Reading, plan: Plan) -> frozenset[str]:
    """Who of the programme is still in it. A pause since then is kept by when it is sent."""
    memberships = reading.all_memberships(plan.programme.id)
    return frozenset(m for m, each in memberships.items() if each.taking is not Taking.OUT)


def _fine(group: Group, never: Container[tuple[str, str]], here: frozenset[str]) -> bool:
    pairs = combinations(sorted(group.members), 2)
    return here.issuperset(group.members) and not any(pair in never for pair in pairs)
