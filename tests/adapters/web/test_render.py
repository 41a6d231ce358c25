"""Cards as HTML: everything is said, nothing anyone wrote becomes markup."""

from datetime import UTC, datetime
from html.parser import HTMLParser
from itertools import count
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.web.render import Reader, block, card, line
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

NEW_YEAR = datetime(2027, 1, 1, 2, 30, tzinfo=UTC)


def reader(zone: str = "America/New_York", message: int | None = None) -> Reader:
    ids = count(1)
    return Reader(ZoneInfo(zone), 2026, "/as/ana/press", lambda: f"event-{next(ids)}", message)


class Read(HTMLParser):
    """The words and the tags of a piece of HTML."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.tags = "", []
        self.feed(str(html))
        self.close()

    def handle_data(self, data: str) -> None:
        self.words += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)


def test_each_span_has_its_own_look() -> None:
    drawn = line((Plain("Meet "), Strong("Ana"), Plain(": "), Theirs("hi")), reader())
    assert drawn == 'Meet <strong><bdi>Ana</bdi></strong>: <bdi class="theirs">hi</bdi>'


@pytest.mark.parametrize(
    ("shape", "zone", "drawn"),
    [
        (Shape.DAY, "America/New_York", '<time datetime="2026-12-31">Thursday 31 December</time>'),
        (Shape.DAY, "UTC", '<time datetime="2027-01-01">Friday 1 January 2027</time>'),
        (
            Shape.DAY_AND_TIME,
            "America/New_York",
            '<time datetime="2026-12-31T21:30-05:00">Thursday 31 December, 21:30 EST</time>',
        ),
    ],
)
def test_a_moment_is_said_in_the_readers_own_zone(shape: Shape, zone: str, drawn: str) -> None:
    assert line((When(NEW_YEAR, shape),), reader(zone)) == drawn


def test_blocks() -> None:
    said = (Plain("text"),)
    assert block(Heading("Title"), reader()) == "<h3>Title</h3>"
    assert block(Paragraph(said), reader()) == "<p>text</p>"
    assert block(Quote(said), reader()) == "<blockquote><p>text</p></blockquote>"
    assert block(Note(said), reader()) == '<p class="note">text</p>'
    assert block(Divider(), reader()) == "<hr>"
    assert block(Steps((said, said)), reader()) == (
        '<ul class="steps"><li>text</li><li>text</li></ul>'
    )
    assert block(Steps((said,), numbered=True), reader()).startswith("<ol")


def test_each_button_is_a_form_of_its_own_with_an_event_of_its_own() -> None:
    row = Buttons((Button("Yes", "yes", "i-1", Weight.MAIN), Button("No", "no")))
    drawn = block(row, reader(message=7))
    assert drawn.count("<form") == drawn.count('method="post" action="/as/ana/press"') == 2
    assert 'value="event-1"' in drawn
    assert 'value="event-2"' in drawn
    assert drawn.count('name="message" value="7"') == 2
    assert '<button class="button main">Yes</button>' in drawn
    assert '<button class="button">No</button>' in drawn


def test_a_button_on_a_home_names_no_message() -> None:
    assert 'name="message"' not in block(Buttons((Button("Yes", "yes"),)), reader())


@given(st.text(min_size=1, max_size=200).filter(str.strip))
def test_whatever_people_write_is_text(written: str) -> None:
    written = written.replace("\r", "")  # HTML reads a carriage return as a new line
    if not written.strip():
        return
    drawn = Read(line((Theirs(written), Strong(written), Plain(written)), reader()))
    assert drawn.words == written * 3
    assert drawn.tags == ["bdi", "strong", "bdi"]


@given(st.text(max_size=100), st.text(min_size=1, max_size=60).filter(str.strip))
def test_whatever_is_in_a_button_stays_in_it(target: str, label: str) -> None:
    drawn = Read(block(Buttons((Button(label, target[:20], target),)), reader()))
    assert drawn.tags == ["div", "form", "input", "input", "input", "button"]


def test_no_address_becomes_a_link() -> None:
    drawn = block(Paragraph((Theirs("see https://example.org or a@example.org"),)), reader())
    assert "<a" not in drawn


CARDS = {n: c for n, c in gallery.examples(Voice()).items() if isinstance(c, Card)}


@pytest.mark.parametrize("name", CARDS)
def test_every_message_of_the_bot_says_all_it_has_to_say(name: str) -> None:
    shown = CARDS[name]
    drawn = Read(card(shown, reader()))
    wanted = [shown.title, *(button.label for button in shown.buttons())]
    for each in shown.blocks:
        match each:
            case Heading(text):
                wanted.append(text)
            case Paragraph(spans) | Quote(spans) | Note(spans):
                wanted += [s.text for s in spans if not isinstance(s, When)]
            case Steps(lines):
                wanted += [s.text for spans in lines for s in spans if not isinstance(s, When)]
    assert [each for each in wanted if each not in drawn.words] == []
