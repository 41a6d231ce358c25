"""What can speak for a pair, as columns: the one place where terms get their weights.

A pair's score is a sum over columns that the first member has on their left
side and the second on their right side. Everything that follows (scores of a
million pairs, candidates, reasons) reads these same columns.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache
from math import log
from typing import NamedTuple

from bot.matching.rules import Relations, Weights
from bot.model import Candidate, Drawn, TermKind


class Meaning(NamedTuple):
    """What a column says of (one, other).

    `about` is (shared,), (one's, other's) for related, (wanted,) for curious,
    (group,), or the site. Columns of the same meaning add up to one term.
    `other_learns` is set on a curious column when the learner is the other, and
    on a column of a wish when the other wishes it.
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
        self._group_held = Counter(g for c in pool for g in self._groups(self._spoken(c)))
        self._newcomers_wished = any(c.drawn_to is Drawn.NEWCOMER for c in pool)
        self._stages_wished = {c.stage - 1 for c in pool if _wishes_a_stage(c)}
        self._of_interests = cache(self._interests)
        self._of_relatives = cache(self._relatives)
        self._of_wish = cache(self._wish)
        self._of_fields = cache(self._fields)

    def sides(self, member: Candidate) -> tuple[list[int], list[int]]:
        """The columns `member` has as one (left) and as other (right) of a pair."""
        left, right = self._of_interests(self._spoken(member))
        site = member.site if member.in_person else ""
        fields = self._of_fields(member.department, member.profession, site)
        learns = [self._of_wish(i) for i in sorted(member.curious - self._private)]
        teaches = [self._of_wish(i) for i in sorted(member.offers - self._private)]
        draws, drawn = self._draws(member)
        learns, teaches = learns + draws, teaches + drawn
        return (
            [*left, *fields, *(one for one, _ in learns), *(other for _, other in teaches)],
            [*right, *fields, *(other for _, other in learns), *(one for one, _ in teaches)],
        )

    def in_group(self, member: Candidate, group: str) -> list[str]:
        """The member's interests that count in `group`, in order."""
        return self._within(self._spoken(member), group)

    def _spoken(self, member: Candidate) -> frozenset[str]:
        """Their interests that may count: all but private ones they do not show."""
        return member.interests - (member.unshown & self._private)

    def _within(self, interests: frozenset[str], group: str) -> list[str]:
        return sorted(i for i in interests - self._private if self._group.get(i) == group)

    def _groups(self, interests: frozenset[str]) -> Counter[str]:
        """How many of `interests`, private ones aside, lie in each group."""
        return Counter(g for i in interests - self._private if (g := self._group.get(i)))

    def _rarity(self, held: int) -> float:
        """Inverse document frequency, scaled: 1 for what one of the pool has, never 0."""
        return log(1 + self._many / held) / log(1 + self._many)

    def _column(self, meaning: Meaning, value: float, mark: str = "") -> int:
        number = self._number.setdefault((meaning, mark), len(self.values))
        if number == len(self.values):
            self.meanings.append(meaning)
            self.values.append(value)
        return number

    def _interests(self, spoken: frozenset[str]) -> tuple[list[int], list[int]]:
        """Both sides of what these interests say; related ones only where neither has both."""
        same = [*self._shared(spoken), *self._same_group(spoken)]
        near = [
            (left, right)
            for i in sorted(spoken - self._private)
            for other, left, right in self._of_relatives(i)
            if other not in spoken
        ]
        return [*same, *(left for left, _ in near)], [*same, *(right for _, right in near)]

    def _shared(self, spoken: frozenset[str]) -> Iterable[int]:
        for i in sorted(spoken):
            value = self._weights.shared * self._rarity(self._held[i])
            yield self._column(Meaning(TermKind.SHARED, (i,)), value)

    def _same_group(self, spoken: frozenset[str]) -> Iterable[int]:
        """Groups in which two have different interests.

        A second column takes back what the group gives to two members whose
        one interest in it is the same.
        """
        for group, count in sorted(self._groups(spoken).items()):
            value = self._weights.same_group * self._rarity(self._group_held[group])
            meaning = Meaning(TermKind.SAME_GROUP, (group,))
            yield self._column(meaning, value)
            if count == 1:
                yield self._column(meaning, -value, mark=self._within(spoken, group)[0])

    def _relatives(self, interest: str) -> list[tuple[str, int, int]]:
        """Each related interest that someone has, with the columns of having the first of both."""
        return [
            (other, self._relation(interest, other), self._relation(other, interest))
            for other in self._related.get(interest, ())
            if other in self._held
        ]

    def _relation(self, one: str, other: str) -> int:
        rarity = (self._rarity(self._held[one]) + self._rarity(self._held[other])) / 2
        return self._column(Meaning(TermKind.RELATED, (one, other)), self._weights.related * rarity)

    def _wish(self, interest: str) -> tuple[int, int]:
        """The columns of one learning from the other, and of the other learning from one."""
        value = self._weights.curious * self._rarity(self._held[interest])
        one, other = (Meaning(TermKind.CURIOUS, (interest,), learns) for learns in (False, True))
        return self._column(one, value), self._column(other, value)

    def _draws(self, member: Candidate) -> tuple[list[tuple[int, int]], list[tuple[int, int]]]:
        """Columns of whom they would rather meet, and of being one whom somebody would."""
        wishes, is_one = [], []
        if self._newcomers_wished:
            if member.drawn_to is Drawn.NEWCOMER:
                wishes.append(self._draw(TermKind.NEWLY_ARRIVED))
            if member.newcomer:
                is_one.append(self._draw(TermKind.NEWLY_ARRIVED))
        if _wishes_a_stage(member):
            wishes.append(self._draw(TermKind.STEP_BEHIND, str(member.stage - 1)))
        if member.stage in self._stages_wished:
            is_one.append(self._draw(TermKind.STEP_BEHIND, str(member.stage)))
        return wishes, is_one

    def _draw(self, kind: TermKind, mark: str = "") -> tuple[int, int]:
        """The columns of one wishing to meet such as the other, and the other such as one."""
        value = self._weights.drawn
        one, other = (Meaning(kind, other_learns=learns) for learns in (False, True))
        return self._column(one, value, mark), self._column(other, value, mark)

    def _fields(self, department: str, profession: str, site: str) -> list[int]:
        """Department and profession, where both are known and differ; the same site.

        Differing is written as something for both being known, taken back for being the same.
        """
        found = []
        for kind, value, worth in (
            (TermKind.OTHER_DEPARTMENT, department, self._weights.other_department),
            (TermKind.OTHER_PROFESSION, profession, self._weights.other_profession),
        ):
            if value:
                found += [self._column(Meaning(kind), worth)]
                found += [self._column(Meaning(kind), -worth, mark=value)]
        if site:
            meaning = Meaning(TermKind.SAME_SITE, (site,))
            found += [self._column(meaning, self._weights.same_site)]
        return found


def _wishes_a_stage(member: Candidate) -> bool:
    return member.drawn_to is Drawn.STEP_BEHIND and member.stage > 0


def _both_ways(relations: Relations) -> dict[str, tuple[str, ...]]:
    """Related interests in both directions, without private ones and self-relations."""
    near: dict[str, set[str]] = {}
    for one, others in relations.related.items():
        for other in others:
            if one != other and not {one, other} & relations.private:
                near.setdefault(one, set()).add(other)
                near.setdefault(other, set()).add(one)
    return {one: tuple(sorted(others)) for one, others in near.items()}
