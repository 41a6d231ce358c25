"""The wiring: what listens, what delivers, what ticks. Sees everything, decides nothing."""

import asyncio
import contextlib
import os
import signal
from collections.abc import Callable
from dataclasses import replace

from adapters.courier import Courier
from adapters.house import (
    BROWSER,
    House,
    chat_path,
    database_url,
    new_id,
    settle_to_serve,
)
from adapters.matching_apart import match_apart
from adapters.scheduler import Heartbeat
from adapters.stage import Stage
from adapters.web import Chat, WebSpeaker, make_app, serve
from bot.app import App


async def serve_chat(wired: House, ready: Callable[[str], None]) -> None:
    """Serve Slack and Teams, whichever is set up, until the process is asked to stop."""
    # Here: the kits of Slack and Teams take a second or two to import.
    from adapters.platforms import serve_platforms

    def begun(address: str) -> None:
        settle_to_serve()
        ready(address)

    stopping = asyncio.Event()
    _stop_on_signals(stopping)
    app = App(replace(wired.app.means, match_apart=match_apart))
    await serve_platforms(replace(wired, app=app), begun, stopping)


async def serve_browser(wired: House, ready: Callable[[str], None]) -> None:
    """Serve the browser, tick and deliver until the process is asked to stop.

    Calls `ready` with the address once it listens.
    """
    stopping = asyncio.Event()
    _stop_on_signals(stopping)
    chat = Chat(chat_path(database_url(wired.settings)))
    await asyncio.to_thread(wired.app.open_to, BROWSER, reached=True)
    with contextlib.closing(chat):
        courier = _courier(wired, chat)
        stage = Stage(wired.app, wired.store, wired.clock, BROWSER.id, _drain_from_thread(courier))
        runner = await serve(
            make_app(stage, chat, BROWSER.id), wired.settings.web_host, wired.settings.web_port
        )
        host, port = runner.addresses[0][:2]
        ready(f"http://{f'[{host}]' if ':' in host else host}:{port}/")
        heartbeat = Heartbeat(wired.app.tick)
        try:
            heartbeat.start()
            await courier.run(stopping)
        finally:
            heartbeat.stop()
            await runner.cleanup()


def _courier(wired: House, chat: Chat) -> Courier:
    return Courier(
        outbox=wired.store.outbox,
        compose=wired.app.compose,
        speakers={BROWSER.kind: WebSpeaker(chat, wired.clock.now)},
        clock=wired.clock.now,
        owner=f"{os.getpid()}-{new_id()}",
        gone=wired.app.out_of_reach,
    )


async def deliver_all(wired: House) -> int:
    """Deliver what is due now, and say how many messages went."""
    with contextlib.closing(Chat(chat_path(database_url(wired.settings)))) as chat:
        return await _courier(wired, chat).drain()


def _drain_from_thread(courier: Courier) -> Callable[[], int]:
    """The courier's `drain`, callable from a thread while the loop runs elsewhere."""
    loop = asyncio.get_running_loop()
    return lambda: asyncio.run_coroutine_threadsafe(courier.drain(), loop).result()


def _stop_on_signals(stopping: asyncio.Event) -> None:
    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        with contextlib.suppress(NotImplementedError):
            loop.add_signal_handler(number, stopping.set)
