"""What can speak for a pair, as columns: the one place where terms get their weights.

A pair's score is a sum over columns that the first member has on their left
side and the second on their right side. Everything that follows (scores of a
million pairs, candidates, reasons) reads these same columns.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from math import log
from typing import NamedTuple

from bot.matching.rules import Relations, Weights
from bot.model import Candidate, TermKind


class Meaning(NamedTuple):
    """What a column says of (one, other).

    `about` is (shared,), (one's, other's) for related, (wanted,) for curious,
    (group,), or the site. Columns of the same meaning add up to one term.
    `other_learns` is set on a curious column when the learner is the other.
    """

    kind: TermKind
    about: tuple[str, ...] = ()
    other_learns: bool = False


class Columns:
    """Numbers columns as they are met, and gives each its weight and meaning."""

    def __init__(self, pool: Sequence[Candidate], weights: Weights, relations: Relations) -> None:
        self.meanings: list[Meaning] = []
        self.values: list[float] = []
        self._number: dict[tuple[Meaning, str], int] = {}
        self._weights = weights
        self._group = relations.group
        self._private = relations.private
        self._related = _both_ways(relations)
        self._many = len(pool)
        self._held = Counter(i for c in pool for i in c.interests | c.offers | c.curious)
        self._groups_held = Counter(g for c in pool for g in self._groups(self.spoken(c)))

    def rarity(self, held: int) -> float:
        """Inverse document frequency, scaled: 1 when one member of many has it, above 0 always."""
        return log(1 + self._many / max(held, 1)) / log(1 + max(self._many, 1))

    def spoken(self, member: Candidate) -> frozenset[str]:
        """Their interests that may count: all but private ones they do not show."""
        return member.interests - (member.unshown & self._private)

    def sides(self, member: Candidate) -> tuple[list[int], list[int]]:
        """The columns `member` has as one (left) and as other (right) of a pair."""
        both = [*self._same(member), *self._fields(member)]
        left, right = self._relatives(member)
        learns = [self._wish(i, False) for i in self._open(member.curious)]
        teaches = [self._wish(i, True) for i in self._open(member.offers)]
        taught = [self._wish(i, False) for i in self._open(member.offers)]
        taught_to = [self._wish(i, True) for i in self._open(member.curious)]
        return both + left + learns + teaches, both + right + taught + taught_to

    def in_group(self, member: Candidate, group: str) -> list[str]:
        """The member's interests that count in `group`."""
        return [i for i in self._open(self.spoken(member)) if self._group.get(i) == group]

    def _open(self, interests: frozenset[str]) -> list[str]:
        return sorted(interests - self._private)

    def _groups(self, interests: Iterable[str]) -> Counter[str]:
        """How many of `interests`, private ones aside, lie in each group."""
        return Counter(g for i in interests if i not in self._private and (g := self._group.get(i)))

    def _column(self, meaning: Meaning, value: float, mark: str = "") -> int:
        number = self._number.setdefault((meaning, mark), len(self.values))
        if number == len(self.values):
            self.meanings.append(meaning)
            self.values.append(value)
        return number

    def _same(self, member: Candidate) -> Iterable[int]:
        """Shared interests, and groups in which two have different interests.

        The column of a group's lone interest takes back what the group gives
        to two members who have only that one interest in it.
        """
        own = sorted(self.spoken(member))
        groups = self._groups(own)
        for i in own:
            rarity = self.rarity(self._held[i])
            yield self._column(Meaning(TermKind.SHARED, (i,)), self._weights.shared * rarity)
        for group, count in sorted(groups.items()):
            value = self._weights.same_group * self.rarity(self._groups_held[group])
            meaning = Meaning(TermKind.SAME_GROUP, (group,))
            yield self._column(meaning, value)
            if count == 1:
                yield self._column(meaning, -value, mark=self.in_group(member, group)[0])

    def _relatives(self, member: Candidate) -> tuple[list[int], list[int]]:
        """Related pairs of interests: only where neither has what the other has."""
        own = self.spoken(member)
        near = [(i, j) for i in self._open(own) for j in self._related.get(i, ()) if j not in own]
        return [self._relation(i, j) for i, j in near], [self._relation(j, i) for i, j in near]

    def _relation(self, one: str, other: str) -> int:
        rarity = (self.rarity(self._held[one]) + self.rarity(self._held[other])) / 2
        return self._column(Meaning(TermKind.RELATED, (one, other)), self._weights.related * rarity)

    def _wish(self, interest: str, other_learns: bool) -> int:
        value = self._weights.curious * self.rarity(self._held[interest])
        return self._column(Meaning(TermKind.CURIOUS, (interest,), other_learns), value)

    def _fields(self, member: Candidate) -> Iterable[int]:
        """Department and profession, where both are known and differ; site, where both go there.

        Differing is written as: something for both being known, taken back for being the same.
        """
        for kind, value, worth in (
            (TermKind.OTHER_DEPARTMENT, member.department, self._weights.other_department),
            (TermKind.OTHER_PROFESSION, member.profession, self._weights.other_profession),
        ):
            if value:
                yield self._column(Meaning(kind), worth)
                yield self._column(Meaning(kind), -worth, mark=value)
        if member.site and member.in_person:
            yield self._column(Meaning(TermKind.SAME_SITE, (member.site,)), self._weights.same_site)


def _both_ways(relations: Relations) -> dict[str, tuple[str, ...]]:
    """Related interests in both directions, without private ones and self-relations."""
    near: dict[str, set[str]] = {}
    for one, others in relations.related.items():
        for other in others:
            if one != other and not {one, other} & relations.private:
                near.setdefault(one, set()).add(other)
                near.setdefault(other, set()).add(one)
    return {one: tuple(sorted(others)) for one, others in near.items()}
