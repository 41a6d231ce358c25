"""Adaptive Cards in a real browser, by Microsoft's own renderer.

`python -m tests.browser.teams_cards` takes the pictures in `docs/pictures/` again.
"""

import json
import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, sync_playwright

from adapters.teams.literal import Json
from tests.adapters.teams.golden import cards

ROOT = Path(__file__).parents[2]
RENDERER = ROOT / "tests/peers/node_modules/adaptivecards/dist/adaptivecards.min.js"
PICTURES = {"proposal": "teams-proposal", "times": "teams-times", "profile": "teams-profile"}
"""Which messages are in the documentation, and the files' names."""

_PAGE = """<!doctype html><meta charset="utf-8"><style>
body { margin: 0; background: #f5f5f5; font: 14px "Segoe UI", system-ui, sans-serif }
#card { width: 560px; margin: 16px; background: #fff; border-radius: 8px;
  box-shadow: 0 1px 4px #0003; }
button { margin: 0 8px 4px 0; padding: 6px 14px; border: 1px solid #c7c7c7; border-radius: 4px;
  background: #fff; font: inherit; font-weight: 600 }
button.style-positive { background: #5b5fc7; border-color: #5b5fc7; color: #fff }
input, textarea, select { box-sizing: border-box; padding: 6px; border: 1px solid #c7c7c7;
  border-radius: 4px; font: inherit }
</style><div id="card"></div>"""

_DRAW = r"""card => {
  // Teams reads Markdown in text blocks: here only what takes a mark as itself is needed.
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => {
    const shown = document.createElement("span");
    shown.textContent = text.replace(/\\([\W_])/g, "$1");
    result.outputHtml = shown.innerHTML; result.didProcess = true;
  };
  const drawn = new AdaptiveCards.AdaptiveCard();
  drawn.hostConfig = new AdaptiveCards.HostConfig({
    fontFamily: "Segoe UI, system-ui, sans-serif", supportsInteractivity: true,
    actions: { maxActions: 6, actionsOrientation: "horizontal" } });
  drawn.parse(card);
  document.getElementById("card").replaceChildren(drawn.render());
}"""


def renderer() -> str:
    """Microsoft's renderer. Without it the test is skipped; where CI promises it, it fails."""
    if not RENDERER.exists():
        reason = "Microsoft's card renderer is not here: it needs Node, `cd tests/peers && npm ci`"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return RENDERER.read_text(encoding="utf-8")


def empty_page(browser: Browser) -> Page:
    """A page with the renderer, for one card after the other."""
    page = browser.new_page(
        timezone_id="America/New_York", locale="en-US", viewport={"width": 592, "height": 400}
    )
    page.set_content(_PAGE)
    page.add_script_tag(content=renderer())
    return page


def draw(page: Page, card: Json) -> Locator:
    """The card in the place of the one before it."""
    page.evaluate(_DRAW, json.loads(json.dumps(card)))
    return page.locator("#card")


def main() -> None:
    """Take the pictures again."""
    from tests.browser.conftest import SWITCHES, installed

    drawn = cards()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=installed(), args=list(SWITCHES))
        page = empty_page(browser)
        for message, name in PICTURES.items():
            shot = ROOT / "docs" / "pictures" / f"{name}.png"
            draw(page, drawn[message]).screenshot(path=shot)
        browser.close()


if __name__ == "__main__":
    main()
