"""A card kept in the chat is the same card when read again."""

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.cards import UnreadableCard, read_card, write_card
from bot.ui import (
    Button,
    Buttons,
    Card,
    Divider,
    Heading,
    Note,
    Paragraph,
    Plain,
    Quote,
    Shape,
    Steps,
    Strong,
    Theirs,
    Weight,
    When,
)
from bot.words import Voice, gallery

text = st.text(min_size=1, max_size=40).filter(str.strip)
moments = st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=-5))]))
spans = st.one_of(
    text.map(Plain),
    text.map(Strong),
    text.map(Theirs),
    st.builds(When, moments, st.sampled_from(Shape)),
)
lines = st.lists(spans, min_size=1, max_size=4).map(tuple)
buttons = st.builds(Button, text, text, st.text(max_size=30), st.sampled_from(Weight))
blocks = st.one_of(
    text.map(Heading),
    lines.map(Paragraph),
    lines.map(Quote),
    lines.map(Note),
    st.builds(Steps, st.lists(lines, min_size=1, max_size=3).map(tuple), st.booleans()),
    st.just(Divider()),
    st.lists(buttons, min_size=1, max_size=5).map(tuple).map(Buttons),
)
cards = st.builds(Card, text, st.lists(blocks, max_size=8).map(tuple))


@given(cards)
def test_any_card_comes_back_whole(card: Card) -> None:
    assert read_card(write_card(card)) == card


@pytest.mark.parametrize(
    "card",
    [c for c in gallery.examples(Voice()).values() if isinstance(c, Card)],
    ids=lambda c: c.title,
)
def test_every_message_of_the_bot_comes_back_whole(card: Card) -> None:
    assert read_card(write_card(card)) == card


def test_what_is_kept_does_not_follow_the_names_of_classes() -> None:
    when = datetime(2026, 11, 23, 9, tzinfo=UTC)
    card = Card("Hi", (Paragraph((Plain("a "), When(when, Shape.DAY))), Divider()))
    assert json.loads(write_card(card)) == {
        "title": "Hi",
        "blocks": [
            {
                "is": "paragraph",
                "line": [
                    {"is": "plain", "text": "a "},
                    {"is": "when", "at": "2026-11-23T09:00:00+00:00", "shape": "day"},
                ],
            },
            {"is": "divider"},
        ],
    }


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "[]",
        "{}",
        '{"title": "a"}',
        '{"title": "", "blocks": []}',
        '{"title": "a", "blocks": [{"is": "poem"}]}',
        '{"title": "a", "blocks": [{"is": "paragraph", "line": [{"is": "odd"}]}]}',
        '{"title": "a", "blocks": [{"is": "paragraph", "line": [{"is": "when", "at": "x"}]}]}',
        '{"title": "a", "blocks": "abc"}',
    ],
)
def test_anything_else_is_refused_by_name(kept: str) -> None:
    with pytest.raises(UnreadableCard):
        read_card(kept)
