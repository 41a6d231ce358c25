"""Hours of their own, against a wall clock read minute by minute."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot import hours
from bot.model import BY_DATE, QUARTERS_AHEAD, Dates, Duty, Hours, Member, Shift, Span, Weekly

NEW_YORK = "America/New_York"
CHANGING = [NEW_YORK, "Europe/Berlin", "Australia/Lord_Howe", "America/Sao_Paulo", "Africa/Cairo"]
MONDAY = datetime(2026, 3, 2, 14, 0, tzinfo=UTC)  # 09:00 in New York
DAY = timedelta(days=1)
ALL = frozenset(range(7))
CHANGES = [date(2026, 3, 8), date(2026, 3, 29), date(2026, 4, 5), date(2026, 10, 4),
           date(2026, 10, 25), date(2026, 11, 1)]  # fmt: skip


def member(hours_: Hours, zone: str = NEW_YORK, shift: Shift = Shift.DAYS) -> Member:
    return Member("m", "M M", "M", zone, shift=shift, hours=hours_)


def dates(duty: Duty, first: date, days: int = 1) -> Hours:
    return Hours(dates=(Dates(duty, first, first + (days - 1) * DAY),))


def local(at: datetime, zone: str = NEW_YORK) -> tuple[date, time]:
    here = at.astimezone(ZoneInfo(zone))
    return here.date(), here.time()


def quiet_on_the_wall(said: Hours, here: datetime) -> bool:
    """What somebody with a clock and these hours on paper would call quiet."""
    minute, today = here.hour * 60 + here.minute, here.date()
    yesterday = today - DAY
    for each in said.quiet:
        if each.over_midnight:
            begun = today.weekday() in each.days and minute >= each.start
            if begun or (yesterday.weekday() in each.days and minute < each.end):
                return True
        elif today.weekday() in each.days and each.start <= minute < each.end:
            return True
    for given_ in said.dates:
        if given_.duty is Duty.NIGHT:
            begun = given_.first <= today <= given_.last and minute >= 19 * 60
            if begun or (given_.first <= yesterday <= given_.last and minute < 16 * 60):
                return True
        elif given_.first <= today <= given_.last + (DAY if given_.duty is Duty.CALL else 0 * DAY):
            return True
    return False


@st.composite
def said_hours(draw: st.DrawFn) -> Hours:
    weekly = st.builds(
        Weekly,
        st.frozensets(st.integers(0, 6), min_size=1),
        st.integers(0, 1439),
        st.integers(1, 1440),
    )
    near = st.sampled_from(CHANGES).flatmap(
        lambda day: st.integers(-3, 3).map(lambda n: day + n * DAY)
    )
    by_date = st.builds(
        lambda duty, first, n: Dates(duty, first, first + n * DAY),
        st.sampled_from(sorted(BY_DATE)), near, st.integers(0, 3),
    )  # fmt: skip
    return Hours(
        working=draw(st.one_of(st.just(()), st.just((Weekly(ALL, 0, 1440),)))),
        quiet=tuple(draw(st.lists(weekly, max_size=3))),
        dates=tuple(draw(st.lists(by_date, max_size=3))),
    )


near_a_change = st.sampled_from(CHANGES).flatmap(
    lambda day: st.integers(-3 * 1440, 3 * 1440).map(
        lambda minute: datetime.combine(day, time(), UTC) + timedelta(minutes=minute)
    )
)


@given(said=said_hours(), zone=st.sampled_from(CHANGING), at=near_a_change)
@settings(max_examples=500, deadline=None)
def test_nobody_is_reached_or_met_while_the_wall_says_quiet(
    said: Hours, zone: str, at: datetime
) -> None:
    someone = member(said, zone)
    start = at.replace(minute=0)
    mask = hours.free(someone, start)
    for step in range(24 * 4):
        moment = start + step * timedelta(minutes=15)
        if quiet_on_the_wall(said, moment.astimezone(ZoneInfo(zone))):
            assert not hours.reachable(someone, moment)
            assert not mask >> step & 1


@given(said=said_hours(), zone=st.sampled_from(CHANGING), at=near_a_change)
@settings(max_examples=300, deadline=None)
def test_the_next_reachable_moment_is_the_first(said: Hours, zone: str, at: datetime) -> None:
    someone = member(said, zone)
    found = hours.next_reachable(someone, at)
    assert at <= found <= at + hours.SEARCHED
    if hours.reachable(someone, found):
        for minutes in range(1, 180):
            earlier = found - timedelta(minutes=minutes)
            assert earlier < at or not hours.reachable(someone, earlier)
    else:
        assert found == at + hours.SEARCHED


@given(said=said_hours(), at=near_a_change)
@settings(max_examples=200, deadline=None)
def test_where_the_clock_never_changes_all_that_is_not_quiet_is_open(
    said: Hours, at: datetime
) -> None:
    zone = "Asia/Kolkata"
    someone = member(replace(said, working=(Weekly(ALL, 0, 1440),)), zone)
    here = at.astimezone(ZoneInfo(zone))
    awake = time(7) <= here.time() < time(22)
    assert hours.reachable(someone, at) == (awake and not quiet_on_the_wall(said, here))


@given(shift=st.sampled_from(Shift), zone=st.sampled_from(CHANGING), at=near_a_change)
@settings(max_examples=200, deadline=None)
def test_what_is_said_only_ever_adds_silence(shift: Shift, zone: str, at: datetime) -> None:
    far = dates(Duty.LEAVE, date(2026, 7, 1))
    plain, said = member(Hours(), zone, shift), member(far, zone, shift)
    on_a_quarter = at.replace(minute=at.minute // 15 * 15)
    assert hours.reachable(plain, at) == hours.reachable(said, at)
    assert hours.free(plain, on_a_quarter) == hours.free(said, on_a_quarter)
    assert hours.next_reachable(plain, at) == hours.next_reachable(said, at)


def test_working_hours_take_the_patterns_place() -> None:
    early = member(Hours(working=(Weekly(frozenset({0}), 5 * 60, 10 * 60),)))
    mask = hours.free(early, MONDAY)
    assert [q for q in range(QUARTERS_AHEAD) if mask >> q & 1][:5] == [0, 1, 2, 3, 6 * 96 + 76], (
        "the clock has changed"
    )
    assert hours.next_reachable(early, MONDAY + DAY) == datetime(2026, 3, 9, 11, tzinfo=UTC)
    assert not hours.reachable(early, MONDAY + timedelta(hours=3)), "two hours after work"


def test_a_quarter_of_an_hour_lies_wholly_inside() -> None:
    odd = member(Hours(working=(Weekly(frozenset({0}), 9 * 60 + 5, 9 * 60 + 50),)))
    assert hours.free(odd, MONDAY) & 0b1111 == 0b0110


def test_working_nights_are_slept_off_and_reached_before_the_next() -> None:
    nurse = member(Hours(working=(Weekly(frozenset({0, 1}), 19 * 60, 7 * 60),)))
    assert local(hours.next_reachable(nurse, MONDAY)) == (date(2026, 3, 2), time(16))
    after = hours.next_reachable(nurse, MONDAY + timedelta(hours=10))
    assert local(after) == (date(2026, 3, 3), time(16))
    first = (hours.free(nurse, MONDAY) & -(hours.free(nurse, MONDAY))).bit_length() - 1
    assert local(MONDAY + first * timedelta(minutes=15)) == (date(2026, 3, 2), time(16, 30))


def test_a_night_that_ends_as_a_day_shift_would_begin_is_slept_off() -> None:
    mixed = Hours(
        working=(Weekly(frozenset({0, 1}), 19 * 60, 7 * 60), Weekly(frozenset({2}), 420, 1080))
    )
    wednesday = datetime(2026, 3, 4, 12, tzinfo=UTC)
    reached = hours.next_reachable(member(mixed), wednesday)
    assert local(reached) == (date(2026, 3, 4), time(16))


def span(duty: Duty, day: int, start: float, hours_: float) -> Span:
    begins = datetime(2026, 3, day, tzinfo=ZoneInfo(NEW_YORK)) + timedelta(hours=start)
    return Span(duty, begins.astimezone(UTC), (begins + timedelta(hours=hours_)).astimezone(UTC))


@pytest.mark.parametrize(
    ("read", "next_"),
    [
        (span(Duty.NIGHT, 2, 20, 10), (date(2026, 3, 3), time(15))),
        (span(Duty.CALL, 2, 7, 24), (date(2026, 3, 4), time(7))),
        (span(Duty.CALL, 2, 0, 24), (date(2026, 3, 4), time(7))),
        (span(Duty.CALL, 2, 12, 11), (date(2026, 3, 3), time(7))),
        (span(Duty.LEAVE, 2, 0, 48), (date(2026, 3, 4), time(7))),
        (span(Duty.OFF, 2, 0, 24), (date(2026, 3, 3), time(7))),
    ],
)
def test_what_was_read_is_slept_off_and_rested_from(read: Span, next_: tuple[date, time]) -> None:
    at = read.start.astimezone(ZoneInfo(NEW_YORK)) + timedelta(minutes=30)
    at = max(at, datetime(2026, 3, 2, 12, 30, tzinfo=ZoneInfo(NEW_YORK)))
    assert local(hours.next_reachable(member(Hours(read=(read,))), at)) == next_


def test_busy_times_hold_back_meetings_and_no_message() -> None:
    busy = member(Hours(read=(span(Duty.BUSY, 2, 9, 1),)))
    assert hours.reachable(busy, MONDAY)
    assert hours.free(busy, MONDAY) & 0b11111 == 0b10000


def test_a_shift_on_a_rota_takes_the_place_of_its_days_usual_hours() -> None:
    late = member(Hours(read=(span(Duty.SHIFT, 7, 13, 12),)))  # Saturday, 13:00 to 01:00
    saturday = datetime(2026, 3, 7, 18, tzinfo=UTC)
    assert hours.reachable(late, saturday)
    assert not hours.reachable(late, saturday - timedelta(minutes=1))
    assert not hours.reachable(late, saturday + timedelta(hours=9)), "nobody is written to at ten"
    assert hours.free(late, saturday) & 1
    assert local(hours.next_reachable(late, MONDAY + DAY)) == (date(2026, 3, 3), time(9)), (
        "other days stay as they are"
    )


def test_someone_away_for_months_is_asked_about_again_later() -> None:
    away = member(dates(Duty.LEAVE, date(2026, 3, 1), 200))
    assert hours.next_reachable(away, MONDAY) == MONDAY + hours.SEARCHED
    assert hours.free(away, MONDAY) == 0
    assert not hours.can_meet((away, member(Hours())), MONDAY)


@pytest.mark.parametrize(
    ("said", "ever"),
    [
        (Hours(quiet=(Weekly(ALL, 0, 1440),)), False),
        (Hours(working=(Weekly(frozenset({0}), 23 * 60, 24 * 60),)), False),
        (Hours(quiet=(Weekly(ALL, 20 * 60, 19 * 60),)), True),
        (Hours(dates=(Dates(Duty.LEAVE, date(2026, 3, 1), date(2026, 9, 1)),)), True),
        (Hours(), True),
    ],
)
def test_whether_weekly_hours_leave_any_hour(said: Hours, ever: bool) -> None:
    assert hours.ever_reached(Shift.DAYS, said, NEW_YORK, MONDAY.date()) is ever


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Weekly(frozenset(), 0, 60),
        lambda: Weekly(frozenset({7}), 0, 60),
        lambda: Weekly(ALL, 1440, 60),
        lambda: Dates(Duty.BUSY, MONDAY.date(), MONDAY.date()),
        lambda: Dates(Duty.CALL, MONDAY.date(), MONDAY.date() - DAY),
        lambda: Span(Duty.BUSY, MONDAY, MONDAY),
        lambda: Span(Duty.BUSY, MONDAY.replace(tzinfo=None), MONDAY),
    ],
)
def test_hours_are_checked_when_they_are_made(wrong: object) -> None:
    with pytest.raises(ValueError, match=r"[a-z]{3}"):
        wrong()  # type: ignore[operator]
