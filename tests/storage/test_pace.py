"""Turns and rests of a lane: values in, values out."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from storage.pace import AHEAD, LONGEST_REST, Lane, awake, gap, rested, taken, turns

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_the_longer_of_two_rests_holds() -> None:
    lane = rested(rested(Lane(), NOW, 60), NOW, 5)
    assert lane.rests_until == NOW + 60 * SECOND
    assert rested(lane, NOW, 90).rests_until == NOW + 90 * SECOND


def test_no_platform_silences_a_lane_for_ever() -> None:
    assert rested(Lane(), NOW, 1e9).rests_until == NOW + timedelta(seconds=LONGEST_REST)
    assert rested(Lane(), NOW, -5).rests_until == NOW


def test_no_turns_while_resting() -> None:
    lane = rested(Lane(), NOW, 60)
    assert turns(lane, NOW + 59 * SECOND, SECOND)[1] == 0
    assert turns(lane, NOW + 60 * SECOND, SECOND)[1] == 2


@given(
    st.integers(1, 100_000),
    st.lists(st.tuples(st.floats(0, 30), st.integers(0, 500)), min_size=1, max_size=30),
)
def test_any_second_has_at_most_the_pace_and_one(
    per_minute: int, claims: list[tuple[float, int]]
) -> None:
    lane, now, given_out = Lane(), NOW, []
    every = gap(per_minute)
    for wait, wanted in claims:
        now += timedelta(seconds=wait)
        first, free = turns(awake(lane, now), now, every)
        count = min(free, wanted)
        lane = taken(lane, first, every, count)
        given_out += [first + every * n for n in range(count)]
        assert all(now <= turn <= now + AHEAD for turn in given_out[len(given_out) - count :])
    assert all(later - sooner >= every for sooner, later in pairwise(given_out))


@given(st.integers(1, 6_000), st.floats(-1e6, 1e6))
def test_whatever_the_clock_does_a_lane_moves_within_minutes(per_minute: int, jump: float) -> None:
    every = gap(per_minute)
    first, free = turns(Lane(), NOW, every)
    lane = rested(taken(Lane(), first, every, free), NOW, 30)
    now = NOW + timedelta(seconds=jump)
    for _ in range(240):
        lane = awake(lane, now)
        if turns(lane, now, every)[1]:
            return
        now += SECOND
    raise AssertionError("four minutes after the jump the lane still stands")
