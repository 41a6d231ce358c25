"""Who reads along, what people are called, and what stays when something is in the way."""

import asyncio
import time
from dataclasses import replace
from datetime import timedelta
from threading import Event as Signal
from typing import Any

import pytest

from adapters.slack import render
from adapters.slack.arrivals import read
from adapters.slack.files import LARGEST, is_slack_file
from adapters.slack.typed import people_in, typed
from bot.events import Event, Submitted
from bot.pace import Limit, Pace
from bot.ui import (
    Ask,
    Card,
    Filled,
    Fix,
    Form,
    Home,
    Note,
    Nothing,
    Replace,
    Reply,
    Say,
    Show,
    Write,
    line,
    refill,
)
from tests.adapters.slack.conftest import Slack
from tests.adapters.slack.fake_slack import TEAM, body_of, dm, send, signed
from tests.adapters.slack.limits import faults
from tests.stories.hospital import Hospital

OWN = Card("Yours alone", (Note(line("Nobody else reads this")),))
FORM = Form("note", "A note", (Write("words", "Words", value="x"),), "Keep", target="i-1")


class Told:
    """A core that answers as it is told."""

    def __init__(self, reply: Reply, names: dict[str, str] | None = None) -> None:
        self.reply, self.names = reply, names or {}

    def handle(self, event: Event) -> Reply:
        return self.reply

    def knows(self, who: object) -> bool:
        return True

    def name_of(self, who: Any) -> str:
        return self.names.get(who.user, "")


def in_group(slack: Slack, user: str) -> dict[str, Any]:
    return slack.fake.press(
        user,
        "press.times.0.0",
        "i-1",
        container={
            "type": "message",
            "is_ephemeral": False,
            "channel_id": "G0ANABEN",
            "message_ts": "1774000000.000001",
        },
    )


@pytest.mark.parametrize("reply", [Say(OWN), Replace(OWN)])
async def test_an_answer_in_the_conversation_of_two_is_seen_by_one(
    slack: Slack, reply: Reply
) -> None:
    slack.core.core = Told(reply)
    await slack.send(in_group(slack, "U1ANA"))
    assert [call.method for call in slack.fake.calls] == [], "the shared message stays as it is"
    (answered,) = slack.fake.hooked
    assert answered["response_type"] == "ephemeral"
    assert answered["replace_original"] is False


async def test_a_form_opened_there_does_not_draw_over_the_shared_message(slack: Slack) -> None:
    slack.core.core = Told(Replace(OWN))
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": "form",
        "private_metadata": '{"form":"note","target":"i","channel":"G0ANABEN","message":"1.2"}',
        "state": {"values": {"field.words": {"words": {"type": "plain_text_input", "value": "x"}}}},
        "blocks": [],
    }
    answered = await slack.send(slack.fake.submission("U1ANA", view, {}) | {"view": view})
    assert answered["response_action"] == "update"
    assert slack.fake.calls == []


async def test_in_ones_own_conversation_the_pressed_message_is_replaced(slack: Slack) -> None:
    """The positive control of the two above."""
    slack.core.core = Told(Replace(OWN))
    slack.fake.messages.clear()
    await slack.send(slack.fake.press("U1ANA", "press.yes.0.0", "i-1"))
    assert [call.method for call in slack.fake.calls] == ["chat.update"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("never <@U2BEN|ben.r>", "never Ben Ruiz"),
        ("never <@U2BEN>", "never Ben Ruiz"),
        ("never <@U9NEW|cy>", "never cy"),
        ("never <@U9NEW>", "never U9NEW"),
        (
            "introduce <@U2BEN> <@U1ANA|ana> because R&amp;D",
            "introduce Ben Ruiz and Ana Díaz because R&D",
        ),
        ("introduce <@U2BEN> and <@U1ANA>", "introduce Ben Ruiz and Ana Díaz"),
        ("ask <https://x.example/a?b=1|this> or <#C1|ward>", "ask this or ward"),
        ("ask <mailto:a@b.example|a@b.example> <!here>", "ask a@b.example here"),
        ("ask &lt;@U2BEN&gt; 3 &lt; 5 &amp;lt;", "ask <@U2BEN> 3 < 5 &lt;"),
        ("  help  ", "help"),
    ],
)
def test_what_is_typed_reads_as_it_was_meant(text: str, words: str) -> None:
    names = {"U2BEN": "Ben Ruiz", "U1ANA": "Ana Díaz"}
    assert typed(text, names).split() == words.split()


def test_who_is_named_is_found_once() -> None:
    assert people_in("<@U1> <@U2|x> <@U1> &lt;@U3&gt; @U4") == ("U1", "U2")


async def test_people_are_named_by_what_the_core_calls_them(slack: Slack) -> None:
    slack.core.core = Told(Say(OWN), {"U2BEN": "Ben Ruiz"})
    await slack.send(slack.fake.command("U1ANA", "never <@U2BEN|ben>"))
    event = {"type": "message", "channel_type": "im", "channel": dm("U1ANA"), "user": "U1ANA"}
    await slack.send(slack.fake.event(event | {"text": "never <@U2BEN>", "ts": "1.2"}))
    assert [each.words.split() for each in slack.core.events] == [["never", "Ben", "Ruiz"]] * 2


async def filled(slack: Slack, value: str = "what I typed") -> dict[str, Any]:
    state = {"field.words": {"words": {"type": "plain_text_input", "value": value}}}
    view = {"id": "V1", "type": "modal", "callback_id": "form", "blocks": []}
    view |= {"private_metadata": '{"form":"note","target":"i"}', "state": {"values": state}}
    return await slack.send(slack.fake.submission("U1ANA", view, {}) | {"view": view})


async def test_a_form_sent_too_often_keeps_what_was_typed(slack: Slack) -> None:
    slack.core.core = Told(Say(OWN))
    object.__setattr__(slack.here, "commands", Pace((Limit(1, 60.0),), time.monotonic))
    assert (await filled(slack))["response_action"] == "update"
    again = await filled(slack, "another")
    assert again["response_action"] == "errors"
    assert "One moment, please" in again["errors"]["field.words"]


async def test_a_bug_behind_a_form_keeps_what_was_typed(slack: Slack) -> None:
    slack.core.core = Told(Say(OWN))
    del slack.core.core.reply
    answered = await filled(slack)
    assert answered["response_action"] == "errors"
    assert "Something went wrong" in answered["errors"]["field.words"]


async def test_an_error_stands_at_its_field_and_the_modal_stays(slack: Slack) -> None:
    typed = Filled((("words", ("what I typed",)),))
    slack.core.core = Told(Fix(refill(FORM, typed, {"words": "Say more, please"})))
    answered = await filled(slack)
    assert answered == {"response_action": "errors", "errors": {"field.words": "Say more, please"}}


async def test_a_home_in_a_modal_is_all_of_it(slack: Slack) -> None:
    slack.core.core = Told(Show(Home((OWN, Card("What comes next", ())))))
    answered = await filled(slack)
    assert faults(answered["view"]) == []
    assert "What comes next" in str(answered["view"])
    await slack.send(
        {
            "type": "shortcut",
            "callback_id": "home",
            "team": {"id": TEAM},
            "user": {"id": "U1ANA"},
            "trigger_id": "t-home",
        }
    )
    (view,) = slack.fake.views.values()
    assert "What comes next" in str(view)


async def test_what_came_while_the_tokens_were_out_of_reach_is_answered_after_it(
    slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.backlog.AGAIN_AFTER", (0.05,) * 1000)
    slack.core.core = Told(Say(OWN))
    broken = [True]

    async def authorize(**_: Any) -> Any:
        if broken:
            raise ConnectionError("the database is away")
        return await whole()

    whole = slack.ears.bolt._async_authorize.func
    slack.ears.bolt._async_authorize.func = authorize
    event = {"type": "message", "channel_type": "im", "channel": dm("U1ANA"), "user": "U1ANA"}
    body, content = body_of(slack.fake.event(event | {"text": "budget 3", "ts": "1.2"}))
    async with slack.here.session.post(slack.url, data=body, headers=signed(body, content)) as said:
        assert said.status == 200
    await asyncio.sleep(0.2)
    assert slack.core.events == []
    waiting = slack.here.inbox.left_over(slack.here.clock().replace(year=2030), 10)
    assert [each.kind for each in waiting] == ["message"]
    broken.clear()
    async with asyncio.timeout(20):
        while not slack.fake.told("U1ANA"):
            await asyncio.sleep(0.05)
    await slack.ears.settled()
    assert [event.words for event in slack.core.events] == ["budget 3"]
    assert not slack.here.inbox.left_over(slack.here.clock().replace(year=2030), 10)


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Say(OWN), "Yours alone"),
        (Replace(OWN), "Yours alone"),
        (Show(Home((OWN,))), "Yours alone"),
        (Nothing(), "Sorry, that was me"),
        (Ask(FORM), "Sorry, that was me"),
    ],
)
async def test_a_form_that_a_crash_interrupted_is_answered_in_ones_own_conversation(
    slack: Slack, hospital: Hospital, reply: Reply, told: str
) -> None:
    slack.core.core = Told(reply)
    body, content = body_of(slack.fake.submission("U1ANA", render.form(FORM, {}), {}))
    arrival = read(body.decode(), content)
    kept = f"{content}\n{body.decode()}"
    assert await slack.ears._accepted(arrival, kept)  # and here the process ends
    hospital.now += timedelta(minutes=2)
    assert await slack.ears.finish_left_over() == 1
    (message,) = slack.fake.told("U1ANA")
    assert told in message.body["text"]
    assert [type(each) for each in slack.core.events] == [Submitted]
    assert await slack.ears.finish_left_over() == 0


async def test_a_button_whose_moment_has_passed_brings_another_for_the_same(slack: Slack) -> None:
    slack.core.core = Told(Ask(FORM))
    press = slack.fake.press("U1ANA", "press.first-words.0.0", "i-1", trigger_id="old1")
    await slack.send(press)
    (message,) = slack.fake.told("U1ANA")
    button = message.body["blocks"][-1]["elements"][0]
    await slack.send(slack.fake.press("U1ANA", button["action_id"], button["value"]))
    first, again = slack.core.events
    assert replace(first, id="") == replace(again, id="")
    assert len(slack.fake.views) == 1


async def test_a_large_file_arrives_whole(slack: Slack) -> None:
    slack.core.core = Told(Say(OWN))
    slack.fake.files["rota.csv"] = b"2026-12-03,night\n" * 100_000
    url = slack.fake.hook.replace("/hook", "/file/rota.csv")
    given = {"url_private": url, "size": len(slack.fake.files["rota.csv"])}
    state = {"field.file": {"file": {"type": "file_input", "files": [given]}}}
    view = {"id": "V1", "type": "modal", "callback_id": "form", "blocks": []}
    view |= {"private_metadata": '{"form":"hours","target":""}', "state": {"values": state}}
    await slack.send(slack.fake.submission("U1ANA", view, {}) | {"view": view})
    (event,) = slack.core.events
    assert isinstance(event, Submitted)
    (file,) = event.files
    assert file.content == slack.fake.files["rota.csv"]
    assert file.size < LARGEST


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("https://files.slack.com/files-pri/T1-F1/rota.csv", True),
        ("http://files.slack.com/files-pri/T1-F1/rota.csv", False),
        ("https://files.slack.com:8443/x", False),
        ("https://files.slack.com.evil.example/x", False),
        ("https://a@files.slack.com/x", False),
        ("https://evil.example/files.slack.com", False),
        ("file:///etc/passwd", False),
        ("https://[::1", False),
        ("", False),
    ],
)
def test_our_token_goes_to_slacks_own_files_only(url: str, good: bool) -> None:
    assert is_slack_file(url, ("files.slack.com",)) is good


async def test_in_a_crowd_nobody_waits_in_a_modal_who_can_be_answered_without(
    slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("adapters.slack.work.CROWD", 3)
    monkeypatch.setattr("adapters.slack.work.SOON", 0.2)
    go_on = Signal()
    told = Told(Say(OWN))

    class Slow:
        def __getattr__(self, name: str) -> Any:
            assert go_on.wait(20)
            return getattr(told, name)

    slack.core.core = Slow()
    for _ in range(3):
        await send(slack.here.session, slack.url, slack.fake.command("U1ANA", "home"))
    async with asyncio.timeout(20):
        while len(slack.fake.views) < 3:  # a few get one
            await asyncio.sleep(0.02)
    for _ in range(6):
        await send(slack.here.session, slack.url, slack.fake.command("U1ANA", "home"))
    await asyncio.sleep(0.4)  # as long as anyone waits before a modal
    go_on.set()
    await slack.ears.settled()
    assert (len(slack.fake.views), len(slack.fake.hooked)) == (3, 6)
