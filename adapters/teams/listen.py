"""What Teams sends becomes an event, and the reply a card.

Every refusal is 401, every unreadable body 400, every body too large 413: what
a stranger sends is never our mistake, and never reaches the core. What asks for
something is kept before it is done: accepted before a crash, it is finished after.
"""

import asyncio
import time
import traceback
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Final, assert_never

import aiohttp
import structlog
from aiohttp import web

from adapters.teams.activities import BODY_LIMIT, Arrival, Unreadable, read
from adapters.teams.answers import Answer, Drawn, answer, plain_answer, toast
from adapters.teams.connector import Connector, NoToken, NotTeams, TooSoon
from adapters.teams.core import Core
from adapters.teams.fields import option
from adapters.teams.framework import Framework, NotTaken, Turn
from adapters.teams.literal import Json
from adapters.teams.meaning import Asked, Heard, Parted, Searched, Way, meaning
from adapters.teams.reference import Reference, UnreadableReference, reference_of
from adapters.teams.render import draw, message
from adapters.teams.tokens import NotAllowed
from bot.entrusted import LEFT_OVER_AFTER, Arrived, Inbox, References
from bot.events import Commanded, Event, Submitted, Who
from bot.pace import COMMANDS, SEARCHES, Pace
from bot.privacy import patient_clue
from bot.ui import Card, Download, Farewell, Nothing, Reply, TooLong
from bot.words import Voice
from bot.words.elsewhere import (
    answered_in_private,
    file_ready,
    interrupted,
    only_in_private,
    slow_down,
    sorry,
)

log = structlog.get_logger()

NOT_ANSWERED: Final = (
    NotTaken,
    NotTeams,
    NoToken,
    TooSoon,
    TooLong,
    aiohttp.ClientError,
    TimeoutError,
)
PATH: Final = "/api/messages"
OPTIONS: Final = 15
INTERESTS: Final = "interests"
PAGE: Final = 500
"""Arrivals left over by a crash that are read together."""

OURS: Final = "teams:"
"""How the ids of arrivals from Teams begin."""

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
    inbox: Inbox
    references: References
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
        given = await request.read()
        arrival = read(given)
    except web.HTTPRequestEntityTooLarge:
        return web.Response(status=413)
    except (Unreadable, web.HTTPException, aiohttp.ClientError, ConnectionError) as fault:
        log.info("teams.unreadable", fault=type(fault).__name__)
        return web.Response(status=400)
    header = request.headers.get("Authorization")
    try:
        body = await here.framework.receive(header, arrival, lambda turn: _work(here, turn, given))
    except NotAllowed as no:
        log.info("teams.refused", why=str(no))
        return web.Response(status=401)
    except Exception as fault:  # noqa: BLE001 the edge: what was accepted is finished later
        _log_bug(arrival.id, fault)
        return web.Response(status=503)
    return web.json_response(body if body is not None else {})


async def finish_left_over(here: Listening) -> int:
    """Answer what was accepted before a crash, in each member's own chat; how many there were."""
    before, count = here.clock() - LEFT_OVER_AFTER, 0
    while left := await asyncio.to_thread(here.inbox.left_over, before, PAGE, OURS):
        for each in left:
            await _answer_late(here, each)
            await asyncio.to_thread(here.inbox.finish, each.id, here.clock())
        count += len(left)
    return count


async def _answer_late(here: Listening, kept: Arrived) -> None:
    """As if it had been typed: what was pressed is long past, and cannot be answered in place."""
    said = Answer()
    with suppress(Unreadable):  # its words could not be kept
        arrival = read(kept.body.encode())
        asked = meaning(arrival)
        if isinstance(asked, Asked):
            said = await _decided(here, replace(asked, way=Way.TYPED), arrival)
    if not said.messages:
        # Not known, or done before the crash and the answer was lost.
        card = interrupted(here.voice)
        said = Answer((Drawn(draw(card)),))
    own_chat = await _own_chat(here, Who(kept.place, kept.user))
    if own_chat is not None:
        await _send_to(here, own_chat, said)


async def _work(here: Listening, turn: Turn, body: bytes) -> Json | None:
    """One activity that was let in: remembered, understood, answered."""
    arrival = turn.arrival
    await _keep_reference(here, arrival)
    asks = meaning(arrival)
    match asks:
        case Heard():
            return {}
        case Parted(who):
            await asyncio.to_thread(here.references.drop_reference, who)
            return {}
        case Searched():
            return await _searched(here, asks)
        case Asked():
            return await _asked(here, turn, asks, body)
        case _:
            assert_never(asks)


async def _keep_reference(here: Listening, arrival: Arrival) -> None:
    kept = reference_of(arrival)
    if kept and arrival.who:
        keep = here.references.keep_reference
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


async def _asked(here: Listening, turn: Turn, asked: Asked, body: bytes) -> Json:
    """An event for the core, answered where only its member reads it."""
    who, zone = asked.event.who, turn.arrival.zone
    own_chat = None if turn.arrival.personal else await _own_chat(here, who)
    if not turn.arrival.personal and own_chat is None:
        return await _one_line(turn, asked.way, only_in_private(here.voice))
    if not here.commands.allows(who):
        return await _give(here, turn, asked, own_chat, _too_much(here, asked, zone))
    if not await asyncio.to_thread(here.inbox.accept, _kept(asked, turn, body), here.clock()):
        said = answer(Nothing(), asked, here.voice, zone)
        return await _give(here, turn, asked, own_chat, said)
    said = await _decided(here, asked, turn.arrival)
    answered = await _give(here, turn, asked, own_chat, said)
    await asyncio.to_thread(here.inbox.finish, asked.event.id, here.clock())
    return answered


def _too_much(here: Listening, asked: Asked, zone: str) -> Answer:
    return plain_answer(slow_down(here.voice), asked, zone)


def _kept(asked: Asked, turn: Turn, body: bytes) -> Arrived:
    """What is kept until it is answered. What may point to a patient leaves only its id."""
    event = asked.event
    safe = patient_clue(_typed(event)) is None
    words = body.decode("utf-8", "replace") if safe and not _has_files(event) else ""
    return Arrived(event.id, event.who.place, event.who.user, turn.arrival.type, words)


def _typed(event: Event) -> str:
    match event:
        case Commanded(words=words):
            return words
        case Submitted(filled=filled):
            return "\n".join(value for _, values in filled.values for value in values)
        case _:
            return ""


def _has_files(event: Event) -> bool:
    """A calendar or a rota was pasted: its words are never kept."""
    return isinstance(event, Submitted) and bool(event.files)


async def _give(
    here: Listening, turn: Turn, asked: Asked, own_chat: Reference | None, said: Answer
) -> Json:
    """The answer, where only its member reads it."""
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
            await asyncio.to_thread(here.references.drop_reference, asked.event.who)
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
    kept = await asyncio.to_thread(here.references.reference, who)
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
                await turn.replace(drawn.card)
            else:
                await turn.post(drawn.card)


async def _send_to(here: Listening, chat: Reference, said: Answer) -> None:
    """The answer in the member's own chat, wherever they asked."""
    for drawn in said.messages:
        with _unsent(chat.conversation):
            await here.connector.post(chat.service_url, chat.conversation, message(drawn.card))


@contextmanager
def _unsent(event: str) -> Iterator[None]:
    """What could not be answered is written down: what was decided is kept all the same."""
    try:
        yield
    except NOT_ANSWERED as fault:
        log.warning("teams.not_answered", id=event, fault=type(fault).__name__)
