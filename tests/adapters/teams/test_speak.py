"""Letters to members in Teams, out of the blue, over real HTTP to a connector of our own."""

import asyncio
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import aiohttp
import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer, unused_port

from adapters.teams.connector import A_CONVERSATION, Connector
from adapters.teams.framework import Passport
from adapters.teams.reference import Reference
from adapters.teams.speak import TeamsSpeaker
from bot.delivery import Failed, Gone, Later, Letter, NotYet, Parcel, Place, Refused, Sent, Unknown
from bot.events import Who
from bot.model import Notice, NoticeKind
from bot.pace import Pace
from bot.ui import BLOCK_LIMIT, Card, Paragraph, line

PLACE = Place("teams:t-1", "teams", "The hospital's Teams")
ANA = Who(PLACE.id, "a-1")
LETTER = Letter("k", PLACE, "a-1", Card("Hello", (Paragraph(line("Would you like to?")),)))
NOW = datetime(2026, 3, 16, tzinfo=UTC)


class Memory:
    """References, as the store keeps them."""

    def __init__(self) -> None:
        self.kept: dict[Who, str] = {}

    def letter(self, user: str = ANA.user) -> Letter:
        """A letter as it is composed: with what is kept for writing to that user."""
        return replace(LETTER, user=user, reference=self.kept.get(Who(PLACE.id, user)))

    def drop_reference(self, who: Who) -> None:
        self.kept.pop(who, None)


class Teams:
    """A connector that answers as told, and counts."""

    def __init__(self) -> None:
        self.status, self.headers, self.posted = 201, {}, []
        self.code, self.wait, self.drops = "Because", 0.0, False

    async def take(self, request: web.Request) -> web.Response:
        self.posted.append((request.path, await request.json(), request.headers["Authorization"]))
        await asyncio.sleep(self.wait)
        if self.drops:
            request.transport.close()
        body = {"id": "m-1"} if self.status < 300 else {"error": {"code": self.code}}
        return web.json_response(body, status=self.status, headers=self.headers)


class Clock:
    """A clock that only moves when someone sleeps by it, or is told to."""

    def __init__(self) -> None:
        self.seconds, self.slept = 0.0, []

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.seconds)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def house(clock):
    teams, memory, forgotten = Teams(), Memory(), []
    app = web.Application()
    app.router.add_post("/{rest:.*}", teams.take)
    server = TestServer(app)
    await server.start_server()
    base = str(server.make_url("/"))
    memory.kept[ANA] = Reference(base, "a:chat/1", "29:x", "28:bot", "t-1").write()

    async def token() -> str:
        return "t0ken"

    async with aiohttp.ClientSession() as session:
        pace = Pace(A_CONVERSATION, lambda: clock.seconds)
        local = "http://127.0.0.1"
        connector = Connector(session, token, lambda url: url.startswith(local), pace, clock.sleep)
        forget = lambda: forgotten.append(1)  # noqa: E731
        speaker = TeamsSpeaker(connector, memory.drop_reference, clock.now, forget)
        yield teams, memory, speaker, forgotten
    await server.close()


async def test_a_letter_is_posted_where_its_member_was_last(house) -> None:
    teams, memory, speaker, _ = house
    assert await speaker.speak(memory.letter()) == Sent("m-1")
    ((path, activity, token),) = teams.posted
    assert path == "/v3/conversations/a:chat/1/activities"
    assert token == "Bearer t0ken"
    assert "Would you like to?" in activity["summary"]
    assert activity["attachments"][0]["content"]["type"] == "AdaptiveCard"


@pytest.mark.parametrize(
    ("status", "headers", "kind"),
    [
        (429, {"Retry-After": "7"}, Later),
        (429, {}, Later),
        (503, {"Retry-After": "7"}, Later),
        (503, {}, Later),
        (401, {}, Failed),
        (403, {}, Gone),
        (404, {}, Gone),
        (412, {}, Failed),
        (500, {}, Unknown),
        (502, {}, Unknown),
        (504, {}, Unknown),
        (400, {}, Refused),
        (413, {}, Refused),
    ],
)
async def test_each_answer_has_its_name_and_is_not_tried_again(house, status, headers, kind):
    teams, memory, speaker, forgotten = house
    teams.status, teams.headers = status, headers
    became = await speaker.speak(memory.letter())
    assert isinstance(became, kind)
    assert len(teams.posted) == 1
    if kind is Later:
        assert became.seconds == (7 if headers else 5)
    assert (ANA in memory.kept) is (status != 404)
    assert bool(forgotten) is (status == 401)


async def test_a_letter_too_large_for_teams_is_refused_before_anything_is_said(house) -> None:
    teams, memory, speaker, _ = house
    much = Card("Much", (Paragraph(line("😀" * 2_900)),) * BLOCK_LIMIT)
    became = await speaker.speak(replace(memory.letter(), card=much))
    assert isinstance(became, Refused)
    assert "100000" in became.reason
    assert teams.posted == []


async def test_a_connection_that_drops_is_unknown(house) -> None:
    teams, memory, speaker, _ = house
    teams.drops = True
    assert isinstance(await speaker.speak(memory.letter()), Unknown)
    assert len(teams.posted) == 1


@pytest.mark.parametrize("status", [429, 503])
async def test_a_tenant_that_asks_for_rest_again_and_again_rests_longer(
    house, clock, status
) -> None:
    teams, memory, speaker, _ = house
    teams.status = status
    rests = []
    for _ in range(8):
        rests.append((await speaker.speak(memory.letter())).seconds)
        clock.seconds += rests[-1]
    assert rests == [5, 10, 20, 40, 80, 160, 300, 300]
    teams.status = 201
    assert isinstance(await speaker.speak(memory.letter()), Sent)
    teams.status = status
    assert (await speaker.speak(memory.letter())).seconds == 5, "a good answer ends it"


async def test_what_was_on_its_way_when_a_rest_began_makes_it_no_longer(house, clock) -> None:
    teams, memory, speaker, _ = house
    teams.status = 429
    assert await speaker.speak(memory.letter()) == Later(5)
    clock.seconds = 2.0
    assert await speaker.speak(memory.letter()) == Later(3)
    teams.status = 201
    await speaker.speak(memory.letter())
    teams.status, clock.seconds = 429, 5.0
    became = await speaker.speak(memory.letter())
    assert became == Later(10), "sent before the rest began, it ends none"


@pytest.mark.parametrize("code", ["InvalidBotApiHost", "NotEnoughPermissions"])
async def test_what_is_wrong_with_the_bot_is_no_members_absence(house, code) -> None:
    teams, memory, speaker, _ = house
    teams.status, teams.code = 403, code
    assert isinstance(await speaker.speak(memory.letter()), Failed)
    assert ANA in memory.kept


async def test_one_conversation_is_written_in_at_its_pace_and_holds_up_no_other(
    house, clock
) -> None:
    _, memory, speaker, _ = house
    at = Reference.read(memory.kept[ANA])
    memory.kept[Who(PLACE.id, "b-1")] = replace(at, conversation="a:ben").write()
    became = [await speaker.speak(memory.letter()) for _ in range(30)]
    sent = [each for each in became if isinstance(each, Sent)]
    assert len(sent) == 15, "what would have to wait longer than two seconds comes back later"
    assert clock.slept == [1.0] + [2.0] * 7
    assert became[-1] == NotYet(NOW + timedelta(seconds=3))
    clock.slept.clear()
    assert isinstance(await speaker.speak(memory.letter("b-1")), Sent)
    assert clock.slept == []


async def test_whoever_never_met_the_bot_cannot_be_written_to(house) -> None:
    teams, memory, speaker, _ = house
    for kept in (None, "torn {"):
        memory.kept = {} if kept is None else {ANA: kept}
        assert isinstance(await speaker.speak(memory.letter()), Gone)
    assert teams.posted == []


async def test_nothing_goes_to_a_strangers_address(house) -> None:
    _, memory, speaker, _ = house
    memory.kept[ANA] = Reference("https://evil.example/", "c", "u", "b", "t").write()
    assert isinstance(await speaker.speak(memory.letter()), Gone)
    assert ANA not in memory.kept


async def test_a_refused_connection_said_nothing_and_a_late_answer_is_unknown(
    house, monkeypatch
) -> None:
    teams, memory, speaker, _ = house
    monkeypatch.setattr("adapters.teams.connector.TIME_OUT", 0.1)
    teams.wait = 0.5
    assert isinstance(await speaker.speak(memory.letter()), Unknown)
    nobody = f"http://127.0.0.1:{unused_port()}/"
    memory.kept[ANA] = Reference(nobody, "c", "u", "b", "t").write()
    assert isinstance(await speaker.speak(memory.letter()), Failed)


@pytest.mark.parametrize("fault", [PermissionError, ConnectionResetError, TimeoutError, ValueError])
async def test_without_a_token_nothing_was_said_so_it_can_be_tried_again(house, fault) -> None:
    teams, memory, _, _ = house

    async def token() -> str:
        raise fault("the secret has expired")

    async with aiohttp.ClientSession() as session:
        connector = Connector(session, token, lambda _: True)
        speaker = TeamsSpeaker(connector, memory.drop_reference, lambda: NOW)
        assert await speaker.speak(memory.letter()) == Failed(
            f"Entra gave the bot no token: {fault.__name__}"
        )
    assert teams.posted == []


async def test_teams_cannot_be_asked_what_arrived(house) -> None:
    _, _, speaker, _ = house
    notice = Notice("k", NoticeKind.PROPOSAL, "ana", "i", NOW)
    parcel = Parcel(1, "k", notice, PLACE, "a-1", "f", 1, NOW)
    assert isinstance(await speaker.find(parcel), Unknown)


async def test_a_token_server_that_hangs_again_and_again_keeps_no_one_else_waiting(
    monkeypatch,
) -> None:
    """Many times more than the loop has threads, in which Slack's members are answered too."""
    monkeypatch.setattr("adapters.teams.framework.LONGEST_ASK", 0.01)
    go_on = threading.Event()
    own = Passport(lambda: str(go_on.wait(60)))
    for _ in range(40):
        with pytest.raises(TimeoutError):
            await own.token()
    try:
        async with asyncio.timeout(5):
            assert await asyncio.to_thread(lambda: "answered") == "answered"
    finally:
        go_on.set()


async def test_a_token_that_does_not_come_keeps_nobody_waiting_for_long(monkeypatch) -> None:
    """The one after it is asked for anew: the first does not hold the door."""
    monkeypatch.setattr("adapters.teams.framework.LONGEST_ASK", 0.05)
    answers = iter([lambda: time.sleep(0.3), lambda: "t0ken"])
    own = Passport(lambda: next(answers)())
    with pytest.raises(TimeoutError):
        await own.token()
    assert await own.token() == "t0ken"
