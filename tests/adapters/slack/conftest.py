"""The real endpoint over a real core and database, with a Slack of our own on the other side."""

import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.arrivals import BODY_LIMIT
from adapters.slack.core import Core
from adapters.slack.gate import Gate
from adapters.slack.listen import PATH, Ears
from adapters.slack.listening import Listening
from bot.app import Person
from bot.delivery import Place
from bot.entrusted import Inbox
from bot.events import Event, Who
from bot.pace import Limit, Pace
from bot.ui import Download, Option
from bot.words import Voice
from tests.adapters.slack.fake_slack import BOT, SECRET, TEAM, FakeSlack, Json, send
from tests.stories.hospital import Hospital

OLDER_SECRET = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"
PLACE = Place(f"slack:{TEAM}", "slack", "The hospital's Slack", looks_up=True, groups=True)


class Noting:
    """A core that notes what it was asked; all else is the core's own."""

    def __init__(self, core: Any) -> None:
        self.core = core
        self.events: list[Event] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self.core, name)

    def handle(self, event: Event) -> Any:
        self.events.append(event)
        return self.core.handle(event)

    def interest_options(self, words: str, limit: int) -> tuple[Option, ...]:
        return (Option("sepsis", f"Sepsis, near {words}"),)[:limit]


class Slack:
    """A running endpoint, and Slack beside it."""

    def __init__(
        self, fake: FakeSlack, core: Noting, ears: Ears, here: Listening, url: str
    ) -> None:
        self.fake, self.core, self.ears, self.here, self.url = fake, core, ears, here, url
        self.uninstalled: list[str] = []

    async def send(self, sent: Json) -> Json:
        """Slack sends this; the acknowledgement, once all that follows is done."""
        status, acknowledged = await send(self.here.session, self.url, sent)
        assert status == 200
        await self.ears.settled()
        return acknowledged

    async def says(self, user: str, words: str) -> Json:
        """Words typed with the slash command; what was answered to them, as one text."""
        await self.send(self.fake.command(user, words))
        return self.fake.hooked[-1] if self.fake.hooked else {}


def person(user: Json) -> Person | None:
    """Someone of the directory; who is deactivated is not here."""
    profile = user.get("profile", {})
    if not isinstance(profile, dict) or not str(profile.get("real_name", "")).strip():
        return None
    return Person(
        user["id"],
        profile.get("real_name", ""),
        profile.get("first_name", ""),
        profile.get("email", ""),
        user.get("tz", ""),
        here=not user.get("deleted"),
    )


@asynccontextmanager
async def around(core: Core, inbox: Inbox, clock: Any) -> AsyncIterator[Slack]:
    """The endpoint over a core, from start to end."""
    fake, noting = FakeSlack(), Noting(core)
    await fake.start()
    async with aiohttp.ClientSession() as session:
        client = AsyncWebClient(base_url=fake.api, session=session, retry_handlers=[])
        gone: list[str] = []

        async def authorize(**_: Any) -> AuthorizeResult:
            return AuthorizeResult(
                enterprise_id=None, team_id=TEAM, bot_user_id=BOT, bot_token="xoxb-test"
            )

        async def uninstalled(place: str) -> None:
            gone.append(place)

        def link_for(who: Who, file: Download) -> str:
            return f"https://bot.hospital.example/file/{who.user}/{file.name}"

        here = Listening(
            core=noting,
            inbox=inbox,
            voice=Voice(),
            clock=clock,
            authorize=authorize,
            gate=Gate((SECRET, OLDER_SECRET), time.time),
            signing_secret=SECRET,
            client=client,
            session=session,
            link_for=link_for,
            place=lambda _: PLACE,
            person=person,
            uninstalled=uninstalled,
            may_post_to=lambda url: url == fake.hook,
            file_hosts=("127.0.0.1",),
            commands=Pace((Limit(10_000, 60.0),), time.monotonic),
        )
        ears = Ears(here)
        app = web.Application(client_max_size=BODY_LIMIT)
        app.add_routes(ears.routes())
        server = TestServer(app)
        await server.start_server()
        slack = Slack(fake, noting, ears, here, str(server.make_url(PATH)))
        slack.uninstalled = gone
        yield slack
        await server.close()
    await fake.close()


@pytest.fixture
def hospital(tmp_path: Path):
    hospital = Hospital(tmp_path)
    with hospital.store.writing() as tx:
        tx.save_place(PLACE)
    yield hospital
    hospital.close()


@pytest.fixture
async def slack(hospital: Hospital) -> AsyncIterator[Slack]:
    async with around(hospital.app, hospital.store.inbox, lambda: hospital.now) as slack:
        slack.fake.person("U1ANA", "Ana Díaz", email="ana@hospital.example")
        slack.fake.person("U2BEN", "Ben Ruiz")
        yield slack
