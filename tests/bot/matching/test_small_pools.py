"""Small pools against the answer found by trying everything."""

from itertools import combinations

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from bot.matching import Effort, History, Relations, Rules
from bot.matching.match import match
from bot.model import Candidate, Drawn, Matching, OddOne
from tests.bot.matching.brute_force import Judge, may_meet

RELATIONS = Relations(
    related={"a": frozenset({"b"}), "c": frozenset({"d", "a"})},
    group={"a": "g", "b": "g", "c": "h", "d": "h", "e": "h"},
    private=frozenset({"p"}),
)
SOME = st.frozensets(st.sampled_from("abcdep"), max_size=3)


@st.composite
def pools(draw: st.DrawFn, most: int, least: int = 0) -> list[Candidate]:
    size = draw(st.integers(least, most))
    names = [f"m{n}" for n in range(size)]
    return [
        Candidate(
            id=name,
            interests=draw(SOME),
            offers=draw(SOME),
            curious=draw(SOME),
            unshown=draw(SOME),
            department=draw(st.sampled_from(["", "er", "icu"])),
            profession=draw(st.sampled_from(["", "nurse", "physician"])),
            site=draw(st.sampled_from(["", "north", "south"])),
            in_person=draw(st.booleans()),
            manager=draw(st.sampled_from(["", *names])),
            free=draw(st.sampled_from([7, 7, 7, 1, 2, 4, 0])),
            recent=draw(st.sampled_from([None, 0.0, 0.2, 0.5, 0.9])),
            rested=draw(st.booleans()),
            drawn_to=draw(st.sampled_from(Drawn)),
            newcomer=draw(st.booleans()),
            stage=draw(st.sampled_from([-1, 0, 1, 2])),
        )
        for name in names
    ]


@st.composite
def problems(draw: st.DrawFn, most: int, least: int = 0) -> tuple[list[Candidate], History, Rules]:
    pool = draw(pools(most, least))
    pairs = list(combinations([c.id for c in pool], 2))
    some = st.lists(st.sampled_from(pairs), max_size=len(pairs)) if pairs else st.just([])
    odd_one = draw(st.sampled_from(OddOne))
    return pool, History(draw(some)), Rules(draw(some), odd_one, relations=RELATIONS)


def groups_of(found: Matching, pool: list[Candidate]) -> tuple[tuple[Candidate, ...], ...]:
    named = {candidate.id: candidate for candidate in pool}
    return tuple(tuple(named[member] for member in group.members) for group in found.groups)


@settings(max_examples=60, deadline=None)
@given(problems(most=7), st.integers(0, 3))
def test_as_good_as_trying_everything(problem, seed):
    pool, history, rules = problem
    judge = Judge(pool, history, rules)
    found = match(pool, history, rules, seed)
    assert judge.rank(groups_of(found, pool)) == pytest.approx(judge.best(), abs=1e-4)


@pytest.mark.slow
@settings(max_examples=12, deadline=None, phases=[Phase.generate])
@given(problems(most=10, least=9), st.integers(0, 3))
def test_as_good_as_trying_everything_up_to_ten(problem, seed):
    pool, history, rules = problem
    judge = Judge(pool, history, rules)
    found = match(pool, history, rules, seed)
    assert judge.rank(groups_of(found, pool)) == pytest.approx(judge.best(), abs=1e-4)


@settings(max_examples=60, deadline=None)
@given(problems(most=7))
def test_the_blossom_path_is_as_good_when_the_odd_one_rests(problem):
    pool, history, rules = problem
    rules = Rules(rules.never, OddOne.REST, relations=RELATIONS)
    judge = Judge(pool, history, rules)
    found = match(pool, history, rules, 1, effort=Effort(tiny=0))
    assert judge.rank(groups_of(found, pool)) == pytest.approx(judge.best(), abs=1e-4)


PATHS = {
    "tiny": Effort(),
    "blossom": Effort(tiny=0),
    "assignment on all pairs": Effort(tiny=0, exact=0, window=4),
    "candidates": Effort(tiny=0, exact=0, dense=0, nearest=2, orders=1, window=4),
}


@pytest.mark.parametrize("effort", PATHS.values(), ids=PATHS)
@settings(max_examples=40, deadline=None)
@given(problem=problems(most=7))
def test_whatever_the_input_no_forbidden_pair_and_a_true_bound(effort, problem):
    pool, history, rules = problem
    judge = Judge(pool, history, rules)
    found = match(pool, history, rules, 5, effort=effort, certify=True)
    groups = groups_of(found, pool)
    for group in groups:
        assert all(may_meet(a, b, history, rules) for a, b in combinations(group, 2))
    named = [member for group in found.groups for member in group.members]
    named += [one.member for one in found.left_out]
    assert sorted(named) == sorted(candidate.id for candidate in pool)
    assert found.quality.certified
    assert found.quality.bound >= judge.most() - 1e-9
    assert found.quality.bound >= found.quality.total
    assert found.quality.total == pytest.approx(sum(map(judge.weight, groups)))
    for group, told in zip(groups, found.groups, strict=True):
        parts = len(group) * rules.weights.meeting / 2
        assert told.score == pytest.approx(parts + sum(term.weight for term in told.terms))
