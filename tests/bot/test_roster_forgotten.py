"""Someone who asked to be forgotten, when the roster names them again."""

from dataclasses import replace

from bot.model import Choice, Member
from bot.roster import plan
from bot.roster.forgotten import without_forgotten
from tests.bot.test_roster_planning import AIMS, ANA, BO, read, rows

WISHES = {"interests_as_typed": "choir, PI", "joined": "yes", "formats": "walk"}


def planned(existing: dict[str, Member] | None = None, **more: str):
    every = rows({**ANA, **WISHES, **more}, {**BO, **WISHES})
    return without_forgotten(plan(every, existing or {}, {}, read, AIMS), {"M1"})


def test_they_come_back_as_a_stranger_and_others_are_as_the_file_says() -> None:
    result = planned()
    ana, bo = result.added
    assert (ana.name, ana.choices, ana.unsettled, ana.formats) == ("Ana Ruiz", (), (), ())
    assert (bo.choices, bo.unsettled, bo.formats) == ((Choice("choir"),), ("PI",), ("walk",))
    assert "M2" in {each.member for each in result.memberships}
    assert "M1" not in {each.member for each in result.memberships}


def test_a_second_import_gives_them_nothing_either() -> None:
    ana, bo = planned().added
    again = planned({"M1": ana, "M2": bo})
    assert [each for each in again.changed if each.before.id == "M1"] == []
    moved = planned({"M1": ana, "M2": bo}, department="PACU")
    (change,) = [each for each in moved.changed if each.before.id == "M1"]
    assert change.after == replace(ana, department="PACU")


def test_nobody_forgotten_changes_nothing() -> None:
    result = plan(rows({**ANA, **WISHES}), {}, {}, read, AIMS)
    assert without_forgotten(result, frozenset()) is result
