"""The pictures of the member's guide, from the real demo in a real browser.

`python -m tests.browser.guide` takes those in `docs/pictures/guide-*.png` again.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Locator, Page, expect, sync_playwright

from tests.browser.conftest import SWITCHES, installed, looking
from tests.browser.test_demo import play, running, someone_with_a_proposal

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
WINDOW = {"width": 860, "height": 1500}


def keep(shown: Locator, name: str) -> None:
    shown.screenshot(path=PICTURES / f"guide-{name}.png")


def newest(page: Page) -> Locator:
    """The newest message's card."""
    return page.locator(".bubble .card").last


def say(page: Page, words: str, answer: str) -> Locator:
    """Type it; the answer, once its heading is there."""
    page.get_by_label("Type to Coffee Rounds").fill(words)
    page.get_by_role("button", name="Send").click()
    expect(page.get_by_role("log").locator("h2").last).to_contain_text(answer)
    return newest(page)


def take(page: Page) -> None:
    """One member's first week, from the proposal on."""
    name, match = someone_with_a_proposal(page)
    keep(newest(page), "proposal")
    keep(say(page, "why", "Why"), "why")
    keep(say(page, "pause 2 weeks", "Paused"), "pause")
    say(page, "resume", "You are back")
    page.get_by_role("button", name="profile").click()
    expect(page.get_by_label("Curious about")).to_be_visible()
    keep(page.locator("main form").first, "profile")
    page.goto("/")
    play(page, name)
    page.get_by_role("button", name="Yes, introduce us").last.click()
    expect(page.get_by_role("heading", name="Your yes is kept")).to_be_visible()
    play(page, match)
    page.get_by_role("link", name="Home").click()
    page.get_by_role("button", name="Show it again").click()
    page.get_by_role("button", name="Yes, introduce us").last.click()
    expect(page.get_by_role("heading", name="Meet ").last).to_be_visible()
    keep(newest(page), "introduced")
    keep(say(page, "times", "A time with"), "times")
    page.get_by_role("link", name="Home").click()
    page.set_viewport_size(WINDOW | {"height": 800})
    keep(page.locator("main"), "home")


def main() -> None:
    """Take the pictures again."""
    with (
        TemporaryDirectory() as folder,
        running(Path(folder)) as address,
        sync_playwright() as player,
    ):
        browser = player.chromium.launch(executable_path=installed(), args=list(SWITCHES))
        with looking(browser, address, viewport=WINDOW, locale="en-US") as page:
            take(page)
        browser.close()


if __name__ == "__main__":
    main()
