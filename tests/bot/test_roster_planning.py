import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.interests import Ambiguous, Found, Interest, Resolution, Unsure
from bot.model import Choice, Member, Membership, Shift, Standing, Taking
from bot.privacy import Clue, Reading, Refused
from bot.roster import COLUMNS, Aims, Fault, Plan, Row, header_rules, plan, read_rows

NOW = datetime(2026, 1, 5, 14, tzinfo=UTC)
AIMS = Aims("everyone", NOW)
ANA = {"member_id": "M1", "display_name": "Ana Ruiz", "timezone": "America/New_York"}
BO = {"member_id": "M2", "display_name": "Bo Li", "timezone": "America/New_York"}
SAMPLE = Path(__file__).parents[1] / "data" / "roster_300.csv"

SECRET = "bed 4 and her mother"


def read(typed: str) -> Reading:
    """A reader that knows choir and (privately) recovery, asks about PI, and refuses SECRET."""
    known = {
        "choir": Interest("choir", "Choir", "arts"),
        "recovery": Interest("recovery", "Recovery", "life", private=True),
    }
    words = [word.strip() for word in typed.split(",") if word.strip()]
    clear = [word for word in words if word != SECRET]
    return Reading(
        Resolution(
            found=tuple(Found(known[word], word) for word in clear if word in known),
            ambiguous=tuple(Ambiguous(word, ()) for word in clear if word == "PI"),
            unsure=tuple(Unsure(word) for word in clear if word not in {*known, "PI"}),
        ),
        tuple(Refused(1, Clue.ROOM_OR_BED) for word in words if word == SECRET),
    )


def rows(*cells: Mapping[str, str]) -> list[Row | Fault]:
    return [Row(line, each) for line, each in enumerate(cells, start=2)]


def planned(*cells: Mapping[str, str], existing: Plan | None = None, aims: Aims = AIMS) -> Plan:
    members, memberships = kept(existing)
    return plan(rows(*cells), members, memberships, read, aims)


def kept(done: Plan | None) -> tuple[dict[str, Member], dict[str, Membership]]:
    """What a store would hold after a plan."""
    if done is None:
        return {}, {}
    return {m.id: m for m in done.members()}, {m.member: m for m in done.memberships}


def one(result: Plan) -> Member:
    [member] = result.members()
    return member


def test_a_new_member_has_what_the_row_says_and_defaults_for_the_rest() -> None:
    result = planned({**ANA, "department": "PACU", "shift": "nights"})
    assert result.added == (
        Member(
            "M1",
            "Ana Ruiz",
            "Ana",
            "America/New_York",
            department="PACU",
            shift=Shift.NIGHTS,
        ),
    )
    assert not result.memberships


def test_a_second_import_of_the_same_file_changes_nothing() -> None:
    text = SAMPLE.read_text("utf-8").splitlines(keepends=True)
    first = plan(read_rows(text, header_rules()), {}, {}, read, AIMS)
    assert len(first.added) == 300
    assert len(first.memberships) > 90
    again = plan(read_rows(text, header_rules()), *kept(first), read, AIMS)
    assert again.empty
    assert again.unchanged == 300


def test_only_what_changed_is_saved() -> None:
    first = planned({**ANA, "site": "Hospital A"}, {**BO, "site": "Hospital A"})
    second = planned(
        {**ANA, "site": "Hospital B", "shift": "nights"},
        {**BO, "site": "Hospital A"},
        existing=first,
    )
    [change] = second.changed
    assert change.fields == ("site", "shift")
    assert (change.before.site, change.after.site) == ("Hospital A", "Hospital B")
    assert [member.id for member in second.members()] == ["M1"]
    assert second.unchanged == 1


def test_a_column_the_file_lacks_leaves_what_is_known_and_an_empty_cell_clears_it() -> None:
    first = planned({**ANA, "site": "Hospital A", "department": "PACU", "shift": "nights"})
    second = planned({**ANA, "department": ""}, existing=first)
    assert one(second).site == "Hospital A"
    assert one(second).shift is Shift.NIGHTS
    assert one(second).department == ""


def test_what_members_chose_for_themselves_is_not_overwritten() -> None:
    first = planned({**ANA, "formats": "walk", "interests_as_typed": "choir", "joined": "yes"})
    members, memberships = kept(first)
    members["M1"] = replace(members["M1"], choices=(Choice("baking"),), formats=("video",))
    memberships["M1"] = replace(memberships["M1"], taking=Taking.OUT)
    typed = {**ANA, "formats": "phone", "interests_as_typed": "choir, PI", "joined": "yes"}
    again = plan(rows(typed), members, memberships, read, AIMS)
    assert again.empty
    assert again.interests.found == 0


def test_interests_come_from_the_file_for_members_who_have_none() -> None:
    first = planned(ANA)
    second = planned({**ANA, "interests_as_typed": "choir"}, existing=first)
    assert second.changed[0].fields == ("choices",)
    assert one(second).choices == (Choice("choir"),)


def test_found_asked_and_unsure_interests_are_kept_apart() -> None:
    result = planned({**ANA, "interests_as_typed": "choir, recovery, PI, bkaing, bkaing"})
    assert one(result).choices == (Choice("choir"), Choice("recovery", shown=False))
    assert one(result).unsettled == ("PI", "bkaing")
    counts = result.interests
    assert (counts.found, counts.asked, counts.unsure, counts.refused) == (2, 1, 2, 0)


def test_words_waiting_to_be_settled_are_not_read_again() -> None:
    first = planned({**ANA, "interests_as_typed": "PI"})
    assert one(first).unsettled == ("PI",)
    assert planned({**ANA, "interests_as_typed": "PI, choir"}, existing=first).empty


def test_lines_about_a_patient_are_a_fault_and_never_repeated_nor_kept() -> None:
    result = planned({**ANA, "interests_as_typed": f"choir, {SECRET}"})
    assert one(result).choices == (Choice("choir"),)
    [fault] = result.faults
    assert fault.kept
    assert "line 2, interests_as_typed: line 1 of the cell might point to a patient" in str(fault)
    assert "room or bed" in str(fault)
    assert SECRET not in repr(result)
    assert result.interests.refused == 1
    assert result.rows_lost == 0


def test_too_many_interests_are_cut_aloud() -> None:
    words = ", ".join(f"thing {n}" for n in range(50))
    result = planned({**ANA, "interests_as_typed": f"{words}, {'x' * 300}"})
    assert len(one(result).unsettled) == 40
    assert "has 11 entries too long, or too many, to ask about" in str(result.warnings[0])


@pytest.mark.parametrize(
    ("status", "standing", "taking"),
    [
        ("active", Standing.HERE, Taking.IN),
        ("paused", Standing.HERE, Taking.PAUSED),
        ("on leave", Standing.ON_LEAVE, Taking.IN),
    ],
)
def test_those_who_had_joined_become_members_of_the_programme(
    status: str, standing: Standing, taking: Taking
) -> None:
    result = planned({**ANA, "joined": "yes", "status": status})
    assert one(result).standing is standing
    assert result.memberships == (Membership("everyone", "M1", taking, joined_at=NOW),)


def test_who_has_left_is_known_and_nothing_more() -> None:
    left = {**ANA, "joined": "yes", "status": "left", "interests_as_typed": "choir"}
    result = planned(left)
    assert one(result).standing is Standing.GONE
    assert one(result).choices == ()
    assert result.memberships == ()
    assert planned(left, existing=result).empty


def test_without_a_programme_nobody_joins() -> None:
    assert planned({**ANA, "joined": "yes"}, aims=Aims()).memberships == ()


def test_a_second_row_of_the_same_id_is_a_fault_naming_both_lines() -> None:
    result = planned(ANA, BO, {**ANA, "display_name": "Anna Ruiz"})
    assert [member.name for member in result.added] == ["Ana Ruiz", "Bo Li"]
    [fault] = result.faults
    assert "line 4, member_id: “M1” is on line 2 and again on line 4" in str(fault)
    assert result.rows_lost == 1


def test_a_second_row_is_a_fault_even_when_the_first_could_not_be_read() -> None:
    result = planned({**ANA, "display_name": ""}, ANA)
    assert result.added == ()
    assert [fault.line for fault in result.faults] == [2, 3]


def test_a_manager_may_come_later_in_the_file_or_be_known_already() -> None:
    first = planned({**ANA, "manager": "M2"}, BO)
    assert first.added[0].manager == "M2"
    assert not first.warnings
    second = planned({**ANA, "manager": "M2"}, existing=first)
    assert second.empty


@pytest.mark.parametrize(
    ("manager", "what"),
    [("M99", "is nobody's id, here or in the file"), ("M1", "is the member's own id")],
)
def test_a_manager_nobody_knows_is_dropped_with_a_warning(manager: str, what: str) -> None:
    result = planned({**ANA, "manager": manager})
    assert one(result).manager == ""
    [warning] = result.warnings
    assert f"line 2, manager: “{manager}” {what}" in str(warning)
    assert warning.kept


def test_a_manager_whose_own_row_is_faulty_is_not_known() -> None:
    result = planned({**ANA, "manager": "M2"}, {**BO, "shift": "?"})
    assert one(result).manager == ""
    assert result.warnings[0].column == "manager"


def test_a_new_member_needs_a_time_zone_from_somewhere() -> None:
    bare = {"member_id": "M1", "display_name": "Ana Ruiz"}
    assert "line 2, timezone: is missing" in str(planned(bare).faults[0])
    assert one(planned(bare, aims=Aims(default_timezone="UTC"))).timezone == "UTC"
    assert planned(bare, existing=planned(ANA)).empty


def test_nobody_is_gone_for_being_absent_unless_the_file_is_whole() -> None:
    first = planned(ANA, BO)
    assert planned(ANA, existing=first).gone == ()
    whole = planned(ANA, existing=first, aims=replace(AIMS, whole=True))
    assert [each.after.id for each in whole.gone] == ["M2"]
    assert whole.gone[0].after.standing is Standing.GONE
    assert whole.gone[0].fields == ("standing",)


def test_who_is_gone_already_is_not_marked_again_and_may_come_back() -> None:
    first = planned({**ANA, "status": "active"}, {**BO, "status": "left"})
    whole = replace(AIMS, whole=True)
    assert planned({**ANA, "status": "active"}, existing=first, aims=whole).empty
    back = planned({**BO, "status": "active"}, existing=first)
    assert back.changed[0].fields == ("standing",)


def test_a_whole_file_brings_back_whom_it_names() -> None:
    first = planned({**ANA, "status": "left"}, {**BO, "left": "yes"})
    assert planned(ANA, BO, existing=first).empty
    back = planned(ANA, {**BO, "left": "yes"}, existing=first, aims=replace(AIMS, whole=True))
    assert [(each.after.id, each.after.standing) for each in back.changed] == [
        ("M1", Standing.HERE)
    ]


def test_a_faulty_row_does_not_make_its_member_gone() -> None:
    first = planned(ANA, BO)
    result = planned(ANA, {**BO, "shift": "?"}, existing=first, aims=replace(AIMS, whole=True))
    assert result.gone == ()


@pytest.mark.parametrize(
    "lost",
    [
        Fault(3, "", "", "has 2 cells where the header has 3", "Mend it."),
        Row(3, {**BO, "member_id": ""}),
        Row(3, {**BO, "member_id": "M 2"}),
    ],
)
def test_nobody_is_gone_while_a_row_does_not_say_whose_it_is(lost: Row | Fault) -> None:
    members, memberships = kept(planned(ANA, BO))
    whole = replace(AIMS, whole=True)
    result = plan([Row(2, ANA), lost], members, memberships, read, whole)
    assert result.gone == ()
    assert "none of them is marked as gone" in str(result.warnings[0])


def test_an_empty_whole_file_makes_nobody_gone() -> None:
    result = planned(existing=planned(ANA, BO), aims=replace(AIMS, whole=True))
    assert result.empty
    assert "nobody is marked as gone" in str(result.warnings[0])


def test_when_most_would_be_gone_the_plan_says_so() -> None:
    first = planned(ANA, BO, {**BO, "member_id": "M3"})
    result = planned(ANA, existing=first, aims=replace(AIMS, whole=True))
    assert len(result.gone) == 2
    assert "2 of 3 members would be marked as gone" in str(result.warnings[0])


CELL = st.one_of(
    st.text(max_size=15),
    st.sampled_from(
        [
            "",
            "yes",
            "left",
            "paused",
            "nights",
            "walk;phone",
            "en;es",
            "UTC",
            "M1",
            "M2",
            "choir, PI",
        ]
    ),
)
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "member_id": st.sampled_from(["M1", "M2", "M3", "é", "e\u0301", " M1", ""]),
            "display_name": st.sampled_from(["Ana Ruiz", "li, bo", "", "Dr. X"]),
        },
        optional=dict.fromkeys(
            [column for column in COLUMNS[2:] if column != "credentials"],
            CELL,
        ),
    ),
    max_size=6,
)


@given(ROWS, ROWS, st.booleans())
def test_planning_again_after_the_plan_was_kept_changes_nothing(
    before: list[dict[str, str]], after: list[dict[str, str]], whole: bool
) -> None:
    aims = replace(AIMS, default_timezone="UTC", whole=whole)
    members, memberships = kept(planned(*before, aims=aims))
    first = plan(rows(*after), members, memberships, read, aims)
    saved, joined = kept(first)
    assert len(saved) == len(list(first.members()))
    members, memberships = {**members, **saved}, {**memberships, **joined}
    again = plan(rows(*after), members, memberships, read, aims)
    assert again.empty
    assert again.unchanged == len(first.added) + len(first.changed) + first.unchanged
    assert [f for f in again.faults if not f.kept] == [f for f in first.faults if not f.kept]


def test_the_sample_is_as_the_hospital_wrote_it_and_holds_no_answers() -> None:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    assert header[-1] == "interests_as_typed"
