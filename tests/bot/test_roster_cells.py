from collections.abc import Callable
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Shift, Standing
from bot.roster import cells
from bot.roster.cells import Misread, Status

READ: list[tuple[Callable[[str], Any], str, Any]] = [
    (cells.member_id, " M00001 ", "M00001"),
    (cells.member_id, "0012", "0012"),
    (cells.timezone, "America/New_York", "America/New_York"),
    (cells.timezone, "america/new_york", "America/New_York"),
    (cells.timezone, "utc", "UTC"),
    (cells.shift, "", Shift.DAYS),
    (cells.shift, "Nights", Shift.NIGHTS),
    (cells.shift, "night", Shift.NIGHTS),
    (cells.shift, "ROTATING", Shift.ROTATING),
    (cells.career_stage, "", ""),
    (cells.career_stage, "First 5 years", "first_5_years"),
    (cells.on_call, "none", ""),
    (cells.on_call, "No call", ""),
    (cells.on_call, "home call 1 in 4 to 1 in 8", "home call 1 in 4 to 1 in 8"),
    (cells.status, "", Status(Standing.HERE)),
    (cells.status, "Active", Status(Standing.HERE)),
    (cells.status, "paused", Status(Standing.HERE, paused=True)),
    (cells.status, "on_leave", Status(Standing.ON_LEAVE)),
    (cells.status, "left", Status(Standing.GONE)),
    (cells.left, "yes", Status(Standing.GONE)),
    (cells.left, "", Status(Standing.HERE)),
    (cells.yes_or_no, "Y", True),
    (cells.yes_or_no, "FALSE", False),
    (cells.formats, "", ()),
    (cells.formats, "in person; Phone;;phone", ("in person", "phone")),
    (cells.languages, "", ("en",)),
    (cells.languages, "EN;ht | asl", ("en", "ht", "asl")),
    (cells.languages, "no", ("no",)),
    (cells.text, "  Labor  and\u00a0Delivery ", "Labor and Delivery"),
]


@pytest.mark.parametrize(("reader", "typed", "value"), READ)
def test_a_cell_is_read(reader: Callable[[str], Any], typed: str, value: Any) -> None:
    assert reader(typed) == value


MISREAD: list[tuple[Callable[[str], Any], str, str, str]] = [
    # reader, typed, what is wrong, what to do
    (cells.member_id, "", "is empty", "Give every member the id"),
    (cells.member_id, "M 1", "has a space", "without spaces"),
    (cells.member_id, "1.23457E+11", "spreadsheet shortened", "as text"),
    (cells.member_id, "M\x001", "control character", "plain text"),
    (cells.member_id, "M" * 65, "65 characters", "plain text"),
    (cells.timezone, "", "is empty", "--timezone"),
    (cells.timezone, "America/New_Yrok", "not a time zone", "“America/New_York”"),
    (cells.timezone, "EST", "not a time zone", "“America/New_York”"),
    (cells.timezone, "Pacific Standard Time", "not a time zone", "“America/Los_Angeles”"),
    (cells.timezone, "New York", "not a time zone", "“America/New_York”"),
    (cells.timezone, "../../etc/passwd", "not a time zone", "America/New_York"),
    (cells.timezone, "Mars", "not a time zone", "IANA"),
    (cells.timezone, "x" * 5000, "not a time zone", "IANA"),
    (cells.shift, "nigths", "not a shift", "“nights”"),
    (cells.shift, "7-7", "not a shift", "days, evenings, nights, rotating"),
    (cells.career_stage, "first_5_yaers", "not a career stage", "“first_5_years”"),
    (cells.status, "pased", "not a status", "“paused”"),
    (cells.status, "????", "not a status", "active, paused, on leave, left"),
    (cells.yes_or_no, "maybe", "neither yes nor no", "yes or no"),
    (cells.formats, "phone;zoom call", "way to meet", "in person, phone, video, walk"),
    (cells.formats, "viedo", "way to meet", "“video”"),
    (cells.languages, "en;Spanish", "not a known code", "“es”"),
    (cells.languages, "en-US", "not a known code", "“en”"),
    (cells.languages, "klingon", "not a known code", "two-letter code"),
    (cells.text, "a\nb", "line break", "plain text"),
    (cells.text, "a" * 201, "201 characters", "plain text"),
]


@pytest.mark.parametrize(("reader", "typed", "what", "do"), MISREAD)
def test_a_cell_that_cannot_be_read_says_what_to_write(
    reader: Callable[[str], Any], typed: str, what: str, do: str
) -> None:
    with pytest.raises(Misread) as misread:
        reader(typed)
    assert what in misread.value.what
    assert do in misread.value.do


@pytest.mark.parametrize("reader", sorted({each[0] for each in READ}, key=lambda r: r.__name__))
@given(typed=st.text(max_size=250))
def test_any_text_is_read_or_said_to_be_misread(reader: Callable[[str], Any], typed: str) -> None:
    with suppress(Misread):  # anything else is a fault of ours
        reader(typed)
