import pytest

from bot.roster import COLUMNS, HeaderRules, RosterRefused, header_rules, settle_header

ALL = ("member_id", "display_name", "timezone")


def refusal(header: tuple[str, ...], rules: HeaderRules | None = None) -> str:
    with pytest.raises(RosterRefused) as refused:
        settle_header(header, rules or HeaderRules())
    return str(refused.value)


def test_every_column_is_known_by_its_name() -> None:
    assert settle_header(COLUMNS, HeaderRules()) == COLUMNS


def test_case_spaces_and_hyphens_do_not_matter() -> None:
    header = ("Member ID", " DISPLAY-NAME", "timezone ")
    assert settle_header(header, HeaderRules()) == ALL


def test_columns_can_be_mapped_and_ignored() -> None:
    rules = header_rules(["Dept=department", "Zone = timezone"], ["Badge colour"])
    header = ("member_id", "display_name", "zone", "Dept", "badge_colour")
    assert settle_header(header, rules) == (*ALL, "department", "")


def test_a_known_column_can_be_ignored_in_favour_of_another() -> None:
    rules = header_rules(["Preferred name=display_name"], ["display_name"])
    header = ("member_id", "display_name", "Preferred name", "timezone")
    assert settle_header(header, rules) == ("member_id", "", "display_name", "timezone")


@pytest.mark.parametrize(
    ("column", "meant"),
    [
        ("departmnet", "department"),
        ("Dept", "department"),
        ("Employee ID", "member_id"),
        ("Supervisor", "manager"),
        ("Job Title", "job_title_as_written"),
    ],
)
def test_an_unknown_column_is_named_with_the_one_probably_meant(column: str, meant: str) -> None:
    said = refusal((*(other for other in ALL if other != meant), column))
    assert f"line 1, {column}: is not a column the import knows" in said
    assert f"Did you mean “{meant}”?" in said
    assert f'--map "{column}={meant}"' in said
    assert f'--ignore "{column}"' in said


def test_an_unknown_column_like_no_other_is_offered_no_guess() -> None:
    said = refusal((*ALL, "zzz"))
    assert "Did you mean" not in said
    assert '--map "zzz=COLUMN"' in said


def test_a_column_that_is_there_is_not_guessed_again() -> None:
    said = refusal((*ALL, "interests_as_typed", "truth_interest_ids"))
    assert "Did you mean" not in said
    assert '--ignore "truth_interest_ids"' in said


def test_an_endless_name_is_shown_in_part() -> None:
    assert len(refusal((*ALL, "x" * 60_000))) < 500


def test_a_repeated_column_is_refused_also_when_mapped() -> None:
    assert "is there twice" in refusal((*ALL, "site", "Site"))
    mapped = header_rules(["Campus=site"])
    assert "is there twice" in refusal((*ALL, "site", "Campus"), mapped)


def test_a_column_without_a_name_is_refused_by_its_position() -> None:
    assert "column 3: has no name" in refusal(("member_id", "display_name", "", "timezone"))


def test_missing_columns_are_all_named() -> None:
    said = refusal(("department",))
    for column in ALL:
        assert f"{column}: is missing" in said
        assert f"={column}" in said


def test_a_default_time_zone_makes_its_column_unnecessary() -> None:
    rules = header_rules(default_timezone="america/chicago")
    assert rules.default_timezone == "America/Chicago"
    assert settle_header(ALL[:2], rules) == ALL[:2]


def test_a_mapping_of_a_column_that_is_not_there_is_said() -> None:
    said = refusal(ALL, header_rules(["Dept=department"]))
    assert "“dept” is not in the file" in said
    assert "member_id, display_name, timezone" in said


def test_wrong_options_are_all_said_at_once() -> None:
    with pytest.raises(RosterRefused) as refused:
        header_rules(["Dept", "Dept=departmant", "=site"], default_timezone="EST")
    said = [str(fault) for fault in refused.value.faults]
    assert len(said) == 4
    assert "does not say which column is which" in said[0]
    assert "Did you mean “department”?" in said[1]
    assert "does not say which column is which" in said[2]
    assert "--timezone: “EST” is not a time zone. Did you mean “America/New_York”?" in said[3]
