"""Cards and forms refuse what a platform could not show, and forms keep what was typed."""

from datetime import UTC, datetime

import pytest

from bot import plain, ui


@pytest.mark.parametrize(
    "make",
    [
        lambda: ui.Heading("x" * 151),
        lambda: ui.Heading(" "),
        lambda: ui.Paragraph(()),
        lambda: ui.Paragraph(ui.line("x" * 2901)),
        lambda: ui.Steps(()),
        lambda: ui.Steps((ui.line("x" * 2900),)),
        lambda: ui.Button("x" * 76, "a"),
        lambda: ui.Button("x", "a", "t" * 201),
        lambda: ui.Buttons(()),
        lambda: ui.Buttons((ui.Button("x", "a"),) * 6),
        lambda: ui.Card("t", (ui.Divider(),) * 46),
        lambda: ui.Card("", ()),
        lambda: ui.Option("v", "x" * 76),
        lambda: ui.Pick("n", "l", ()),
        lambda: ui.PickMany("n", "l"),
        lambda: ui.PickMany("n", "l", options=(ui.Option("v", "l"),), source="interests"),
        lambda: ui.Form("n", "x" * 25, (), "Save"),
        lambda: ui.Form("n", "t", (ui.Write("a", "A"), ui.Write("a", "B")), "Save"),
        lambda: ui.Form("n", "t", (ui.Write("a", "A"),), "Save", errors=(("b", "no"),)),
        lambda: ui.When(datetime(2026, 1, 1)),
        lambda: ui.Home((ui.Card("t", (ui.Divider(),) * 40),) * 3),
    ],
)
def test_what_cannot_be_shown_whole_is_refused_when_made(make):
    with pytest.raises(ValueError, match=r"."):
        make()


def test_a_form_keeps_all_that_was_typed_beside_its_errors():
    form = ui.Form(
        "n",
        "Title",
        (
            ui.Write("words", "Words"),
            ui.Pick("one", "One", (ui.Option("a", "A"), ui.Option("b", "B"))),
            ui.PickMany("many", "Many", source="interests"),
        ),
        "Save",
    )
    filled = ui.Filled((("words", (" <b>x ",)), ("one", ("b",)), ("many", ("tea", "golf"))))
    again = ui.refill(form, filled, {"words": "Too short"})
    assert [getattr(f, "value", getattr(f, "values", None)) for f in again.fields] == [
        " <b>x ",
        "b",
        ("tea", "golf"),
    ]
    assert again.error_for("words") == "Too short"
    assert again.error_for("one") == ""
    assert filled.one("words") == "<b>x"
    assert filled.one("absent") == ""


def test_every_fact_of_a_card_is_in_its_plain_text():
    at = datetime(2026, 3, 16, 13, 5, tzinfo=UTC)
    card = ui.Card(
        "Title",
        (
            ui.Heading("Heading"),
            ui.Paragraph(ui.line("ours ", ui.Strong("strong "), ui.Theirs("<theirs> & more"))),
            ui.Quote(ui.line("quoted")),
            ui.Steps((ui.line("first"), ui.line("second")), numbered=True),
            ui.Note(ui.line(ui.When(at), " and ", ui.When(at, ui.Shape.DAY))),
            ui.Divider(),
            ui.Buttons((ui.Button("Press", "a"),)),
        ),
    )
    text = plain.card(card, "America/New_York")
    for fact in (
        "Title",
        "Heading",
        "ours strong <theirs> & more",
        "“quoted”",
        "1. first",
        "2. second",
        "Monday 16 March, 09:05 and Monday 16 March",
        "[ Press ]",
    ):
        assert fact in text
