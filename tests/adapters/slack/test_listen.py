"""What Slack sends, as it is understood and answered, by the real core over a real database."""

import asyncio
import time
from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
import yaml

from adapters.slack import render
from adapters.slack.arrivals import BODY_LIMIT, place_of
from adapters.slack.listen import EVENTS, Ears
from adapters.slack.meaning import SHORTCUTS
from bot.events import Pressed, Who
from bot.pace import COMMANDS, Pace
from tests.adapters.slack.conftest import OLDER_SECRET, Slack
from tests.adapters.slack.fake_slack import COMMAND, TEAM, Trouble, body_of, dm, send, signed
from tests.adapters.slack.reading import seen
from tests.stories.hospital import Hospital

ANA = Who(place_of(TEAM), "U1ANA")
ROOT = Path(__file__).parents[3]


def home_opened(user: str) -> dict:
    return {"type": "app_home_opened", "user": user, "tab": "home", "channel": dm(user)}


def said(user: str, words: str, **more: str) -> dict:
    event = {"type": "message", "channel_type": "im", "channel": dm(user), "user": user}
    return event | {"text": words, "ts": "1.2"} | more


async def test_a_stranger_is_known_at_their_first_word(slack: Slack) -> None:
    answered = await slack.says("U1ANA", "help")
    assert answered["response_type"] == "ephemeral"
    assert "pause" in answered["text"]
    assert slack.core.events[-1].who == ANA
    assert slack.core.knows(ANA)


async def test_join_opens_a_form_and_what_was_chosen_is_kept(slack: Slack) -> None:
    await slack.send(slack.fake.command("U1ANA", "join"))
    (view,) = slack.fake.views.values()
    typed = {"field.interests": {"type": "plain_text_input", "value": "baking"}}
    answer = await slack.send(slack.fake.submission("U1ANA", view, typed))
    assert answer["response_action"] == "update"
    assert "Baking" in str(answer["view"])
    with slack.core.means.store.reading() as reading:
        member = reading.member_at(ANA)
        assert [each.interest for each in member.choices] == ["baking"]
        assert reading.memberships(member.id)


async def test_what_may_point_to_a_patient_leaves_the_modal_and_the_rest_stays(
    slack: Slack,
) -> None:
    await slack.send(slack.fake.command("U1ANA", "join"))
    (view,) = slack.fake.views.values()
    for _ in range(2):
        typed = {"type": "plain_text_input", "value": "baking\nbed 12, MRN 4471829, chest pain"}
        sent = slack.fake.submission("U1ANA", view, {"field.interests": typed})
        answer = await slack.send(sent)
        assert answer["response_action"] == "update"
        assert "4471829" not in str(answer)
        assert "⚠ One line looked as if" in seen(answer["view"])
        before = {b["block_id"] for b in view["blocks"] if b["type"] == "input"}
        view = answer["view"]
        after = {b["block_id"]: b["element"] for b in view["blocks"] if b["type"] == "input"}
        assert not before & set(after), "Slack would show the line again under an input's old id"
        (interests,) = [e for b, e in after.items() if b.startswith("field.interests.")]
        assert interests["initial_value"] == "Baking"


async def test_words_said_to_the_bot_are_answered_in_that_conversation(slack: Slack) -> None:
    await slack.send(slack.fake.event(said("U1ANA", "budget 3 &amp; no more")))
    assert slack.core.events[-1].words == "budget 3 & no more"
    assert slack.fake.told("U1ANA")


async def test_a_form_asked_for_in_words_comes_by_a_button(slack: Slack) -> None:
    await slack.send(slack.fake.event(said("U1ANA", "join")))
    (message,) = slack.fake.told("U1ANA")
    button = message.body["blocks"][-1]["elements"][0]
    assert slack.fake.views == {}
    await slack.send(slack.fake.press("U1ANA", button["action_id"], button["value"]))
    assert len(slack.fake.views) == 1


async def test_a_trigger_that_is_too_old_ends_in_a_button(slack: Slack) -> None:
    await slack.send(slack.fake.command("U1ANA", "join", trigger_id="old1"))
    assert slack.fake.views == {}
    assert slack.fake.hooked[-1]["blocks"][-1]["elements"][0]["action_id"].startswith("press.say.")


@pytest.mark.parametrize(
    "more",
    [
        {"bot_id": "B1"},
        {"subtype": "message_changed"},
        {"channel_type": "channel"},
        {"channel_type": "mpim"},
        {"text": ""},
    ],
)
async def test_what_others_write_and_what_is_not_said_to_the_bot_is_left_alone(
    slack: Slack, more: dict
) -> None:
    await slack.send(slack.fake.event(said("U1ANA", "hello", **{"channel_type": "im"} | more)))
    assert slack.core.events == []
    assert slack.fake.messages == []


async def test_the_home_tab_shows_where_they_stand(slack: Slack) -> None:
    await slack.send(slack.fake.event(home_opened("U1ANA")))
    home = slack.fake.homes["U1ANA"]
    assert "Hello Ana" in str(home)
    join = home["blocks"][-1]["elements"][0]
    press = slack.fake.press(
        "U1ANA",
        join["action_id"],
        view={"type": "home", "id": "VHOME"},
        container={"type": "view", "view_id": "VHOME"},
    )
    press.pop("response_url")
    await slack.send(press)
    assert [each["type"] for each in slack.fake.views.values()] == ["modal"]


async def test_shortcuts_are_words_and_the_message_is_not_read(slack: Slack) -> None:
    for kind, callback in (("shortcut", "home"), ("message_action", "ask")):
        await slack.send(
            {
                "type": kind,
                "callback_id": callback,
                "team": {"id": TEAM},
                "user": {"id": "U1ANA"},
                "trigger_id": f"trigger{slack.fake.number()}",
                "message": {"text": "what colleagues say to one another"},
            }
        )
    assert [event.words for event in slack.core.events] == ["home", "ask"]
    assert len(slack.fake.views) == 2


async def test_interests_are_suggested_while_typing(slack: Slack) -> None:
    ask = {
        "type": "block_suggestion",
        "team": {"id": TEAM},
        "user": {"id": "U1ANA"},
        "action_id": "interests",
        "block_id": "field.more",
        "value": "sep",
    }
    answered = await slack.send(ask)
    assert [each["value"] for each in answered["options"]] == ["sepsis"]
    assert (await slack.send(ask | {"value": " "}))["options"] == []


async def test_suggestions_come_while_every_desk_is_busy(slack: Slack) -> None:
    busy, handle = Event(), slack.core.core.handle
    slack.core.core = Slowly(slack.core.core, lambda event: (busy.wait(20), handle(event))[1])
    for n in range(4):
        sent = slack.fake.command("U1ANA", f"budget {n + 1}")
        assert (await send(slack.here.session, slack.url, sent))[0] == 200
    typed = {"type": "block_suggestion", "team": {"id": TEAM}, "user": {"id": "U1ANA"}}
    field = {"action_id": "interests", "block_id": "field.more", "value": "sep"}
    try:
        _, answered = await send(slack.here.session, slack.url, typed | field)
        assert answered["options"][0]["value"] == "sepsis"
    finally:
        busy.set()
    await slack.ears.settled()


async def test_the_same_delivery_again_acts_once(slack: Slack) -> None:
    event = slack.fake.event(said("U1ANA", "budget 3"), "Ev1")
    for _ in range(3):
        await slack.send(event)
    command = slack.fake.command("U1ANA", "budget 2")
    await asyncio.gather(*(slack.send(command) for _ in range(3)))
    assert len(slack.core.events) == 2
    assert len(slack.fake.messages) + len(slack.fake.hooked) == 2


async def test_what_was_accepted_before_a_crash_is_finished_after_it(
    slack: Slack, hospital: Hospital
) -> None:
    slack.ears._backlog.add = lambda *_, **__: None  # the process ends here
    await slack.send(slack.fake.event(said("U1ANA", "budget 3")))
    await slack.send(slack.fake.event(said("U1ANA", "about MRN 4471829 in bed 12")))
    assert slack.core.events == []
    del slack.ears._backlog.add
    hospital.now += timedelta(minutes=2)
    assert await slack.ears.finish_left_over() == 2
    assert [event.words for event in slack.core.events] == ["budget 3"], "no patient was kept"
    assert len(slack.fake.told("U1ANA")) == 1
    assert await slack.ears.finish_left_over() == 0


async def test_what_waits_when_the_bot_stops_is_answered_after_the_next_start(
    slack: Slack, hospital: Hospital, monkeypatch
) -> None:
    monkeypatch.setattr("adapters.slack.listen.PAGE", 2)
    monkeypatch.setattr("adapters.slack.backlog.AT_ONCE", 1)
    busy, handle = Event(), slack.core.core.handle
    slack.core.core = Slowly(slack.core.core, lambda event: (busy.wait(20), handle(event))[1])
    for n in range(6):
        sent = slack.fake.command("U1ANA", f"budget {n + 1}")
        assert (await send(slack.here.session, slack.url, sent))[0] == 200
    while not slack.core.events:
        await asyncio.sleep(0.01)
    ending = asyncio.create_task(slack.ears.stop())
    await asyncio.sleep(0.05)
    busy.set()
    await ending
    assert len(slack.core.events) == len(slack.fake.hooked) == 1, "what is at work is finished"
    hospital.now += timedelta(minutes=2)
    again = Ears(slack.here)
    assert await again.finish_left_over() == 5
    said = [event.words for event in slack.core.events]
    assert said[0] == "budget 1"
    assert sorted(said) == [f"budget {n + 1}" for n in range(6)], "each once"
    assert len(slack.fake.hooked) == 6
    assert await again.finish_left_over() == 0


async def test_a_bug_ends_in_an_apology_without_anybodys_words(slack: Slack, capsys) -> None:
    def broken(event):
        raise RuntimeError(f"secret {event.words}")

    slack.core.core = type("Core", (), {"handle": staticmethod(broken), "knows": lambda *_: True})()
    answered = await slack.says("U1ANA", "help me with my words")
    assert "Something went wrong" in answered["text"]
    out = capsys.readouterr()
    assert "slack.failed" in out.out + out.err
    assert "my words" not in out.out + out.err


async def test_twenty_a_minute_and_then_a_polite_word(slack: Slack) -> None:
    object.__setattr__(slack.here, "commands", Pace(COMMANDS, time.monotonic))
    for _ in range(21):
        answered = await slack.says("U1ANA", "help")
    assert len(slack.core.events) == 20
    assert "One moment, please" in answered["text"]
    assert "pause" in (await slack.says("U2BEN", "help"))["text"], "only they are slowed"


async def test_slow_work_opens_a_modal_in_time_and_fills_it_later(
    slack: Slack, monkeypatch
) -> None:
    monkeypatch.setattr("adapters.slack.work.SOON", 0.05)
    handle = slack.core.core.handle
    slack.core.core = Slowly(slack.core.core, lambda event: (time.sleep(0.3), handle(event))[1])
    await slack.send(slack.fake.command("U1ANA", "join"))
    (view,) = slack.fake.views.values()
    assert view["callback_id"] == render.FORM
    methods = [call.method for call in slack.fake.calls]
    assert methods.index("views.open") < methods.index("views.update")


class Slowly:
    def __init__(self, core, handle) -> None:
        self._core, self.handle = core, handle

    def __getattr__(self, name):
        return getattr(self._core, name)


async def test_the_directory_is_followed(slack: Slack) -> None:
    ben = slack.fake.people["U2BEN"]
    await slack.send(slack.fake.event({"type": "team_join", "user": ben}))
    who = Who(place_of(TEAM), "U2BEN")
    assert slack.core.knows(who)
    gone = {"type": "user_change", "user": ben | {"deleted": True}}
    await slack.send(slack.fake.event(gone))
    with slack.core.means.store.reading() as reading:
        assert reading.member_at(who).standing.value == "gone"


async def test_a_workspace_that_takes_the_bot_away_is_let_go(slack: Slack) -> None:
    await slack.send(slack.fake.event({"type": "app_uninstalled"}))
    await slack.send(slack.fake.event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"]}}))
    await slack.send(slack.fake.event({"type": "tokens_revoked", "tokens": {"bot": ["U0"]}}))
    assert slack.uninstalled == [place_of(TEAM)] * 2


async def test_what_slack_will_not_take_is_no_trouble_for_the_rest(slack: Slack) -> None:
    slack.fake.troubles["views.open"].append(Trouble(error="internal_error"))
    await slack.send(slack.fake.command("U1ANA", "join"))
    await slack.send(slack.fake.command("U1ANA", "join"))
    assert len(slack.fake.views) == 1


async def test_a_link_button_only_is_acknowledged(slack: Slack) -> None:
    await slack.send(slack.fake.press("U1ANA", "link.0.0"))
    assert slack.core.events == []


async def raw(slack: Slack, body: bytes, headers: dict) -> int:
    async with slack.here.session.post(slack.url, data=body, headers=headers) as answer:
        return answer.status


async def test_only_what_slack_signed_lately_is_let_in(slack: Slack) -> None:
    body, content = body_of(slack.fake.command("U1ANA", "help"))
    good = signed(body, content)
    assert await raw(slack, body, good) == 200
    stamp, signature = "X-Slack-Request-Timestamp", "X-Slack-Signature"
    forged = [
        signed(body, content, at=time.time() - 301),
        signed(body, content, at=time.time() + 330),
        signed(body, content, "another secret"),
        signed(body + b"&x=1", content),
        {"Content-Type": content},
        good | {signature: ""},
        good | {signature: good[signature].upper()},
        good | {signature: "v1=" + good[signature][3:]},
        good | {signature: good[signature][:-1]},
        good | {stamp: ""},
        good | {stamp: "soon"},
        good | {stamp: "9" * 40},
        good | {stamp: str(int(good[stamp]) + 1)},
    ]
    await slack.ears.settled()
    assert [await raw(slack, body, headers) for headers in forged] == [401] * len(forged)
    await slack.ears.settled()
    assert len(slack.core.events) == 1
    body, content = body_of(slack.fake.command("U1ANA", "help"))
    assert await raw(slack, body, signed(body, content, OLDER_SECRET)) == 200


async def test_a_body_that_is_too_large_is_refused_before_it_is_read(slack: Slack) -> None:
    body = b"payload=" + b"x" * BODY_LIMIT
    headers = signed(body, "application/x-www-form-urlencoded")
    assert await raw(slack, body, headers) == 413


async def test_nobody_who_is_signed_by_slack_is_someone_else(slack: Slack) -> None:
    """Ids inside what was typed, pressed or filled in change nothing of who acts."""
    press = slack.fake.press("U1ANA", "press.yes.0.0", "U2BEN")
    press["actions"][0]["selected_user"] = "U2BEN"
    await slack.send(press | {"user_id": "U2BEN", "message": {"user": "U2BEN"}})
    (event,) = slack.core.events
    assert event == Pressed(event.id, ANA, "yes", "U2BEN")


def test_the_manifest_asks_for_what_is_listened_to_and_no_more() -> None:
    manifest = yaml.safe_load((ROOT / "manifest.yml").read_text())
    features, settings = manifest["features"], manifest["settings"]
    wanted = {"message.im" if each == "message" else each for each in EVENTS}
    assert set(settings["event_subscriptions"]["bot_events"]) == wanted
    assert {each["callback_id"] for each in features["shortcuts"]} == set(SHORTCUTS)
    assert [each["command"] for each in features["slash_commands"]] == [COMMAND]
    assert features["app_home"] == {
        "home_tab_enabled": True,
        "messages_tab_enabled": True,
        "messages_tab_read_only_enabled": False,
    }
    urls = {
        settings["event_subscriptions"]["request_url"],
        settings["interactivity"]["request_url"],
        settings["interactivity"]["message_menu_options_url"],
        *(each["url"] for each in features["slash_commands"]),
    }
    assert urls == {"https://YOUR-ADDRESS/slack/events"}
    assert settings["org_deploy_enabled"] is True


def test_every_listener_of_bolt_is_in_the_manifest(slack: Slack) -> None:
    """Ask Bolt itself what it answers."""
    names = [each.ack_function.__name__ for each in slack.ears.bolt._async_listeners]
    assert len(names) == 3 + len(SHORTCUTS) + 2 + len(EVENTS)
