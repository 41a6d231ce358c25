"""SIGKILL between accepting what a member wrote in Teams and doing it, or answering it.

The whole server in a process of its own, Teams' side here: it holds its answer,
so that the moment of the kill is known, not guessed.
"""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port
from sqlalchemy import create_engine, select, update

from bot.entrusted import LEFT_OVER_AFTER
from bot.events import Who
from bot.setting_values import PREFIX
from storage import open_store, upgrade
from storage.schema import inbox

ROOT = Path(__file__).parents[2]
ANA = Who("teams:t-1", "a-1")
PATIENCE = 60.0
ACTIVITY = {
    "type": "message",
    "id": "1",
    "channelId": "msteams",
    "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": "t-1"},
    "from": {"id": "29:x", "aadObjectId": ANA.user, "name": "Ana"},
    "recipient": {"id": "28:bot", "name": "Coffee Rounds"},
    "channelData": {"tenant": {"id": "t-1"}},
    "text": "join",
}


@dataclass
class Connector:
    """Teams' side. Holds its answers to one method for as long as `holds` says."""

    holds: str = ""
    holding: asyncio.Event = field(default_factory=asyncio.Event)
    posted: list[dict[str, Any]] = field(default_factory=list)
    told: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        if request.method == self.holds:
            self.holding.set()
            await asyncio.Event().wait()
        if request.method == "GET":
            mail = "ana@hospital.example"
            return web.json_response({"aadObjectId": ANA.user, "name": "Ana Díaz", "email": mail})
        self.posted.append(await request.json())
        self.told.set()
        return web.json_response({"id": "m-1"}, status=201)


@asynccontextmanager
async def serving(url: str, port: int) -> AsyncIterator[asyncio.subprocess.Process]:
    """`coffee-rounds serve` until the end of the block, where it is killed."""
    given = {"DATABASE_URL": url, "PORT": str(port), "TEAMS_DEVELOPMENT": "yes"}
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "adapters.cli", "serve",
        cwd=ROOT,
        env=os.environ | {PREFIX + name: value for name, value in given.items()},
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        if process.returncode is None:
            process.send_signal(signal.SIGKILL)
        await process.wait()


async def knock(session: aiohttp.ClientSession, port: int, activity: dict[str, Any]) -> None:
    """Post it as soon as somebody listens; a connection that drops after that is the kill."""
    async with asyncio.timeout(PATIENCE):
        while True:
            try:
                async with session.post(f"http://127.0.0.1:{port}/api/messages", json=activity):
                    return
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0.1)
            except aiohttp.ClientError:
                return


def grown_old(url: str) -> list[bool]:
    """Let what was accepted be older than a crash is taken for; whether each was done."""
    engine = create_engine(url)
    with engine.begin() as connection:
        (at,) = connection.scalars(select(inbox.c.at)).all()
        connection.execute(update(inbox).values(at=at - LEFT_OVER_AFTER - timedelta(seconds=1)))
        done = list(connection.scalars(select(inbox.c.done)))
    engine.dispose()
    return done


@pytest.mark.slow
@pytest.mark.parametrize(
    ("holds", "known", "told"),
    [("GET", False, "interests"), ("POST", True, "Sorry, that was me")],
    ids=["before it was done", "before it was answered"],
)
async def test_what_was_accepted_is_finished_after_the_kill(
    tmp_path: Path, holds: str, known: bool, told: str
) -> None:
    url = f"sqlite:///{tmp_path / 'coffee.db'}"
    upgrade(url)
    connector, port = Connector(holds), unused_port()
    app = web.Application()
    app.router.add_route("*", "/{rest:.*}", connector.take)
    async with TestServer(app) as server, aiohttp.ClientSession() as session:
        activity = ACTIVITY | {"serviceUrl": str(server.make_url("/"))}
        async with serving(url, port) as process:
            knocking = asyncio.create_task(knock(session, port, activity))
            await asyncio.wait_for(connector.holding.wait(), PATIENCE)
            process.send_signal(signal.SIGKILL)
            await knocking
        assert grown_old(url) == [False]
        assert _is_member(url) is known
        connector.holds = ""
        async with serving(url, port):
            await asyncio.wait_for(connector.told.wait(), PATIENCE)
            await _until_done(url)
        assert _is_member(url)
        (answer,) = connector.posted
        assert told in str(answer)


async def _until_done(url: str) -> None:
    async with asyncio.timeout(PATIENCE):
        while True:
            engine = create_engine(url)
            with engine.connect() as connection:
                done = connection.scalars(select(inbox.c.done)).all()
            engine.dispose()
            if all(done):
                return
            await asyncio.sleep(0.05)


def _is_member(url: str) -> bool:
    store = open_store(url)
    with store.reading() as reading:
        known = reading.member_at(ANA) is not None
    store.close()
    return known
