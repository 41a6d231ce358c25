"""The terms of a pair: what speaks, about whom, how much, and what may be shown."""

from dataclasses import replace

import pytest

from bot.matching import History, Relations, Rules, Weights
from bot.matching.match import match
from bot.model import Candidate, Drawn, Term, TermKind

RELATIONS = Relations(
    related={"sepsis": frozenset({"shock"})},
    group={"sepsis": "acute", "shock": "acute", "triage": "acute", "golf": "play"},
    private=frozenset({"faith"}),
)
FIELDS = {TermKind.OTHER_DEPARTMENT, TermKind.OTHER_PROFESSION, TermKind.SAME_SITE}


def some(*interests: str) -> frozenset[str]:
    return frozenset(interests)


def terms(a: Candidate, b: Candidate) -> list[Term]:
    (group,) = match([a, b], History(), Rules(relations=RELATIONS), 1).groups
    return list(group.terms)


def told(a: Candidate, b: Candidate) -> set[tuple[TermKind, tuple[str, ...], tuple[str, ...]]]:
    return {(term.kind, term.interests, term.members) for term in terms(a, b)}


def test_a_shared_interest():
    found = told(
        Candidate(id="a", interests=some("golf")), Candidate(id="b", interests=some("golf"))
    )
    assert found == {(TermKind.SHARED, ("golf",), ("a", "b"))}


def test_related_interests_are_also_of_one_group():
    a = Candidate(id="a", interests=some("shock"))
    b = Candidate(id="b", interests=some("sepsis"))
    assert told(a, b) == {
        (TermKind.RELATED, ("shock", "sepsis"), ("a", "b")),
        (TermKind.SAME_GROUP, ("shock", "sepsis"), ("a", "b")),
    }


def test_what_both_have_is_not_related_as_well():
    a = Candidate(id="a", interests=some("shock", "sepsis"))
    b = Candidate(id="b", interests=some("sepsis"))
    assert told(a, b) == {
        (TermKind.SHARED, ("sepsis",), ("a", "b")),
        (TermKind.SAME_GROUP, ("shock", "sepsis"), ("a", "b")),
    }


def test_a_group_needs_two_different_interests():
    a = Candidate(id="a", interests=some("triage"))
    assert told(a, Candidate(id="b", interests=some("triage"))) == {
        (TermKind.SHARED, ("triage",), ("a", "b"))
    }
    assert told(a, Candidate(id="b", interests=some("sepsis"))) == {
        (TermKind.SAME_GROUP, ("triage", "sepsis"), ("a", "b"))
    }


def test_curious_names_the_learner_first_in_both_directions():
    a = Candidate(id="a", curious=some("golf"), offers=some("sepsis"))
    b = Candidate(id="b", curious=some("sepsis"), offers=some("golf"))
    assert told(a, b) == {
        (TermKind.CURIOUS, ("golf",), ("a", "b")),
        (TermKind.CURIOUS, ("sepsis",), ("b", "a")),
    }


@pytest.mark.parametrize(
    ("mine", "theirs", "kinds"),
    [
        ({"department": "er"}, {"department": "icu"}, {TermKind.OTHER_DEPARTMENT}),
        ({"department": "er"}, {"department": "er"}, set()),
        ({"department": "er"}, {}, set()),
        ({"profession": "nurse"}, {"profession": "pharmacist"}, {TermKind.OTHER_PROFESSION}),
        ({"site": "north", "in_person": True}, {"site": "north"}, set()),
        (
            {"site": "north", "in_person": True},
            {"site": "north", "in_person": True},
            {TermKind.SAME_SITE},
        ),
        ({"site": "north", "in_person": True}, {"site": "south", "in_person": True}, set()),
    ],
)
def test_department_profession_and_site(mine, theirs, kinds):
    found = terms(Candidate(id="a", **mine), Candidate(id="b", **theirs))
    assert {term.kind for term in found} == kinds


@pytest.mark.parametrize(
    ("mine", "theirs", "kinds"),
    [
        ({"drawn_to": Drawn.NEWCOMER}, {"newcomer": True}, {TermKind.NEWLY_ARRIVED}),
        ({"drawn_to": Drawn.NEWCOMER}, {"newcomer": False}, set()),
        ({"newcomer": True}, {"newcomer": True}, set()),
        ({"drawn_to": Drawn.STEP_BEHIND, "stage": 3}, {"stage": 2}, {TermKind.STEP_BEHIND}),
        ({"drawn_to": Drawn.STEP_BEHIND, "stage": 3}, {"stage": 1}, set()),
        ({"drawn_to": Drawn.STEP_BEHIND, "stage": 3}, {"stage": 4}, set()),
        ({"drawn_to": Drawn.STEP_BEHIND, "stage": 0}, {"stage": -1}, set()),
        ({"drawn_to": Drawn.STEP_BEHIND, "stage": -1}, {"stage": -1}, set()),
        ({"drawn_to": Drawn.ANYONE, "stage": 3, "newcomer": True}, {"stage": 2}, set()),
    ],
)
def test_whom_one_would_rather_meet_gives_little_and_says_whose_wish_it_was(mine, theirs, kinds):
    for wishing, other in (("a", "b"), ("b", "a")):
        found = terms(Candidate(id=wishing, **mine), Candidate(id=other, **theirs))
        assert {term.kind for term in found} == kinds
        for term in found:
            assert term.members == (wishing, other)
            assert term.weight == pytest.approx(Weights().drawn)


def test_both_may_wish_for_the_other_and_each_wish_counts_once():
    a = Candidate(id="a", drawn_to=Drawn.NEWCOMER, newcomer=True, stage=1)
    b = Candidate(id="b", drawn_to=Drawn.NEWCOMER, newcomer=True, stage=2)
    assert sorted(term.members for term in terms(a, b)) == [("a", "b"), ("b", "a")]


def test_a_wish_decides_only_where_little_else_does():
    """Two wishes together weigh less than the commonest interest that all of a pool share."""
    pool = [
        Candidate(id="a", interests=some("golf"), drawn_to=Drawn.NEWCOMER, stage=0),
        Candidate(id="b", interests=some("golf")),
        Candidate(id="c", newcomer=True),
        Candidate(id="d"),
    ]
    groups = match(pool, History(), Rules(relations=RELATIONS), 1).groups
    assert {group.members for group in groups} == {("a", "b"), ("c", "d")}
    bare = [replace(each, interests=frozenset()) for each in pool]
    groups = match(bare, History(), Rules(relations=RELATIONS), 1).groups
    assert {group.members for group in groups} == {("a", "c"), ("b", "d")}


def test_a_private_interest_speaks_only_when_both_have_and_show_it():
    shown = Candidate(id="a", interests=some("faith"), offers=some("faith"), curious=some("faith"))
    hidden = Candidate(id="b", interests=some("faith"), unshown=some("faith"))
    also = Candidate(id="b", interests=some("faith"), offers=some("faith"), curious=some("faith"))
    assert told(shown, hidden) == set()
    assert told(shown, also) == {(TermKind.SHARED, ("faith",), ("a", "b"))}


def test_what_either_keeps_unshown_counts_and_is_not_shown():
    a = Candidate(id="a", interests=some("golf", "sepsis"), unshown=some("sepsis"))
    b = Candidate(id="b", interests=some("golf", "shock"), unshown=some("golf"))
    shown = {term.kind: term.shown for term in terms(a, b)}
    assert shown == {TermKind.SHARED: False, TermKind.RELATED: False, TermKind.SAME_GROUP: False}
    c = Candidate(id="c", offers=some("golf"))
    d = Candidate(id="d", curious=some("golf"), unshown=some("golf"))
    assert [term.shown for term in terms(c, d)] == [False]


def test_a_group_is_told_by_interests_that_may_be_shown():
    a = Candidate(id="a", interests=some("sepsis", "triage"), unshown=some("sepsis"))
    b = Candidate(id="b", interests=some("shock"))
    (group,) = (term for term in terms(a, b) if term.kind is TermKind.SAME_GROUP)
    assert group.interests == ("triage", "shock")
    assert group.shown


def test_rare_before_common_and_curious_highest():
    common = [Candidate(id=f"m{n}", interests=some("golf")) for n in range(8)]
    a = Candidate(id="a", interests=some("golf", "triage"), curious=some("opera"), free=1 << 9)
    b = Candidate(id="b", interests=some("golf", "triage"), offers=some("opera"), free=1 << 9)
    busy = [Candidate(id=m.id, interests=m.interests, free=1) for m in common]
    found = match([*busy, a, b], History(), Rules(relations=RELATIONS), 1)
    (group,) = (g for g in found.groups if g.members == ("a", "b"))
    assert [term.interests for term in group.terms] == [("opera",), ("triage",), ("golf",)]


def test_no_preference_outweighs_one_shared_interest_that_one_in_ten_have():
    weights = Weights()
    members = [Candidate(id=f"m{n:02d}", free=1) for n in range(38)]
    pair = [Candidate(id=name, interests=some("golf"), free=2) for name in "ab"]
    found = match([*members, *pair], History(), Rules(), 1)
    (group,) = (g for g in found.groups if g.members == ("a", "b"))
    assert group.terms[0].weight > weights.other_department + weights.same_site


def test_a_trio_counts_half_of_each_of_its_three_pairs():
    members = [Candidate(id=name, interests=some("golf")) for name in "abc"]
    found = match(members, History(), Rules(relations=RELATIONS), 1)
    (trio,) = found.groups
    (pair,) = match(members[:2], History(), Rules(relations=RELATIONS), 1).groups
    assert trio.members == ("a", "b", "c")
    assert {term.members for term in trio.terms} == {("a", "b"), ("a", "c"), ("b", "c")}
    meeting = Weights().meeting
    assert trio.score == pytest.approx(1.5 * meeting + sum(term.weight for term in trio.terms))
    assert pair.score == pytest.approx(meeting + sum(term.weight for term in pair.terms))
