"""A group's terms, read from the very columns its score was summed from."""

from collections.abc import Iterable
from itertools import combinations

import numpy as np

from bot.matching.columns import Meaning
from bot.matching.prospects import Prospects
from bot.model import Candidate, Group, Term, TermKind

NOTHING = 1e-12
"""Columns that cancel leave no term."""


def explain(prospects: Prospects, members: Iterable[int]) -> Group:
    """The group of `members` (positions) with its score and terms, strongest first.

    A pair's score is `Weights.meeting` plus its terms. A trio scores half the
    sum of its three pairs, so that each member counts as much as in a pair,
    and its terms are halved likewise.
    """
    inside = sorted(members, key=lambda at: prospects.pool[at].id)
    pairs = list(combinations(inside, 2))
    share = 1 / (len(inside) - 1)
    terms = [term for one, other in pairs for term in pair_terms(prospects, one, other, share)]
    terms.sort(key=lambda t: (-t.weight, t.kind, t.interests, t.members))
    score = share * prospects.meeting * len(pairs) + sum(term.weight for term in terms)
    return Group(tuple(prospects.pool[at].id for at in inside), score, tuple(terms))


def pair_terms(prospects: Prospects, one: int, other: int, share: float = 1.0) -> list[Term]:
    """The terms of one pair of positions, each weight multiplied by `share`."""
    left, right = prospects.valued, prospects.right
    mine = left.indices[left.indptr[one] : left.indptr[one + 1]]
    theirs = right.indices[right.indptr[other] : right.indptr[other + 1]]
    summed: dict[Meaning, float] = {}
    for column in np.intersect1d(mine, theirs):
        meaning = prospects.columns.meanings[column]
        summed[meaning] = summed.get(meaning, 0.0) + float(prospects.values[column])
    a, b = prospects.pool[one], prospects.pool[other]
    return [
        _term(prospects, meaning, weight * share, a, b)
        for meaning, weight in summed.items()
        if abs(weight) > NOTHING
    ]


def _term(
    prospects: Prospects, meaning: Meaning, weight: float, a: Candidate, b: Candidate
) -> Term:
    """One meaning about `a` and `b`, put as the model's term."""
    if meaning.other_learns:
        a, b = b, a
    about: tuple[str, ...] = ()
    if meaning.kind in (TermKind.SHARED, TermKind.RELATED, TermKind.CURIOUS):
        about = meaning.about
    elif meaning.kind is TermKind.SAME_GROUP:
        about = _two_of_a_group(prospects, meaning.about[0], a, b)
    hidden = bool(about) and (about[0] in a.unshown or about[-1] in b.unshown)
    return Term(meaning.kind, weight, about, (a.id, b.id), shown=not hidden)


def _two_of_a_group(prospects: Prospects, name: str, a: Candidate, b: Candidate) -> tuple[str, str]:
    """Two different interests of one group, one of each member's: shown before unshown."""
    mine = prospects.columns.in_group(a, name)
    theirs = prospects.columns.in_group(b, name)
    return min(
        ((i, j) for i in mine for j in theirs if i != j),
        key=lambda two: ((two[0] in a.unshown) + (two[1] in b.unshown), two),
    )
