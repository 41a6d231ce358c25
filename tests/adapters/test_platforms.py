"""The whole server with Slack and Teams in it, over HTTP, with stand-ins on the other side."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from adapters.house import house
from adapters.platforms import serve_platforms
from bot import config
from bot.events import Who
from bot.model import MIDNIGHT, Hours, Membership, Notice, NoticeKind, Weekly
from bot.setting_values import PREFIX
from storage import upgrade
from tests.adapters.slack.fake_slack import SECRET, TEAM, FakeSlack, dm, send

PATIENCE = 20.0


async def until(what, *, within: float = PATIENCE) -> None:
    """Wait for something to be so; the test fails when it never is."""
    async with asyncio.timeout(within):
        while not what():
            await asyncio.sleep(0.02)


@asynccontextmanager
async def serving(folder: Path, **settings: str) -> AsyncIterator[tuple[str, object]]:
    """The server with these settings, until the end of the block."""
    url = f"sqlite:///{folder / 'coffee.db'}"
    upgrade(url)
    given = {"DATABASE_URL": url, "PORT": "0", "LOG_LEVEL": "error"} | settings
    read = config.read({PREFIX + name: value for name, value in given.items()})
    with house(read) as wired:
        stopping, listening = asyncio.Event(), asyncio.Queue()
        served = asyncio.create_task(serve_platforms(wired, listening.put_nowait, stopping))
        waiting = asyncio.create_task(listening.get())
        await asyncio.wait({served, waiting}, return_when=asyncio.FIRST_COMPLETED)
        if served.done():
            waiting.cancel()
            served.result()
        try:
            yield waiting.result().rstrip("/"), wired
        finally:
            stopping.set()
            await asyncio.wait_for(served, PATIENCE)


@pytest.fixture
async def fake(monkeypatch) -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    await fake.start()
    monkeypatch.setattr("adapters.platforms.slack.BASE_URL", fake.api)
    monkeypatch.setattr("adapters.slack.answers.is_slack_hook", lambda _: True)
    for user, name in (("U1ANA", "Ana Díaz"), ("U2BEN", "Ben Ruiz")):
        fake.person(user, name)
    yield fake
    await fake.close()


async def join(session: aiohttp.ClientSession, url: str, fake: FakeSlack, user: str) -> None:
    """Type `join`, fill the form in, send it."""
    before = set(fake.views)
    status, _ = await send(session, f"{url}/slack/events", fake.command(user, "join"))
    assert status == 200
    await until(lambda: set(fake.views) - before)
    (view,) = set(fake.views) - before
    typed = {"field.interests": {"type": "plain_text_input", "value": "baking"}}
    sent = fake.submission(user, fake.views[view], typed)
    status, answer = await send(session, f"{url}/slack/events", sent)
    assert (status, answer["response_action"]) == (200, "update")


async def test_from_join_to_an_introduction_in_slack(tmp_path: Path, fake: FakeSlack) -> None:
    settings = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": SECRET}
    async with (
        serving(tmp_path, **settings) as (url, wired),
        aiohttp.ClientSession() as session,
    ):
        await until(lambda: any(call.method == "users.list" for call in fake.calls))
        for user in ("U1ANA", "U2BEN"):
            await join(session, url, fake, user)
        programme = wired.app.programme()
        assert programme.timezone == "America/New_York"
        await asyncio.to_thread(wired.app.run, programme)
        with wired.store.reading() as reading:
            (round_,) = reading.rounds(programme.id, 1)
            (pair,) = reading.introductions_in(round_.id)
        for user in ("U1ANA", "U2BEN"):
            press = fake.press(user, "press.yes.0.0", pair.id)
            assert (await send(session, f"{url}/slack/events", press))[0] == 200
        await until(lambda: _introduced(wired, pair.id))


def _introduced(wired, introduction: str) -> bool:
    with wired.store.reading() as reading:
        return reading.introduction(introduction).opened_at is not None


async def test_promised_messages_are_spoken_in_slack(tmp_path: Path, fake: FakeSlack) -> None:
    settings = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": SECRET}
    async with serving(tmp_path, **settings) as (_, wired):
        await until(lambda: _known(wired, "U1ANA"))
        _promise(wired, f"slack:{TEAM}:U1ANA")
        await until(lambda: fake.told("U1ANA"))
        assert fake.told("U1ANA")[0].channel == dm("U1ANA")


def _promise(wired, member: str) -> None:
    """A message to that member, due now."""
    now = wired.clock.now()
    with wired.store.writing() as tx:
        # Someone who works day and night: others would not be written to on a Saturday.
        always = Hours(working=(Weekly(frozenset(range(7)), 0, MIDNIGHT),))
        zone = f"Etc/GMT{now.hour - 12:+d}"
        tx.save_members([replace(tx.member(member), hours=always, timezone=zone)])
        tx.save_memberships([Membership("everyone", member)])
        tx.promise([Notice("k", NoticeKind.STILL_THERE, member, "everyone", now)])


async def test_of_many_at_once_each_is_taken_answered_and_done_once(
    tmp_path: Path, fake: FakeSlack
) -> None:
    settings = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": SECRET}
    async with (
        serving(tmp_path, **settings) as (url, wired),
        aiohttp.ClientSession() as session,
    ):
        await until(lambda: _known(wired, "U2BEN"))
        words = ["home", "help", "privacy", "budget 3", "pause 2 weeks", "resume"]
        sent = [
            fake.command(user, each, response_url="", trigger_id=f"{user}{number}")
            for user in ("U1ANA", "U2BEN")
            for number, each in enumerate(words * 3)
        ]
        answers = await asyncio.gather(
            *(send(session, f"{url}/slack/events", each) for each in (*sent, *sent))
        )
        assert {status for status, _ in answers} == {200}
        await until(lambda: not wired.store.inbox.left_over(wired.clock.now(), 1))
        await until(lambda: len(fake.views) == len(sent))
        await asyncio.sleep(0.1)  # a second answer to the same would come by now
        assert len(fake.views) == len(sent)


def _known(wired, user: str) -> bool:
    return wired.app.knows(Who(f"slack:{TEAM}", user))


@pytest.mark.parametrize("public", ["", "https://coffee.example"])
async def test_an_export_is_a_link_or_a_word_about_why_there_is_none(
    tmp_path: Path, fake: FakeSlack, public: str
) -> None:
    settings = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": SECRET, "PUBLIC_URL": public}
    async with (
        serving(tmp_path, **settings) as (url, wired),
        aiohttp.ClientSession() as session,
    ):
        await until(lambda: _known(wired, "U1ANA"))
        said = {"type": "message", "channel_type": "im", "channel": dm("U1ANA"), "user": "U1ANA"}
        event = fake.event(said | {"text": "export", "ts": "1.2"})
        assert (await send(session, f"{url}/slack/events", event))[0] == 200
        await until(lambda: fake.told("U1ANA"))
        told = str(fake.told("U1ANA")[0].body["blocks"])
        assert ("https://coffee.example/file/" in told) is bool(public)
        assert ("COFFEE_ROUNDS_PUBLIC_URL" in told) is not bool(public)


class Teams:
    """A stand-in for Teams' connector, where Ana writes from; what it was told is kept."""

    def __init__(self) -> None:
        self.posted: list[dict] = []
        self.number = 0
        app = web.Application()
        app.router.add_route("*", "/{rest:.*}", self._taken)
        self.server = TestServer(app)

    async def _taken(self, request: web.Request) -> web.Response:
        if request.method == "GET":
            return web.json_response(
                {"aadObjectId": "a-1", "name": "Ana Díaz", "email": "ana@hospital.example"}
            )
        self.posted.append(await request.json())
        return web.json_response({"id": "m-1"}, status=201)

    async def types(self, session: aiohttp.ClientSession, url: str, text: str) -> str:
        """Ana types to the bot; what she is answered."""
        self.number += 1
        activity = {
            "type": "message",
            "id": str(self.number),
            "channelId": "msteams",
            "serviceUrl": str(self.server.make_url("/")),
            "conversation": {"id": "a:1", "conversationType": "personal", "tenantId": "t-1"},
            "from": {"id": "29:x", "aadObjectId": "a-1", "name": "Ana"},
            "recipient": {"id": "28:bot", "name": "Coffee Rounds"},
            "channelData": {"tenant": {"id": "t-1"}},
            "text": text,
        }
        before = len(self.posted)
        async with session.post(f"{url}/api/messages", json=activity) as answer:
            assert answer.status == 200
        await until(lambda: len(self.posted) > before)
        return self.posted[-1]["summary"]


@pytest.fixture
async def teams() -> AsyncIterator[Teams]:
    teams = Teams()
    async with teams.server:
        yield teams


ANA_IN_TEAMS = Who("teams:t-1", "a-1")


async def test_teams_answers_in_development_and_knows_who_writes(
    tmp_path: Path, teams: Teams
) -> None:
    port = str(unused_port())
    async with (
        serving(tmp_path, TEAMS_DEVELOPMENT="yes", PORT=port) as (url, wired),
        aiohttp.ClientSession() as session,
    ):
        assert "pause" in await teams.types(session, url, "help")
        with wired.store.reading() as reading:
            member = reading.member_at(ANA_IN_TEAMS)
            assert (member.id, member.name) == ("teams:t-1:a-1", "Ana Díaz")
            assert reading.emails([member.id]) == {member.id: "ana@hospital.example"}
        assert wired.store.references.reference(ANA_IN_TEAMS)


async def test_one_human_in_both_is_asked_and_written_to_where_she_says(
    tmp_path: Path, fake: FakeSlack, teams: Teams
) -> None:
    fake.person("U1ANA", "Ana Díaz", email="ana@hospital.example")["is_email_confirmed"] = True
    settings = {
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": SECRET,
        "TEAMS_DEVELOPMENT": "yes",
        "PORT": str(unused_port()),
    }
    async with (
        serving(tmp_path, **settings) as (url, wired),
        aiohttp.ClientSession() as session,
    ):
        await until(lambda: _known(wired, "U1ANA"))
        member = f"slack:{TEAM}:U1ANA"
        assert "Have we met?" in await teams.types(session, url, "home")
        assert not _member_at(wired, ANA_IN_TEAMS)
        assert "Good to have you here too" in await teams.types(session, url, "Yes!")
        assert _member_at(wired, ANA_IN_TEAMS) == member
        press = fake.press("U1ANA", "press.reach-me.0.0", ANA_IN_TEAMS.place)
        assert (await send(session, f"{url}/slack/events", press))[0] == 200
        await until(lambda: _first_place(wired, member) == ANA_IN_TEAMS.place)
        _promise(wired, member)
        await until(lambda: "Shall I" in str(teams.posted[-1]["summary"]))
        assert not fake.told("U1ANA")


def _member_at(wired, who: Who) -> str:
    with wired.store.reading() as reading:
        member = reading.member_at(who)
        return member.id if member else ""


def _first_place(wired, member: str) -> str:
    with wired.store.reading() as reading:
        return reading.addresses([member])[member][0].who.place


async def test_it_says_whether_it_is_well_and_serves_no_page_that_acts_as_anyone(
    tmp_path: Path, fake: FakeSlack
) -> None:
    settings = {"SLACK_BOT_TOKEN": "xoxb-1", "SLACK_SIGNING_SECRET": SECRET}
    async with (
        serving(tmp_path, **settings) as (url, _),
        aiohttp.ClientSession() as session,
    ):
        for path, status in (
            ("/healthz", 200),
            ("/readyz", 200),
            ("/", 404),
            ("/as/m-1", 404),
            ("/clock", 404),
            ("/api/messages", 404),
            ("/slack/install", 404),
            ("/file/guess", 404),
        ):
            async with session.get(url + path) as answer:
                assert (path, answer.status) == (path, status)
        async with session.post(f"{url}/slack/events", data=b"x") as answer:
            assert answer.status == 401


async def test_oauth_is_served_where_it_is_set_up(tmp_path: Path, fake: FakeSlack) -> None:
    settings = {
        "SLACK_CLIENT_ID": "1.2",
        "SLACK_CLIENT_SECRET": "s",
        "SLACK_WORKSPACES": "T1",
        "SLACK_SIGNING_SECRET": SECRET,
        "PUBLIC_URL": "https://coffee.example",
    }
    async with (
        serving(tmp_path, **settings) as (url, _),
        aiohttp.ClientSession() as session,
        session.get(f"{url}/slack/install", allow_redirects=False) as answer,
    ):
        assert answer.status == 302
        assert answer.headers["Location"].startswith("https://slack.com/oauth/v2/authorize?")
