"""What an arrival asks for, asked of the core and given back in the way the member asked."""

import asyncio
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from typing import Final, TypeVar

import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from adapters.slack.answers import Answering
from adapters.slack.arrivals import Arrival
from adapters.slack.core import Core
from adapters.slack.files import fetched
from adapters.slack.listening import Listening, log_bug
from adapters.slack.meaning import (
    Asked,
    HomeOpened,
    PersonChanged,
    Uninstalled,
    Ways,
    meaning,
    named_in,
)
from adapters.slack.modal import Undecided
from bot.events import Command, Commanded, Event, Submitted, Who, Word, parse
from bot.ui import Ask, Fix, Nothing, Option, Reply, Say
from bot.words.elsewhere import interrupted, one_moment, slow_down, sorry

log = structlog.get_logger(__name__)

SOON: Final = 1.2
"""Seconds until a modal is opened to wait in: a trigger is good for three."""

OPTIONS: Final = 20

DESKS: Final = 2
"""Members whose answers are worked out at the same moment; more would only keep the
listener from its turn."""

CROWD: Final = 50
"""Members waiting at the same moment beyond whom nobody gets a modal to wait in who can be
answered without: two more calls for each would make all of them wait longer."""

A_LITTLE: Final = 0.005
PATIENCE: Final = 40
"""Seconds to wait for a lull, and how often: answers come at last, however many knock."""

Result = TypeVar("Result")


class Work:
    """Answers. `busy` says whether many are just being acknowledged, `waiting` how many wait."""

    def __init__(
        self, here: Listening, busy: Callable[[], bool], waiting: Callable[[], int]
    ) -> None:
        self._here, self._busy, self._waiting = here, busy, waiting
        # Threads of their own: nobody's acknowledgement waits behind somebody's answer.
        self._desks = ThreadPoolExecutor(DESKS, thread_name_prefix="slack")
        self._searching = ThreadPoolExecutor(1, thread_name_prefix="slack-search")

    async def lull(self) -> None:
        """Whoever waits to be acknowledged goes before whoever waits for an answer.

        Both need Python's one lock: an answer that is begun while many come in would
        hold each of them up a little, and all of them for long.
        """
        for _ in range(PATIENCE):
            if not self._busy():
                break
            await asyncio.sleep(A_LITTLE)

    async def done(self, arrival: Arrival, client: AsyncWebClient) -> None:
        """Do what an arrival asks for."""
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

    async def options(self, who: Who, words: str) -> tuple[Option, ...]:
        """Interests near these words. None for whoever types too fast."""
        if not words or not self._here.searches.allows(who):
            return ()
        # Not at a desk: whoever types waits for this very answer, three seconds at most.
        searching = partial(self._here.core.interest_options, words, OPTIONS)
        return await asyncio.get_running_loop().run_in_executor(self._searching, searching)

    async def decided(self, asked: Asked, client: AsyncWebClient) -> Reply:
        """The core's answer; an apology for a bug, and a word for whoever is too fast."""
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
            log_bug(event.id, fault)
            return Undecided(sorry(here.voice, event.id))

    async def after_a_crash(self, answering: Answering, deciding: asyncio.Future[Reply]) -> None:
        """The modal is long gone: the answer comes in the member's own conversation."""
        reply = await deciding
        if isinstance(reply, Nothing | Ask | Fix):
            reply = Say(interrupted(self._here.voice))
        await replace(answering, ways=Ways()).give(reply)

    def answering(self, asked: Asked, client: AsyncWebClient) -> Answering:
        """Whom to answer, and how."""
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

    async def _answered(self, asked: Asked, client: AsyncWebClient) -> None:
        answering = self.answering(asked, client)
        deciding = asyncio.ensure_future(self.decided(asked, client))
        done, _ = await asyncio.wait({deciding}, timeout=SOON)
        crowded = self._waiting() > CROWD and asked.ways.response_url
        if not done and not crowded:
            answering = await answering.wait(one_moment(self._here.voice))
        await answering.give(await deciding)

    async def _names(self, arrival: Arrival) -> dict[str, str]:
        """What the people are called whom typed words name."""
        users = named_in(arrival) if arrival.who else ()
        place, core = arrival.who.place if arrival.who else "", self._here.core
        return {u: await self._at_desk(core.name_of, Who(place, u)) for u in users}

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

    async def _at_desk(self, call: Callable[..., Result], *args: object) -> Result:
        """The core is synchronous: it works in a thread, a few at once."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._desks, self._in_a_lull, call, *args)

    def _in_a_lull(self, call: Callable[..., Result], *args: object) -> Result:
        for _ in range(PATIENCE):
            if not self._busy():
                break
            time.sleep(A_LITTLE)
        return call(*args)


def _answer_known(core: Core, event: Event) -> Reply | None:
    """The answer to a member; None for someone who has yet to be looked up."""
    return core.handle(event) if core.knows(event.who) else None


def _joins(event: Event) -> bool:
    if not isinstance(event, Commanded):
        return False
    said = parse(event.words)
    return isinstance(said, Command) and said.word is Word.JOIN
