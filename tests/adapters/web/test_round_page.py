"""The round in numbers and a picture, and the clock."""

import re
from datetime import timedelta

import pytest

from adapters.web.picture import draw_round
from adapters.web.round_page import WORDS
from bot.model import Why
from bot.round_view import OTHER, Cell, RoundView
from tests.adapters.web.conftest import Browser
from tests.adapters.web.small_core import NOON

NAMES = ("Nursing", "R&D <$x^2$>", OTHER)
VIEW = RoundView(
    slot=NOON.date(),
    wave=1,
    started_at=NOON,
    members=1234,
    due=400,
    matched=398,
    introductions=199,
    left_out=((Why.NOT_DUE, 40), (Why.ODD_ONE, None)),
    quality=0.9951,
    departments=NAMES,
    cells=(
        Cell(NAMES[0], NAMES[0], 12),
        Cell(NAMES[0], NAMES[1], 31),
        Cell(NAMES[0], OTHER, None),
        Cell(NAMES[1], NAMES[1], None),
        Cell(NAMES[1], OTHER, 5),
        Cell(OTHER, OTHER, None),
    ),
    next_event=NOON + timedelta(days=3),
)


async def test_before_the_first_round(browser: Browser) -> None:
    assert "No round has run yet" in await browser.page("/round")
    assert (await browser.get("/round/light.svg")).status == 404


async def test_the_round_in_numbers_and_as_a_table(browser: Browser) -> None:
    browser.core.view = VIEW
    page = await browser.page("/round")
    for said in ("1,234", "400", "398", "199 introductions", "99.5 %", "Monday 23 November 2026"):
        assert said in page
    assert "R&amp;D &lt;$x^2$&gt;" in page
    row = page.split('<th scope="row">Nursing</th>')[1].split("</tr>")[0]
    assert re.findall(r"<td>(\d+)", row) == ["12", "31"]
    assert "fewer than 10" in row
    assert 'alt="Departments in a ring' in page


async def test_reasons_are_in_words_and_small_numbers_hidden(browser: Browser) -> None:
    browser.core.view = VIEW
    page = await browser.page("/round")
    assert f"{WORDS[Why.NOT_DUE]}</th><td>40<" in page
    assert f"{WORDS[Why.ODD_ONE]}</th><td>fewer than 10<" in page


def test_every_reason_has_words() -> None:
    assert set(WORDS) == set(Why)


async def test_too_few_people_for_a_picture(browser: Browser) -> None:
    browser.core.view = RoundView(
        NOON.date(), 1, NOON, 8, 8, 8, 4, (), None, (), (), next_event=None
    )
    page = await browser.page("/round")
    assert "Too few people" in page
    assert '<img src="/round' not in page
    assert (await browser.get("/round/light.svg")).status == 404


@pytest.mark.parametrize("look", ["light", "dark"])
async def test_the_picture_is_served_for_both_looks(browser: Browser, look: str) -> None:
    browser.core.view = VIEW
    answer = await browser.get(f"/round/{look}.svg")
    assert answer.content_type == "image/svg+xml"
    assert "Nursing" in await answer.text()
    assert (await browser.get("/round/sepia.svg")).status == 404


def test_the_picture_says_every_department_and_hides_what_is_hidden() -> None:
    drawn = draw_round(VIEW, dark=False).decode()
    assert "Nursing" in drawn
    assert "R&amp;D" in drawn
    assert "$x^2$" in drawn, "a dollar is a dollar"
    widths = re.findall(r"fill: none; [^\"]*stroke-width: ([\d.]+)", drawn)
    assert [float(width) for width in widths] == pytest.approx([0.5, 3.3, 14.2], abs=0.01)


def test_the_picture_is_the_same_for_the_same_round_and_not_for_the_other_look() -> None:
    light = draw_round(VIEW, dark=False)
    draw_round.cache_clear()
    assert draw_round(VIEW, dark=False) == light
    assert draw_round(VIEW, dark=True) != light


def test_a_round_of_one_department_can_be_drawn() -> None:
    lone = RoundView(
        NOON.date(), 1, NOON, 9, 9, 9, 4, (), 1.0, ("ER",), (Cell("ER", "ER", None),), None
    )
    assert b"ER" in draw_round(lone, dark=False)


async def test_the_clock_moves_to_the_next_event_and_then_there_is_none(browser: Browser) -> None:
    answer = await browser.post("/clock", {"by": "next", "back": "/as/m-ana"})
    assert answer.headers["Location"] == "/as/m-ana?moved=on"
    assert browser.core.clock == NOON + timedelta(days=3)
    assert "The clock has moved on." in await browser.page("/as/m-ana?moved=on")
    answer = await browser.post("/clock", {"by": "next", "back": "/round"})
    assert answer.headers["Location"] == "/round?moved=nothing"
    assert "Nothing lies ahead" in await browser.page("/round?moved=nothing")


@pytest.mark.parametrize(("by", "hours"), [("hour", 1), ("day", 24), ("week", 168)])
async def test_the_clock_moves_by_a_while(browser: Browser, by: str, hours: int) -> None:
    await browser.post("/clock", {"by": by, "back": "/"})
    assert browser.core.clock == NOON + timedelta(hours=hours)


async def test_the_clock_is_read_in_the_members_zone(browser: Browser) -> None:
    assert "Mon 23 Nov 2026, 12:00 EST" in await browser.page("/as/m-ana")
    assert "Mon 23 Nov 2026, 18:00 CET" in await browser.page("/as/m-ben")


@pytest.mark.parametrize("by", ["", "-1", "1000000", "year"])
async def test_the_clock_moves_by_nothing_else(browser: Browser, by: str) -> None:
    assert (await browser.post("/clock", {"by": by})).status == 400
    assert browser.core.clock == NOON


@pytest.mark.parametrize(
    "back",
    [
        "http://evil.example/",
        "//evil.example/",
        "/\\evil.example",
        "javascript:alert(1)",
        "/a\r\nX: y",
        "",
    ],
)
async def test_the_clock_never_leads_to_another_site(browser: Browser, back: str) -> None:
    answer = await browser.post("/clock", {"by": "hour", "back": back})
    assert answer.headers["Location"] == "/?moved=on"
    assert "X" not in answer.headers
