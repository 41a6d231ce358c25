"""Which round is due: time zones, both changes of summer time, ISO weeks, clocks."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import rounds
from bot.model import Programme

NEW_YORK = Programme("p", "P", "America/New_York", at=time(9), starts_on=date(2026, 1, 5))


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "week"),
    [
        (date(2024, 12, 30), "2025-W01"),
        (date(2025, 12, 28), "2025-W52"),
        (date(2025, 12, 29), "2026-W01"),
        (date(2026, 12, 31), "2026-W53"),
        (date(2027, 1, 3), "2026-W53"),
    ],
)
def test_iso_week_has_its_own_year(day, week):
    assert rounds.iso_week(day) == week


def test_slots_come_every_cadence_and_cross_the_year_of_53_weeks():
    found = list(islice(rounds.slots(NEW_YORK, date(2026, 12, 15)), 5))
    assert found == [date(2026, 12, 21) + timedelta(weeks=n) for n in range(5)]
    every_other = replace(NEW_YORK, every_weeks=2)
    assert list(islice(rounds.slots(every_other, date(2026, 1, 6)), 2)) == [
        date(2026, 1, 19),
        date(2026, 2, 2),
    ]


def test_no_slot_before_the_programme_starts():
    midweek = replace(NEW_YORK, weekday=0, starts_on=date(2026, 1, 7))
    assert next(rounds.slots(midweek, date(2020, 1, 1))) == date(2026, 1, 12)


def test_a_round_keeps_its_wall_time_over_summer_time():
    assert rounds.moment(NEW_YORK, date(2026, 3, 2)) == utc(2026, 3, 2, 14)
    assert rounds.moment(NEW_YORK, date(2026, 3, 9)) == utc(2026, 3, 9, 13)


def test_a_skipped_hour_is_taken_later_and_a_doubled_one_once():
    sunday = replace(NEW_YORK, weekday=6, at=time(2, 30), starts_on=date(2026, 1, 4))
    assert rounds.moment(sunday, date(2026, 3, 8)) == utc(2026, 3, 8, 7, 30)
    assert rounds.moment(sunday, date(2026, 11, 1)).astimezone(ZoneInfo("UTC")) == utc(
        2026, 11, 1, 7, 30
    )
    early = replace(sunday, at=time(1, 30))
    assert rounds.moment(early, date(2026, 11, 1)) == utc(2026, 11, 1, 5, 30)


def test_due_from_its_minute_on():
    last = date(2026, 3, 2)
    at = utc(2026, 3, 9, 13)
    assert rounds.due(NEW_YORK, at - timedelta(seconds=1), last) == ()
    assert rounds.due(NEW_YORK, at, last) == (rounds.Due(date(2026, 3, 9), at, too_late=False),)


def test_down_for_a_day_is_caught_up_and_down_for_longer_is_skipped_aloud():
    last = date(2026, 3, 2)
    a_day_late = utc(2026, 3, 10, 13)
    assert [d.too_late for d in rounds.due(NEW_YORK, a_day_late, last)] == [False]
    assert [d.too_late for d in rounds.due(NEW_YORK, utc(2026, 3, 12, 13), last)] == [True]


def test_of_several_missed_only_the_newest_may_run():
    found = rounds.due(NEW_YORK, utc(2026, 3, 30, 14), date(2026, 3, 2))
    assert [(d.slot, d.too_late) for d in found] == [
        (date(2026, 3, 9), True),
        (date(2026, 3, 16), True),
        (date(2026, 3, 23), True),
        (date(2026, 3, 30), False),
    ]


def test_a_clock_set_back_repeats_nothing():
    last = date(2026, 3, 9)
    assert rounds.due(NEW_YORK, utc(2026, 3, 9, 10), last) == ()
    assert rounds.due(NEW_YORK, utc(2026, 3, 6, 10), last) == ()


def test_holidays_are_skipped_and_not_counted_as_working_days():
    closed = replace(NEW_YORK, holidays=frozenset({date(2026, 3, 9), date(2026, 3, 18)}))
    assert [d.too_late for d in rounds.due(closed, utc(2026, 3, 9, 13), date(2026, 3, 2))] == [True]
    assert rounds.next_moment(closed, utc(2026, 3, 8)) == utc(2026, 3, 16, 13)
    assert rounds.working_days_later(closed, utc(2026, 3, 16, 13), 3) == utc(2026, 3, 20, 13)


def test_three_working_days_jump_the_weekend_and_keep_the_wall_time():
    friday = utc(2026, 3, 6, 14)  # 09:00 in New York, two days before summer time
    assert rounds.working_days_later(NEW_YORK, friday, 3) == utc(2026, 3, 11, 13)


def test_a_paused_programme_is_never_due():
    paused = replace(NEW_YORK, paused=True)
    assert rounds.due(paused, utc(2026, 4, 1), date(2026, 1, 5)) == ()
    assert rounds.next_moment(paused, utc(2026, 4, 1)) is None


@given(
    zone=st.sampled_from(sorted(available_timezones() - {"localtime"})),
    weekday=st.integers(0, 6),
    at=st.times(),
    now=st.datetimes(datetime(2021, 1, 1), datetime(2034, 12, 31)),
    every=st.integers(1, 6),
)
@settings(max_examples=300, deadline=None)
def test_every_zone_and_week_has_one_next_round(zone, weekday, at, now, every):
    programme = Programme("p", "P", zone, every_weeks=every, weekday=weekday, at=at)
    moment = rounds.next_moment(programme, now.replace(tzinfo=UTC))
    assert now.replace(tzinfo=UTC) < moment
    assert moment - now.replace(tzinfo=UTC) <= timedelta(weeks=every, days=2)
    found = rounds.due(programme, moment, (moment - timedelta(days=4)).date())
    assert [d.too_late for d in found][-1:] == [False]
