"""What people wrote is letters in Slack, on every card we have, whatever they wrote (S13)."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest

from adapters.slack import render
from adapters.slack.literal import seen as without_the_unseen
from bot.ui import (
    Block,
    Card,
    Filled,
    Heading,
    Note,
    Paragraph,
    Quote,
    Span,
    Steps,
    Strong,
    Theirs,
    Write,
    refill,
)
from bot.words import Voice, gallery
from tests.adapters.slack import reading
from tests.adapters.slack.mrkdwn import JOINER, meanings, texts
from tests.adapters.slack.payloads import PAYLOADS

EXAMPLES = gallery.examples(Voice())
HARMLESS = "Qvx"


def _is_theirs(span: Span) -> bool:
    return isinstance(span, Theirs | Strong)


def _lines(block: Block) -> tuple[Any, ...]:
    match block:
        case Paragraph(spans) | Quote(spans) | Note(spans):
            return (spans,)
        case Steps(lines):
            return lines
        case _:
            return ()


CARDS = {
    name: example
    for name, example in EXAMPLES.items()
    if isinstance(example, Card)
    and any(_is_theirs(s) for block in example.blocks for row in _lines(block) for s in row)
}
"""Every card of ours in which people's words stand."""

FORMS = {
    name: form
    for name, form in EXAMPLES.items()
    if not isinstance(form, Card) and any(isinstance(f, Write) for f in getattr(form, "fields", ()))
}


def in_place_of_theirs(card: Card, text: str) -> Card:
    """The card with this in the place of whatever people wrote, and in its title as a name."""

    def line(spans: tuple[Span, ...]) -> tuple[Span, ...]:
        return tuple(replace(s, text=text) if _is_theirs(s) else s for s in spans)

    def block(each: Block) -> Block:
        match each:
            case Paragraph(spans) | Quote(spans) | Note(spans):
                return replace(each, **{type(each).__match_args__[0]: line(spans)})
            case Steps(lines):
                return replace(each, lines=tuple(map(line, lines)))
            case _:
                return each

    blocks = tuple(map(block, card.blocks))
    return Card(f"You and {text}", (*blocks, Heading(text)))


def drawn(text: str) -> dict[str, dict[str, Any]]:
    """Every such card, as a message, with this text in it."""
    return {name: render.message(in_place_of_theirs(c, text)) for name, c in CARDS.items()}


PLAIN = drawn(HARMLESS)


def meant(message: dict[str, Any]) -> list[Counter[str]]:
    """What each text of a message means; the message's own text first."""
    marked = [each for each in texts(message["blocks"]) if each["type"] == "mrkdwn"]
    assert all(each["verbatim"] is True for each in marked), "a bare address would become a link"
    return [meanings(message["text"]), *(meanings(each["text"]) for each in marked)]


def test_there_are_two_hundred_and_most_would_mean_something_unguarded() -> None:
    assert len(set(PAYLOADS)) == len(PAYLOADS) >= 200
    assert len([each for each in PAYLOADS if meanings(each) or each != render.escaped(each)]) > 150
    assert len(CARDS) >= 20


def test_every_mark_is_told_from_letters() -> None:
    """The reader of markup that the next test trusts."""
    marked = "*a* _b_ ~c~ `d` ```e``` :f: <@U1> <#C1> <!here> <!date^0^{d}|x> <mailto:a|b>"
    assert meanings(marked) == {
        "bold": 1, "slanted": 1, "struck": 1, "code": 1, "block": 1, "emoji": 1, "mention": 1,
        "channel": 1, "broadcast": 1, "date": 1, "link": 1,
    }  # fmt: skip
    assert meanings("a\n&gt; b\n> c") == {"quote": 2}
    assert not meanings(
        f"a * b, 2*{JOINER}3*{JOINER}4, :{JOINER}f:{JOINER} &lt;!here&gt; {JOINER}&gt; b"
    )


@pytest.mark.parametrize("place", range(len(PAYLOADS)))
def test_people_s_words_are_letters_on_every_card(place: int) -> None:
    wrote = PAYLOADS[place]
    letters = without_the_unseen(wrote).replace(JOINER, "")
    for name, message in drawn(wrote).items():
        for now, usual in zip(meant(message), meant(PLAIN[name]), strict=True):
            # Our own bold may have to go; nothing is ever more than it usually is.
            assert now | Counter(bold=usual["bold"]) == usual, name
        shown = reading.seen({"blocks": message["blocks"]}).replace(JOINER, "")
        as_plain = reading.seen({"blocks": PLAIN[name]["blocks"]}).replace(JOINER, "")
        assert shown == as_plain.replace(HARMLESS, letters), name


@pytest.mark.parametrize("name", FORMS)
def test_people_s_words_are_letters_in_a_form(name: str) -> None:
    form = FORMS[name]
    (field, *_) = [each for each in form.fields if isinstance(each, Write)]
    for wrote in PAYLOADS:
        filled = Filled(((field.name, (wrote,)),))
        view = render.form(refill(form, filled, {field.name: f"I could not read {wrote}"}), {})
        (fault,) = [each for each in texts(view) if "I could not read" in each["text"]]
        assert (fault["type"], fault["emoji"]) == ("plain_text", False)
        inputs = [block["element"] for block in view["blocks"] if block["type"] == "input"]
        assert wrote in [each.get("initial_value") for each in inputs], "an input shows no markup"
