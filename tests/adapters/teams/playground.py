"""Microsoft's own local client, one for each person who acts, driven over its HTTP interface."""

import asyncio
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import pytest

PEERS = Path(__file__).parents[2] / "peers" / "node_modules"
PROGRAM = PEERS / ".bin" / "agentsplayground"
TENANT = "00000000-0000-0000-0000-0000000000001"
BOT = "00000000-0000-0000-0000-00000000000011"
START = 60.0
"""Seconds it may take to start on a busy machine."""

_CONFIG = """version: "0.1.1"
tenantId: {tenant}
bot:
  id: {bot}
  name: Coffee Rounds
currentUser:
{me}
users:
{others}
personalChat:
  id: chat-of-{name}
groupChat:
  id: group-of-{name}
  name: Ward
team:
  id: team-of-{name}
  name: Hospital
  aadGroupId: 00000000-0000-0000-0000-000000000031
  channels:
    - id: news-of-{name}
      name: News
"""
_USER = """{dash}id: {name}
{more}name: {name}
{more}userPrincipleName: {name}@hospital.example
{more}aadObjectId: object-{name}
{more}givenName: {name}
{more}surname: {name}
{more}email: {name}@hospital.example"""


def must_be_here() -> None:
    """Skip where there is no Node, in words; fail where everything must be there."""
    if shutil.which("node") and PROGRAM.exists():
        return
    why = "the Agents Playground is not here: it needs Node, and `cd tests/peers && npm ci`"
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


def _user(name: str, dash: str, more: str) -> str:
    return _USER.format(name=name, dash=dash, more=more)


def _prepare(folder: Path, name: str) -> None:
    others = "\n".join(_user(f"other{n}", "  - ", "    ") for n in range(5))
    config = _CONFIG.format(
        tenant=TENANT, bot=BOT, me=_user(name, "  ", "  "), others=others, name=name
    )
    (folder / ".m365agentsplayground.yml").write_text(config, encoding="utf-8")
    # It opens a browser, which is no business of a test.
    nothing = folder / "xdg-open"
    nothing.write_text("#!/bin/sh\n", encoding="utf-8")
    nothing.chmod(0o755)


@dataclass
class Person:
    """Someone at a Teams client: types, presses, and reads what came."""

    name: str
    url: str
    session: aiohttp.ClientSession
    messages: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: asyncio.Event = field(default_factory=asyncio.Event)

    @property
    def chat(self) -> str:
        return f"chat-of-{self.name}"

    async def read(self, stream: aiohttp.ClientWebSocketResponse) -> None:
        """Keep what the client shows, for as long as it runs."""
        async for each in stream:
            said = each.json()
            message = said.get("message") or {}
            if message.get("from", {}).get("id") == BOT or said.get("action") == "updateMessage":
                self.messages[message["messageId"]] = message
                self.changed.set()

    async def waits_for(self, words: str) -> tuple[str, dict[str, Any]]:
        """The newest message with those words: its id and its card."""
        async with asyncio.timeout(20):
            while True:
                for id_, message in reversed(self.messages.items()):
                    if words in str(message):
                        parts = message.get("attachments") or [{}]
                        return id_, parts[0].get("content", {})
                self.changed.clear()
                await self.changed.wait()

    async def types(self, words: str, chat: str = "") -> None:
        """Type to the bot: in its own chat, or in another by its name."""
        said: dict[str, Any] = {"from": {"id": self.name}, "text": words, "textFormat": "plain"}
        if chat:
            named = "<at>Coffee Rounds</at>"
            said |= {"text": f"{named} {words}", "textFormat": "xml"}
            said["mentions"] = [{"mentioned": {"id": BOT}, "text": named}]
        await self._post(f"/_conversation/v1/conversations/{chat or self.chat}/messages", said)

    async def installs(self) -> None:
        await self._post(f"/_debug/conversation/{self.chat}/installation", {"action": "add"})

    async def presses(self, message: str, action: dict[str, Any], **typed: str) -> Any:
        """Press a button of a message; what the client was answered."""
        value = {"action": {**action, "data": {**action["data"], **typed}}, "trigger": "manual"}
        where = {"conversation": {"id": self.chat}, "from": {"id": self.name}, "replyToId": message}
        return await self._post(
            "/_conversation/v1/invoke", {"name": "adaptiveCard/action", "value": value, **where}
        )

    async def sends(self, message: str, data: dict[str, Any]) -> None:
        """The same by `Action.Submit`, as an older client would."""
        where = {"conversation": {"id": self.chat}, "from": {"id": self.name}, "replyToId": message}
        await self._post("/_conversation/v1/submit", {"value": data, **where})

    async def _post(self, path: str, body: dict[str, Any]) -> Any:
        async with self.session.post(self.url + path, json=body) as answer:
            text = await answer.text()
            assert answer.status == 200, text
            return await answer.json(content_type=None) if text.startswith("{") else None


@asynccontextmanager
async def people(endpoint: str, folder: Path, *names: str) -> AsyncIterator[dict[str, Person]]:
    """A client of their own for each name, stopped at the end of the block."""
    async with AsyncExitStack() as stack, aiohttp.ClientSession() as session:
        entered = [
            await stack.enter_async_context(_client(endpoint, folder / name, name, session))
            for name in names
        ]
        yield {each.name: each for each in entered}


@asynccontextmanager
async def _client(
    endpoint: str, folder: Path, name: str, session: aiohttp.ClientSession
) -> AsyncIterator[Person]:
    folder.mkdir()
    _prepare(folder, name)
    told = {"PATH": f"{folder}{os.pathsep}{os.environ['PATH']}", "HOME": str(folder)}
    process = await asyncio.create_subprocess_exec(
        *(str(PROGRAM), "start", "-e", endpoint, "-c", "msteams", "-p", "0", "--disable-telemetry"),
        cwd=folder,
        env=os.environ | told | {"TZ": "America/New_York", "LANG": "en_US.UTF-8"},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
    )
    reading: list[asyncio.Task[None]] = []
    try:
        port = await asyncio.wait_for(_port(process), START)
        person = Person(name, f"http://127.0.0.1:{port}", session)
        stream = await session.ws_connect(f"{person.url}/_ws_conversation/v1/conversations/stream")
        reading.append(asyncio.create_task(person.read(stream)))
        yield person
        await stream.close()
    finally:
        for each in reading:
            each.cancel()
        if process.returncode is None:
            process.kill()
        await process.wait()


async def _port(process: asyncio.subprocess.Process) -> int:
    assert process.stdout
    async for row in process.stdout:
        if b"Listening on" in row:
            return int(row.split()[-1])
    raise AssertionError("the Agents Playground ended before it listened")
