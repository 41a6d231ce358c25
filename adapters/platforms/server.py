"""One process for everything: platforms listen, the scheduler ticks, the courier delivers."""

import asyncio
import os
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Final

import aiohttp
from aiohttp import web

from adapters.courier import Courier
from adapters.handover import Handover
from adapters.house import BROWSER, House, new_id
from adapters.platforms.daily import every_day
from adapters.platforms.left_over import finish_left_over
from adapters.platforms.part import Part
from adapters.scheduler import Heartbeat

BODY_LIMIT: Final = 512 * 1024
"""Bytes of one request (S3)."""

TIMES: Final = aiohttp.ClientTimeout(total=60.0, sock_connect=5.0)
"""A platform that cannot be connected to was certainly told nothing: that is known at once."""

TOO_OLD: Final = 180.0
"""Seconds since the last tick after which the process is not well."""


async def serve_platforms(
    wired: House, ready: Callable[[str], None], stopping: asyncio.Event
) -> None:
    """Serve Slack and Teams, whichever is set up, until asked to stop.

    Calls `ready` with the address once it listens. Raises `NotStartable` and `OSError`.
    """
    # Whoever so far only the roster knows is not kept waiting for a message in a browser.
    await asyncio.to_thread(wired.app.open_to, BROWSER, reached=False)
    handover = Handover(wired.settings.server.public_url)
    async with platforms(wired, handover) as parts:
        heartbeat = Heartbeat(wired.app.tick)
        courier = Courier(
            outbox=wired.store.outbox,
            compose=wired.app.compose,
            speakers={part.kind: part.speaker for part in parts},
            clock=wired.clock.now,
            owner=f"{os.getpid()}-{new_id()}",
            gone=wired.app.out_of_reach,
        )
        routes = [*handover.routes(), *(route for part in parts for route in part.routes)]
        async with _listening(wired, routes, heartbeat) as address:
            ready(address)
            for part in parts:
                await part.begin()
            days = every_day(wired.store, wired.clock.now, [part.daily for part in parts])
            beside = [asyncio.create_task(each) for each in (finish_left_over(parts), days)]
            try:
                heartbeat.start()
                await courier.run(stopping)
            finally:
                heartbeat.stop()
                for task in beside:
                    task.cancel()
                for part in parts:
                    await part.end()


@asynccontextmanager
async def platforms(wired: House, handover: Handover) -> AsyncIterator[tuple[Part, ...]]:
    """Every platform that is set up, over one session. Raises `NotStartable`."""
    # Here: each kit takes a second to import, and not every hospital has both.
    async with aiohttp.ClientSession(timeout=TIMES) as session:
        parts: list[Part] = []
        if wired.settings.slack.on:
            from adapters.platforms.slack import slack_part

            parts.append(await slack_part(wired, session, handover))
        if wired.settings.teams.on:
            from adapters.platforms.teams import teams_part

            parts.append(await teams_part(wired, session, handover))
        yield tuple(parts)


@asynccontextmanager
async def _listening(
    wired: House, routes: Iterable[web.RouteDef], heartbeat: Heartbeat
) -> AsyncIterator[str]:
    app = web.Application(client_max_size=BODY_LIMIT)
    app.add_routes([web.get("/healthz", _health(heartbeat)), web.get("/readyz", _ready(wired))])
    app.add_routes(routes)
    runner = web.AppRunner(app, access_log=None, handle_signals=False)
    await runner.setup()
    server = wired.settings.server
    try:
        await web.TCPSite(runner, server.host, server.port).start()
        host, port = runner.addresses[0][:2]
        yield f"http://{f'[{host}]' if ':' in host else host}:{port}/"
    finally:
        await runner.cleanup()


def _health(heartbeat: Heartbeat) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def healthz(_: web.Request) -> web.Response:
        """Whether it still ticks."""
        well = heartbeat.age < TOO_OLD
        said = {"well": well, "seconds_since_tick": round(heartbeat.age)}
        return web.json_response(said, status=200 if well else 503)

    return healthz


def _ready(wired: House) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def readyz(_: web.Request) -> web.Response:
        """Whether the database takes a write."""
        try:
            async with asyncio.timeout(5):
                await asyncio.to_thread(_write, wired)
        except Exception:  # noqa: BLE001 whatever it is, it is not ready
            return web.json_response({"ready": False}, status=503)
        return web.json_response({"ready": True})

    return readyz


def _write(wired: House) -> None:
    with wired.store.writing() as tx:
        tx.keep_setting("last ready at", wired.clock.now().isoformat())
