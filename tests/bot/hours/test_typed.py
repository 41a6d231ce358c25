"""Weekly hours and dates as people write them: accepted, refused, and said back."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.hours import dated, typed
from bot.hours.dated import dated as read_dates
from bot.hours.faults import Wrong
from bot.hours.typed import quiet_hours, working_hours
from bot.model import BY_DATE, Dates, Duty, Weekly

WORK, END, EVERY = {0, 1, 2, 3, 4}, {5, 6}, {0, 1, 2, 3, 4, 5, 6}
TODAY = date(2026, 11, 24)  # a Tuesday
NIGHT, CALL, LEAVE, OFF = Duty.NIGHT, Duty.CALL, Duty.LEAVE, Duty.OFF


def weekly(*said: tuple[set[int], float, float]) -> tuple[Weekly, ...]:
    return tuple(Weekly(frozenset(days), int(a * 60), int(b * 60)) for days, a, b in said)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("Mon-Fri 7-15:30", [(WORK, 7, 15.5)]),
        ("mon–fri 7.30 – 19.30", [(WORK, 7.5, 19.5)]),
        ("Monday to Thursday 7am-3:30pm; Sat 9-noon", [({0, 1, 2, 3}, 7, 15.5), ({5}, 9, 12)]),
        ("Mon, Wed, Fri 8-16", [({0, 2, 4}, 8, 16)]),
        ("Mon/Wed 0700-1530", [({0, 2}, 7, 15.5)]),
        ("Tue and Thu 19-7", [({1, 3}, 19, 7)]),
        ("fri-mon 10-18", [({0, 4, 5, 6}, 10, 18)]),
        ("7-15", [(WORK, 7, 15)]),
        ("9-5", [(WORK, 9, 17)]),
        ("Mon 09:00-05:00 pm", [({0}, 9, 17)]),
        ("weekends", [(END, 7, 18)]),
        ("Mon-Fri", [(WORK, 7, 18)]),
        ("nights", [(EVERY, 19, 7)]),
        ("Mon–Thu nights", [({0, 1, 2, 3}, 19, 7)]),
        ("Sat & Sun 8-12, nights", [(END, 8, 12), (EVERY, 19, 7)]),
        ("from 8 to 17", [(WORK, 8, 17)]),
        ("Mon 14-24", [({0}, 14, 24)]),
        ("  ", []),
    ],
)
def test_working_hours(words: str, meant: list[tuple[set[int], float, float]]) -> None:
    assert working_hours(words) == (weekly(*meant), ())


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("banana", Wrong.NOT_UNDERSTOOD),
        ("Mon 25-30", Wrong.NO_SUCH_TIME),
        ("Mon 7:75-9", Wrong.NO_SUCH_TIME),
        ("Mon 13pm-14pm", Wrong.NO_SUCH_TIME),
        ("every day 0-24", Wrong.TOO_LONG_A_DAY),
        ("Mon 5-23", Wrong.TOO_LONG_A_DAY),
        ("Mon 19-19", Wrong.NO_SUCH_TIME),
        ("Mon 7-", Wrong.NOT_UNDERSTOOD),
        ("Blursday 7-15", Wrong.NOT_UNDERSTOOD),
        ("; ".join(f"Mon {n % 9}:{n:02}-15" for n in range(1, 30)), Wrong.TOO_MANY),
    ],
)
def test_working_hours_that_cannot_be(words: str, wrong: Wrong) -> None:
    assert [fault.wrong for fault in working_hours(words)[1]] == [wrong]


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("20-7", [(EVERY, 20, 7)]),
        ("10-7", [(EVERY, 22, 7)]),
        ("9pm-7am", [(EVERY, 21, 7)]),
        ("weekends", [(END, 0, 24)]),
        ("Mon-Fri 20-7, weekends", [(WORK, 20, 7), (END, 0, 24)]),
        ("13-14", [(EVERY, 13, 14)]),
        ("midnight-8", [(EVERY, 0, 8)]),
        ("nights", [(EVERY, 21, 7)]),
    ],
)
def test_quiet_hours(words: str, meant: list[tuple[set[int], float, float]]) -> None:
    assert quiet_hours(words) == (weekly(*meant), ())


@st.composite
def weeks(draw: st.DrawFn, longest: int) -> tuple[Weekly, ...]:
    found = []
    for _ in range(draw(st.integers(1, 4))):
        days = draw(st.frozensets(st.integers(0, 6), min_size=1))
        start = draw(st.integers(0, 1439))
        end = (start + draw(st.integers(1, longest))) % 1440 or 1440
        found.append(Weekly(days, start, end))
    return tuple(dict.fromkeys(found))


@given(weeks(typed.LONGEST_DAY))
def test_working_hours_said_back_are_read_the_same(hours: tuple[Weekly, ...]) -> None:
    assert working_hours(typed.as_typed(hours)) == (hours, ())


@given(weeks(20 * 60))
def test_quiet_hours_said_back_are_read_the_same(hours: tuple[Weekly, ...]) -> None:
    assert quiet_hours(typed.as_typed(hours)) == (hours, ())


def days(*said: tuple[Duty, str, str]) -> tuple[Dates, ...]:
    iso = date.fromisoformat
    return tuple(Dates(duty, iso(first), iso(last)) for duty, first, last in said)


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("nights 3-6 Dec", [(NIGHT, "2026-12-03", "2026-12-06")]),
        ("Nights: 3–6 December 2026", [(NIGHT, "2026-12-03", "2026-12-06")]),
        ("nights Dec 3-6, 2026", [(NIGHT, "2026-12-03", "2026-12-06")]),
        ("nights of 3 to 6 Dec", [(NIGHT, "2026-12-03", "2026-12-06")]),
        ("call 12 Dec", [(CALL, "2026-12-12", "2026-12-12")]),
        ("on-call next Friday", [(CALL, "2026-11-27", "2026-11-27")]),
        ("call today", [(CALL, "2026-11-24", "2026-11-24")]),
        ("call 24 Nov", [(CALL, "2026-11-24", "2026-11-24")]),
        ("nights tonight", [(NIGHT, "2026-11-24", "2026-11-24")]),
        ("annual leave 20 Dec - 2 Jan", [(LEAVE, "2026-12-20", "2027-01-02")]),
        ("leave 2026-12-20 to 2027-01-02", [(LEAVE, "2026-12-20", "2027-01-02")]),
        ("leave 20-25 Nov", [(LEAVE, "2026-11-20", "2026-11-25")]),
        ("off 5 Dec", [(OFF, "2026-12-05", "2026-12-05")]),
        (
            "nights 3, 4 and 6 Dec",
            [(NIGHT, f"2026-12-0{n}", f"2026-12-0{n}") for n in (3, 4, 6)],
        ),
        (
            "nights 3-6 Dec, call 12 Dec; leave 20-24 Dec",
            [
                (NIGHT, "2026-12-03", "2026-12-06"),
                (CALL, "2026-12-12", "2026-12-12"),
                (LEAVE, "2026-12-20", "2026-12-24"),
            ],
        ),
    ],
)
def test_dates(words: str, meant: list[tuple[Duty, str, str]]) -> None:
    assert read_dates(words, TODAY) == (days(*meant), ())


@pytest.mark.parametrize(
    ("words", "wrong"),
    [
        ("12 Dec", Wrong.WHICH_KIND),
        ("banana 3 Dec", Wrong.NOT_UNDERSTOOD),
        ("nights", Wrong.NOT_UNDERSTOOD),
        ("nights soon", Wrong.NOT_UNDERSTOOD),
        ("nights 12/3", Wrong.TWO_MEANINGS),
        ("call 31 Feb", Wrong.NO_SUCH_DAY),
        ("call 10 Nov 2026", Wrong.OVER),
        ("leave 1-3 Nov 2026", Wrong.OVER),
        ("nights 6-3 Dec", Wrong.BACKWARDS),
        ("nights 6 Dec 2026 - 3 Dec 2026", Wrong.BACKWARDS),
        ("leave 3 Dec 2029", Wrong.TOO_FAR),
        ("leave 3 Dec 2026 - 3 Dec 2028", Wrong.TOO_FAR),
        (
            ", ".join(["call 12 Dec"] * 1 + [f"call {n} Jan" for n in range(1, 31)] * 3),
            Wrong.TOO_MANY,
        ),
    ],
)
def test_dates_that_cannot_be(words: str, wrong: Wrong) -> None:
    assert [fault.wrong for fault in read_dates(words, TODAY)[1]] == [wrong]


@st.composite
def dates_ahead(draw: st.DrawFn) -> Dates:
    first = TODAY + timedelta(days=draw(st.integers(-20, 300)))
    last = max(first, TODAY) + timedelta(days=draw(st.integers(0, 60)))
    return Dates(draw(st.sampled_from(sorted(BY_DATE))), first, last)


@given(st.lists(dates_ahead(), max_size=8, unique=True))
def test_dates_said_back_are_read_the_same(said: list[Dates]) -> None:
    assert read_dates(dated.as_typed(said), TODAY) == (tuple(said), ())


@given(st.text(max_size=60))
def test_anything_typed_is_hours_or_a_fault(words: str) -> None:
    for read, wrong in (working_hours(words), quiet_hours(words), read_dates(words, TODAY)):
        assert (
            read or wrong or not words.strip(" \t\n\r,;.!-–—") or not any(map(str.isalnum, words))
        )
