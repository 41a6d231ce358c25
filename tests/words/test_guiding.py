"""The listening guide: whose questions, how deep, who begins, who listens first."""

from dataclasses import replace
from itertools import permutations

import pytest

from bot.model import Term, TermKind
from bot.stages import STAGES
from bot.words import Voice, guiding
from bot.words.gallery import ANA, BEN, CHIDI, PAIR, TRIO
from bot.words.guiding import DEEP, LIGHT, depth_of, in_turn, questions
from bot.words.prompts import prompts
from bot.words.voice import Seen

VOICE = Voice()
ALL = [
    *(p for kind in prompts().by_stage.values() for p in kind),
    *(p for kind in prompts().by_topic.values() for p in kind),
]


def seen(viewer="m-ana", *, ana="years_15_plus", ben="first_5_years", depths=(0, 0), number=""):
    parts = tuple(
        replace(part, depth=depth) for part, depth in zip(PAIR.parts, depths, strict=True)
    )
    people = {
        "m-ana": replace(ANA, career_stage=ana),
        "m-ben": replace(BEN, career_stage=ben),
    }
    return Seen(replace(PAIR, parts=parts, id=PAIR.id + number), viewer, people)


def asked(of):
    said = questions(VOICE, of)
    return [next(p for p in ALL if p.text.split("{")[0] in text) for text in said]


@pytest.mark.parametrize(
    ("depths", "depth"),
    [
        ((0, 0), 2),
        ((3, 0), 2),
        ((0, 3), 2),
        ((3, 3), 3),
        ((1, 0), 1),
        ((1, 3), 1),
        ((3, 1), 1),
        ((2, 3), 2),
    ],
)
def test_the_lighter_wish_holds(depths, depth):
    of = seen(depths=depths)
    assert depth_of(of.introduction) == depth
    assert max(p.depth for p in asked(of)) == depth


@pytest.mark.parametrize("number", [*map(str, range(12))])
@pytest.mark.parametrize("depth", [LIGHT, 2, DEEP])
def test_three_different_questions_from_what_they_share_and_where_they_stand(number, depth):
    of = seen(depths=(depth, depth), number=number)
    said = asked(of)
    assert len({p.id for p in said}) == 3
    assert said[0] in prompts().by_topic["quality_safety_operations"], "what they share"
    stages = {
        p.id for stage in ("years_15_plus", "first_5_years") for p in prompts().by_stage[stage]
    }
    assert said[1].id in stages, "where they stand"
    assert said[0].depth == 1
    assert questions(VOICE, replace(of, viewer="m-ben")) == questions(VOICE, of)


def test_questions_come_even_where_nothing_is_known_of_them():
    bare = seen(ana="", ben="prefer_not_to_say")
    for terms in ((), (Term(TermKind.SHARED, 1.0, ("baking",), ("m-ana", "m-ben"), shown=False),)):
        for depth in (LIGHT, 2, DEEP):
            of = replace(
                bare,
                introduction=replace(
                    bare.introduction,
                    terms=terms,
                    parts=tuple(replace(part, depth=depth) for part in PAIR.parts),
                ),
            )
            assert len(set(questions(VOICE, of))) == 3
            assert "aking" not in " ".join(questions(VOICE, of))


def test_every_stage_of_the_roster_has_questions_of_each_depth():
    assert set(prompts().by_stage) == set(STAGES)
    for own in prompts().by_stage.values():
        assert {p.depth for p in own} == {1, 2, 3}


@pytest.mark.parametrize(("one", "other"), [*permutations(STAGES, 2)])
@pytest.mark.parametrize("number", ["", "b"])
def test_the_more_senior_listens_first_and_they_begin_by_turns(one, other, number):
    of = seen(ana=one, ben=other, number=number)
    junior = "m-ana" if STAGES.index(one) < STAGES.index(other) else "m-ben"
    assert in_turn(of)[0].id == junior
    mine = _begun(of, "m-ana")
    assert mine == ("YNY" if junior == "m-ana" else "NYN")
    assert _begun(of, "m-ben") == mine.translate({ord("Y"): "N", ord("N"): "Y"})


def _begun(of, viewer):
    """Y for each question that the viewer begins with, N for each that the other does."""
    card = guiding.guide(VOICE, replace(of, viewer=viewer))
    (steps,) = (b for b in card.blocks if type(b).__name__ == "Steps")
    return "".join("Y" if row[-1].text == "You begin." else "N" for row in steps.lines)


def test_where_seniority_says_nothing_both_read_the_same_order_and_pairs_differ():
    firsts = set()
    for number in map(str, range(10)):
        of = seen(ana="years_5_to_15", ben="years_5_to_15", number=number)
        assert in_turn(of) == in_turn(replace(of, viewer="m-ben"))
        firsts.add(in_turn(of)[0].id)
    assert firsts == {"m-ana", "m-ben"}


def test_three_people_begin_one_question_each():
    people = {each.id: each for each in (ANA, BEN, CHIDI)}
    of = Seen(TRIO, "m-ana", people)
    assert [each.id for each in in_turn(of)] == ["m-ben", "m-chidi", "m-ana"]


@pytest.mark.parametrize(("minutes", "planned"), [(15, 15), (20, 20), (30, 30), (45, 30), (5, 15)])
def test_the_minutes_of_the_plan_are_those_of_the_talk(minutes, planned):
    assert sum(each for each, _ in prompts().plan_of(minutes)) == planned
