import json
from dataclasses import replace

from bot.interests import Found, Interest, Resolution
from bot.model import Choice, Member, Standing
from bot.privacy import Reading
from bot.roster import (
    Aims,
    Change,
    ChangeRow,
    Fault,
    Plan,
    Row,
    as_values,
    change_rows,
    fault_rows,
    plan,
    summary,
)

ANA = Member("M1", "Ana Ruiz", "Ana", "UTC", site="Hospital A", languages=("en",))
RECOVERY = Interest("recovery", "Recovery", "life", private=True)


def test_each_changed_field_is_a_row() -> None:
    after = replace(ANA, site="Hospital B", languages=("en", "es"), standing=Standing.ON_LEAVE)
    change = Change(ANA, after, ("site", "languages", "standing"))
    assert list(change_rows([change])) == [
        ChangeRow("M1", "Ana Ruiz", "site", "Hospital A", "Hospital B"),
        ChangeRow("M1", "Ana Ruiz", "languages", "en", "en, es"),
        ChangeRow("M1", "Ana Ruiz", "standing", "here", "on leave"),
    ]


def test_interests_are_shown_as_numbers_only() -> None:
    after = replace(ANA, choices=(Choice("recovery"), Choice("choir")), unsettled=("brewing",))
    shown = list(change_rows([Change(ANA, after, ("choices", "unsettled"))]))
    assert [(row.field, row.before, row.after) for row in shown] == [
        ("interests", "0", "2"),
        ("words to ask about", "0", "1"),
    ]
    assert "recovery" not in repr(shown)


def test_faults_alike_are_one_row_with_their_first_lines() -> None:
    alike = [Fault(line, "shift", "7-7", "is not a shift", "Mend it.") for line in range(2, 902)]
    other = Fault(3, "site", "x", "is odd", "Mend it.")
    rows = fault_rows([alike[0], other, *alike[1:]], lines=3)
    assert [(row.times, row.lines) for row in rows] == [(900, (2, 3, 4)), (1, (3,))]
    assert rows[0].fault == alike[0]


def test_a_plan_is_counted_and_turned_into_plain_values() -> None:
    def read(typed: str) -> Reading:
        return Reading(Resolution(found=(Found(RECOVERY, typed),)))

    cells = {"member_id": "M2", "display_name": "Bo Li", "timezone": "UTC", "joined": "yes"}
    rows = [
        Row(2, {**cells, "interests_as_typed": "recovery"}),
        Row(3, {**cells, "member_id": "M3", "shift": "7-7"}),
        Row(4, {**cells, "member_id": "M1", "display_name": "Ana Ruiz", "manager": "M9"}),
    ]
    result = plan(rows, {"M1": ANA}, {}, read, Aims("everyone"))
    assert {label: number for label, number in summary(result) if number} == {
        "new members": 1,
        "members unchanged": 1,
        "people who had joined": 2,
        "interests read": 1,
        "rows not imported": 1,
        "faults": 1,
        "warnings": 1,
    }
    values = as_values(result)
    assert json.loads(json.dumps(values)) == values
    assert values["counts"]["added"] == 1
    assert values["added"] == ["M2"]
    assert values["faults"] == [
        {
            "line": 3,
            "column": "shift",
            "value": "7-7",
            "what": "is not a shift",
            "do": "Write one of: days, evenings, nights, rotating.",
            "row_kept": False,
        }
    ]
    assert "recovery" not in json.dumps(values)


def test_an_empty_plan_counts_nothing() -> None:
    assert {number for _label, number in summary(Plan())} == {0}
