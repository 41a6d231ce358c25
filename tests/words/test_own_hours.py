"""The words about hours: all in the gallery, and one sentence for each thing that can be wrong."""

import ast
from datetime import date
from pathlib import Path

import pytest

from bot.hours.faults import Fault, Wrong
from bot.model import Dates, Duty, Hours, Member
from bot.ui import PARAGRAPH_LIMIT
from bot.words import Voice, hours_faults, own_hours
from bot.words.gallery_hours import LENA, TODAY

ROOT = Path(__file__).parents[2]
VOICE = Voice()


def test_every_card_and_form_about_hours_is_in_the_gallery():
    source = (ROOT / "bot/words/gallery_hours.py").read_text(encoding="utf-8")
    tree = ast.parse(Path(own_hours.__file__).read_text(encoding="utf-8"))
    drawing = {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and not node.name.startswith("_")
        and ast.unparse(node.returns) in ("Card", "Form")
    }
    assert drawing == {"form", "card", "saved"}
    assert [name for name in drawing if f"own_hours.{name}(" not in source] == []


@pytest.mark.parametrize("wrong", Wrong)
def test_whatever_is_wrong_is_said_kindly_and_says_what_to_do(wrong):
    said = hours_faults.fault(VOICE, Fault(wrong, "this", 3, "shift", 2), limit=5 * 1024 * 1024)
    assert said.startswith("Line 3, shift: ")
    assert said.endswith(".")
    assert "{" not in said
    assert not {"error", "invalid", "failed"} & set(said.lower().split())


def test_a_long_list_of_faults_is_told_in_part():
    many = [Fault(Wrong.NOT_UNDERSTOOD, "x" * 500, line) for line in range(2, 14)]
    said = hours_faults.faults(VOICE, many)
    assert "Line 6:" in said
    assert "Line 7:" not in said
    assert said.endswith("7 more lines.")
    assert len(said) < 1_000


def test_a_rota_of_single_days_still_fits_on_a_card():
    dates = tuple(
        Dates(Duty.NIGHT, date(2026, month, day), date(2026, month, day))
        for month in (11, 12)
        for day in range(25, 30, 2)
    )
    far = tuple(
        Dates(Duty.NIGHT, date(2027, 1, day), date(2027, 1, day)) for day in range(1, 31, 2)
    )
    member = Member("m", "M", "M", LENA.timezone, hours=Hours(dates=dates + far))
    text = "".join(
        span.text for line in own_hours.understood(VOICE, member, TODAY) for span in line
    )
    assert "25 November, 27 November" in text
    assert "15 more" in text
    assert len(text) < PARAGRAPH_LIMIT


def test_what_is_over_is_not_said_again():
    past = Hours(dates=(Dates(Duty.CALL, date(2026, 11, 20), date(2026, 11, 20)),))
    member = Member("m", "M", "M", LENA.timezone, hours=past)
    assert len(own_hours.understood(VOICE, member, TODAY)) == 1
    form = own_hours.form(VOICE, member, TODAY)
    assert next(each.value for each in form.fields if each.name == "dates") == ""
