"""Turns: never more than the limits, never later than they ask, nobody held up by another."""

from hypothesis import given
from hypothesis import strategies as st

from bot.pace import Limit, Pace

TEAMS = (Limit(7, 1.0), Limit(8, 2.0), Limit(60, 30.0), Limit(1_800, 3_600.0))
EVER = float("inf")


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def turns(pace: Pace, clock: Clock, count: int, key: str = "a") -> list[float]:
    """When that many turns asked for at once are."""
    return [clock.now + pace.reserve(key, EVER) for _ in range(count)]


def test_turns_are_given_at_once_and_then_as_soon_as_every_limit_allows() -> None:
    clock = Clock()
    given_ = turns(Pace(TEAMS, clock), clock, 17)
    assert given_ == [0.0] * 7 + [1.0] + [2.0] * 7 + [3.0] + [4.0]


@given(st.lists(st.floats(0, 3, allow_nan=False), max_size=150))
def test_no_limit_is_ever_passed(pauses: list[float]) -> None:
    clock = Clock()
    pace, taken = Pace(TEAMS, clock), []
    for pause in pauses:
        clock.now += pause
        taken += turns(pace, clock, 1)
    assert taken == sorted(taken)
    for limit in TEAMS:
        for earlier, later in zip(taken, taken[limit.most :], strict=False):
            assert later - earlier >= limit.seconds - 1e-6


def test_an_hour_takes_1800_and_no_more() -> None:
    clock = Clock()
    given_ = turns(Pace(TEAMS, clock), clock, 1_801)
    assert given_[1_799] < 3_600.0 <= given_[1_800]


def test_a_turn_too_far_away_is_told_and_not_taken() -> None:
    clock = Clock()
    pace = Pace((Limit(1, 10.0),), clock)
    assert pace.reserve("a", 1.0) == 0.0
    assert pace.reserve("a", 1.0) == pace.reserve("a", 1.0) == 10.0
    clock.now = 10.0
    assert pace.reserve("a", 1.0) == 0.0


def test_one_holds_up_nobody_else() -> None:
    clock = Clock()
    pace = Pace(TEAMS, clock)
    turns(pace, clock, 100, "ana")
    assert pace.reserve("ben", 0.0) == 0.0


def test_allowed_as_often_as_may_be_and_again_later() -> None:
    clock = Clock()
    pace = Pace((Limit(2, 60.0),), clock)
    assert [pace.allows("a") for _ in range(3)] == [True, True, False]
    clock.now = 59.9
    assert not pace.allows("a")
    clock.now = 60.0
    assert pace.allows("a")


def test_what_is_remembered_is_bounded_and_the_latest() -> None:
    clock = Clock()
    pace = Pace((Limit(1, 60.0),), clock)
    for member in range(60_000):
        assert pace.allows(member)
    assert not pace.allows(59_999)
    assert len(pace._taken) <= 50_000
