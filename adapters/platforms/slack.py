"""Slack, put together: one token path for whoever listens, speaks and reads the directory."""

import asyncio
import os
import time
from functools import partial
from typing import Any

import aiohttp
import structlog
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltError

from adapters.handover import Handover
from adapters.house import House, new_id
from adapters.platforms.part import Part
from adapters.slack import install, render
from adapters.slack.gate import Gate
from adapters.slack.listen import Ears
from adapters.slack.listening import Listening
from adapters.slack.people import NotRead, Wanted, directory, person_of
from adapters.slack.socket_mode import SocketMode
from adapters.slack.speak import ONE_A_SECOND, SlackSpeaker, marks
from adapters.slack.tokens import Installations, NotAuthorised, OneWorkspace, Workspaces, exchange
from adapters.slack.web_api import BASE_URL, Client, clients
from adapters.slack.workspace import Workspace
from bot.app import Person
from bot.delivery import Place
from bot.pace import Pace
from bot.platform_settings import SlackSettings

MARK: str = "slack-mark"
"""The name under which the key of messages' marks is kept."""

log = structlog.get_logger(__name__)


async def slack_part(wired: House, session: aiohttp.ClientSession, handover: Handover) -> Part:
    """Slack with these settings, ready to be served."""
    settings, client = wired.settings.slack, clients(session, BASE_URL)
    installations = _installations(wired, client)
    workspaces: Workspaces = installations or OneWorkspace(client, settings.bot_token)
    ears = Ears(_listening(wired, session, handover, client, workspaces))
    routes = ears.routes()
    if installations:
        routes += install.routes(_installing(wired, client, installations))
    speaker = SlackSpeaker(
        workspaces,
        client,
        render.message,
        marks(_mark_key(wired)),
        wired.clock.now,
        Pace(ONE_A_SECOND, time.monotonic),
    )
    socket = SocketMode(ears, settings.app_token, session) if settings.app_token else None

    async def begin() -> None:
        if socket:
            await socket.start()

    async def end() -> None:
        if socket:
            await socket.stop()
        await ears.stop()

    daily = partial(read_directories, wired, client, workspaces)
    return Part("slack", speaker, tuple(routes), begin, ears.finish_left_over, daily, end)


async def read_directories(wired: House, client: Client, workspaces: Workspaces) -> None:
    """Bring the members of every workspace up to its directory."""
    try:
        found = await workspaces.everywhere()
    except NotAuthorised as fault:
        log.warning("slack.directory_not_read", why=str(fault))
        return
    for each in found:
        try:
            await read_directory(wired, client, workspaces, each)
        except (NotRead, NotAuthorised) as fault:
            log.warning("slack.directory_not_read", place=each.place, why=str(fault))


async def read_directory(
    wired: House, client: Client, workspaces: Workspaces, workspace: Workspace
) -> None:
    """Bring the members of one workspace up to its directory. Raises `NotRead`."""
    good = await workspaces.at(workspace.place) or workspace
    people = await directory(client(good.token), good, wanted(wired.settings.slack))
    place = place_of(wired.settings.slack, good.place, good.name)
    kept = await asyncio.to_thread(wired.app.keep_people, place, people, complete=True)
    log.info("slack.directory_read", place=place.id, added=kept.added, left=kept.left)


def wanted(settings: SlackSettings) -> Wanted:
    """Whom and what of the directory the hospital wants."""
    return Wanted(settings.guests, settings.fields)


def place_of(settings: SlackSettings, place: str, name: str = "Slack") -> Place:
    """A workspace as a place: it can be asked what arrived, and writes to two at once."""
    return Place(place, "slack", name, settings.per_minute, looks_up=True, groups=True)


def _listening(
    wired: House,
    session: aiohttp.ClientSession,
    handover: Handover,
    client: Client,
    workspaces: Workspaces,
) -> Listening:
    settings = wired.settings.slack

    async def authorize(enterprise_id: Any, team_id: Any, **_: Any) -> AuthorizeResult:
        workspace = await workspaces.found(team_id, enterprise_id)
        if workspace is None:
            raise BoltError("the app is not installed there")
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_user_id=workspace.bot_user,
            bot_token=workspace.token,
        )

    def person(user: dict[str, Any]) -> Person | None:
        return person_of(user, str(user.get("team_id") or ""), wanted(settings))

    return Listening(
        core=wired.app,
        inbox=wired.store.inbox,
        voice=wired.app.means.voice,
        clock=wired.clock.now,
        authorize=authorize,
        gate=Gate(settings.signing_secrets, time.time),
        signing_secret=settings.signing_secrets[0],
        client=client(""),
        session=session,
        link_for=handover.link_for,
        place=partial(place_of, settings),
        person=person,
        uninstalled=workspaces.removed,
        command=settings.command,
    )


def _installations(wired: House, client: Client) -> Installations | None:
    settings = wired.settings.slack
    if not settings.client_id:
        return None
    ask = exchange(client, settings.client_id, settings.client_secret)
    owner = f"{os.getpid()}-{new_id()}"
    return Installations(wired.store.credentials, ask, wired.clock.now, owner)


def _installing(wired: House, client: Client, installations: Installations) -> install.Installing:
    settings = wired.settings

    async def revoke(token: str) -> None:
        await client(token).auth_revoke()

    async def welcome(workspace: Workspace) -> None:
        try:
            await read_directory(wired, client, installations, workspace)
        except (NotRead, NotAuthorised) as fault:
            log.warning("slack.directory_not_read", place=workspace.place, why=str(fault))

    return install.Installing(
        settings.slack.client_id,
        settings.server.public_url,
        exchange(client, settings.slack.client_id, settings.slack.client_secret),
        wired.store.credentials,
        installations,
        welcome,
        wired.clock.now,
        revoke,
        settings.slack.workspaces,
        bool(settings.slack.fields),
    )


def _mark_key(wired: House) -> bytes:
    """The key of messages' marks: made once, the same for every process."""
    return bytes.fromhex(wired.store.credentials.keep_first(MARK, os.urandom(32).hex()))
