"""What Slack sends becomes an event, and the reply a message, a modal or the home tab.

Each request is let in by its signature, read, and kept before it is
acknowledged: what was accepted before a crash is finished after it, and what
Slack sends again acts once.
"""

import asyncio
import logging
import re
import time
import traceback
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial
from typing import Any, Final, TypeVar

import aiohttp
import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization.authorize_result import AuthorizeResult
from slack_bolt.error import BoltError
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from adapters.slack.answers import NAME, Answering, LinkFor, is_slack_hook
from adapters.slack.arrivals import BODY_LIMIT, UNANSWERED, Arrival, Unreadable, place_of, read
from adapters.slack.core import Core
from adapters.slack.fields import field_of, option
from adapters.slack.files import fetched
from adapters.slack.gate import TIMESTAMP, Gate
from adapters.slack.meaning import (
    SHORTCUTS,
    Asked,
    HomeOpened,
    PersonChanged,
    Uninstalled,
    Ways,
    meaning,
    named_in,
)
from adapters.slack.sharing import Sharing
from bot import plain
from bot.app import Person
from bot.events import Command, Commanded, Event, Submitted, Who, Word, parse
from bot.pace import COMMANDS, SEARCHES, Pace
from bot.ports import LEFT_OVER_AFTER, Arrived, Inbox, Place
from bot.ui import (
    Ask,
    Download,
    Farewell,
    Fix,
    Form,
    Nothing,
    Replace,
    Reply,
    Say,
    Show,
    refill,
)
from bot.words import Voice
from bot.words.elsewhere import file_ready, interrupted, one_moment, slow_down, sorry

log = structlog.get_logger(__name__)

PATH: Final = "/slack/events"
EVENTS: Final = (
    "app_home_opened",
    "app_uninstalled",
    "message",
    "team_join",
    "tokens_revoked",
    "user_change",
)
"""The events that are listened to; `manifest.yml` asks for the same."""

OPTIONS: Final = 20
SOON: Final = 1.2
"""Seconds until a modal is opened to wait in: a trigger is good for three."""

DESKS: Final = 2
"""Members answered at the same moment; more would only keep the listener from its turn."""

FEW: Final = 3
"""Requests that are being acknowledged, below which an answer is begun."""

A_LITTLE: Final = 0.005
PATIENCE: Final = 40
"""Seconds to wait for that, and how often: answers come at last, however many knock."""

CROWD: Final = 50
"""Members waiting at the same moment beyond whom nobody gets a modal to wait in who can be
answered without: two more calls for each would make all of them wait longer."""

Result = TypeVar("Result")

Authorize = Callable[..., Awaitable[AuthorizeResult]]
"""Bolt's: the token of a workspace. Not installed there, it answers nothing."""


@dataclass(frozen=True, slots=True)
class Listening:
    """All that listening needs. `clock` is the core's, `seconds` the machine's."""

    core: Core
    inbox: Inbox
    voice: Voice
    clock: Callable[[], datetime]
    authorize: Authorize
    gate: Gate
    signing_secret: str = field(repr=False)
    client: AsyncWebClient
    session: aiohttp.ClientSession
    link_for: LinkFor
    place: Callable[[str], Place]
    person: Callable[[dict[str, Any]], Person | None]
    uninstalled: Callable[[str], Awaitable[None]]
    command: str = "/coffee"
    may_post_to: Callable[[str], bool] = is_slack_hook
    file_hosts: tuple[str, ...] = ("files.slack.com",)
    commands: Pace = field(default_factory=lambda: Pace(COMMANDS, time.monotonic))
    searches: Pace = field(default_factory=lambda: Pace(SEARCHES, time.monotonic))


@dataclass(frozen=True, slots=True)
class Undecided(Say):
    """A word in place of an answer: nothing was decided, and what was typed is to stay."""


class Ears:
    """Bolt's app with our listeners, and the door to it."""

    def __init__(self, here: Listening) -> None:
        self._here = here
        self._at_work: set[asyncio.Task[None]] = set()
        self._coming = 0
        # Threads of their own: nobody's acknowledgement waits behind somebody's answer.
        self._accept = Sharing[Arrived, bool](lambda new: here.inbox.accept_all(new, here.clock()))
        self._done = Sharing[str, None](self._finish_all)
        self._desks = ThreadPoolExecutor(DESKS, thread_name_prefix="slack")
        self._searching = ThreadPoolExecutor(1, thread_name_prefix="slack-search")
        self.bolt = AsyncApp(
            signing_secret=here.signing_secret,
            authorize=here.authorize,
            client=here.client,
            name=NAME,
            logger=_QUIET,
        )
        self._register()

    def routes(self) -> list[web.RouteDef]:
        """The one address that Slack sends everything to."""
        return [web.post(PATH, self.receive)]

    async def receive(self, request: web.Request) -> web.Response:
        """One request of Slack's."""
        self._coming += 1
        try:
            return await self._received(request)
        finally:
            self._coming -= 1

    async def _received(self, request: web.Request) -> web.Response:
        here = self._here
        try:
            body = await request.read()
        except web.HTTPRequestEntityTooLarge:
            return web.Response(status=413)
        if len(body) > BODY_LIMIT:
            return web.Response(status=413)
        if not here.gate.lets_in(body, request.headers):
            log.info("slack.refused")
            return web.Response(status=401)
        try:
            text = body.decode()
        except UnicodeDecodeError:
            return web.Response(status=400)
        return await self.take(text, request.content_type, request.headers[TIMESTAMP])

    async def take(self, text: str, content: str, stamp: str) -> web.Response:
        """One request that was let in: kept, acknowledged, answered."""
        try:
            arrival = read(text, content)
        except (Unreadable, ValueError):
            log.info("slack.unreadable")
            return web.Response(status=400)
        if arrival.kind not in UNANSWERED and not await self._accepted(arrival, text):
            return web.Response()
        return await self._dispatch(arrival, text, content, stamp)

    async def finish_left_over(self) -> int:
        """Answer what was accepted before a crash; how many there were."""
        here = self._here
        before = here.clock() - LEFT_OVER_AFTER
        left = await asyncio.to_thread(here.inbox.left_over, before, 500)
        mine = [each for each in left if each.id.startswith("slack:")]
        for each in mine:
            if each.body:
                content, _, body = each.body.partition("\n")
                stamp = str(int(time.time()))
                await self._dispatch(read(body, content), body, content, stamp, late=True)
            else:
                await self._done(each.id)
        await self.settled()
        return len(mine)

    async def settled(self) -> None:
        """Wait until all that was accepted has been answered."""
        while self._at_work:
            await asyncio.wait(set(self._at_work))

    async def _accepted(self, arrival: Arrival, text: str) -> bool:
        """Kept before it is acknowledged. What may point to a patient leaves only its id."""
        who = arrival.who
        content = "application/json" if text.startswith("{") else _FORM
        kept = Arrived(
            arrival.id,
            who.place if who else place_of(""),
            who.user if who else "",
            arrival.kind,
            f"{content}\n{text}" if arrival.safe else "",
        )
        return await self._accept(kept)

    async def _dispatch(
        self, arrival: Arrival, text: str, content: str, stamp: str, *, late: bool = False
    ) -> web.Response:
        headers: dict[str, str | Sequence[str]] = {"Content-Type": content}
        headers |= self._here.gate.signed(text.encode(), stamp)
        try:
            about = {"arrival": arrival, "late": late}
            request = AsyncBoltRequest(body=text, headers=headers, context=about)
            answered = await self.bolt.async_dispatch(request)
        except Exception as fault:  # noqa: BLE001 the edge: signed, and yet not as Slack writes it
            log.info("slack.unreadable", fault=type(fault).__name__)
            await self._finish(arrival)
            return web.Response(status=400)
        if answered.status >= 500 and _ours(request.context.get("trouble")):
            # Not what Slack wrote but what we depend on: it stays, to be finished later.
            log.error("slack.not_done", fault=type(request.context["trouble"]).__name__)
            return web.Response(status=503)
        if answered.status >= 500:
            # Bolt stumbled over what Slack would not write.
            await self._finish(arrival)
            return web.Response(status=400)
        if answered.status == 404:
            # Signed by Slack and nothing we listen to: taken, and nothing to do.
            await self._finish(arrival)
            return web.Response()
        if answered.status == 401:
            log.warning("slack.not_installed")
            await self._finish(arrival)
            return web.Response()
        return await to_aiohttp_response(answered)

    def _register(self) -> None:
        app, here = self.bolt, self._here
        app.error(_noted)
        app.command(here.command)(self._on_asked)
        app.action(re.compile(rf"^{re.escape(render.PRESS)}"))(self._on_asked)
        app.action(re.compile(rf"^{re.escape(render.LINK)}"))(self._on_link)
        for callback in SHORTCUTS:
            app.shortcut(callback)(self._on_asked)
        app.view(render.FORM)(self._on_submitted)
        app.options(re.compile(r".+"))(self._on_options)
        for event in EVENTS:
            app.event(event)(self._on_event)

    async def _on_asked(self, ack: Any, context: Any, client: AsyncWebClient) -> None:
        await ack()
        self._start(self._work(context["arrival"], client))

    async def _on_event(self, context: Any, client: AsyncWebClient) -> None:
        self._start(self._work(context["arrival"], client))

    async def _on_link(self, ack: Any, context: Any) -> None:
        await ack()
        await self._finish(context["arrival"])

    async def _on_options(self, ack: Any, payload: dict[str, Any], context: Any) -> None:
        here, who = self._here, context["arrival"].who
        words = str(payload.get("value") or "")[:100].strip()
        if not words or who is None or not here.searches.allows(who):
            await ack(options=[])
            return
        # Not at a desk: whoever types waits for this very answer, three seconds at most.
        searching = partial(here.core.interest_options, words, OPTIONS)
        found = await asyncio.get_running_loop().run_in_executor(self._searching, searching)
        await ack(options=[option(each) for each in found])

    async def _on_submitted(self, ack: Any, context: Any, client: AsyncWebClient) -> None:
        arrival = context["arrival"]
        asked = meaning(arrival)
        if not isinstance(asked, Asked) or not isinstance(asked.event, Submitted):
            await ack()
            return
        answering = self._answering(asked, client)
        deciding = asyncio.ensure_future(self._decided(asked, client))
        if context.get("late"):
            await ack()
            self._start(self._after_a_crash(arrival, answering, deciding))
            return
        done, _ = await asyncio.wait({deciding}, timeout=SOON)
        if not done:
            waiting = render.page(one_moment(self._here.voice), NAME)
            await ack(response_action="update", view=waiting)
            self._start(self._renewed(arrival, answering, deciding))
            return
        reply = deciding.result()
        await ack(**self._modal(reply, answering, asked.event))
        if isinstance(reply, Replace) and asked.ways.message and not asked.ways.shared:
            await _behind(answering).give(reply)
        await self._finish(arrival)

    async def _renewed(
        self, arrival: Arrival, answering: Answering, deciding: asyncio.Future[Reply]
    ) -> None:
        """The answer came too late to be the acknowledgement: the modal that waits gets it."""
        await answering.give(_unfixed(await deciding))
        await self._finish(arrival)

    async def _after_a_crash(
        self, arrival: Arrival, answering: Answering, deciding: asyncio.Future[Reply]
    ) -> None:
        """The modal is long gone: the answer comes in the member's own conversation."""
        reply = await deciding
        if isinstance(reply, Nothing | Ask | Fix):
            reply = Say(interrupted(self._here.voice))
        await replace(answering, ways=Ways()).give(reply)
        await self._finish(arrival)

    def _modal(self, reply: Reply, answering: Answering, sent: Submitted) -> dict[str, Any]:
        """The reply as what becomes of the modal it was sent from."""
        at = {field_of(block): block for block in answering.ways.blocks}
        first = next(iter(sent.filled.values), ("",))[0]
        match reply:
            case Undecided(card) if first in at:
                said = plain.card(card, "UTC").replace("\n\n", " ")
                return {"response_action": "errors", "errors": {at[first]: said}}
            case Fix(form) if _as_typed(form, sent) and all(name in at for name, _ in form.errors):
                errors = {at[name]: said for name, said in form.errors}
                return {"response_action": "errors", "errors": errors}
            case Ask(form) | Fix(form):
                view = render.form(form, answering.kept(), sent.id)
            case Say(card) | Replace(card) | Farewell(card):
                view = render.page(card, NAME)
            case Show(home):
                view = render.page(home, NAME)
            case Download():
                url = self._here.link_for(answering.who, reply)
                view = render.page(file_ready(self._here.voice, reply.name, url), NAME)
            case Nothing():
                return {}
        return {"response_action": "update", "view": view}

    def _start(self, work: Any) -> None:
        """Go on behind the acknowledgement, where it can be waited for."""
        task = asyncio.ensure_future(work)
        self._at_work.add(task)
        task.add_done_callback(self._at_work.discard)

    async def _work(self, arrival: Arrival, client: AsyncWebClient) -> None:
        try:
            await self._worked(arrival, client)
        except Exception as fault:  # noqa: BLE001 the edge: it stays, to be finished later
            _log_bug(arrival.id, fault)
            return
        await self._finish(arrival)

    async def _worked(self, arrival: Arrival, client: AsyncWebClient) -> None:
        here = self._here
        match meaning(arrival, await self._names(arrival)):
            case Asked() as asked:
                await self._answered(asked, client)
            case HomeOpened(who):
                if not await self._at_desk(here.core.knows, who):
                    await self._acquaint(who, client, joining=False)
                home = await self._at_desk(here.core.home, who)
                await client.views_publish(user_id=who.user, view=render.home(home))
            case PersonChanged(place, user):
                person = here.person(user)
                if person is not None:
                    kept = here.place(place)
                    await self._at_desk(
                        partial(here.core.keep_people, kept, [person], complete=False)
                    )
            case Uninstalled(place):
                await here.uninstalled(place)

    async def _names(self, arrival: Arrival) -> dict[str, str]:
        """What the people are called whom typed words name."""
        users = named_in(arrival) if arrival.who else ()
        place, core = arrival.who.place if arrival.who else "", self._here.core
        return {u: await self._at_desk(core.name_of, Who(place, u)) for u in users}

    async def _answered(self, asked: Asked, client: AsyncWebClient) -> None:
        answering = self._answering(asked, client)
        deciding = asyncio.ensure_future(self._decided(asked, client))
        done, _ = await asyncio.wait({deciding}, timeout=SOON)
        crowded = len(self._at_work) > CROWD and asked.ways.response_url
        if not done and not crowded:
            answering = await answering.wait(one_moment(self._here.voice))
        await answering.give(await deciding)

    async def _decided(self, asked: Asked, client: AsyncWebClient) -> Reply:
        here, event = self._here, asked.event
        if not here.commands.allows(event.who):
            return Undecided(slow_down(here.voice))
        try:
            if isinstance(event, Submitted):
                event = await fetched(event, asked.files, client, here.session, here.file_hosts)
            known = await self._at_desk(_answer_known, here.core, event)
            if known is not None:
                return known
            await self._acquaint(event.who, client, joining=_joins(event))
            return await self._at_desk(here.core.handle, event)
        except Exception as fault:  # noqa: BLE001 the edge: every bug ends in an apology
            _log_bug(event.id, fault)
            return Undecided(sorry(here.voice, event.id))

    async def _acquaint(self, who: Who, client: AsyncWebClient, *, joining: bool) -> None:
        """Look someone up who comes for the first time: only them."""
        here = self._here
        try:
            found = await client.users_info(user=who.user)
        except SlackApiError as fault:
            log.info("slack.not_known", place=who.place, fault=str(fault.response.get("error")))
            return
        person = here.person(found.get("user") or {})
        if person is not None:
            place = here.place(who.place)
            await self._at_desk(partial(here.core.welcome, place, person, joining=joining))

    def _answering(self, asked: Asked, client: AsyncWebClient) -> Answering:
        here, who = self._here, asked.event.who
        return Answering(
            who,
            asked.ways,
            client,
            here.session,
            here.voice,
            lambda: self._at_desk(here.core.home, who),
            here.link_for,
            here.may_post_to,
        )

    async def _finish(self, arrival: Arrival) -> None:
        if arrival.id:
            await self._done(arrival.id)

    def _finish_all(self, arrivals: Sequence[str]) -> Sequence[None]:
        self._here.inbox.finish_all(arrivals, self._here.clock())
        return [None] * len(arrivals)

    async def _at_desk(self, call: Callable[..., Result], *args: object) -> Result:
        """The core is synchronous: it works in a thread, a few at once."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._desks, self._in_a_lull, call, *args)

    def _in_a_lull(self, call: Callable[..., Result], *args: object) -> Result:
        """Whoever waits to be acknowledged goes before whoever waits for an answer.

        Both need Python's one lock: an answer that is begun while many come in would
        hold each of them up a little, and all of them for long.
        """
        for _ in range(PATIENCE):
            if self._coming < FEW:
                break
            time.sleep(A_LITTLE)
        return call(*args)


_QUIET = logging.getLogger("coffee_rounds.bolt")
_QUIET.setLevel(logging.CRITICAL)  # Bolt's own lines suggest code, and hold parts of payloads

_FORM: Final = "application/x-www-form-urlencoded"


async def _noted(error: Exception, context: Any) -> None:
    """Bolt tells what went wrong, before a listener ran or in one."""
    context["trouble"] = error
    _log_bug(context["arrival"].id, error)


def _ours(trouble: object) -> bool:
    """Whether it went wrong with us: a payload of an odd shape makes other errors."""
    odd = (TypeError, AttributeError, LookupError, ValueError, BoltError)
    return isinstance(trouble, Exception) and not isinstance(trouble, odd)


def _answer_known(core: Core, event: Event) -> Reply | None:
    """The answer to a member; None for someone who has yet to be looked up."""
    return core.handle(event) if core.knows(event.who) else None


def _behind(answering: Answering) -> Answering:
    """The same, for the message behind the modal alone."""
    return replace(answering, ways=replace(answering.ways, view="", trigger=""))


def _as_typed(form: Form, sent: Submitted) -> bool:
    """Whether a form to be mended holds just what was typed: what is not kept must not stay."""
    return bool(form.errors) and refill(form, sent.filled, {}).fields == form.fields


def _unfixed(reply: Reply) -> Reply:
    """A form with errors, where the modal already shows something else: opened again."""
    return Ask(reply.form) if isinstance(reply, Fix) else reply


def _joins(event: Event) -> bool:
    if not isinstance(event, Commanded):
        return False
    said = parse(event.words)
    return isinstance(said, Command) and said.word is Word.JOIN


def _log_bug(event: str, fault: Exception) -> None:
    """Where it happened, never what was said: an arrival may hold someone's words."""
    frames = traceback.extract_tb(fault.__traceback__)
    trace = [f"{f.filename}:{f.lineno} {f.name}" for f in frames]
    log.error("slack.failed", id=event, fault=type(fault).__name__, trace=trace)
