"""The neutral `ui` as HTML. Every card, no page: those are in `templates/`.

Pure: ids for events come from the reader, so that a test can say them.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import assert_never
from zoneinfo import ZoneInfo

from markupsafe import Markup

from adapters.web.html import element, hidden, joined
from adapters.web.moments import moment
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
    Span,
    Steps,
    Strong,
    Theirs,
    Weight,
    When,
)


@dataclass(frozen=True, slots=True)
class Reader:
    """Who a card is drawn for. `year` is the one that goes without saying.

    `press` is where a button sends, `message` the one it stands on (None on a
    home), and `fresh` gives each button the id of the event it will be.
    """

    zone: ZoneInfo
    year: int
    press: str
    fresh: Callable[[], str]
    message: int | None = None


def card(drawn: Card, reader: Reader) -> Markup:
    """A card: its title and its blocks."""
    title = element("h2", drawn.title, class_="card-title")
    return joined(title, blocks(drawn.blocks, reader))


def blocks(drawn: tuple[Block, ...], reader: Reader) -> Markup:
    """Blocks, one after the other."""
    return joined(*(block(each, reader) for each in drawn))


def block(drawn: Block, reader: Reader) -> Markup:
    """One block."""
    match drawn:
        case Heading(text):
            return element("h3", text)
        case Paragraph(spans):
            return element("p", line(spans, reader))
        case Quote(spans):
            return element("blockquote", element("p", line(spans, reader)))
        case Note(spans):
            return element("p", line(spans, reader), class_="note")
        case Steps(lines, numbered):
            items = (element("li", line(each, reader)) for each in lines)
            return element("ol" if numbered else "ul", *items, class_="steps")
        case Divider():
            return element("hr")
        case Buttons(row):
            return element("div", *(button(each, reader) for each in row), class_="buttons")
        case Links(row):
            return element("p", *map(_link, row), class_="links")
        case _:
            assert_never(drawn)


def _link(link: Link) -> Markup:
    return element("a", link.label, href=link.url, rel="noreferrer noopener", target="_blank")


def button(drawn: Button, reader: Reader) -> Markup:
    """A button in a form of its own, so that it works without JavaScript.

    Its event id is made here: pressing it twice is one event.
    """
    main = drawn.weight is Weight.MAIN
    return element(
        "form",
        hidden("event", reader.fresh()),
        hidden("action", drawn.action),
        hidden("target", drawn.target),
        "" if reader.message is None else hidden("message", reader.message),
        element("button", drawn.label, class_="button main" if main else "button"),
        method="post",
        action=reader.press,
    )


def line(spans: Line, reader: Reader) -> Markup:
    """A line of spans."""
    return joined(*(_span(span, reader) for span in spans))


def _span(span: Span, reader: Reader) -> Markup:
    match span:
        case Plain(text):
            return joined(text)
        case Strong(text):
            return element("strong", element("bdi", text))
        case Theirs(text):
            return element("bdi", text, class_="theirs")
        case When():
            return moment(span, reader.zone, reader.year)
        case _:
            assert_never(span)
