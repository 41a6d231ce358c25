"""Seeded pools the size of a ward, a hospital or a country: members, rules and a history.

The vocabulary is Zipf-like. Many members have one interest, some have none,
and one in twenty is exactly like all the others of that twentieth.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.matching import History, Relations, Rules
from bot.model import Candidate, OddOne

PROFESSIONS = 9
SITES = 6
HOW_MANY = (0.03, 0.42, 0.27, 0.15, 0.08, 0.05)
"""The share of members with 0, 1, 2 … 5 interests."""


@dataclass(frozen=True)
class Problem:
    pool: list[Candidate]
    history: History
    rules: Rules


def shifts() -> tuple[list[int], list[float]]:
    """Free patterns of a fortnight (days, evenings, nights, any time, weekends, never)."""

    def hours(first: int, last: int, days: Sequence[int]) -> int:
        return sum(
            1 << (day * 96 + quarter)
            for day in range(14)
            if day % 7 in days
            for quarter in range(first * 4, last * 4)
        )

    week, end = range(5), (5, 6)
    patterns = [hours(8, 18, week), hours(12, 22, week), hours(0, 7, week), hours(0, 24, range(7))]
    patterns += [hours(9, 21, end), hours(7, 9, week), 0]
    return patterns, [0.45, 0.15, 0.08, 0.2, 0.06, 0.055, 0.005]


def relations(vocabulary: int) -> Relations:
    names = [f"interest-{n}" for n in range(vocabulary)]
    near = {
        name: frozenset(names[(n + step) % vocabulary] for step in (7, 40))
        for n, name in enumerate(names)
    }
    groups = {name: f"group-{n % 40}" for n, name in enumerate(names)}
    return Relations(near, groups, frozenset(names[50:55]))


def problem(size: int, seed: int = 1, vocabulary: int = 600, rounds: int = 20) -> Problem:
    """A pool of `size`, a history of `rounds`, never-pairs and managers."""
    dice = np.random.default_rng(seed)
    chance = 1 / (np.arange(vocabulary) + 3.0)
    chance /= chance.sum()
    chosen = _chosen(dice, size, chance)
    pool = _members(dice, size, chance, chosen)
    ids = [candidate.id for candidate in pool]
    apart = _past(dice, chosen, ids, rounds)
    never = [(ids[a], ids[b]) for a, b in dice.integers(size, size=(size // 50, 2)) if a != b]
    rules = Rules(never=never, odd_one=OddOne.TRIO, relations=relations(vocabulary))
    return Problem(pool, History(apart), rules)


def _chosen(dice: np.random.Generator, size: int, chance: NDArray[np.float64]) -> list[set[int]]:
    many = dice.choice(len(HOW_MANY), size=size, p=HOW_MANY)
    drawn = dice.choice(len(chance), size=int(many.sum()), p=chance)
    return [set(part.tolist()) for part in np.split(drawn, np.cumsum(many)[:-1])]


def _members(
    dice: np.random.Generator,
    size: int,
    chance: NDArray[np.float64],
    chosen: list[set[int]],
) -> list[Candidate]:
    departments = max(4, min(60, size // 25))
    department = dice.integers(departments, size=size)
    patterns, shares = shifts()
    pattern = dice.choice(len(patterns), size=size, p=shares)
    profession = dice.choice(PROFESSIONS, size=size, p=_falling(PROFESSIONS))
    site = dice.choice(SITES, size=size, p=_falling(SITES))
    extra = dice.choice(len(chance), size=(size, 4), p=chance)
    luck = dice.random((size, 6))
    recent = dice.gamma(4.0, 0.15, size=size)
    pool = []
    for n in range(size):
        alike = luck[n, 0] < 0.05
        interests = {0} if alike else chosen[n]
        pool.append(
            Candidate(
                id=f"m{n:06d}",
                interests=frozenset(f"interest-{i}" for i in interests),
                offers=_some(extra[n, :2], luck[n, 1] < 0.3 and not alike),
                curious=_some(extra[n, 2:], luck[n, 2] < 0.4 and not alike),
                unshown=_some(list(interests)[:1], luck[n, 3] < 0.1),
                department="department-0" if alike else f"department-{department[n]}",
                profession="profession-0" if alike else f"profession-{profession[n]}",
                site="site-0" if alike else f"site-{site[n]}",
                in_person=alike or luck[n, 4] < 0.6,
                manager=f"m{(n // 12) * 12:06d}" if n % 12 else "",
                free=patterns[3 if alike else pattern[n]],
                recent=None if luck[n, 5] < 0.1 else float(recent[n]),
            )
        )
    return pool


def _some(interests: Sequence[int], wanted: bool) -> frozenset[str]:
    return frozenset(f"interest-{i}" for i in interests) if wanted else frozenset()


def _falling(many: int) -> NDArray[np.float64]:
    share = 1 / np.arange(1.0, many + 1)
    return share / share.sum()


def _past(
    dice: np.random.Generator, chosen: list[set[int]], ids: list[str], rounds: int
) -> list[tuple[str, str]]:
    """Past rounds: neighbours by one of their interests, as an earlier matching would pair them."""
    pairs: set[tuple[str, str]] = set()
    for _ in range(rounds):
        order = dice.random(len(ids))
        order += [
            sorted(c)[int(luck * len(c))] if c else -1
            for c, luck in zip(chosen, order, strict=True)
        ]
        row = np.argsort(order, kind="stable")
        pairs.update((ids[a], ids[b]) for a, b in zip(row[0::2], row[1::2], strict=False))
    return sorted(pairs)
