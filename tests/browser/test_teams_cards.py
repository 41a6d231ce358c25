"""What a member sees of our cards in Microsoft's own renderer: their words, and real times."""

import re

import pytest
from playwright.sync_api import Browser, Page

from adapters.teams.render import draw as card_of
from bot.ui import Card, Paragraph, Quote, Theirs, When, line
from tests.adapters.teams.golden import cards
from tests.adapters.teams.test_render import HOSTILE, NOON, carriers
from tests.browser.teams_cards import PICTURES, draw, empty_page

_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\u200b\u202a-\u202e\u2066-\u2069]")


@pytest.fixture(scope="module")
def page(chromium: Browser) -> Page:
    return empty_page(chromium)


def test_a_moment_is_shown_in_the_readers_own_zone(page: Page) -> None:
    card = card_of(Card("When", (Paragraph(line("At ", When(NOON), ".")),)))
    shown = draw(page, card).inner_text()
    assert "At Monday, November 23, 2026, 12:00 PM." in shown.replace("\u202f", " ")


@pytest.mark.parametrize("at", range(len(HOSTILE)))
def test_what_people_wrote_is_shown_as_they_wrote_it(page: Page, at: int) -> None:
    words = HOSTILE[at]
    drawn = draw(page, card_of(carriers(words)))
    assert drawn.locator("a, img, script, strong, h1, ul, table").count() == 0
    shown = _UNSEEN.sub("", drawn.inner_text())
    for part in _UNSEEN.sub("", words).split("\n"):
        assert " ".join(part.split()) in " ".join(shown.split())


def test_a_date_that_people_wrote_stays_a_word(page: Page) -> None:
    words = "{{DATE(2026-11-23T17:00:00Z, LONG)}}"
    shown = draw(page, card_of(Card(words, (Quote((Theirs(words),)),)))).inner_text()
    assert "November" not in shown
    assert _UNSEEN.sub("", shown).count(words) == 2


@pytest.mark.parametrize("message", PICTURES)
def test_the_messages_in_the_documentation_can_be_drawn(page: Page, message: str) -> None:
    drawn = draw(page, cards()[message])
    assert drawn.locator("button").count() >= 1
    width = drawn.bounding_box()["width"]
    for button in drawn.locator("button").all():
        edges = button.bounding_box()
        assert edges["x"] + edges["width"] <= 16 + width, "no button is cut off"
    assert drawn.get_by_text("Unable to render").count() == 0
