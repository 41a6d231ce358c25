"""A round as a page may show it: totals, and who met whom by department.

Pure. Nothing here names a member, and no number about fewer than ten people
leaves this file: it becomes `None`, which every page reads as "fewer than 10".
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from bot.model import Introduction, LeftOut, Member, Round, Why

FEWEST = 10
"""The fewest people a shown number may be about."""

MOST_ROWS = 12
"""Departments a page can show side by side and still be read."""

OTHER = "Other departments"

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Cell:
    """Introductions between two departments; `None` is "fewer than 10 people"."""

    one: str
    other: str
    introductions: int | None


@dataclass(frozen=True, slots=True)
class RoundView:
    """One round in numbers. `quality` is a fraction of the best any matching could be.

    `departments` are in order of size, "Other departments" last; `cells` has
    each unordered pair of them once, a department with itself included. It is
    empty when too few people were introduced to show any.
    """

    slot: date
    wave: int
    started_at: datetime
    members: int
    due: int
    matched: int
    introductions: int
    left_out: tuple[tuple[Why, int | None], ...]
    quality: float | None
    departments: tuple[str, ...]
    cells: tuple[Cell, ...]
    next_event: datetime | None

    def between(self, one: str, other: str) -> int | None:
        """Introductions between two departments, in either order."""
        return next((c.introductions for c in self.cells if {c.one, c.other} == {one, other}), None)


def view_round(
    round_: Round,
    introductions: Iterable[Introduction],
    people: Mapping[str, Member],
    left_out: Iterable[LeftOut],
    *,
    members: int,
    due: int,
    quality: float | None = None,
    next_event: datetime | None = None,
) -> RoundView:
    """A round in numbers, small ones hidden. `people` has everyone introduced in it."""
    groups = [each.members for each in introductions]
    homes = merged({who: people[who].department for group in groups for who in group})
    departments = _in_order(homes.values())
    return RoundView(
        slot=round_.slot,
        wave=round_.wave,
        started_at=round_.started_at,
        members=members,
        due=due,
        matched=len(homes),
        introductions=len(groups),
        left_out=_reasons(left_out),
        quality=quality,
        departments=departments,
        cells=_cells(groups, homes, departments),
        next_event=next_event,
    )


def merged(departments: Mapping[str, str]) -> dict[str, str]:
    """Each person's department, small ones made one until every one has ten people.

    A person with no department is in the others. When even all others together
    are fewer than ten, the next smallest joins them.
    """
    homes = {who: name or OTHER for who, name in departments.items()}
    sizes = Counter(homes.values())
    others = sizes.pop(OTHER, 0)
    kept = sorted(sizes, key=lambda name: (-sizes[name], name))
    while kept and (sizes[kept[-1]] < FEWEST or len(kept) > MOST_ROWS or 0 < others < FEWEST):
        others += sizes[kept.pop()]
    return {who: name if name in kept else OTHER for who, name in homes.items()}


def _in_order(homes: Iterable[str]) -> tuple[str, ...]:
    """Largest first, the others last; nothing when there are too few people to show."""
    sizes = Counter(homes)
    if sum(sizes.values()) < FEWEST:
        return ()
    return tuple(sorted(sizes, key=lambda name: (name == OTHER, -sizes[name], name)))


def _cells(
    groups: Iterable[tuple[str, ...]], homes: Mapping[str, str], departments: tuple[str, ...]
) -> tuple[Cell, ...]:
    """Every pair of departments, numbers about fewer than ten people hidden."""
    counts: Counter[Pair] = Counter()
    who: dict[Pair, set[str]] = {}
    for group in groups:
        for one, other in combinations(group, 2):
            pair = _pair(homes[one], homes[other])
            counts[pair] += 1
            who.setdefault(pair, set()).update((one, other))
    pairs = [(a, b) for place, a in enumerate(departments) for b in departments[place:]]
    shown = {p: counts[_pair(*p)] for p in pairs if len(who.get(_pair(*p), ())) >= FEWEST}
    _hide_one_more(shown, pairs)
    return tuple(Cell(*pair, shown.get(pair)) for pair in pairs)


def _hide_one_more(shown: dict[Pair, int], pairs: list[Pair]) -> None:
    """Hide the smallest shown number when one alone is hidden.

    The round's total is public: a single hidden number would be the difference.
    """
    if shown and len(pairs) - len(shown) == 1:
        del shown[min(shown, key=lambda pair: (shown[pair], pair))]


def _pair(one: str, other: str) -> Pair:
    return (one, other) if one <= other else (other, one)


def _reasons(left_out: Iterable[LeftOut]) -> tuple[tuple[Why, int | None], ...]:
    """How many were left out for each reason, most first; small numbers hidden."""
    counts = Counter(each.why for each in left_out)
    shown = {why: count if count >= FEWEST else None for why, count in counts.items()}
    return tuple(sorted(shown.items(), key=lambda item: (-(item[1] or 0), item[0].value)))
