"""The whole house in a browser: the real command, a hospital of 300, and this week's round."""

import os
import queue
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import looking
from tests.browser.reading import faults

ROSTER = Path(__file__).parents[1] / "data" / "roster_300.csv"
MEET = re.compile("^Meet ")
START = 120
"""Seconds the demo may take to import, match, deliver and listen, on a busy machine."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with running(tmp_path_factory.mktemp("demo")) as address:
        yield address


@contextmanager
def running(folder: Path) -> Iterator[str]:
    """The address of `coffee-rounds demo`, started as anyone would start it."""
    settings = {"XDG_DATA_HOME": str(folder), "COFFEE_ROUNDS_WEB_PORT": "0"}
    command = Path(sys.executable).with_name("coffee-rounds")
    with subprocess.Popen(
        [command, "demo", "--roster", ROSTER],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env=os.environ | settings,
        text=True,
    ) as process:
        lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=_read, args=(process, lines), daemon=True).start()
        yield _address(lines)
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0, "it stops when asked, and says all is well"


def _read(process: "subprocess.Popen[str]", lines: "queue.Queue[str]") -> None:
    assert process.stdout
    for line in process.stdout:
        lines.put(line)
    lines.put("")


def _address(lines: "queue.Queue[str]") -> str:
    said = ""
    while line := lines.get(timeout=START):
        said += line
        if found := re.search(r"http://127\.0\.0\.1:\d+", line):
            return found.group()
    raise AssertionError(f"the demo ended without an address:\n{said}")


def newest(page: Page) -> str:
    """What the newest message says."""
    return page.locator(".bubble").last.inner_text()


def someone_with_a_proposal(page: Page) -> tuple[str, str]:
    """Act as the first member suggested; their name, and their match's."""
    page.goto("/")
    suggested = page.get_by_role("link", name="Has a proposal waiting").first
    expect(suggested).to_contain_text("new")
    name = suggested.locator("strong").inner_text()
    suggested.click()
    card = page.get_by_role("log").get_by_role("heading", name="Would you like to meet").last
    expect(card).to_be_visible()
    match = page.get_by_role("log").locator(".card p strong").first.inner_text()
    return name, match


def play(page: Page, name: str) -> None:
    """Find a member by name and act as them."""
    page.goto("/")
    page.get_by_label("Name, department or title").fill(name)
    page.get_by_role("button", name="Search").click()
    page.locator("#everyone-title ~ .people a").filter(has_text=name).first.click()
    expect(page.locator(".me strong")).to_have_text(name)


def test_two_say_yes_and_are_introduced(chromium: Browser, demo: str) -> None:
    with looking(chromium, demo) as page:
        name, match = someone_with_a_proposal(page)
        assert "You both chose" in newest(page) or "curious" in newest(page)
        page.get_by_role("button", name="Yes, introduce us").last.click()
        expect(page.get_by_role("heading", name="Your yes is kept")).to_be_visible()

        play(page, match)
        page.get_by_role("link", name="Home").click()
        page.get_by_role("button", name="Show it again").click()
        assert name in newest(page)
        page.get_by_role("button", name="Yes, introduce us").last.click()
        expect(page.get_by_role("heading", name=MEET)).to_be_visible()
        assert faults(page) == {}

        lately = page.get_by_role("complementary").get_by_role("link", name=name)
        expect(lately).to_contain_text("1 new")
        lately.click()
        expect(page.get_by_role("heading", name=MEET)).to_be_visible()
        assert match in newest(page)


def test_a_form_error_keeps_what_was_typed(chromium: Browser, demo: str) -> None:
    with looking(chromium, demo) as page:
        someone_with_a_proposal(page)
        page.get_by_role("button", name="profile").click()
        page.get_by_label("Interests").fill("baking\nthe patient in bed 12, MRN 12345678")
        page.get_by_label("Curious about").fill("sepsis pathways")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert")).to_contain_text("might point to a patient")
        expect(page.get_by_label("Interests")).to_have_value(re.compile("^baking$", re.IGNORECASE))
        expect(page.get_by_label("Curious about")).to_have_value("sepsis pathways")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="What did you mean?")).to_be_visible()
        assert faults(page) == {}
        page.get_by_label("Sepsis improvement").check()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="Saved")).to_be_visible()
        assert "Baking" in newest(page)
        assert "Sepsis improvement" in newest(page)


def test_words_are_understood_and_shown(chromium: Browser, demo: str) -> None:
    with looking(chromium, demo) as page:
        someone_with_a_proposal(page)
        words = page.get_by_label("Type to Coffee Rounds")
        for typed, answer in (
            ("why", "Why"),
            ("pause 2 weeks", "Paused"),
            ("resume", "You are back"),
            ("paus", "Sorry?"),
        ):
            words.fill(typed)
            page.get_by_role("button", name="Send").click()
            expect(page.get_by_role("log").locator("h2").last).to_contain_text(answer)
        words.fill("home")
        page.get_by_role("button", name="Send").click()
        expect(page.get_by_role("heading", name="Hello")).to_be_visible()


def test_the_round_is_on_a_page_with_a_picture(chromium: Browser, demo: str) -> None:
    with looking(chromium, demo) as page:
        page.goto("/round")
        expect(page.get_by_role("heading", name="This week’s round")).to_be_visible()
        expect(page.locator("dl")).to_contain_text("Of the best possible")
        drawn = page.get_by_role("img", name="Departments in a ring")
        assert drawn.evaluate("(image) => image.naturalWidth") > 100
        assert faults(page) == {}


def test_the_clock_moves_on_and_things_happen(chromium: Browser, demo: str) -> None:
    with looking(chromium, demo) as page:
        someone_with_a_proposal(page)
        before = page.locator(".clock .now").inner_text()
        heard = page.locator(".bubble").count()
        page.get_by_role("button", name="One week").click()
        expect(page.get_by_role("status")).to_have_text("The clock has moved on.")
        assert page.locator(".clock .now").inner_text() != before
        assert page.locator(".bubble").count() > heard
