"""Fields as HTML: labelled, explained, and holding all that was typed."""

import re

import pytest

from adapters.web.fields import FEW, Help, draw_field, with_strays
from bot.ui import Form, Option, Pick, PickMany, Write
from bot.words import Voice, gallery

YES_NO = (Option("y", "Yes"), Option("n", "No"))
WEEKS = tuple(Option(str(n), f"Week {n}") for n in range(FEW + 1))


def test_a_box_to_write_in_is_labelled_and_explained() -> None:
    drawn = draw_field(Write("about", "About you", "<b>", hint="Briefly", limit=9), Help())
    assert '<label for="field-about">About you</label>' in drawn
    assert '<p class="hint" id="hint-about">Briefly</p>' in drawn
    assert 'name="field.about"' in drawn
    assert 'value="&lt;b&gt;"' in drawn
    assert 'maxlength="9"' in drawn
    assert 'aria-describedby="hint-about"' in drawn
    assert "aria-invalid" not in drawn


def test_an_error_stands_beside_its_field_and_is_read_with_it() -> None:
    drawn = draw_field(
        Write("about", "About you", hint="Briefly"), Help({"about": "Say a little more"})
    )
    assert '<p class="error" id="error-about">Say a little more</p>' in drawn
    assert 'aria-describedby="error-about hint-about"' in drawn
    assert 'aria-invalid="true"' in drawn


def test_several_lines_keep_a_first_empty_line() -> None:
    drawn = draw_field(Write("about", "About you", "\nsecond", lines=3), Help())
    # A browser drops the first newline in a textarea: the one written for it.
    assert ">\n\nsecond</textarea>" in drawn


def test_what_need_not_be_filled_says_so() -> None:
    drawn = draw_field(Write("about", "About you", optional=True), Help())
    assert '<span class="optional">(optional)</span>' in drawn


def test_a_few_options_are_all_in_sight() -> None:
    drawn = draw_field(Pick("shown", "Shown?", YES_NO, "n"), Help())
    assert "<legend>Shown?</legend>" in drawn
    assert drawn.count('type="radio"') == 2
    assert '<input type="radio" name="field.shown" value="n" checked>' in drawn
    assert '<input type="radio" name="field.shown" value="y">' in drawn


def test_many_options_drop_down() -> None:
    drawn = draw_field(Pick("week", "Week", WEEKS, "2"), Help())
    assert '<option value="2" selected>Week 2</option>' in drawn
    assert drawn.count("<option") == len(WEEKS) + 1, "one more, to choose nothing"


def test_several_can_be_ticked() -> None:
    drawn = draw_field(PickMany("days", "Days", YES_NO, values=("y",)), Help())
    assert '<input type="checkbox" name="field.days" value="y" checked>' in drawn
    assert '<input type="checkbox" name="field.days" value="n">' in drawn


@pytest.mark.parametrize(
    "field",
    [
        Pick("one", "One", YES_NO, "gone <b>"),
        Pick("one", "One", WEEKS, "gone <b>"),
        PickMany("one", "One", YES_NO, values=("gone <b>",)),
        PickMany("one", "One", source="interests", values=("gone <b>",)),
    ],
)
def test_a_choice_that_is_not_offered_is_still_there(field: Pick | PickMany) -> None:
    drawn = draw_field(field, Help({"one": "Please choose again"}))
    assert re.search(r'value="gone &lt;b&gt;" (checked|selected)', drawn)
    assert "gone &lt;b&gt;</" in drawn


def test_an_empty_choice_is_no_choice() -> None:
    assert with_strays(YES_NO, ("", "  ", "y")) == YES_NO


def test_picked_and_found_interests_have_names() -> None:
    field = PickMany("likes", "Likes", source="interests", values=("sepsis", "own words"))
    found = (Option("baking", "Baking"), Option("sepsis", "Sepsis pathways"))
    known = Help(labels={"sepsis": "Sepsis pathways"}, found={"likes": found})
    drawn = draw_field(field, known)
    assert drawn.count("Sepsis pathways") == 1, "what is chosen is not offered again"
    assert '<input type="checkbox" name="field.likes" value="own words" checked>' in drawn
    assert '<input type="checkbox" name="field.likes" value="baking">' in drawn
    assert 'aria-label="Add to Likes"' in drawn


FORMS = {n: f for n, f in gallery.examples(Voice()).items() if isinstance(f, Form)}


@pytest.mark.parametrize("name", FORMS)
def test_every_form_of_the_bot_can_be_filled(name: str) -> None:
    form = FORMS[name]
    for each in form.fields:
        drawn = draw_field(each, Help(dict(form.errors)))
        assert f'name="field.{each.name}"' in drawn
        assert f'id="field-{each.name}"' in drawn
        assert each.name not in dict(form.errors) or f'id="error-{each.name}"' in drawn
