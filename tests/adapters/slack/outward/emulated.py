"""Others' stand-in for Slack, npm's `emulate`, and a small proxy in front of it.

The proxy makes each call a POST with a form, for it takes no other.
"""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web

PEERS = Path(__file__).parents[3] / "peers"
PROGRAM = """
import { createEmulator } from "emulate";
const [port, seed] = process.argv.slice(-2);
const it = await createEmulator({ service: "slack", port: Number(port), seed: JSON.parse(seed) });
console.log("listens at " + it.url);
"""
START = 30.0
"""Seconds it may take to start on a busy machine."""


def must_be_here() -> None:
    """Skip where there is no Node, in words; fail where everything must be there."""
    if shutil.which("node") and (PEERS / "node_modules" / "emulate").exists():
        return
    why = "the emulator of Slack is not here: it needs Node, and `cd tests/peers && npm ci`"
    if os.environ.get("CI") == "true":
        pytest.fail(why)
    pytest.skip(why)


@asynccontextmanager
async def emulator(free_port: int, seed: Mapping[str, Any]) -> AsyncIterator[str]:
    """The emulator, running; where its Web API is, behind the proxy. Stopped at the end."""
    must_be_here()
    process = await asyncio.create_subprocess_exec(
        "node", "--input-type=module", "-e", PROGRAM, str(free_port), json.dumps(seed),
        cwd=PEERS, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE,
    )  # fmt: skip
    try:
        async with asyncio.timeout(START), aiohttp.ClientSession() as session:
            assert process.stdout is not None
            said = (await process.stdout.readline()).decode().strip()
            if not said.startswith("listens at "):
                assert process.stderr is not None
                pytest.fail(f"the emulator did not start: {await process.stderr.read()!r}")
            async with _proxy(session, said.removeprefix("listens at ")) as url:
                yield url
    finally:
        process.terminate()
        await process.wait()


@asynccontextmanager
async def _proxy(session: aiohttp.ClientSession, behind: str) -> AsyncIterator[str]:
    async def forward(request: web.Request) -> web.Response:
        headers = {"Authorization": request.headers.get("Authorization", "")}
        url = f"{behind}/api/{request.match_info['method']}"
        if request.content_type == "application/json":
            sent: dict[str, Any] = {"json": await request.json()}
        else:
            sent = {"data": dict(request.query) | dict(await request.post())}
        async with session.post(url, headers=headers, **sent) as answer:
            return web.Response(
                body=await answer.read(), status=answer.status, content_type="application/json"
            )

    app = web.Application()
    app.router.add_route("*", "/api/{method}", forward)
    runner = web.AppRunner(app, shutdown_timeout=0)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    finally:
        await runner.cleanup()
