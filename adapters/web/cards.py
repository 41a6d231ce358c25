"""A card as JSON and back, for the browser's own chat.

Explicit on purpose: what is kept on disk does not change because a class was
renamed. Unknown shapes raise `UnreadableCard`.
"""

import json
from datetime import datetime
from typing import Any, TypeAlias, assert_never

from bot.ui import (
    Block,
    Button,
    Buttons,
    Card,
    Divider,
    Heading,
    Line,
    Link,
    Links,
    Note,
    Paragraph,
    Plain,
    Quote,
    Shape,
    Span,
    Steps,
    Strong,
    Theirs,
    Weight,
    When,
)

Json: TypeAlias = dict[str, Any]


class UnreadableCard(ValueError):
    """What was kept is not a card this version can read."""


def write_card(card: Card) -> str:
    """The card as JSON; `read_card` gives the same card back."""
    kept = {"title": card.title, "blocks": [_block(block) for block in card.blocks]}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def read_card(kept: str) -> Card:
    """The card that was written. Raises `UnreadableCard`."""
    try:
        card = json.loads(kept)
        return Card(card["title"], tuple(_read_block(block) for block in card["blocks"]))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise UnreadableCard(f"a kept card cannot be read: {type(fault).__name__}") from fault


def _block(block: Block) -> Json:
    match block:
        case Heading(text):
            return {"is": "heading", "text": text}
        case Paragraph(line):
            return {"is": "paragraph", "line": _line(line)}
        case Quote(line):
            return {"is": "quote", "line": _line(line)}
        case Note(line):
            return {"is": "note", "line": _line(line)}
        case Steps(lines, numbered):
            return {"is": "steps", "lines": [_line(each) for each in lines], "numbered": numbered}
        case Divider():
            return {"is": "divider"}
        case Buttons(row):
            return {"is": "buttons", "row": [_button(button) for button in row]}
        case Links(row):
            return {"is": "links", "row": [[link.label, link.url] for link in row]}
        case _:
            assert_never(block)


def _button(button: Button) -> Json:
    return {
        "label": button.label,
        "action": button.action,
        "target": button.target,
        "weight": button.weight.value,
    }


def _line(line: Line) -> list[Json]:
    return [_span(span) for span in line]


def _span(span: Span) -> Json:
    match span:
        case Plain(text):
            return {"is": "plain", "text": text}
        case Strong(text):
            return {"is": "strong", "text": text}
        case Theirs(text):
            return {"is": "theirs", "text": text}
        case When(at, shape):
            return {"is": "when", "at": at.isoformat(), "shape": shape.value}
        case _:
            assert_never(span)


def _read_block(kept: Json) -> Block:
    match kept["is"]:
        case "heading":
            return Heading(kept["text"])
        case "paragraph":
            return Paragraph(_read_line(kept["line"]))
        case "quote":
            return Quote(_read_line(kept["line"]))
        case "note":
            return Note(_read_line(kept["line"]))
        case "steps":
            return Steps(tuple(_read_line(each) for each in kept["lines"]), kept["numbered"])
        case "divider":
            return Divider()
        case "buttons":
            return Buttons(tuple(_read_button(button) for button in kept["row"]))
        case "links":
            return Links(tuple(Link(label, url) for label, url in kept["row"]))
        case unknown:
            raise ValueError(f"no block is called {unknown!r}")


def _read_button(kept: Json) -> Button:
    return Button(kept["label"], kept["action"], kept["target"], Weight(kept["weight"]))


def _read_line(kept: list[Json]) -> Line:
    return tuple(_read_span(span) for span in kept)


def _read_span(kept: Json) -> Span:
    match kept["is"]:
        case "plain":
            return Plain(kept["text"])
        case "strong":
            return Strong(kept["text"])
        case "theirs":
            return Theirs(kept["text"])
        case "when":
            return When(datetime.fromisoformat(kept["at"]), Shape(kept["shape"]))
        case unknown:
            raise ValueError(f"no span is called {unknown!r}")
