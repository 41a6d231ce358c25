"""Pools that are empty, tiny, all alike, all forbidden, or shaped to trip a matching up."""

from dataclasses import replace
from itertools import combinations

import pytest

from bot.matching import Effort, History, Rules
from bot.matching.match import match
from bot.model import Candidate, Matching, OddOne, Why
from tests.bot.matching.made_up import DAYS, NIGHTS, pool, relations

REST = Rules(odd_one=OddOne.REST)
TRIO = Rules(odd_one=OddOne.TRIO)
ON_ALL_PAIRS = Effort(tiny=0, exact=0)
ON_CANDIDATES = Effort(tiny=0, exact=0, dense=0)
EVERY_PATH = pytest.mark.parametrize(
    "effort",
    [Effort(), Effort(tiny=0), ON_ALL_PAIRS, ON_CANDIDATES],
    ids=["default", "blossom", "all pairs", "candidates"],
)


def plain(size: int, **fields: object) -> list[Candidate]:
    return [replace(Candidate(id=f"m{n:03d}"), **fields) for n in range(size)]


def sizes(found: Matching) -> list[int]:
    return sorted(len(group.members) for group in found.groups)


@EVERY_PATH
@pytest.mark.parametrize(
    ("size", "trio", "rest"),
    [
        (0, [], []),
        (1, [], []),
        (2, [2], [2]),
        (3, [3], [2]),
        (4, [2, 2], [2, 2]),
        (5, [2, 3], [2, 2]),
    ],
)
def test_the_smallest_pools(effort, size, trio, rest):
    found = match(plain(size), History(), TRIO, 1, effort=effort)
    assert sizes(found) == trio
    assert [one.why for one in found.left_out] == [Why.ODD_ONE] * (size - sum(trio))
    found = match(plain(size), History(), REST, 1, effort=effort)
    assert sizes(found) == rest
    assert [one.why for one in found.left_out] == [Why.ODD_ONE] * (size - sum(rest))


@EVERY_PATH
def test_all_forbidden(effort):
    members = plain(6)
    every_pair = list(combinations([m.id for m in members], 2))
    met = match(members, History(every_pair), TRIO, 1, effort=effort, certify=True)
    assert not met.groups
    assert {one.why for one in met.left_out} == {Why.ALL_MET_LATELY}
    assert met.quality.bound == 0
    assert met.quality.fraction == 1
    ruled = match(members, History(), Rules(never=every_pair), 1, effort=effort)
    assert {one.why for one in ruled.left_out} == {Why.RULES}
    busy = match(plain(6, free=0), History(), TRIO, 1, effort=effort)
    assert {one.why for one in busy.left_out} == {Why.NOBODY_FREE}


def test_a_rule_is_told_as_a_rule_and_a_meeting_as_a_meeting():
    a, b, c = plain(3)
    managed = [replace(a, manager=b.id), b, replace(c, free=0)]
    found = match(managed, History([(a.id, b.id)]), TRIO, 1)
    assert {one.member: one.why for one in found.left_out} == {
        a.id: Why.RULES,
        b.id: Why.RULES,
        c.id: Why.NOBODY_FREE,
    }
    both = match([a, b, c], History([(b.id, a.id)]), Rules(never=[(c.id, a.id)]), 1)
    assert {one.member: one.why for one in both.left_out} == {a.id: Why.ALL_MET_LATELY}


@EVERY_PATH
@pytest.mark.parametrize("size", [40, 41])
def test_everyone_identical(effort, size):
    members = plain(size, interests=frozenset({"sepsis"}), department="icu")
    found = match(members, History(), TRIO, 1, effort=effort, certify=True)
    assert not found.left_out
    assert sizes(found) == [2] * 20 if size == 40 else [2] * 19 + [3]
    assert found.quality.fraction > 0.99


@EVERY_PATH
def test_nobody_with_interests(effort):
    members = [replace(m, department=f"d{n % 3}") for n, m in enumerate(plain(30))]
    found = match(members, History(), TRIO, 1, effort=effort, certify=True)
    assert not found.left_out
    assert found.quality.fraction > 0.99
    assert all(group.terms for group in found.groups), "other departments are there to be met"


@EVERY_PATH
def test_one_hub_that_everyone_would_like(effort):
    names = [f"i{n}" for n in range(30)]
    hub = Candidate(id="hub", interests=frozenset(names))
    others = [Candidate(id=f"m{n}", interests=frozenset({name})) for n, name in enumerate(names)]
    found = match([hub, *others], History(), REST, 1, effort=effort, certify=True)
    assert len(found.groups) == 15
    assert len(found.left_out) == 1
    shared = [term for group in found.groups for term in group.terms]
    assert [term.members[0] for term in shared] == ["hub"]


@EVERY_PATH
def test_one_hub_that_is_the_only_one_who_may_be_met(effort):
    spokes = [f"m{n}" for n in range(12)]
    pool = [Candidate(id="hub"), *(Candidate(id=spoke) for spoke in spokes)]
    found = match(pool, History(list(combinations(spokes, 2))), TRIO, 1, effort=effort)
    assert sizes(found) == [2]
    assert {one.why for one in found.left_out} == {Why.ODD_ONE}


@EVERY_PATH
def test_two_halves_that_may_not_mix_and_both_are_odd(effort):
    days, nights = plain(15, free=DAYS), plain(15, free=NIGHTS)
    mixed = days + [replace(m, id=f"n{m.id}") for m in nights]
    trio = match(mixed, History(), TRIO, 1, effort=effort)
    assert sizes(trio) == [2] * 12 + [3, 3]
    rest = match(mixed, History(), REST, 1, effort=effort)
    assert sizes(rest) == [2] * 14
    assert sorted(one.member[0] for one in rest.left_out) == ["m", "n"]


@EVERY_PATH
def test_eighty_four_broad_tags(effort):
    tags = relations(84)
    members = [replace(m, rested=False) for m in pool(200, seed=4, interests=84)]
    found = match(members, History(), Rules(relations=tags), 1, effort=effort, certify=True)
    assert not found.left_out
    assert found.quality.fraction > 0.97


@EVERY_PATH
@pytest.mark.parametrize("size", [5, 21, 81])
def test_whoever_was_left_out_last_time_is_not_left_out_again(effort, size):
    members = pool(size, seed=9)
    rested = {member.id for member in members[: size // 2]}
    members = [replace(m, rested=m.id in rested, manager="", free=DAYS) for m in members]
    for seed in range(4):
        found = match(members, History(), REST, seed, effort=effort)
        assert len(found.left_out) == 1
        assert found.left_out[0].member not in rested


@EVERY_PATH
def test_the_same_seed_gives_the_same_matching_in_whatever_order(effort):
    members = pool(90, seed=2)
    rules = Rules(relations=relations())
    one = match(members, History(), rules, 7, effort=effort)
    assert match(members[::-1], History(), rules, 7, effort=effort) == one


def test_the_seed_decides_between_equals():
    members = plain(11)
    rested = {match(members, History(), REST, seed).left_out[0].member for seed in range(12)}
    assert len(rested) > 4


def test_two_candidates_with_one_id_are_a_bug():
    with pytest.raises(ValueError, match="same id"):
        match([Candidate(id="m"), Candidate(id="m")], History(), TRIO, 1)
