"""What Teams sends becomes an event, and the reply a card.

Every refusal is 401, every unreadable body 400, every body too large 413: what
a stranger sends is never our mistake, and never reaches the core.
"""

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Final, assert_never

import aiohttp
import structlog
from aiohttp import web

from adapters.teams.activities import BODY_LIMIT, Arrival, Unreadable, read
from adapters.teams.answers import Answer, answer, plain_answer, toast
from adapters.teams.connector import Connector, NoToken, NotTeams, TooSoon
from adapters.teams.core import Core, Remembered
from adapters.teams.fields import option
from adapters.teams.framework import Framework, NotTaken, Turn
from adapters.teams.literal import Json
from adapters.teams.meaning import Asked, Heard, Parted, Searched, Way, meaning
from adapters.teams.reference import Reference, UnreadableReference, reference_of
from adapters.teams.render import message
from adapters.teams.tokens import NotAllowed
from bot.events import Who
from bot.pace import COMMANDS, SEARCHES, Pace
from bot.ui import Card, Download, Farewell, Nothing, Reply
from bot.words import Voice
from bot.words.elsewhere import (
    answered_in_private,
    file_ready,
    only_in_private,
    slow_down,
    sorry,
)

log = structlog.get_logger()

PATH: Final = "/api/messages"
OPTIONS: Final = 15
INTERESTS: Final = "interests"

LinkFor = Callable[[Who, Download], str]
"""Where a member can fetch a file, once: an https address with a signature."""


async def nobody(_: Arrival) -> None:
    """Whoever writes is known already."""


@dataclass(frozen=True, slots=True)
class Listening:
    """All that listening needs. `clock` is the core's; `link_for` hands over files."""

    framework: Framework
    connector: Connector
    core: Core
    remembered: Remembered
    voice: Voice
    clock: Callable[[], datetime]
    link_for: LinkFor
    acquaint: Callable[[Arrival], Awaitable[None]] = nobody
    commands: Pace = field(default_factory=lambda: Pace(COMMANDS, time.monotonic))
    searches: Pace = field(default_factory=lambda: Pace(SEARCHES, time.monotonic))


def make_app(listening: Listening) -> web.Application:
    """The endpoint, to be served by itself."""

    async def prepare(_: web.Application) -> None:
        await listening.framework.prepare()

    app = web.Application(client_max_size=BODY_LIMIT)
    app.on_startup.append(prepare)
    app.add_routes([receiving(listening)])
    return app


def receiving(listening: Listening, path: str = PATH) -> web.RouteDef:
    """The one address that Teams sends everything to."""
    return web.post(path, partial(receive, listening))


async def receive(here: Listening, request: web.Request) -> web.Response:
    """One activity."""
    try:
        arrival = read(await request.read())
        header = request.headers.get("Authorization")
        body = await here.framework.receive(header, arrival, lambda turn: _work(here, turn))
    except web.HTTPRequestEntityTooLarge:
        return web.Response(status=413)
    except (Unreadable, web.HTTPException, aiohttp.ClientError, ConnectionError) as fault:
        log.info("teams.unreadable", fault=type(fault).__name__)
        return web.Response(status=400)
    except NotAllowed as no:
        log.info("teams.refused", why=str(no))
        return web.Response(status=401)
    return web.json_response(body if body is not None else {})


async def _work(here: Listening, turn: Turn) -> Json | None:
    """One activity that was let in: remembered, understood, answered."""
    arrival = turn.arrival
    await _keep_reference(here, arrival)
    asks = meaning(arrival)
    match asks:
        case Heard():
            return {}
        case Parted(who):
            await asyncio.to_thread(here.remembered.drop_reference, who)
            return {}
        case Searched():
            return await _searched(here, asks)
        case Asked():
            return await _asked(here, turn, asks)
        case _:
            assert_never(asks)


async def _keep_reference(here: Listening, arrival: Arrival) -> None:
    kept = reference_of(arrival)
    if kept and arrival.who:
        keep = here.remembered.keep_reference
        await asyncio.to_thread(keep, arrival.who, kept.write(), here.clock())


async def _searched(here: Listening, asks: Searched) -> Json:
    found: tuple[Json, ...] = ()
    if asks.source == INTERESTS and asks.words and here.searches.allows(asks.who):
        options = await asyncio.to_thread(here.core.interest_options, asks.words, OPTIONS)
        found = tuple(map(option, options))
    return {
        "statusCode": 200,
        "type": "application/vnd.microsoft.search.searchResponse",
        "value": {"results": list(found)},
    }


async def _asked(here: Listening, turn: Turn, asked: Asked) -> Json:
    """An event for the core, answered where only its member reads it."""
    who, zone = asked.event.who, turn.arrival.zone
    own_chat = None if turn.arrival.personal else await _own_chat(here, who)
    if not turn.arrival.personal and own_chat is None:
        return await _one_line(turn, asked.way, only_in_private(here.voice))
    if not here.commands.allows(who):
        said = plain_answer(slow_down(here.voice), asked, zone)
    elif await asyncio.to_thread(here.remembered.accept, asked.event.id, here.clock()):
        said = await _decided(here, asked, turn.arrival)
    else:
        said = answer(Nothing(), asked, here.voice, zone)
    if own_chat is None:
        await _send(turn, said)
        return said.body
    await _send_to(here, own_chat, said)
    return await _one_line(turn, asked.way, answered_in_private(here.voice))


async def _decided(here: Listening, asked: Asked, arrival: Arrival) -> Answer:
    zone = arrival.zone
    try:
        await here.acquaint(arrival)
        reply = await asyncio.to_thread(here.core.handle, asked.event)
        if isinstance(reply, Farewell):
            await asyncio.to_thread(here.remembered.drop_reference, asked.event.who)
        return answer(reply, asked, here.voice, zone, _file(here, asked, reply))
    except Exception as fault:  # noqa: BLE001 the edge: every bug ends in an apology
        _log_bug(asked.event.id, fault)
        return plain_answer(sorry(here.voice, asked.event.id), asked, zone)


def _file(here: Listening, asked: Asked, reply: Reply) -> Card | None:
    if not isinstance(reply, Download):
        return None
    return file_ready(here.voice, reply.name, here.link_for(asked.event.who, reply))


def _log_bug(event: str, fault: Exception) -> None:
    """Where it happened, never what was said: an activity may hold someone's words."""
    frames = traceback.extract_tb(fault.__traceback__)
    trace = [f"{f.filename}:{f.lineno} {f.name}" for f in frames]
    log.error("teams.failed", id=event, fault=type(fault).__name__, trace=trace)


async def _own_chat(here: Listening, who: Who) -> Reference | None:
    """The member's own chat, when they ask from where others read along."""
    kept = await asyncio.to_thread(here.remembered.reference, who)
    try:
        return Reference.read(kept) if kept else None
    except UnreadableReference:
        return None


async def _one_line(turn: Turn, way: Way, text: str) -> Json:
    """One line in a group: as a message to a message, as a toast to a click."""
    if way in (Way.TYPED, Way.SENT):
        with _unsent(turn.arrival.id):
            await turn.say(text)
    return toast(way, text)


async def _send(turn: Turn, said: Answer) -> None:
    for drawn in said.messages:
        with _unsent(turn.arrival.id):
            if drawn.in_place:
                await turn.replace(drawn.card, drawn.summary)
            else:
                await turn.post(drawn.card, drawn.summary)


async def _send_to(here: Listening, chat: Reference, said: Answer) -> None:
    """The answer in the member's own chat, wherever they asked."""
    for drawn in said.messages:
        with _unsent(chat.conversation):
            await here.connector.post(
                chat.service_url, chat.conversation, message(drawn.card, drawn.summary)
            )


@contextmanager
def _unsent(event: str) -> Iterator[None]:
    """What could not be answered is written down: what was decided is kept all the same."""
    try:
        yield
    except (NotTaken, NotTeams, NoToken, TooSoon, aiohttp.ClientError, TimeoutError) as fault:
        log.warning("teams.not_answered", id=event, fault=type(fault).__name__)
