"""One introduction's life: every state, every event, and what nobody can learn."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.introductions import (
    Answered,
    DeadlineCame,
    DepthWished,
    Said,
    SaidOfMeeting,
    open_at_once,
    step,
    willing,
)
from bot.model import (
    Answer,
    Introduction,
    IntroductionState,
    Meeting,
    NoticeKind,
    Part,
)

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
OPEN = Introduction(
    "i",
    "p",
    "r",
    (Part("ana"), Part("ben")),
    (),
    1.0,
    IntroductionState.PROPOSED,
    NOW,
    NOW + timedelta(days=3),
)


def answered(introduction: Introduction, *said: tuple[str, Answer]) -> Introduction:
    for member, answer in said:
        introduction = step(introduction, Answered(member, answer), NOW).introduction
    return introduction


def test_two_yeses_open_it_for_both_and_ask_a_week_later():
    first = step(OPEN, Answered("ana", Answer.YES, "Hello Ben"), NOW)
    assert first.said is Said.WAITING
    assert first.notices == ()
    both = step(first.introduction, Answered("ben", Answer.YES), NOW)
    assert both.said is Said.INTRODUCED
    assert both.introduction.state is IntroductionState.INTRODUCED
    assert both.introduction.part_of("ana").opening == "Hello Ben"
    told = {(n.recipient, n.kind, n.due) for n in both.notices}
    assert told == {
        ("ana", NoticeKind.INTRODUCED, NOW),
        ("ben", NoticeKind.INTRODUCED, NOW),
        ("ana", NoticeKind.CHECK_IN, NOW + timedelta(days=7)),
        ("ben", NoticeKind.CHECK_IN, NOW + timedelta(days=7)),
    }


@pytest.mark.parametrize("other", [Answer.NO, Answer.NONE, Answer.LATER])
def test_a_yes_beside_anything_but_a_yes_waits_in_the_same_words(other):
    with_other = answered(OPEN, ("ben", other)) if other is not Answer.NONE else OPEN
    outcome = step(with_other, Answered("ana", Answer.YES), NOW)
    assert (outcome.said, outcome.notices) == (Said.WAITING, ())


def test_a_clash_waits_like_a_first_yes():
    clash = step(
        answered(OPEN, ("ben", Answer.YES)), Answered("ana", Answer.YES, possible=False), NOW
    )
    assert (clash.said, clash.notices) == (Said.WAITING, ())
    assert clash.introduction.state is IntroductionState.PROPOSED


def test_a_no_promises_nothing_to_anyone():
    outcome = step(answered(OPEN, ("ana", Answer.YES)), Answered("ben", Answer.NO), NOW)
    assert (outcome.said, outcome.notices) == (Said.DECLINED, ())
    assert outcome.introduction.state is IntroductionState.PROPOSED


def test_a_mind_can_change_until_the_deadline_and_not_after():
    changed = answered(OPEN, ("ana", Answer.YES), ("ben", Answer.NO), ("ben", Answer.YES))
    assert changed.state is IntroductionState.INTRODUCED
    late = step(OPEN, Answered("ana", Answer.YES), OPEN.answer_by)
    assert late.said is Said.OVER
    assert late.introduction == OPEN


def test_later_is_one_reminder_inside_the_days_to_answer():
    outcome = step(OPEN, Answered("ana", Answer.LATER), NOW)
    (reminder,) = outcome.notices
    assert (reminder.recipient, reminder.kind) == ("ana", NoticeKind.REMINDER)
    assert NOW < reminder.due < OPEN.answer_by
    again = step(outcome.introduction, Answered("ana", Answer.LATER), NOW + timedelta(hours=5))
    assert again.notices[0].key == reminder.key


@pytest.mark.parametrize(
    "said",
    [
        (("ana", Answer.YES), ("ben", Answer.NO)),
        (("ana", Answer.YES),),
        (("ana", Answer.YES), ("ben", Answer.LATER)),
    ],
)
def test_the_deadline_closes_a_no_and_a_silence_alike(said):
    outcome = step(answered(OPEN, *said), DeadlineCame(), OPEN.answer_by)
    assert outcome.introduction.state is IntroductionState.CLOSED
    assert outcome.notices == ()
    assert willing(outcome.introduction) == {"ana"}


def test_a_trio_opens_only_when_all_three_say_yes():
    trio = replace(OPEN, parts=(Part("ana"), Part("ben"), Part("chi")))
    two = answered(trio, ("ana", Answer.YES), ("ben", Answer.YES))
    assert two.state is IntroductionState.PROPOSED
    assert answered(two, ("chi", Answer.YES)).state is IntroductionState.INTRODUCED


def test_at_once_tells_both_together():
    outcome = open_at_once(OPEN, NOW)
    assert outcome.introduction.state is IntroductionState.INTRODUCED
    assert {n.due for n in outcome.notices if n.kind is NoticeKind.INTRODUCED} == {NOW}


def test_not_yet_asks_once_more_and_it_did_not_work_out_closes():
    opened = open_at_once(OPEN, NOW).introduction
    later = step(opened, SaidOfMeeting("ana", Meeting.NOT_YET), NOW)
    assert [n.kind for n in later.notices] == [NoticeKind.CHECK_IN]
    given_up = step(opened, SaidOfMeeting("ana", Meeting.DID_NOT_WORK_OUT), NOW)
    assert given_up.introduction.state is IntroductionState.NOT_MET
    met = step(opened, SaidOfMeeting("ben", Meeting.MET), NOW).introduction
    assert met.state is IntroductionState.MET
    still = step(met, SaidOfMeeting("ana", Meeting.DID_NOT_WORK_OUT), NOW)
    assert still.introduction.state is IntroductionState.MET


@pytest.mark.parametrize("state", IntroductionState)
def test_how_deep_is_kept_while_they_are_introduced_and_told_to_nobody(state):
    outcome = step(replace(OPEN, state=state), DepthWished("ana", 3), NOW)
    assert outcome.notices == ()
    kept = state is IntroductionState.INTRODUCED
    assert outcome.said is (Said.DEPTH_KEPT if kept else Said.OVER)
    assert outcome.introduction.part_of("ana").depth == (3 if kept else 0)
    assert outcome.introduction.part_of("ben").depth == 0


def test_questions_go_no_deeper_than_three():
    with pytest.raises(ValueError, match="deep"):
        step(replace(OPEN, state=IntroductionState.INTRODUCED), DepthWished("ana", 4), NOW)


EVENTS = st.one_of(
    st.builds(
        Answered,
        st.sampled_from(["ana", "ben", "eve"]),
        st.sampled_from(Answer),
        st.just(""),
        st.booleans(),
    ),
    st.builds(SaidOfMeeting, st.sampled_from(["ana", "ben", "eve"]), st.sampled_from(Meeting)),
    st.just(DeadlineCame()),
    st.builds(DepthWished, st.sampled_from(["ana", "ben", "eve"]), st.integers(1, 3)),
)


@given(st.lists(st.tuples(EVENTS, st.integers(0, 120)), max_size=12))
def test_whatever_happens_it_opens_only_on_every_yes_and_never_for_a_stranger(events):
    introduction, now = OPEN, NOW
    for event, hours in events:
        now += timedelta(hours=hours)
        before = introduction
        outcome = step(introduction, event, now)
        introduction = outcome.introduction
        if getattr(event, "member", "") == "eve":
            assert introduction == before
            assert outcome.said is Said.NOT_THEIRS
        opened = introduction.state is IntroductionState.INTRODUCED
        if opened and before.state is IntroductionState.PROPOSED:
            assert all(p.answer is Answer.YES for p in introduction.parts)
        if before.state in (IntroductionState.CLOSED, IntroductionState.NOT_MET):
            assert introduction.state in (before.state, IntroductionState.MET)
        assert {n.recipient for n in outcome.notices} <= {"ana", "ben"}
