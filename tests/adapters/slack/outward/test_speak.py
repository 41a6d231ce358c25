"""Letters to Slack: each named failure, and nothing posted twice."""

from dataclasses import replace
from datetime import UTC, datetime

import aiohttp
import pytest

from adapters.slack.speak import ONE_A_SECOND, SlackSpeaker, marks
from adapters.slack.tokens import OneWorkspace
from adapters.slack.web_api import Client, clients
from bot.delivery import Failed, Gone, Later, Letter, NotYet, Parcel, Place, Refused, Sent, Unknown
from bot.model import Notice, NoticeKind
from bot.pace import Pace
from bot.ui import Card, Paragraph, line
from tests.adapters.slack.outward.fake_web_api import Trouble

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PLACE = Place("slack:T1", "slack", "Hospital", looks_up=True, groups=True)
CARD = Card("Hello", (Paragraph(line("text")),))
KEY = "introduction:proposal:member-7"
ALONE = Letter(KEY, PLACE, "U1", CARD)
TOGETHER = Letter(KEY, PLACE, "U1", CARD, ("U1", "U2"))
NOTICE = Notice(KEY, NoticeKind.PROPOSAL, "member-7", "introduction", NOW)
PARCEL = Parcel(1, KEY, NOTICE, PLACE, "U1", "fence", 1, NOW, looked_for=True)


class Naps:
    """Sleeps in no time, and remembers."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.now = 0.0

    async def __call__(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def naps() -> Naps:
    return Naps()


def speaking(client: Client, naps: Naps) -> SlackSpeaker:
    return SlackSpeaker(
        workspaces=OneWorkspace(client, "xoxb-1"),
        client=client,
        draw=lambda card: {"text": card.title, "blocks": []},
        mark=marks(b"secret"),
        clock=lambda: NOW,
        pace=Pace(ONE_A_SECOND, lambda: naps.now),
        sleep=naps,
    )


@pytest.fixture
def speaker(client: Client, naps: Naps) -> SlackSpeaker:
    return speaking(client, naps)


async def test_a_letter_goes_to_the_user_id_and_can_be_looked_up(slack, speaker):
    assert await speaker.find(PARCEL) is None
    sent = await speaker.speak(ALONE)
    assert sent == Sent("DU1:1700000000.000100")
    assert await speaker.find(PARCEL) == sent
    assert [form["channel"] for form in slack.calls("chat.postMessage")] == ["U1"]


async def test_what_stands_in_the_metadata_says_nothing_of_the_letter(slack, speaker):
    await speaker.speak(ALONE)
    (form,) = slack.calls("chat.postMessage")
    assert KEY not in str(form)
    assert "member-7" not in str(form)


async def test_two_are_written_to_in_one_conversation(slack, speaker):
    assert await speaker.speak(TOGETHER) == Sent("GU1U2:1700000000.000100")
    assert len(slack.messages["GU1U2"]) == 1


LATER = Trouble("ratelimited", 429, {"Retry-After": "17"})
NO = {
    "account_inactive": Gone, "user_disabled": Gone, "user_not_found": Gone,
    "channel_not_found": Gone, "cannot_dm_bot": Gone, "messages_tab_disabled": Failed,
    "invalid_auth": Failed, "token_revoked": Failed, "missing_scope": Failed,
    "token_expired": Failed, "not_authed": Failed,
    "invalid_blocks": Refused, "msg_too_long": Refused, "something_new": Refused,
    "internal_error": Unknown, "fatal_error": Unknown, "service_unavailable": Unknown,
}  # fmt: skip


@pytest.mark.parametrize(("code", "kind"), NO.items())
async def test_each_no_is_named_and_tried_once(slack, speaker, code, kind):
    slack.goes_wrong("chat.postMessage", Trouble(code))
    delivery = await speaker.speak(ALONE)
    assert type(delivery) is kind
    assert code in delivery.reason
    assert len(slack.calls("chat.postMessage")) == 1


async def test_an_inactive_account_of_the_apps_own_takes_no_member_away(slack, speaker):
    slack.goes_wrong("chat.postMessage", Trouble("account_inactive"))
    await speaker.find(PARCEL)
    slack.goes_wrong("auth.test", Trouble("account_inactive"))
    assert isinstance(await speaker.speak(ALONE), Failed)


@pytest.mark.parametrize("letter", [ALONE, TOGETHER], ids=["alone", "together"])
async def test_a_rest_is_as_long_as_slack_says(slack, speaker, letter):
    slack.goes_wrong("chat.postMessage", LATER)
    assert await speaker.speak(letter) == Later(17)


async def test_a_rest_of_no_length_is_still_one(slack, speaker):
    slack.goes_wrong("chat.postMessage", Trouble("ratelimited", 429))
    assert await speaker.speak(ALONE) == Later(30)


@pytest.mark.parametrize(
    "trouble",
    [
        Trouble(drop=True, done=True),
        Trouble(hang=True, done=True),
        Trouble(status=502, body="<html>Bad gateway</html>", done=True),
        Trouble(status=200, body="<html>Welcome to the ward's Wi-Fi</html>", done=True),
    ],
    ids=["dropped", "timed out", "bad gateway", "not Slack"],
)
async def test_an_unclear_post_is_unknown_made_once_and_found(slack, speaker, trouble):
    slack.goes_wrong("chat.postMessage", trouble)
    assert isinstance(await speaker.speak(ALONE), Unknown)
    assert len(slack.calls("chat.postMessage")) == len(slack.messages["DU1"]) == 1
    assert isinstance(await speaker.find(PARCEL), Sent)


async def test_what_was_dropped_before_it_arrived_is_not_found(slack, speaker):
    slack.goes_wrong("chat.postMessage", Trouble(drop=True))
    assert isinstance(await speaker.speak(ALONE), Unknown)
    assert await speaker.find(PARCEL) is None


async def test_an_unclear_post_to_two_stays_unknown(slack, speaker):
    slack.goes_wrong("chat.postMessage", Trouble(drop=True, done=True))
    assert isinstance(await speaker.speak(TOGETHER), Unknown)
    both = replace(NOTICE, kind=NoticeKind.TOGETHER)
    assert isinstance(await speaker.find(replace(PARCEL, notice=both)), Unknown)
    assert slack.calls("conversations.history") == []


async def test_an_unclear_opening_posts_nothing_and_can_be_tried_again(slack, speaker):
    slack.goes_wrong("conversations.open", Trouble(drop=True, done=True))
    assert isinstance(await speaker.speak(TOGETHER), Failed)
    assert slack.calls("chat.postMessage") == []


async def test_one_of_two_who_left_does_not_make_the_other_gone(slack, speaker):
    slack.goes_wrong("conversations.open", Trouble("user_disabled"))
    delivery = await speaker.speak(TOGETHER)
    assert isinstance(delivery, Refused)
    assert "user_disabled" in delivery.reason


async def test_nobody_listening_there_is_certainly_not_posted(slack, client, naps):
    async with aiohttp.ClientSession() as session:
        nobody = clients(session, "http://127.0.0.1:9/api/")
        speaker = SlackSpeaker(
            OneWorkspace(client, "xoxb-1"), nobody, lambda card: {"text": "x", "blocks": []},
            marks(b""), lambda: NOW, Pace(ONE_A_SECOND, lambda: 0.0), naps,
        )  # fmt: skip
        assert isinstance(await speaker.speak(ALONE), Failed)
        assert isinstance(await speaker.find(PARCEL), Unknown)


async def test_another_workspace_is_not_spoken_to(slack, speaker):
    other = Letter(KEY, Place("slack:T2", "slack", "Other"), "U1", CARD)
    assert isinstance(await speaker.speak(other), Failed)
    assert slack.calls("chat.postMessage") == []


async def test_a_conversation_is_written_in_once_a_second(slack, speaker, naps):
    for _ in range(3):
        await speaker.speak(ALONE)
    await speaker.speak(Letter(KEY, PLACE, "U9", CARD))
    assert [nap for nap in naps.slept if nap] == [1.0, 1.0]


async def test_a_turn_too_far_away_is_not_waited_for(slack, client):
    still = Naps()
    speaker = speaking(client, still)
    speaker._sleep = _no_time
    deliveries = [await speaker.speak(ALONE) for _ in range(12)]
    assert sum(isinstance(each, Sent) for each in deliveries) == 9
    assert isinstance(deliveries[-1], NotYet)
    assert deliveries[-1].until > NOW


async def _no_time(seconds: float) -> None:
    return None


@pytest.mark.parametrize("method", ["conversations.open", "conversations.history"])
async def test_a_look_is_taken_again_after_a_rest_or_a_fault(slack, speaker, naps, method):
    sent = await speaker.speak(ALONE)
    short = Trouble("ratelimited", 429, {"Retry-After": "3"})
    slack.goes_wrong(method, short, Trouble("internal_error"))
    assert await speaker.find(PARCEL) == sent
    assert [nap for nap in naps.slept if nap] == [3.0, 1.0]


@pytest.mark.parametrize("method", ["conversations.open", "conversations.history"])
@pytest.mark.parametrize(
    "trouble", [LATER, Trouble("missing_scope"), Trouble("internal_error"), Trouble(drop=True)]
)
async def test_a_look_that_fails_leaves_it_unknown(slack, speaker, method, trouble):
    # A read that was dropped is asked again by aiohttp as well: twice as often.
    slack.goes_wrong(method, *[trouble] * 6)
    assert isinstance(await speaker.find(PARCEL), Unknown)


async def test_a_mark_is_found_behind_other_messages(slack, speaker):
    sent = await speaker.speak(ALONE)
    slack.page = 10
    slack.messages["DU1"] += [{"ts": str(n), "text": "hello"} for n in range(45)]
    assert await speaker.find(PARCEL) == sent
    slack.messages["DU1"] += [{"ts": str(n), "text": "hello"} for n in range(45)]
    assert isinstance(await speaker.find(PARCEL), Unknown)


async def test_a_mark_of_another_letter_is_another(slack, speaker):
    await speaker.speak(Letter("introduction:proposal:member-8", PLACE, "U1", CARD))
    assert await speaker.find(PARCEL) is None
