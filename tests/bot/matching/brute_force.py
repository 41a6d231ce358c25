"""The answer to a small matching problem, by trying everything. Written for clarity alone.

It shares no code with what it tests: scores and rules are worked out anew from
the words of the design.
"""

from collections.abc import Iterator
from itertools import combinations
from math import log

from bot.matching import History, Rules
from bot.model import Candidate, Drawn, OddOne

Groups = tuple[tuple[Candidate, ...], ...]


def may_meet(a: Candidate, b: Candidate, history: History, rules: Rules) -> bool:
    barred = {frozenset(pair) for pair in (*history.apart, *rules.never)}
    managed = a.manager == b.id or b.manager == a.id
    return bool(a.free & b.free) and not managed and frozenset({a.id, b.id}) not in barred


def drawn(one: Candidate, other: Candidate) -> bool:
    """Whether `one` would rather meet such as `other`."""
    if one.drawn_to is Drawn.NEWCOMER:
        return other.newcomer
    return one.drawn_to is Drawn.STEP_BEHIND and one.stage > 0 and other.stage == one.stage - 1


class Judge:
    """Scores and weights of pairs of one pool, straight from the definition."""

    def __init__(self, pool: list[Candidate], history: History, rules: Rules) -> None:
        self.pool, self.history, self.rules = pool, history, rules
        self.near = {
            frozenset({i, j})
            for i, others in rules.relations.related.items()
            for j in others
            if i != j
        }
        known = sorted(c.recent for c in pool if c.recent is not None)
        middle = len(known) // 2
        self.median = (known[middle] + known[~middle]) / 2 if known else 0.0

    def rarity(self, held: int) -> float:
        return log(1 + len(self.pool) / held) / log(1 + len(self.pool))

    def interest_rarity(self, interest: str) -> float:
        return self.rarity(sum(interest in (c.interests | c.offers | c.curious) for c in self.pool))

    def group_rarity(self, group: str) -> float:
        named = self.rules.relations.group
        return self.rarity(
            sum(any(named.get(i) == group for i in self.open(c.interests)) for c in self.pool)
        )

    def open(self, interests: frozenset[str]) -> frozenset[str]:
        return interests - self.rules.relations.private

    def score(self, a: Candidate, b: Candidate) -> float:
        weights, relations = self.rules.weights, self.rules.relations
        both = a.interests & b.interests
        both -= relations.private & (a.unshown | b.unshown)
        total = weights.meeting + sum(weights.shared * self.interest_rarity(i) for i in both)
        mine, theirs = self.open(a.interests), self.open(b.interests)
        for i in mine - theirs:
            for j in theirs - mine:
                if frozenset({i, j}) in self.near:
                    rarity = (self.interest_rarity(i) + self.interest_rarity(j)) / 2
                    total += weights.related * rarity
        for learner, offerer in ((a, b), (b, a)):
            for i in self.open(learner.curious & offerer.offers):
                total += weights.curious * self.interest_rarity(i)
        for group in {relations.group[i] for i in mine if i in relations.group}:
            if any(
                relations.group.get(j) == group and i != j
                for i in mine
                if relations.group.get(i) == group
                for j in theirs
            ):
                total += weights.same_group * self.group_rarity(group)
        total += self.fields(a, b)
        return total

    def fields(self, a: Candidate, b: Candidate) -> float:
        weights, total = self.rules.weights, 0.0
        if a.department and b.department and a.department != b.department:
            total += weights.other_department
        if a.profession and b.profession and a.profession != b.profession:
            total += weights.other_profession
        if a.in_person and b.in_person and a.site and a.site == b.site:
            total += weights.same_site
        return total + sum(weights.drawn * drawn(one, other) for one, other in ((a, b), (b, a)))

    def gain(self, member: Candidate) -> float:
        if member.recent is None or self.median <= 0:
            return 1.0
        own = max(member.recent, self.median * 1e-6)
        return min(4.0, max(0.4, (self.median / own) ** self.rules.weights.fairness))

    def weight(self, group: tuple[Candidate, ...]) -> float:
        """Score × fairness; of a trio, half the sum of its three pairs."""
        return sum(
            self.score(a, b) * (self.gain(a) + self.gain(b)) / 2 for a, b in combinations(group, 2)
        ) / (len(group) - 1)

    def allowed(self, group: tuple[Candidate, ...]) -> bool:
        return all(may_meet(a, b, self.history, self.rules) for a, b in combinations(group, 2))

    def rank(self, groups: Groups) -> tuple[int, int, int, float]:
        """Smaller is better: rested left out, left out, trios, minus the sum of weights."""
        inside = {member.id for group in groups for member in group}
        alone = [member for member in self.pool if member.id not in inside]
        trios = sum(len(group) == 3 for group in groups)
        total = sum(self.weight(group) for group in groups)
        return (sum(member.rested for member in alone), len(alone), trios, -total)

    def best(self) -> tuple[int, int, int, float]:
        trios = self.rules.odd_one is OddOne.TRIO
        return min(self.rank(groups) for groups in self.groupings(tuple(self.pool), trios))

    def most(self) -> float:
        """The greatest sum of weights of any allowed pairs, however many stay alone."""
        return max(-self.rank(groups)[3] for groups in self.groupings(tuple(self.pool), False))

    def groupings(self, members: tuple[Candidate, ...], trios: bool) -> Iterator[Groups]:
        if not members:
            yield ()
            return
        first, rest = members[0], members[1:]
        yield from self.groupings(rest, trios)
        for many in (1, 2) if trios else (1,):
            for others in combinations(rest, many):
                group = (first, *others)
                if self.allowed(group):
                    left = tuple(member for member in rest if member not in others)
                    for groups in self.groupings(left, trios):
                        yield (group, *groups)
