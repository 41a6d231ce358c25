"""Every page in light and dark, wide and narrow, with a script and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.adapters.web.test_round_page import VIEW
from tests.browser.conftest import Served, looking
from tests.browser.reading import FAINT, SMALL, faults

LOOKS = {
    "light": {"color_scheme": "light", "viewport": {"width": 1280, "height": 860}},
    "dark": {"color_scheme": "dark", "viewport": {"width": 1280, "height": 860}},
    "phone": {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True},
    "enlarged": {"viewport": {"width": 320, "height": 256}},
}


def messages(page: Page) -> None:
    page.goto("/as/m-ana")
    page.get_by_label("Type to Coffee Rounds").fill("meet")
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("heading", name="Meet Ben?")).to_be_visible()


def form(page: Page) -> None:
    page.goto("/as/m-ana/home")
    page.get_by_role("button", name="Join").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_be_visible()


PAGES: dict[str, Callable[[Page], object]] = {
    "people": lambda page: page.goto("/"),
    "nobody found": lambda page: page.goto("/?q=zzz"),
    "no messages": lambda page: page.goto("/as/m-ben"),
    "messages": messages,
    "home": lambda page: page.goto("/as/m-ana/home?moved=nothing"),
    "form with errors": form,
    "round": lambda page: page.goto("/round"),
}


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_can_be_read_and_used(chromium: Browser, served: Served, look: str) -> None:
    served.core.view = VIEW
    with looking(chromium, served.base, **LOOKS[look]) as page:
        for name, open_page in PAGES.items():
            open_page(page)
            assert (name, faults(page)) == (name, {})


def test_the_questions_find_what_they_look_for(chromium: Browser, served: Served) -> None:
    with looking(chromium, served.base) as page:
        page.goto("/")
        page.evaluate("document.querySelector('.lead').style.color = '#888'")
        page.evaluate("document.querySelector('button').style.minHeight = '20px'")
        page.evaluate("document.querySelector('button').style.padding = '0'")
        assert len(page.evaluate(FAINT)) == 1
        assert len(page.evaluate(SMALL)) == 1


def test_a_table_stands_for_the_picture(chromium: Browser, served: Served) -> None:
    served.core.view = VIEW
    with looking(chromium, served.base) as page:
        page.goto("/round")
        drawn = page.get_by_role("img", name="Departments in a ring")
        expect(drawn).to_be_visible()
        assert drawn.evaluate("(image) => image.naturalWidth") > 100
        page.get_by_text("The same as a table").click()
        name = page.get_by_role("rowheader", name="Nursing")
        row = page.get_by_role("row").filter(has=name)
        expect(row.get_by_role("cell")).to_have_text(["12", "31", "·fewer than 10"])
