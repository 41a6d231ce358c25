"""A real browser: Debian's Chromium, driven over pages that are really served."""

import asyncio
import os
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from adapters.web import Chat, make_app, serve
from tests.adapters.web.small_core import PLACE, SmallCore

NAMES = ("chromium", "chromium-browser", "google-chrome")
SWITCHES = ("--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage")
PATIENCE = 15_000
"""Milliseconds to wait for something to appear, on a busy machine."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Browsers are slow, and one at a time is enough for two cores."""
    for item in items:
        if "tests/browser/" in item.path.as_posix():
            item.add_marker(pytest.mark.slow)
            item.add_marker(pytest.mark.xdist_group("browser"))


def installed() -> str:
    """Where the browser is. Without one the test is skipped; where CI promises one, it fails."""
    found = next(filter(None, map(shutil.which, NAMES)), None)
    if found:
        return found
    reason = "no browser is installed (on Debian: apt-get install chromium)"
    if os.environ.get("CI") == "true":
        pytest.fail(reason)
    pytest.skip(reason)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for a file: a longer life would hold on to the event loop of other tests."""
    path = installed()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(SWITCHES))
        yield browser
        browser.close()


@contextmanager
def looking(chromium: Browser, base: str, **settings: object) -> Iterator[Page]:
    """A fresh window. Whatever the browser complains of fails the test."""
    context: BrowserContext = chromium.new_context(base_url=base, **settings)
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "console", lambda said: said.type in ("error", "warning") and complaints.append(said.text)
    )
    yield page
    context.close()
    assert complaints == []


class Served:
    """The pages over a small core, served from a thread of their own."""

    def __init__(self) -> None:
        self.core, self.chat = SmallCore(), Chat()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._runner = self._run(serve(make_app(self.core, self.chat, PLACE), "127.0.0.1", 0))
        host, port = self._runner.addresses[0][:2]
        self.base = f"http://{host}:{port}"

    def _run(self, work):
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    def close(self) -> None:
        self._run(self._runner.cleanup())
        self._run(self._loop.shutdown_default_executor())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self.chat.close()


@pytest.fixture
def served() -> Iterator[Served]:
    pages = Served()
    yield pages
    pages.close()
