"""Quiet till after one's own nights, call or leave: words, and the day they mean."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hours.over import day_after, duty_named
from bot.model import Dates, Duty, Hours, Span

TODAY = date(2026, 3, 16)
ZONE = "America/New_York"
NIGHTS = Dates(Duty.NIGHT, date(2026, 3, 18), date(2026, 3, 20))
CALL = Dates(Duty.CALL, date(2026, 3, 17), date(2026, 3, 17))
LEAVE = Dates(Duty.LEAVE, date(2026, 4, 1), date(2026, 4, 14))


@pytest.mark.parametrize(
    ("words", "duty"),
    [
        ("till after my nights", Duty.NIGHT),
        ("until after my nights", Duty.NIGHT),
        ("Until After My NIGHTS!", Duty.NIGHT),
        ("“till after my nights”", Duty.NIGHT),
        ("til after nights", Duty.NIGHT),
        ("after my night shifts", Duty.NIGHT),
        ("until my nights are over", Duty.NIGHT),
        ("until the end of my nights", Duty.NIGHT),
        ("for my nights", Duty.NIGHT),
        ("after my call", Duty.CALL),
        ("till after my on-call", Duty.CALL),
        ("till after on call", Duty.CALL),
        ("after my leave", Duty.LEAVE),
        ("until my annual leave ends", Duty.LEAVE),
        ("until after my vacation", Duty.LEAVE),
        ("after my days off", Duty.OFF),
        ("nights", None),
        ("2 weeks", None),
        ("until 12 Jan", None),
        ("until I say so", None),
        ("for now", None),
        ("after my exams", None),
        ("", None),
    ],
)
def test_words(words, duty):
    assert duty_named(words) is duty


@pytest.mark.parametrize(
    ("duty", "today", "dates", "day"),
    [
        # The last night is slept off on the 21st, so the 22nd is the first ordinary day.
        (Duty.NIGHT, TODAY, (NIGHTS,), date(2026, 3, 22)),
        (Duty.NIGHT, date(2026, 3, 20), (NIGHTS,), date(2026, 3, 22)),
        (Duty.NIGHT, date(2026, 3, 21), (NIGHTS,), date(2026, 3, 22)),
        (Duty.NIGHT, date(2026, 3, 22), (NIGHTS,), None),
        (Duty.CALL, TODAY, (NIGHTS, CALL), date(2026, 3, 19)),
        (Duty.LEAVE, TODAY, (LEAVE, NIGHTS), date(2026, 4, 15)),
        (Duty.LEAVE, date(2026, 4, 14), (LEAVE,), date(2026, 4, 15)),
        (Duty.LEAVE, date(2026, 4, 15), (LEAVE,), None),
        (Duty.OFF, TODAY, (LEAVE, NIGHTS), None),
    ],
)
def test_the_day_it_is_over(duty, today, dates, day):
    assert day_after(duty, Hours(dates=dates), ZONE, today) == day


def test_what_a_calendar_said_counts_as_much_and_joined_nights_are_one_stretch():
    read = tuple(
        Span(Duty.NIGHT, at, at + timedelta(hours=12))
        for at in (datetime(2026, 3, day, 23, tzinfo=UTC) for day in (16, 17, 18))
    )
    assert day_after(Duty.NIGHT, Hours(read=read), ZONE, TODAY) == date(2026, 3, 20)


@given(st.text(max_size=80) | st.text("afteruntilmynghs -", max_size=40))
def test_any_words_are_read(words):
    assert duty_named(words) in (None, *Duty)
