"""Days, lengths and numbers as people write them: accepted, and refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot import dates

MONDAY = date(2026, 3, 2)


@pytest.mark.parametrize(
    ("words", "ends"),
    [
        ("2 weeks", date(2026, 3, 16)),
        ("  Two   Weeks. ", date(2026, 3, 16)),
        ("for 2wks", date(2026, 3, 16)),
        ("a week", date(2026, 3, 9)),
        ("week", date(2026, 3, 9)),
        ("for 10 days!", date(2026, 3, 12)),
        ("1 month", date(2026, 4, 1)),
        ("52 weeks", date(2027, 3, 1)),
        ("until 12 Jan", date(2027, 1, 12)),
        ("until 12 March", date(2026, 3, 12)),
        ("till Mar 12th", date(2026, 3, 12)),
        ("until the 12th of march 2026", date(2026, 3, 12)),
        ("until 2026-12-01", date(2026, 12, 1)),
        ("until Friday", date(2026, 3, 6)),
        ("until next monday", date(2026, 3, 9)),
        ("until tomorrow", date(2026, 3, 3)),
        ("until the end of the month", date(2026, 3, 31)),
        ("until the end of the year", date(2026, 12, 31)),
        ("“until 1 May”", date(2026, 5, 1)),
        ("53 weeks", None),
        ("10000 weeks", None),
        ("99999999999 weeks", None),
        ("0 days", None),
        ("-3 days", None),
        ("until never", None),
        ("2 fortnights", None),
        ("two", None),
        ("until 12/1", None),
        ("until 31 Feb", None),
        ("until 2 March 2026", None),
        ("until 1 Jan 2020", None),
        ("until 2026-13-01", None),
        ("until funday", None),
        ("", None),
    ],
)
def test_when_something_ends(words, ends):
    assert dates.end_of(words, MONDAY) == ends


@pytest.mark.parametrize(
    ("words", "weeks"),
    [
        ("every week", 1),
        ("Weekly", 1),
        ("every 2 weeks", 2),
        ("2 weeks", 2),
        ("2", 2),
        ("every other week", 2),
        ("monthly", 4),
        ("4 weeks.", 4),
        ("every three weeks", 3),
        ("only when I ask", 0),
        ("0", 0),
        ("53 weeks", None),
        ("-1", None),
        ("often", None),
        ("", None),
    ],
)
def test_how_often(words, weeks):
    assert dates.every_weeks(words) == weeks


@pytest.mark.parametrize(
    ("words", "number"),
    [("2", 2), ("two", 2), ("0", 0), ("none", 0), ("31", 31), ("32", None), ("-1", None),
     ("1000", None), ("−1", None), ("2.5", None), ("", None), ("²", None)],
)  # fmt: skip
def test_small_numbers(words, number):
    assert dates.small_number(words, 31) == number


@given(st.text(max_size=80), st.dates(date(2020, 1, 1), date(2090, 1, 1)))
def test_any_words_on_any_day_give_a_day_ahead_or_none(words, today):
    ends = dates.end_of(words, today)
    assert ends is None or today < ends <= today + dates.LONGEST
    assert dates.every_weeks(words) in (None, *range(53))
    assert dates.small_number(words, 31) in (None, *range(32))


@given(st.dates(date(2020, 1, 1), date(2090, 1, 1)), st.integers(1, 364))
def test_a_day_written_out_comes_back(today, ahead):
    wanted = date.fromordinal(today.toordinal() + ahead)
    for form in (f"{wanted:%d %B %Y}", f"{wanted:%B %d, %Y}", f"until {wanted:%Y-%m-%d}"):
        assert dates.end_of(form, today) == wanted
