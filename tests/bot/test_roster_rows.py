import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import Shift, Standing
from bot.roster import COLUMNS, Fault, Name, RosterRow, Row, read_row

WHOLE = {
    "member_id": "M00005",
    "display_name": "Murray, Levi, MLS(ASCP)",
    "credentials": "MLS(ASCP)",
    "job_title_as_written": "CLIN LAB SCI",
    "role_family": "lab_and_blood",
    "department": "Laboratory",
    "site": "Hospital A",
    "timezone": "America/New_York",
    "shift": "evenings",
    "on_call": "weekend call 1 in 6",
    "career_stage": "first_5_years",
    "chat_languages": "en;es",
    "formats": "walk;phone",
    "manager": "M00001",
    "joined": "yes",
    "status": "paused",
    "interests_as_typed": "choir / baking",
}
LEAST = {"member_id": "M1", "display_name": "Ana Ruiz"}


def wrong(**cells: str) -> list[str]:
    read = read_row(Row(7, {**WHOLE, **cells}))
    assert isinstance(read, tuple)
    return [str(fault) for fault in read]


def right(cells: dict[str, str], default_timezone: str = "") -> RosterRow:
    read = read_row(Row(7, cells), default_timezone)
    assert isinstance(read, RosterRow)
    return read


def test_a_whole_row_is_read() -> None:
    assert right(WHOLE) == RosterRow(
        line=7,
        id="M00005",
        name=Name("Levi Murray", "Levi"),
        timezone="America/New_York",
        department="Laboratory",
        profession="lab_and_blood",
        site="Hospital A",
        title="CLIN LAB SCI",
        career_stage="first_5_years",
        shift=Shift.EVENINGS,
        on_call="weekend call 1 in 6",
        languages=("en", "es"),
        formats=("walk", "phone"),
        manager="M00001",
        standing=Standing.HERE,
        paused=True,
        joined=True,
        interests="choir / baking",
    )


def test_what_the_file_has_no_column_for_is_left_open() -> None:
    read = right(LEAST)
    assert (read.timezone, read.department, read.shift, read.standing) == (None,) * 4
    assert (read.joined, read.paused, read.interests) == (False, False, "")


def test_an_empty_cell_is_not_a_missing_column() -> None:
    read = right({**LEAST, "department": "", "shift": "", "chat_languages": "", "status": ""})
    assert (read.department, read.shift, read.languages, read.standing) == (
        "",
        Shift.DAYS,
        ("en",),
        Standing.HERE,
    )


def test_a_default_time_zone_fills_empty_cells_and_only_those() -> None:
    assert right({**WHOLE, "timezone": " "}, "America/Chicago").timezone == "America/Chicago"
    assert right(WHOLE, "America/Chicago").timezone == "America/New_York"
    assert "timezone: is empty" in wrong(timezone="")[0]


@pytest.mark.parametrize(
    ("cells", "standing"),
    [
        ({"status": "active", "left": "yes"}, Standing.GONE),
        ({"status": "left", "left": "no"}, Standing.GONE),
        ({"status": "active", "standing": "on leave"}, Standing.ON_LEAVE),
        ({"standing": "here"}, Standing.HERE),
        ({"left": "no"}, Standing.HERE),
        ({}, None),
    ],
)
def test_the_most_absent_of_what_a_row_says_counts(
    cells: dict[str, str], standing: Standing | None
) -> None:
    assert right({**LEAST, **cells}).standing is standing


def test_everything_wrong_with_a_row_is_said_at_once_with_its_line_and_column() -> None:
    assert wrong(shift="nigths", display_name="", career_stage="first_5_year", member_id="") == [
        "line 7, member_id: is empty. Give every member the id the hospital knows them by.",
        "line 7, career_stage: “first_5_year” is not a career stage. Did you mean “first_5_years”?",
        "line 7, shift: “nigths” is not a shift. Did you mean “nights”?",
        "line 7, display_name: has no name in it. Write the name as colleagues would.",
    ]


def test_a_cell_that_may_speak_of_a_patient_is_not_repeated() -> None:
    said = wrong(shift="pt in room 412 with sepsis", formats="MRN 4471920")
    assert len(said) == 2
    assert not any("412" in each or "4471920" in each for each in said)


def test_a_long_cell_is_repeated_only_in_part() -> None:
    fault = Fault(3, "site", "x" * 500, "is wrong", "Mend it.")
    assert len(fault.value) == 60
    assert fault.value.endswith("…")


def test_interests_are_not_shown_in_a_trace() -> None:
    assert "choir" not in repr(right(WHOLE))


@given(
    st.fixed_dictionaries(
        {"member_id": st.text(), "display_name": st.text()},
        optional={column: st.text() for column in COLUMNS[2:]},
    )
)
def test_any_cells_give_a_row_or_its_faults(cells: dict[str, str]) -> None:
    read = read_row(Row(2, cells))
    if isinstance(read, RosterRow):
        assert read.id == read.id.strip() != ""
    else:
        assert read
        assert all(fault.line == 2 and fault.what and fault.do for fault in read)
