"""A Teams without Microsoft: the real endpoint, our own keys, connector, core and memory."""

import json
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestClient, TestServer

from adapters.teams import (
    PATH,
    Connector,
    Doorkeeper,
    Framework,
    Listening,
    Secret,
    SigningKeys,
    TeamsSettings,
    make_app,
)
from bot.entrusted import Arrived
from bot.events import Event, Who
from bot.pace import Limit, Pace
from bot.ui import Card, Download, Option, Paragraph, Reply, Say, line
from bot.words import Voice
from tests.adapters.teams.fake_connector import FakeConnector, fake_connector
from tests.adapters.teams.microsoft import APP, SERVICE, TENANT, Microsoft, microsoft, token

NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
SETTINGS = TeamsSettings(APP, TENANT, Secret("s"))
UNHURRIED = (Limit(100_000, 60.0),)
"""The pace of tests that are about something else."""
ANA = Who(f"teams:{TENANT}", "ana-object-id")


@dataclass
class SmallCore:
    """Answers as it is told, and remembers the events."""

    reply: Callable[[Event], Reply] = lambda _: Say(Card("Hello", (Paragraph(line("You")),)))
    events: list[Event] = field(default_factory=list)

    def handle(self, event: Event) -> Reply:
        self.events.append(event)
        return self.reply(event)

    def interest_options(self, words: str, limit: int) -> tuple[Option, ...]:
        return (Option("sepsis", "Sepsis, early"), Option("a,b", words))[:limit]


@dataclass
class Memory:
    """What is remembered beside the core."""

    accepted: dict[str, Arrived] = field(default_factory=dict)
    finished: list[str] = field(default_factory=list)
    references: dict[Who, str] = field(default_factory=dict)

    def accept(self, arrived: Arrived, now: datetime) -> bool:
        return self.accepted.setdefault(arrived.id, arrived) is arrived

    def finish(self, arrived: str, now: datetime) -> None:
        self.finished.append(arrived)

    def left_over(self, before: datetime, limit: int, begins: str = "") -> tuple[Arrived, ...]:
        return tuple(each for id_, each in self.accepted.items() if id_ not in self.finished)

    def reference(self, who: Who) -> str | None:
        return self.references.get(who)

    def keep_reference(self, who: Who, text: str, now: datetime) -> None:
        self.references[who] = text

    def drop_reference(self, who: Who) -> None:
        self.references.pop(who, None)


@dataclass
class Teams:
    """The endpoint, and all around it."""

    client: TestClient
    core: SmallCore
    memory: Memory
    connector: FakeConnector
    microsoft: Microsoft
    keys: SigningKeys
    here: Listening
    numbers: Any = field(default_factory=lambda: count(1))

    def activity(self, **other: Any) -> dict[str, Any]:
        """A message in a member's own chat, with other parts in place."""
        given = {
            "type": "message",
            "id": f"a-{next(self.numbers)}",
            "channelId": "msteams",
            "serviceUrl": SERVICE,
            "from": {"id": "29:ana", "name": "Ana", "aadObjectId": ANA.user},
            "recipient": {"id": f"28:{APP}", "name": "Coffee Rounds"},
            "conversation": {"conversationType": "personal", "tenantId": TENANT, "id": "a:ana"},
            "channelData": {"tenant": {"id": TENANT}},
            "localTimezone": "America/New_York",
        }
        return {k: v for k, v in (given | other).items() if v is not None}

    async def knock(self, body: Any, authorization: str | None) -> tuple[int, Any]:
        """Post any body with any authorisation; the status, and the JSON answered."""
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        if authorization is not None:
            headers["Authorization"] = authorization
        answer = await self.client.post(PATH, data=data, headers=headers)
        text = await answer.text()
        return answer.status, json.loads(text) if text.startswith("{") else None

    async def send(self, **other: Any) -> Any:
        """An activity with a good token; what it is answered with."""
        status, said = await self.knock(self.activity(**other), f"Bearer {token()}")
        assert status == 200
        return said

    async def type(self, words: str, **other: Any) -> Any:
        return await self.send(text=words, **other)

    async def run(self, data: Any, **other: Any) -> Any:
        """Press an `Action.Execute`."""
        value = {"action": {"type": "Action.Execute", "verb": "x", "data": data}}
        return await self.send(type="invoke", name="adaptiveCard/action", value=value, **other)


class ToFake(Connector):
    """A connector that finds Teams' address on this machine."""

    fake: FakeConnector

    async def _send(self, how: str, service_url: str, *more: Any) -> Any:
        assert SETTINGS.may_send_to(service_url)
        return await super()._send(how, self.fake.url, *more)


@asynccontextmanager
async def around() -> AsyncIterator[Teams]:
    """The whole of it, until the end of the block."""
    async with (
        microsoft() as server,
        fake_connector() as fake,
        aiohttp.ClientSession() as session,
    ):

        async def passport() -> str:
            return "bots-own"

        keys = SigningKeys(session, server.metadata)
        pace = Pace(UNHURRIED, time.monotonic)
        connector = ToFake(session, passport, lambda url: url == fake.url, pace)
        connector.fake = fake
        core, memory = SmallCore(), Memory()
        framework = Framework(Doorkeeper(SETTINGS, keys), connector)
        here = Listening(framework, connector, core, memory, memory, Voice(), lambda: NOON, _link)
        async with TestClient(TestServer(make_app(here))) as client:
            yield Teams(client, core, memory, fake, server, keys, here)


@pytest.fixture
async def teams() -> AsyncIterator[Teams]:
    async with around() as all_of_it:
        yield all_of_it


def _link(who: Who, given: Download) -> str:
    return f"https://bot.hospital.example/file/{len(given.data)}"
