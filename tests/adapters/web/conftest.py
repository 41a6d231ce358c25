"""A browser without a window: one client over the pages, a small core, and a chat."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

import pytest
from aiohttp import ClientResponse
from aiohttp.test_utils import TestClient, TestServer

from adapters.web import Chat, make_app
from tests.adapters.web.small_core import PLACE, SmallCore


@dataclass
class Browser:
    """Gets and posts as a browser would: with its origin, and without following."""

    client: TestClient
    core: SmallCore
    chat: Chat

    async def get(self, path: str, **more: object) -> ClientResponse:
        return await self.client.get(path, allow_redirects=False, **more)

    async def page(self, path: str) -> str:
        answer = await self.get(path)
        assert answer.status == 200, await answer.text()
        return await answer.text()

    async def post(self, path: str, fields: object, **headers: str) -> ClientResponse:
        origin = {"Origin": str(self.client.make_url("/").origin())} | headers
        return await self.client.post(path, data=fields, headers=origin, allow_redirects=False)

    async def forms(self, path: str) -> "list[Sendable]":
        return forms_of(await self.page(path))

    async def press(self, path: str, label: str) -> ClientResponse:
        """Press the last button of that name on a page."""
        found = [form for form in await self.forms(path) if label in form.buttons]
        assert found, f"no button {label!r} on {path}"
        return await self.post(found[-1].action, found[-1].fields)

    async def say(self, user: str, words: str) -> ClientResponse:
        composer = next(f for f in await self.forms(f"/as/{user}") if f.action.endswith("/say"))
        return await self.post(composer.action, {**composer.fields, "words": words})


@dataclass
class Sendable:
    """A form on a page: where it goes, its hidden inputs, and its buttons."""

    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    buttons: list[str] = field(default_factory=list)


class _Forms(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Sendable] = []
        self.in_button = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.found.append(Sendable(said.get("action", "")))
        elif tag == "input" and said.get("type") == "hidden":
            self.found[-1].fields[said["name"]] = said["value"]
        self.in_button = tag == "button"

    def handle_data(self, data: str) -> None:
        if self.in_button and data.strip():
            self.found[-1].buttons.append(data.strip())


def forms_of(page: str) -> list[Sendable]:
    """Every form on a page, in order."""
    parser = _Forms()
    parser.feed(page)
    return parser.found


@pytest.fixture
async def browser() -> AsyncIterator[Browser]:
    core, chat = SmallCore(), Chat()
    async with TestClient(TestServer(make_app(core, chat, PLACE))) as client:
        yield Browser(client, core, chat)
    chat.close()
