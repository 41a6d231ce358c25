"""A connector of our own on this machine: takes what the bot sends, and fails on request."""

from collections import deque
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web
from aiohttp.test_utils import TestServer


@dataclass(frozen=True)
class Taken:
    """One message the bot sent: how, where, with which authorisation."""

    how: str
    conversation: str
    message: str
    activity: dict[str, Any]
    authorization: str


@dataclass(frozen=True)
class Trouble:
    """What the next request is answered with instead. Status 0 drops the connection."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    code: str = ""
    location: str = ""


@dataclass
class FakeConnector:
    """What was sent, in order, and the troubles still to come."""

    url: str = ""
    taken: list[Taken] = field(default_factory=list)
    troubles: deque[Trouble] = field(default_factory=deque)
    refused: list[Taken] = field(default_factory=list)

    @property
    def posted(self) -> list[dict[str, Any]]:
        """The activities that are new messages."""
        return [each.activity for each in self.taken if each.how == "POST"]

    @property
    def cards(self) -> list[dict[str, Any]]:
        """The cards of everything that was sent."""
        return [
            part["content"] for each in self.taken for part in each.activity.get("attachments", ())
        ]

    async def answer(self, request: web.Request) -> web.StreamResponse:
        """Take a message, or fail as asked."""
        sent = Taken(
            request.method,
            request.match_info["conversation"],
            request.match_info.get("message", ""),
            await request.json(),
            request.headers.get("Authorization", ""),
        )
        if self.troubles:
            return self._troubled(request, sent, self.troubles.popleft())
        self.taken.append(sent)
        return web.json_response({"id": sent.message or f"m-{len(self.taken)}"}, status=201)

    def _troubled(self, request: web.Request, sent: Taken, trouble: Trouble) -> web.StreamResponse:
        self.refused.append(sent)
        if not trouble.status:
            assert request.transport
            request.transport.close()
            return web.Response()
        where = {"Location": trouble.location} if trouble.location else {}
        body = {"error": {"code": trouble.code, "message": "as asked"}}
        headers = {**trouble.headers, **where}
        return web.json_response(body, status=trouble.status, headers=headers)


@asynccontextmanager
async def fake_connector() -> AsyncIterator[FakeConnector]:
    """A fake connector that listens on loopback until the end of the block."""
    fake = FakeConnector()
    app = web.Application()
    app.router.add_post("/v3/conversations/{conversation}/activities", fake.answer)
    app.router.add_put("/v3/conversations/{conversation}/activities/{message}", fake.answer)
    async with TestServer(app, host="127.0.0.1") as server:
        fake.url = str(server.make_url("/"))
        yield fake
