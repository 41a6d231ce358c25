"""Finding a time: what is offered, wished, agreed, called off."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.meeting import CalledAway, NoneSuits, Said, WayChosen, Wished, offer, step
from bot.model import (
    QUARTERS_AHEAD,
    Appointment,
    Introduction,
    IntroductionState,
    NoticeKind,
    Part,
)

HERE = ZoneInfo("America/New_York")
MONDAY = datetime(2026, 3, 16, 13, tzinfo=UTC)
PAIR = Introduction(
    "i", "p", "r", (Part("ana"), Part("ben")), (), 1.0, IntroductionState.INTRODUCED, MONDAY, MONDAY
)
NOON, LATER = MONDAY + timedelta(days=1, hours=3), MONDAY + timedelta(days=2, hours=3)
OPEN = Appointment("i", (NOON, LATER))


def wished(appointment, member, at, now=MONDAY, *, suits=True):
    return step(appointment, PAIR, Wished(member, at, suits), now)


def test_one_wish_is_passed_on_and_a_second_agrees():
    first = wished(OPEN, "ana", NOON)
    assert first.said is Said.SUGGESTED
    assert [(n.recipient, n.kind) for n in first.notices] == [("ben", NoticeKind.TIME_SUGGESTED)]
    both = wished(first.appointment, "ben", NOON)
    assert both.said is Said.AGREED
    assert both.appointment.agreed == NOON
    assert {(n.recipient, n.kind, n.due) for n in both.notices} == {
        ("ana", NoticeKind.TIME_AGREED, MONDAY),
        *((m, NoticeKind.DAY_BEFORE, NOON - timedelta(days=1)) for m in ("ana", "ben")),
        *((m, NoticeKind.GUIDE, NOON) for m in ("ana", "ben")),
        *((m, NoticeKind.CHECK_IN, NOON + timedelta(hours=20)) for m in ("ana", "ben")),
    }


def test_another_wish_replaces_the_first():
    first = wished(OPEN, "ana", NOON).appointment
    second = wished(first, "ben", LATER)
    assert (second.said, second.appointment.wanted_by) == (Said.SUGGESTED, ("ben",))
    assert wished(second.appointment, "ana", LATER).appointment.agreed == LATER


def test_two_presses_of_one_member_are_one_wish():
    first = wished(OPEN, "ana", NOON).appointment
    again = wished(first, "ana", NOON)
    assert (again.said, again.appointment.agreed) == (Said.SUGGESTED, None)


def test_moving_an_agreed_time_counts_up_for_the_calendar():
    agreed = wished(wished(OPEN, "ana", NOON).appointment, "ben", NOON).appointment
    moved = wished(wished(agreed, "ana", LATER).appointment, "ben", LATER).appointment
    assert (agreed.sequence, moved.sequence, moved.agreed) == (0, 1, LATER)


def test_being_called_away_tells_the_other_and_never_offers_the_same_again():
    agreed = wished(wished(OPEN, "ana", NOON).appointment, "ben", NOON).appointment
    fresh = (LATER + timedelta(days=1),)
    away = step(agreed, PAIR, CalledAway("ana", fresh), MONDAY)
    assert away.said is Said.CALLED_AWAY
    assert [(n.recipient, n.kind) for n in away.notices] == [("ben", NoticeKind.CALLED_AWAY)]
    after = away.appointment
    assert (after.agreed, after.offered, after.sequence) == (None, fresh, 1)
    assert {NOON, LATER} <= set(after.refused)


WALK = WayChosen("ana", "sit-down", 30, (LATER,))


def test_how_they_meet_brings_times_that_are_long_enough():
    chosen = step(OPEN, PAIR, WALK, MONDAY)
    assert (chosen.said, chosen.notices) == (Said.OFFERED, ())
    after = chosen.appointment
    assert (after.way, after.minutes, after.offered) == ("sit-down", 30, (LATER,))
    again = step(after, PAIR, WALK, MONDAY)
    assert again.appointment == after


def test_a_suggested_time_is_suggested_anew_by_whoever_says_how():
    first = wished(OPEN, "ben", NOON).appointment
    chosen = step(first, PAIR, WALK, MONDAY)
    assert (chosen.said, chosen.appointment.wanted_by) == (Said.SUGGESTED, ("ana",))
    (told,) = chosen.notices
    assert (told.recipient, told.kind) == ("ben", NoticeKind.TIME_SUGGESTED)
    agreed = wished(chosen.appointment, "ben", NOON)
    assert (agreed.said, agreed.appointment.minutes) == (Said.AGREED, 30)
    too_short = step(first, PAIR, replace(WALK, suits=False), MONDAY)
    assert (too_short.said, too_short.appointment.suggested) == (Said.OFFERED, None)
    assert too_short.notices == ()


def test_once_a_time_is_agreed_how_stays_as_it_was():
    agreed = wished(wished(OPEN, "ana", NOON).appointment, "ben", NOON).appointment
    chosen = step(agreed, PAIR, WALK, MONDAY)
    assert (chosen.said, chosen.appointment, chosen.notices) == (Said.AGREED, agreed, ())


def test_called_away_from_nothing_only_brings_other_times():
    away = step(OPEN, PAIR, CalledAway("ana", ()), MONDAY)
    assert (away.said, away.notices) == (Said.OFFERED, ())


def test_none_of_these_tells_nobody():
    none = step(OPEN, PAIR, NoneSuits("ben", (LATER,)), MONDAY)
    assert (none.said, none.notices, none.appointment.offered) == (Said.OFFERED, (), (LATER,))


@pytest.mark.parametrize(
    ("at", "suits", "said"),
    [(MONDAY, True, Said.PAST), (NOON, False, Said.DOES_NOT_SUIT)],
)
def test_a_wish_that_cannot_be(at, suits, said):
    outcome = wished(OPEN, "ana", at, suits=suits)
    assert (outcome.said, outcome.appointment, outcome.notices) == (said, OPEN, ())


@given(
    common=st.integers(0, (1 << QUARTERS_AHEAD) - 1)
    | st.sets(st.integers(0, QUARTERS_AHEAD - 1), max_size=60).map(
        lambda bits: sum(1 << bit for bit in bits)
    ),
    minutes=st.sampled_from([15, 20, 30]),
    avoided=st.integers(0, 3),
)
def test_whatever_is_offered_suits_all_is_not_too_soon_and_not_twice_a_day(
    common, minutes, avoided
):
    without = offer(common, MONDAY, minutes, (), HERE)[:avoided]
    times = offer(common, MONDAY, minutes, without, HERE)
    assert len(times) <= 3
    assert not set(times) & set(without)
    assert len({at.astimezone(HERE).date() for at in times}) == len(times)
    for at in times:
        assert at >= MONDAY + timedelta(hours=18)
        first = int((at - MONDAY) / timedelta(minutes=15))
        for quarter in range(first, first - (-minutes // 15)):
            assert common >> quarter & 1
