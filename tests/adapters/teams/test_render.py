"""Cards for Teams: accepted by Microsoft's schema, complete, and literal where people wrote."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from adapters.teams.fields import PREFIX, filled, pasted
from adapters.teams.literal import Json
from adapters.teams.render import (
    CARD_LIMIT,
    CONTENT_TYPE,
    dialog,
    draw,
    is_long,
    letter,
    opener,
    summary,
)
from bot.ui import (
    BLOCK_LIMIT,
    Button,
    Buttons,
    Card,
    Divider,
    Filled,
    Form,
    Heading,
    Link,
    Links,
    Note,
    Option,
    Paragraph,
    Pick,
    PickMany,
    Quote,
    Shape,
    Steps,
    Strong,
    Theirs,
    TooLong,
    Upload,
    Weight,
    When,
    Write,
    line,
    refill,
)
from bot.words import Voice, gallery
from tests.adapters.teams.golden import GOLDEN, ZONE, cards, drawn
from tests.adapters.teams.strict import faults

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
EXAMPLES = gallery.examples(Voice())
LETTERS = {name: each for name, each in EXAMPLES.items() if isinstance(each, Card)}
CARDS = cards()
FORM = Form(
    "profile",
    "What you chose",
    (
        Write("title", "What you do", value="Nurse", lines=3),
        Pick("shown", "Shown?", (Option("y", "Yes"), Option("n", "No")), value="y"),
        PickMany("days", "Days", (Option("a,b", "A, b"), Option("50%", "Half")), values=("a,b",)),
        PickMany("tick", "May they see it?", (Option("on", "Yes"),)),
        PickMany("more", "Interests", source="interests", values=("sepsis",)),
        Upload("rota", "Your rota", (".csv", ".ics"), 1_000_000, hint="Or leave it"),
    ),
    "Save",
    target="t-1",
)


def elements(card: object) -> Iterator[Json]:
    """Every object inside a card, itself first."""
    if isinstance(card, dict):
        yield card
        for inside in card.values():
            yield from elements(inside)
    elif isinstance(card, list):
        for inside in card:
            yield from elements(inside)


def inputs(card: Json) -> dict[str, Json]:
    return {e["id"]: e for e in elements(card) if str(e.get("type")).startswith("Input.")}


def actions(card: Json) -> list[Json]:
    return [e for e in card_actions(card) if "fallback" in e or e["type"] != "Action.Execute"]


def card_actions(card: Json) -> Iterator[Json]:
    for each in elements(card):
        yield from each.get("actions", ())


def shown(card: Json) -> str:
    """What a reader sees of text runs and blocks, marks of Markdown taken back."""
    parts = []
    for each in elements(card["body"]):
        if each.get("type") == "TextRun":
            parts.append(each["text"].replace("{\u200b{", "{{"))
        if each.get("type") == "TextBlock":
            parts.append(re.sub(r"\\([\W_])", r"\1", each["text"]))
    return "\n".join(parts)


def test_every_message_is_drawn_as_it_was_reviewed() -> None:
    again = "run `python -m tests.adapters.teams.golden`, and read what changed"
    assert drawn() == GOLDEN.read_text(encoding="utf-8"), again


@pytest.mark.parametrize("name", CARDS)
def test_every_message_is_a_card_that_microsoft_accepts(name: str) -> None:
    assert faults(CARDS[name]) == []
    assert len(json.dumps(CARDS[name], ensure_ascii=False).encode()) <= CARD_LIMIT


def test_the_strict_schema_refuses_what_is_wrong() -> None:
    card = draw(Card("Hello", ()))
    for broken in (
        {**card, "body": [{"type": "TextBlok", "text": "x"}]},
        {**card, "body": [{"type": "TextBlock"}]},
        {**card, "colour": "red"},
        {**card, "body": [{"type": "Input.Toggle", "id": "x"}]},
        {**card, "type": "Card"},
    ):
        assert faults(broken)


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_fact_of_a_message_is_on_its_card_and_in_its_summary(name: str) -> None:
    message, card = EXAMPLES[name], CARDS[name]
    drawn_text = shown(card) + json.dumps(card, ensure_ascii=False)
    for each in message.cards if not isinstance(message, (Card, Form)) else (message,):
        assert each.title in shown(card)
        assert each.title in card["fallbackText"]
        for block in each.blocks if isinstance(each, Card) else each.intro:
            for part in getattr(block, "row", ()):
                assert part.label in drawn_text
            for spans in (getattr(block, "line", ()), *getattr(block, "lines", ())):
                for span in spans:
                    words = getattr(span, "text", "")
                    assert all(w in shown(card) for w in words.split("\n"))
    assert card["fallbackText"] == summary(message, ZONE)


HOSTILE = [
    "**bold** _it_ ~~gone~~ `code`",
    "[click](https://evil.example/x)",
    "![x](https://evil.example/track.png)",
    "<at>Everyone</at>",
    "<script>alert(1)</script>",
    "# heading\n- item\n1. one",
    "{{DATE(2026-11-23T17:00:00Z, LONG)}}",
    "{{TIME(2026-11-23T17:00:00Z)}}",
    "${secret} {{name}}",
    "https://evil.example mailto:x@evil.example",
    '"}],"actions":[{"type":"Action.OpenUrl"',
    "&lt;b&gt; &amp; &#42;",
    "\\*not escaped\\*",
    "line\r\nbreak\nand more",
    "\u202eesrever\u202c \u2066iso\u2069",
    "nul\x00 bell\x07 esc\x1b[31m",
    "שלום عربى 你好 👩‍⚕️",
    "a" * 2_000,
    "|a|b|\n|-|-|",
    "> quoted\n\n---",
]


def carriers(words: str) -> Card:
    short = words.replace("\n", " ").replace("\r", " ")[:100]
    return Card(
        short,
        (
            Heading(short),
            Paragraph(line("Said ", Theirs(words))),
            Quote((Theirs(words),)),
            Steps(((Theirs(words),),), numbered=True),
            Note((Strong(words),)),
        ),
    )


@pytest.mark.parametrize("words", HOSTILE, ids=range(len(HOSTILE)))
def test_what_people_wrote_is_only_text(words: str) -> None:
    card = draw(carriers(words))
    assert faults(card) == []
    assert list(card_actions(card)) == []
    for each in elements(card["body"]):
        if each["type"] == "TextRun":
            assert "{{" not in each["text"]
        elif each["type"] == "TextBlock":
            assert not re.search(r"(?<!\\)[\[\]*_`~<>#|{}]", each["text"].replace("\\\\", ""))
        if "text" in each:
            assert not re.search("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", each["text"])
    plain_words = re.sub("[\x00-\x08\x0b-\x1f\u202a-\u202e\u2066-\u2069]", "", words)
    assert all(part in shown(card) for part in plain_words.split("\n"))


def test_a_moment_is_written_by_each_readers_own_teams() -> None:
    day = Paragraph((When(NOON, Shape.DAY),))
    both = Paragraph((When(NOON),))
    text = json.dumps(draw(Card("When", (day, both)))["body"])
    assert text.count("{{DATE(2026-11-23T17:00:00Z, LONG)}}") == 2
    assert text.count("{{TIME(2026-11-23T17:00:00Z)}}") == 1


def test_a_button_runs_in_place_and_falls_back_to_sending_the_same() -> None:
    row = (Button("Yes", "yes", "i-1", Weight.MAIN), Button("No", "no", "i-1"))
    yes, no = actions(draw(Card("Meet?", (Buttons(row),))))
    assert yes["type"] == "Action.Execute"
    assert yes["data"] == yes["fallback"]["data"]
    assert yes["data"] == {"do": "press", "action": "yes", "target": "i-1"}
    assert yes["fallback"]["type"] == "Action.Submit"
    assert yes["style"] == "positive"
    assert "style" not in no


def test_buttons_that_do_not_fit_side_by_side_stand_in_rows() -> None:
    labels = ("Yes, introduce us", "Yes, with my own first words", "Later", "Not this time")
    card = draw(Card("Meet?", (Buttons(tuple(Button(each, "x") for each in labels)),)))
    rows = [[a["title"] for a in each["actions"]] for each in card["body"][1:]]
    assert rows == [list(labels[:2]), list(labels[2:])]
    long = draw(Card("Go", (Buttons((Button("y" * 75, "y"), Button("z" * 75, "z"))),)))
    assert len(long["body"]) == 3


def test_only_our_own_links_can_be_opened() -> None:
    card = Card("Go", (Links((Link("Calendar", "https://calendar.example/x"),)), Divider()))
    assert [a["url"] for a in actions(draw(card))] == ["https://calendar.example/x"]


def test_every_input_has_a_label_and_a_box_always_has_a_value() -> None:
    drawn_inputs = inputs(draw(FORM))
    assert all(each["label"] for each in drawn_inputs.values())
    assert drawn_inputs[PREFIX + "tick"]["value"] == ""
    ticked = replace(FORM, fields=(replace(FORM.fields[3], values=("on",)),))
    assert inputs(draw(ticked))[PREFIX + "tick"]["value"] == "on"
    assert faults(draw(FORM)) == []


def test_typing_ahead_asks_for_the_fields_own_source() -> None:
    more = inputs(draw(FORM))[PREFIX + "more"]
    assert more["choices.data"] == {"type": "Data.Query", "dataset": "interests"}
    assert more["style"] == "filtered"
    assert more["value"] == "sepsis"


def test_what_is_wrong_stands_beside_its_field_with_what_was_typed() -> None:
    typed = Filled((("title", ("<b>",)), ("days", ("50%", "gone"))))
    card = draw(refill(FORM, typed, {"title": "Please *say* more."}))
    assert inputs(card)[PREFIX + "title"]["value"] == "<b>"
    assert inputs(card)[PREFIX + "days"]["value"] == "50%25,gone"
    wrong = [e for e in elements(card) if e.get("color") == "Attention"]
    assert [e["text"] for e in wrong] == ["Please \\*say\\* more\\."]
    assert faults(card) == []


def test_a_form_that_comes_back_says_what_was_typed() -> None:
    (submit,) = actions(draw(FORM))
    answers = {
        PREFIX + "title": "One\r\ntwo, three%2C",
        PREFIX + "shown": "n",
        PREFIX + "days": "a%2Cb,50%25",
        PREFIX + "tick": "",
        PREFIX + "more": "sepsis,baking",
        PREFIX + "rota": "date,kind\n2026-11-23,night\n",
        "field": "no field",
    }
    back = submit["data"] | answers
    said = filled(back)
    assert said.one("title") == "One\ntwo, three%2C"
    assert said.one("shown") == "n"
    assert said.many("days") == ("a,b", "50%")
    assert said.many("tick") == ()
    assert said.many("more") == ("sepsis", "baking")
    assert "rota" not in dict(said.values)
    (rota,) = pasted(back)
    assert (rota.name, rota.content) == ("rota", b"date,kind\n2026-11-23,night")


@pytest.mark.parametrize("odd", [None, 7, "x", [1, None], {"a": 1}, [["x"]]])
def test_a_form_that_comes_back_odd_says_nothing(odd: object) -> None:
    assert filled({"many": odd, "one": odd, "files": odd, PREFIX + "x": odd}).many("y") == ()
    assert pasted({"files": odd, PREFIX + "x": odd}) in ((), pasted({}))


def test_a_dialog_sends_what_dialogs_understand() -> None:
    assert is_long(FORM)
    assert [a["type"] for a in card_actions(dialog(FORM))] == ["Action.Submit"]
    card = opener(FORM, "Open it", {"do": "open", "words": "profile"})
    (action,) = card_actions(card)
    assert action["data"]["msteams"] == {"type": "task/fetch"}
    assert inputs(card) == {}
    assert faults(card) == faults(dialog(FORM)) == []


MUCH = Card("Much", (Paragraph((Theirs("😀" * 2_900),)),) * BLOCK_LIMIT)


def test_a_card_too_large_for_teams_raises() -> None:
    with pytest.raises(TooLong, match="80000"):
        draw(MUCH)
    with pytest.raises(TooLong, match="100000"):
        letter(MUCH)


def test_a_letter_is_the_same_card_in_a_message() -> None:
    for name, card in LETTERS.items():
        said = json.loads(letter(card))
        assert said["type"] == "message"
        assert said["attachments"] == [{"contentType": CONTENT_TYPE, "content": draw(card)}], name
        assert said["summary"] == draw(card)["fallbackText"]
