"""One membership: joining, pausing, coming back; and pauses as people write them."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation import DayCame, Joined, Paused, Resumed, pause_until, step
from bot.model import Membership, Taking

TODAY = date(2026, 3, 2)
NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
IN = Membership("p", "m")
PAUSED = Membership("p", "m", Taking.PAUSED, date(2026, 3, 16))
FOR_EVER = Membership("p", "m", Taking.PAUSED)
OUT = Membership("p", "m", Taking.OUT)


@pytest.mark.parametrize(
    ("before", "event", "taking", "until"),
    [
        (IN, Joined(NOW), Taking.IN, None),
        (PAUSED, Joined(NOW), Taking.IN, None),
        (OUT, Joined(NOW), Taking.IN, None),
        (IN, Paused(date(2026, 3, 9)), Taking.PAUSED, date(2026, 3, 9)),
        (PAUSED, Paused(None), Taking.PAUSED, None),
        (OUT, Paused(date(2026, 3, 9)), Taking.OUT, None),
        (IN, Resumed(), Taking.IN, None),
        (PAUSED, Resumed(), Taking.IN, None),
        (OUT, Resumed(), Taking.OUT, None),
        (IN, DayCame(TODAY), Taking.IN, None),
        (PAUSED, DayCame(date(2026, 3, 15)), Taking.PAUSED, date(2026, 3, 16)),
        (PAUSED, DayCame(date(2026, 3, 16)), Taking.IN, None),
        (FOR_EVER, DayCame(date(2036, 1, 1)), Taking.PAUSED, None),
        (OUT, DayCame(TODAY), Taking.OUT, None),
    ],
)
def test_every_state_and_event(before, event, taking, until):
    after = step(before, event)
    assert (after.taking, after.paused_until) == (taking, until)


@pytest.mark.parametrize(
    ("words", "until"),
    [
        ("", date(2026, 3, 16)),
        ("2 weeks", date(2026, 3, 16)),
        ("  Two   Weeks. ", date(2026, 3, 16)),
        ("a week", date(2026, 3, 9)),
        ("week", date(2026, 3, 9)),
        ("for 10 days!", date(2026, 3, 12)),
        ("1 month", date(2026, 4, 1)),
        ("52 weeks", date(2027, 3, 1)),
        ("53 weeks", None),
        ("10000 weeks", None),
        ("0 days", None),
        ("-3 days", None),
        ("until never", None),
        ("2 fortnights", None),
        ("two", None),
    ],
)
def test_pauses_as_people_write_them(words, until):
    assert pause_until(words, TODAY) == until


@given(st.text(max_size=60))
def test_any_words_give_a_day_within_a_year_or_none(words):
    until = pause_until(words, TODAY)
    assert until is None or 1 <= (until - TODAY).days <= 364
