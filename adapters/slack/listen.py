"""What Slack sends becomes an event, and the reply a message, a modal or the home tab.

Each request is let in by its signature, read, kept, and acknowledged before it is
answered: what was accepted before a crash is finished after it, and what Slack
sends again acts once. Only what asks for its answer in the acknowledgement itself
has it there: a form that was sent, and interests suggested while typing.
"""

import asyncio
import logging
import re
import time
from collections.abc import Coroutine, Sequence
from dataclasses import replace
from typing import Any, Final

import structlog
from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.error import BoltError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from adapters.slack.answers import NAME, Answering
from adapters.slack.arrivals import BODY_LIMIT, UNANSWERED, Arrival, Unreadable, place_of, read
from adapters.slack.backlog import Backlog
from adapters.slack.fields import option
from adapters.slack.gate import TIMESTAMP
from adapters.slack.listening import Listening, log_bug
from adapters.slack.meaning import SHORTCUTS, Asked, meaning
from adapters.slack.modal import modal
from adapters.slack.sharing import Sharing
from adapters.slack.work import SOON, Work
from bot.entrusted import LEFT_OVER_AFTER, Arrived
from bot.events import Submitted
from bot.ui import Ask, Fix, Replace, Reply
from bot.words.elsewhere import one_moment

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

SENT_FORM: Final = "view_submission"
"""What is answered in its acknowledgement, and is kept first like all else."""

OURS: Final = "slack:"
"""How the ids of arrivals from Slack begin."""

PAGE: Final = 500
"""Arrivals left over by a crash that are taken up together."""

FAILED: Final = 503
"""What we depend on failed. Slack sends again what was not acknowledged yet."""

FEW: Final = 3
"""Requests that are being acknowledged, below which an answer is begun."""


class Ears:
    """Bolt's app with our listeners, and the door to it."""

    def __init__(self, here: Listening) -> None:
        self._here = here
        self._coming = 0
        self._behind: set[asyncio.Task[None]] = set()
        # A thread of its own: nobody's acknowledgement waits behind somebody's answer.
        self._accept = Sharing[Arrived, bool](lambda new: here.inbox.accept_all(new, here.clock()))
        self._done = Sharing[str, None](self._finish_all)
        self._work = Work(here, lambda: self._coming >= FEW, lambda: len(self._backlog))
        self._backlog = Backlog(self._answer, self._words_of, self._work.lull)
        self.bolt = AsyncApp(
            signing_secret=here.signing_secret,
            authorize=here.authorize,
            client=here.client,
            name=NAME,
            logger=_QUIET,
            # Whoever dispatches waits for the listener, and so knows when all is done.
            process_before_response=True,
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
        if arrival.kind in UNANSWERED:
            return await self._dispatch(arrival, text, content, stamp)
        # What may point to a patient is not kept: of that, the inbox has only the id.
        written, safe = _written(text), arrival.safe
        if not await self._accepted(arrival, written if safe else ""):
            return web.Response()
        if arrival.kind == SENT_FORM:
            return await self._dispatch(arrival, text, content, stamp)
        self._backlog.add(arrival.id, written, kept=safe)
        return web.Response()

    async def finish_left_over(self) -> int:
        """Answer what was accepted before a crash; how many there were."""
        here = self._here
        before, found = here.clock() - LEFT_OVER_AFTER, set[str]()
        while True:
            left = await asyncio.to_thread(here.inbox.left_over, before, PAGE, OURS)
            new = [e for e in left if e.id not in self._backlog and e.id not in found]
            if not new:
                return len(found)
            for each in new:
                found.add(each.id)
                self._backlog.add(each.id, each.body, kept=True)
            await self._backlog.settled()

    async def stop(self) -> None:
        """What is at work is finished; what waits is left to the next start."""
        self._backlog.stop()
        await self.settled()

    async def settled(self) -> None:
        """Wait until all that was accepted has been answered."""
        while len(self._backlog) or self._behind:
            await self._backlog.settled()
            if self._behind:
                await asyncio.wait(set(self._behind))

    async def _accepted(self, arrival: Arrival, written: str) -> bool:
        """Whether it is kept now, and was not before."""
        who = arrival.who
        place, user = (who.place, who.user) if who else (place_of(""), "")
        return await self._accept(Arrived(arrival.id, place, user, arrival.kind, written))

    async def _answer(self, id_: str, written: str) -> bool:
        """Answer what was acknowledged; without its words there is nothing to answer.

        False when something that we depend on failed.
        """
        content, _, text = written.partition("\n")
        try:
            arrival = read(text, content)
        except (Unreadable, ValueError):
            await self._done(id_)
            return True
        answered = await self._dispatch(arrival, text, content, str(int(time.time())), late=True)
        return answered.status != FAILED

    async def _words_of(self, id_: str) -> str:
        kept = await asyncio.to_thread(self._here.inbox.waiting, id_)
        return kept.body if kept else ""

    async def _dispatch(
        self, arrival: Arrival, text: str, content: str, stamp: str, *, late: bool = False
    ) -> web.Response:
        """By Bolt to whoever listens; `late` when it was acknowledged before.

        What goes wrong with us leaves it in the inbox, to be finished later.
        """
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
            return web.Response(status=FAILED)
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
        await self._do(context["arrival"], client)

    async def _on_event(self, context: Any, client: AsyncWebClient) -> None:
        await self._do(context["arrival"], client)

    async def _do(self, arrival: Arrival, client: AsyncWebClient) -> None:
        await self._work.done(arrival, client)
        await self._finish(arrival)

    async def _on_link(self, ack: Any, context: Any) -> None:
        await ack()
        await self._finish(context["arrival"])

    async def _on_options(self, ack: Any, payload: dict[str, Any], context: Any) -> None:
        who, words = context["arrival"].who, str(payload.get("value") or "")[:100].strip()
        found = await self._work.options(who, words) if who else ()
        await ack(options=[option(each) for each in found])

    async def _on_submitted(self, ack: Any, context: Any, client: AsyncWebClient) -> None:
        arrival = context["arrival"]
        asked = meaning(arrival)
        if not isinstance(asked, Asked) or not isinstance(asked.event, Submitted):
            await ack()
            return
        answering = self._work.answering(asked, client)
        deciding = asyncio.ensure_future(self._work.decided(asked, client))
        if context.get("late"):
            await ack()
            await self._work.after_a_crash(answering, deciding)
            await self._finish(arrival)
            return
        done, _ = await asyncio.wait({deciding}, timeout=SOON)
        if not done:
            waiting = render.page(one_moment(self._here.voice), NAME)
            await ack(response_action="update", view=waiting)
            self._start(self._renewed(arrival, answering, deciding))
            return
        reply = deciding.result()
        await ack(**modal(reply, answering, asked.event))
        self._start(self._behind_it(arrival, reply, asked, answering))

    async def _renewed(
        self, arrival: Arrival, answering: Answering, deciding: asyncio.Future[Reply]
    ) -> None:
        """The answer came too late to be the acknowledgement: the modal that waits gets it."""
        await answering.give(_unfixed(await deciding))
        await self._finish(arrival)

    async def _behind_it(
        self, arrival: Arrival, reply: Reply, asked: Asked, answering: Answering
    ) -> None:
        """The message behind the modal shows what was decided, too."""
        if isinstance(reply, Replace) and asked.ways.message and not asked.ways.shared:
            alone = replace(answering.ways, view="", trigger="")
            await replace(answering, ways=alone).give(reply)
        await self._finish(arrival)

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        """Go on behind the acknowledgement, where it can be waited for."""
        task = asyncio.ensure_future(work)
        self._behind.add(task)
        task.add_done_callback(self._behind.discard)

    async def _finish(self, arrival: Arrival) -> None:
        if arrival.id:
            await self._done(arrival.id)

    def _finish_all(self, arrivals: Sequence[str]) -> Sequence[None]:
        self._here.inbox.finish_all(arrivals, self._here.clock())
        return [None] * len(arrivals)


_QUIET = logging.getLogger("coffee_rounds.bolt")
_QUIET.setLevel(logging.CRITICAL)  # Bolt's own lines suggest code, and hold parts of payloads


def _written(text: str) -> str:
    """A body as it is kept, with what it is in its first line."""
    kind = "application/json" if text.startswith("{") else "application/x-www-form-urlencoded"
    return f"{kind}\n{text}"


async def _noted(error: Exception, context: Any) -> None:
    """Bolt tells what went wrong, before a listener ran or in one."""
    context["trouble"] = error
    log_bug(context["arrival"].id, error)


def _ours(trouble: object) -> bool:
    """Whether it went wrong with us: a payload of an odd shape makes other errors."""
    odd = (TypeError, AttributeError, LookupError, ValueError, BoltError)
    return isinstance(trouble, Exception) and not isinstance(trouble, odd)


def _unfixed(reply: Reply) -> Reply:
    """A form with errors, where the modal already shows something else: opened again."""
    return Ask(reply.form) if isinstance(reply, Fix) else reply
