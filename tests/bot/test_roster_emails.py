"""E-mail addresses in a roster: whose they are, and what is said about the others."""

import pytest

from bot.roster import COLUMNS, Row, header_rules
from bot.roster.columns import settle_header
from bot.roster.emails import read_emails, with_emails
from bot.roster.planning import Plan


def row(line: int, member: str, email: str) -> Row:
    return Row(line, {"member_id": member, "display_name": "Ana", "email": email})


def test_an_address_is_its_owners_as_it_was_typed() -> None:
    said = read_emails([row(2, "M1", " Ana.Diaz@hospital.example "), row(3, "M2", "")])
    assert said.own == {"M1": "Ana.Diaz@hospital.example"}
    assert said.faults == ()


def test_one_that_several_rows_give_is_nobodys_and_says_where() -> None:
    said = read_emails([row(2, "M1", "ward4@h.example"), row(5, "M2", "WARD4@h.example")])
    assert said.own == {}
    (fault,) = said.faults
    assert (fault.line, fault.column, fault.kept) == (5, "email", True)
    assert "is on line 2 too, so it is nobody's own" in str(fault)


@pytest.mark.parametrize(
    "typed",
    [
        "ana",
        "ana@hospital",
        "@hospital.example",
        "ana@@hospital.example",
        "ana diaz@hospital.example",
        "ana@hospital..example",
        "Ana Diaz <ana@hospital.example>",
        "ana@hospital.example; ben@hospital.example",
        "mailto:ana@hospital.example",
        "n/a",
        f"{'a' * 250}@h.example",
    ],
)
def test_what_is_no_address_costs_the_row_nothing_else(typed: str) -> None:
    said = read_emails([row(7, "M1", typed), row(8, "M2", "ben@h.example")])
    assert said.own == {"M2": "ben@h.example"}
    (fault,) = said.faults
    assert (fault.line, fault.kept) == (7, True)
    assert "is not an e-mail address" in str(fault)


def test_only_new_ones_are_kept_and_what_is_anothers_is_told() -> None:
    said = read_emails(
        [
            row(2, "M1", "ana@h.example"),
            row(3, "M2", "ben@h.example"),
            row(4, "M3", "cho@h.example"),
            row(5, "M4", "dee@h.example"),
        ]
    )
    ids = {"M1": "M1", "M2": "slack:T1:U2", "M3": "M3"}
    known = {"M1": "ANA@h.example"}
    plan = with_emails(Plan(), said, ids, known, {"cho@h.example": "slack:T1:U3"})
    assert plan.emails == (("slack:T1:U2", "ben@h.example"),)
    assert not plan.empty
    (warning,) = plan.warnings
    assert "of M3 is already that of slack:T1:U3" in str(warning)


@pytest.mark.parametrize("theirs", ["E-mail", "email", "Work Email"])
def test_the_column_is_found_by_its_usual_names(theirs: str) -> None:
    header = ["member_id", "display_name", "timezone", theirs]
    rules = header_rules() if theirs == "email" else header_rules([f"{theirs}=email"])
    assert settle_header(header, rules)[-1] == "email"
    assert "email" in COLUMNS
