"""Text as Teams shows it: people's words stay exactly what they wrote.

A text run knows no Markdown, so people's words go only there. A text block
does, and also turns `{{DATE(…)}}` into a date: titles are escaped for it.
"""

import re
from collections.abc import Iterable
from datetime import UTC
from typing import Any, TypeAlias, assert_never

import orjson

from bot.ui import Line, Plain, Shape, Span, Strong, Theirs, When

Json: TypeAlias = dict[str, Any]

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_MARKS = re.compile(r"([\\`*_{}\[\]()#+\-.!|<>~&])")


def encoded(body: Json) -> bytes:
    """JSON as it goes over the wire."""
    return orjson.dumps(body)


def seen(text: str) -> str:
    """The text without characters that nobody sees but that turn round what follows."""
    if text.isprintable():  # most is, and saying so is cheap
        return text
    return _UNSEEN.sub("", text.replace("\r\n", "\n"))


def literal(text: str) -> str:
    """For a text run, where only a date's double brace means anything: it is parted."""
    return seen(text).replace("{{", "{\u200b{")


def escaped(text: str) -> str:
    """For a text block: every mark that Markdown could read is taken as itself."""
    return _MARKS.sub(r"\\\1", seen(text))


def moment(when: When) -> str:
    """A moment that each reader's own Teams writes in their zone and language."""
    at = when.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    day = f"{{{{DATE({at}, LONG)}}}}"
    match when.shape:
        case Shape.DAY:
            return day
        case Shape.DAY_AND_TIME:
            return f"{day}, {{{{TIME({at})}}}}"
        case _:
            assert_never(when.shape)


def rich(spans: Line, **look: object) -> list[Json]:
    """A line as blocks of text runs, one block for each line that people broke."""
    rows: list[list[Json]] = [[]]
    for span in spans:
        heavy = {"weight": "Bolder"} if isinstance(span, Strong) else {}
        for at, words in enumerate(_words(span).split("\n")):
            if at:
                rows.append([])
            if words:
                rows[-1].append({"type": "TextRun", "text": words, **heavy, **look})
    return [
        {"type": "RichTextBlock", "inlines": row} | ({"spacing": "None"} if at else {})
        for at, row in enumerate(filter(None, rows))
    ]


def _words(span: Span) -> str:
    match span:
        case Plain() | Strong() | Theirs():
            return literal(span.text)
        case When():
            return moment(span)
        case _:
            assert_never(span)


def marked(mark: str, blocks: Iterable[Json]) -> list[Json]:
    """The same blocks, the first with a mark before its words."""
    first, *others = blocks
    run = {"type": "TextRun", "text": f"{mark} "}
    return [{**first, "inlines": [run, *first["inlines"]]}, *others]
