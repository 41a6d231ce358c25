"""Someone who writes for the first time: who they are, by Teams' own word."""

import asyncio
from collections.abc import Callable
from typing import Protocol

import aiohttp
import structlog

from adapters.teams.activities import Arrival
from adapters.teams.connector import Connector, NoToken, NotTeams
from adapters.teams.literal import Json
from bot.app import Person
from bot.delivery import Place
from bot.events import Command, Who, Word, parse

log = structlog.get_logger(__name__)


class Knowing(Protocol):
    """Who is known. Synchronous."""

    def knows(self, who: Who) -> bool:
        """Whether someone is a member."""

    def welcome(self, place: Place, person: Person, *, joining: bool) -> bool:
        """Know someone who writes for the first time. False when they asked to be forgotten."""


class Acquainting:
    """Looks up who writes for the first time: only then, and only them."""

    def __init__(self, core: Knowing, connector: Connector, place: Callable[[str], Place]) -> None:
        self._core = core
        self._connector = connector
        self._place = place

    async def meet(self, arrival: Arrival) -> None:
        """Know the sender from now on, unless they are known, or cannot be looked up."""
        who = arrival.who
        if who is None or await asyncio.to_thread(self._core.knows, who):
            return
        try:
            said = await self._connector.member(
                arrival.service_url, arrival.conversation, arrival.user
            )
        except (NotTeams, NoToken, aiohttp.ClientError, TimeoutError) as fault:
            log.info("teams.not_known", fault=type(fault).__name__)
            return
        person = person_of(said, who, arrival.zone)
        if person is not None:
            said_join = parse(arrival.text)
            joining = isinstance(said_join, Command) and said_join.word is Word.JOIN
            place = self._place(who.place)
            await asyncio.to_thread(self._core.welcome, place, person, joining=joining)


def person_of(said: Json, who: Who, zone: str) -> Person | None:
    """A member of a chat as Teams describes them; None for somebody else, or without a name.

    Their address is the tenant's own, which its administrators give: it is taken as
    verified. Guests have another tenant's.
    """
    if said.get("aadObjectId", said.get("objectId")) != who.user:
        return None
    name = _text(said, "name") or f"{_text(said, 'givenName')} {_text(said, 'surname')}".strip()
    if not name:
        return None
    guest = _text(said, "userRole").lower() in ("guest", "anonymous")
    return Person(
        user=who.user,
        name=name,
        given_name=_text(said, "givenName"),
        email="" if guest else _text(said, "email"),
        timezone=zone,
        guest=guest,
    )


def _text(said: Json, name: str) -> str:
    given = said.get(name)
    return " ".join(given.split()) if isinstance(given, str) else ""
