"""When a member may be reached, and when two can meet."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import hours
from bot.model import QUARTERS_AHEAD, Member, Shift

MONDAY = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # 09:00 in New York


def member(shift: Shift, zone: str = "America/New_York") -> Member:
    return Member("m", "M M", "M", zone, shift=shift)


def test_a_quarter_hour_is_a_bit():
    mask = hours.free(member(Shift.DAYS), MONDAY)
    assert mask & 1
    assert mask >> 35 & 1, "17:45 on Monday"
    assert not mask >> 36 & 1, "18:00 on Monday"
    assert not mask >> (5 * 96) & 1, "Saturday"
    assert mask < 1 << QUARTERS_AHEAD


@pytest.mark.parametrize("one", list(Shift))
@pytest.mark.parametrize("other", list(Shift))
def test_any_two_shifts_of_one_zone_find_a_quarter_hour(one, other):
    assert hours.can_meet((member(one), member(other)), MONDAY)


def test_far_zones_may_have_no_common_quarter_hour():
    far = member(Shift.DAYS, "Asia/Singapore")
    assert not hours.can_meet((member(Shift.DAYS), far), MONDAY)


def test_nights_are_left_alone_by_day_and_reached_before_the_shift():
    nurse = member(Shift.NIGHTS)
    assert not hours.reachable(nurse, MONDAY)
    assert hours.next_reachable(nurse, MONDAY) == MONDAY + timedelta(hours=7)


def test_days_are_not_written_to_at_the_weekend():
    saturday = MONDAY + timedelta(days=5)
    assert hours.next_reachable(member(Shift.DAYS), saturday) == MONDAY.replace(day=9, hour=11), (
        "Monday 07:00, summer time by then"
    )


@given(
    shift=st.sampled_from(Shift),
    zone=st.sampled_from(
        ["America/New_York", "Europe/London", "Australia/Lord_Howe", "Asia/Kolkata"]
    ),
    at=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)),
)
@settings(max_examples=400, deadline=None)
def test_the_next_reachable_moment_is_outside_quiet_hours_and_soon(shift, zone, at):
    someone = member(shift, zone)
    moment = hours.next_reachable(someone, at)
    assert moment >= at
    assert hours.reachable(someone, moment)
    assert moment - at < timedelta(days=4)
    assert moment == at or not hours.reachable(someone, at)
