"""Speaking to others' stand-in for Slack: real conversations of two, and only the scopes we ask."""

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

import aiohttp
import pytest
from slack_sdk.errors import SlackApiError

from adapters.slack import render
from adapters.slack.people import Wanted, directory
from adapters.slack.scopes import asked
from adapters.slack.speak import ONE_A_SECOND, SlackSpeaker, marks
from adapters.slack.tokens import OneWorkspace
from adapters.slack.web_api import Client, clients
from bot.delivery import Failed, Letter, Parcel, Place, Sent, Unknown
from bot.model import Notice, NoticeKind
from bot.pace import Pace
from bot.ui import Card, Paragraph, line
from tests.adapters.slack.outward.emulated import emulator

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
CARD = Card("Hello", (Paragraph(line("You both know about sepsis.")),))
TEAM = "T000000001"
PLACE = Place(f"slack:{TEAM}", "slack", "Hospital", looks_up=True, groups=True)


def token(name: str, scopes: Sequence[str]) -> dict[str, object]:
    return {"token": name, "scopes": list(scopes), "user": "coffee", "type": "bot"}


SEED = {
    "slack": {
        "strict_scopes": True,
        "team": {"name": "Hospital"},
        "users": [{"name": name, "real_name": name.title()} for name in ("ana", "ben", "coffee")],
        "tokens": [
            token("xoxb-all", asked()),
            *(token(f"xoxb-no-{s}", [each for each in asked() if each != s]) for s in asked()),
        ],
    }
}


@dataclass
class Emulated:
    """The emulator, with who is in it."""

    client: Client
    users: dict[str, str]

    def speaker(self, token: str = "xoxb-all") -> SlackSpeaker:
        return SlackSpeaker(
            workspaces=OneWorkspace(self.client, token),
            client=self.client,
            draw=render.message,
            mark=marks(b"secret"),
            clock=lambda: NOW,
            pace=Pace(ONE_A_SECOND, lambda: 0.0),
            sleep=_no_time,
        )

    def letter(self, key: str = "key-1") -> Letter:
        return Letter(key, PLACE, self.users["ana"], CARD)

    def both(self) -> Letter:
        return replace(self.letter(), together=(self.users["ana"], self.users["ben"]))

    def parcel(self, key: str = "key-1") -> Parcel:
        notice = Notice(key, NoticeKind.PROPOSAL, "ana", "introduction", NOW)
        return Parcel(1, key, notice, PLACE, self.users["ana"], "fence", 1, NOW, looked_for=True)


async def _no_time(seconds: float) -> None:
    return None


@pytest.fixture
async def emulated() -> AsyncIterator[Emulated]:
    async with emulator(0, SEED) as url, aiohttp.ClientSession() as session:
        client = clients(session, url)
        people = (await client("xoxb-all").users_list()).data["members"]
        yield Emulated(client, {each["name"]: each["id"] for each in people})


async def test_letters_arrive_where_they_should_and_can_be_looked_up(emulated):
    speaker = emulated.speaker()
    sent = await speaker.speak(emulated.letter())
    assert isinstance(sent, Sent)
    assert await speaker.find(emulated.parcel()) == sent
    assert await speaker.find(emulated.parcel("key-2")) is None

    together = [await speaker.speak(emulated.both()) for _ in range(2)]
    assert all(isinstance(each, Sent) for each in together)
    channels = {each.ref.partition(":")[0] for each in together}
    assert len(channels) == 1
    assert channels != {sent.ref.partition(":")[0]}

    # The bot opened that conversation, and cannot read it.
    with pytest.raises(SlackApiError, match="missing_scope"):
        await emulated.client("xoxb-all").conversations_history(channel=channels.pop())


async def test_each_scope_is_needed_for_what_we_say_it_is_for(emulated):
    alone, both = emulated.letter(), emulated.both()
    await emulated.speaker().speak(alone)
    outcomes = {
        "chat:write": await emulated.speaker("xoxb-no-chat:write").speak(alone),
        "mpim:write": await emulated.speaker("xoxb-no-mpim:write").speak(both),
        "im:history": await emulated.speaker("xoxb-no-im:history").find(emulated.parcel()),
        "im:write": await emulated.speaker("xoxb-no-im:write").find(emulated.parcel()),
    }
    assert {scope: type(outcome) for scope, outcome in outcomes.items()} == {
        "chat:write": Failed, "mpim:write": Failed, "im:history": Unknown, "im:write": Unknown,
    }  # fmt: skip
    assert all("missing_scope" in outcome.reason for outcome in outcomes.values())


async def test_the_directory_is_read(emulated):
    workspace = await OneWorkspace(emulated.client, "xoxb-all").only()
    people = await directory(emulated.client("xoxb-all"), workspace, Wanted(), _no_time)
    assert {"Ana", "Ben"} <= {person.name for person in people}
