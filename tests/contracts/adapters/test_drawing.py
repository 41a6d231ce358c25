"""Every message is drawn on every platform, and nothing it says is missing on any."""

from collections.abc import Iterator

import pytest

from bot.ui import Ask, Card, Form, Home, Paragraph, Say, Show, Strong, Theirs, line
from bot.words import Voice, gallery
from tests.contracts.adapters.platforms import PLATFORMS, Drawable, Platform
from tests.stories.ways import facts

EXAMPLES = gallery.examples(Voice())
platforms = pytest.mark.parametrize("platform", PLATFORMS, ids=lambda each: each.name)


ENDINGS = (".ics", ".csv")
"""The endings of files that a form takes: said where a file can be given."""


def said(what: Drawable) -> Iterator[str]:
    """Every fact of a message, piece by piece."""
    match what:
        case Card():
            yield from facts(Say(what))
        case Home():
            yield from facts(Show(what))
        case Form():
            yield from facts(Ask(what))


def close(text: str) -> str:
    """Without the spaces between, which each platform sets as it does."""
    return "".join(text.split())


@platforms
@pytest.mark.parametrize("name", EXAMPLES)
def test_every_fact_of_every_message_is_seen_and_heard(platform: Platform, name: str) -> None:
    drawing = platform.draws(EXAMPLES[name])
    seen, heard = close(drawing.seen), close(drawing.heard)
    for fact in said(EXAMPLES[name]):
        if fact in ENDINGS and not platform.takes_files:
            continue
        assert close(fact) in seen, f"not seen on {platform.name}: {fact}"
        assert close(fact) in heard, f"not heard on {platform.name}: {fact}"


WROTE = (
    "<!channel> <@U012AB3CD> <https://evil.example|x>",
    "<at>Everyone</at> {{DATE(2026-11-23T17:00:00Z)}} [x](https://evil.example)",
    "<script>alert('x')</script> & &amp; &lt;",
    "*bold* _slanted_ ~gone~ `code` # title :tada:",
    "שלום 名前 🧑\u200d⚕️ e\u0301",
)


@platforms
@pytest.mark.parametrize("wrote", WROTE)
def test_what_people_wrote_reads_as_they_wrote_it(platform: Platform, wrote: str) -> None:
    card = Card("A line", (Paragraph(line(Theirs(wrote))), Paragraph(line(Strong("A"), " wrote"))))
    assert close(wrote) in close(platform.draws(card).seen)


def test_a_fact_that_is_missing_would_be_found() -> None:
    """The check itself can fail: one word less, and it is seen."""
    whole = Card("A line", (Paragraph(line("This is said")),))
    less = Card("A line", (Paragraph(line("This is")),))
    for platform in PLATFORMS:
        assert close("This is said") in close(platform.draws(whole).seen)
        assert close("This is said") not in close(platform.draws(less).seen)
