"""From a signed activity to an event, and from a reply to what the member sees."""

import asyncio
import threading
from dataclasses import replace
from typing import Any

import pytest

from adapters.teams.connector import A_CONVERSATION
from adapters.teams.fields import PREFIX
from adapters.teams.listen import finish_left_over
from adapters.teams.reference import Reference
from adapters.teams.render import draw
from bot.events import Commanded, Event, Opened, Pressed, Submitted, Word, parse
from bot.pace import Pace
from bot.ui import (
    Ask,
    Button,
    Buttons,
    Card,
    Download,
    Farewell,
    Fix,
    Form,
    Home,
    Nothing,
    Replace,
    Reply,
    Say,
    Show,
    Upload,
    Write,
    refill,
)
from tests.adapters.teams.conftest import ANA, NOON, Teams
from tests.adapters.teams.fake_connector import Trouble
from tests.adapters.teams.microsoft import APP, SERVICE, TENANT, token
from tests.adapters.teams.strict import faults

CARD = Card("Meet Ben?", (Buttons((Button("Yes", "yes", "i-1"),)),))
SHORT = Form("ask", "Your question", (Write("words", "Words"),), "Send", target="t-1")
LONG = Form("long", "Much", tuple(Write(f"f{n}", f"Field {n}") for n in range(5)), "Save")
PRESS = {"do": "press", "action": "yes", "target": "i-1"}
SUBMIT = {"do": "submit", "form": "ask", "target": "t-1", PREFIX + "words": "Hello"}
OPEN = {"do": "open", "words": "profile"}
GROUP = {"conversationType": "groupChat", "tenantId": TENANT, "id": "19:group"}
TOAST = "application/vnd.microsoft.activity.message"
CARD_TYPE = "application/vnd.microsoft.card.adaptive"


def always(reply: Reply) -> Any:
    return lambda _: reply


def titles(teams: Teams) -> list[str]:
    return [
        c["body"][0].get("text") or c["body"][0]["items"][0]["text"] for c in teams.connector.cards
    ]


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("join", "join"),
        ("  PAUSE\xa02 weeks \n", "PAUSE 2 weeks"),
        ("<at>Coffee Rounds</at> help", "help"),
        ("<at>coffee</at>&nbsp;pause until 12 Jan", "pause until 12 Jan"),
        ("<p>ask sepsis <b>pathways</b></p>", "ask sepsis  pathways"),
        ("never <at>Ben Stone</at>", "never  Ben Stone"),
        (
            "introduce <at>Ana</at> <at>Ben</at> because R&amp;D",
            "introduce  Ana  and  Ben  because R&D",
        ),
        ("ask what 3 &lt; 5 means <3", "ask what 3 < 5 means <3"),
        ("he\x00lp\u200b", "help"),
        ("👋", "👋"),
        ("", ""),
    ],
)
async def test_what_is_typed_is_a_command(teams: Teams, typed: str, words: str) -> None:
    bot = {"id": f"28:{APP}", "name": "Coffee Rounds"}
    named = [
        {"type": "mention", "text": "<at>coffee</at>", "mentioned": bot},
        {"type": "mention", "text": "<at>Ben Stone</at>", "mentioned": {"id": "29:ben"}},
    ]
    await teams.type(typed, entities=named)
    (event,) = teams.core.events
    assert isinstance(event, Commanded)
    assert event.words.split() == words.split()
    assert event.who == ANA


@pytest.mark.parametrize("word", Word)
async def test_every_word_is_understood_as_teams_sends_it(teams: Teams, word: Word) -> None:
    await teams.type(f"<at>Coffee Rounds</at> {word.value.title()}&nbsp;\n")
    (event,) = teams.core.events
    assert isinstance(event, Commanded)
    assert getattr(parse(event.words), "word", None) is word


async def test_who_acts_is_the_signed_sender_whatever_the_card_says(teams: Teams) -> None:
    await teams.run({**PRESS, "who": "ben", "from": {"aadObjectId": "ben"}})
    (event,) = teams.core.events
    assert event == Pressed(event.id, ANA, "yes", "i-1")


@pytest.mark.parametrize("action", ["yes", "no", "later", "agree", "called-away", "withdraw"])
@pytest.mark.parametrize("actor", ["ana-object-id", "ben-object-id", "stranger", None])
@pytest.mark.parametrize("way", ["ran", "sent", "dialog"])
async def test_nobody_acts_as_another(
    teams: Teams, action: str, actor: str | None, way: str
) -> None:
    data = {**PRESS, "action": action}
    sender = {"id": "29:x", "aadObjectId": actor}
    match way:
        case "ran":
            await teams.run(data, **{"from": sender})
        case "sent":
            await teams.send(value=data, **{"from": sender})
        case "dialog":
            value = {"data": data}
            await teams.send(type="invoke", name="task/submit", value=value, **{"from": sender})
    seen = [(each.who.user, each.action) for each in teams.core.events]
    assert seen == ([(actor, action)] if actor else [])


async def test_a_form_comes_back_from_the_chat(teams: Teams) -> None:
    teams.core.reply = always(Say(Card("Thank you", ())))
    said = await teams.run(SUBMIT)
    (event,) = teams.core.events
    assert isinstance(event, Submitted)
    assert (event.form, event.target, event.filled.one("words")) == ("ask", "t-1", "Hello")
    assert said["type"] == CARD_TYPE, "the form gives way to the answer"
    assert said["value"] == draw(Card("Thank you", ()), "America/New_York")
    assert teams.connector.taken == []


async def test_a_pasted_file_comes_as_that_file(teams: Teams) -> None:
    data = {**SUBMIT, "files": {"rota": ".csv"}, PREFIX + "rota": "date,kind"}
    await teams.run(data)
    (event,) = teams.core.events
    assert isinstance(event, Submitted)
    assert event.file("rota").content == b"date,kind"


async def test_a_form_with_faults_stays_with_what_was_typed(teams: Teams) -> None:
    def fix(event: Event) -> Reply:
        assert isinstance(event, Submitted)
        return Fix(refill(SHORT, event.filled, {"words": "Say more."}))

    teams.core.reply = fix
    in_place = await teams.run(SUBMIT)
    assert in_place["type"] == CARD_TYPE
    value = {"data": SUBMIT}
    dialog = await teams.send(type="invoke", name="task/submit", value=value)
    assert dialog["task"]["type"] == "continue"
    await teams.send(value=SUBMIT, replyToId="m-7")
    drawn = [in_place["value"], dialog["task"]["value"]["card"]["content"], *teams.connector.cards]
    for card in drawn:
        assert faults(card) == []
        assert card["body"][1]["value"] == "Hello"
        assert card["body"][2]["text"] == "Say more\\."
    (updated,) = teams.connector.taken
    assert (updated.how, updated.message) == ("PUT", "m-7")


async def test_a_short_form_stands_in_the_chat_and_a_long_one_opens(teams: Teams) -> None:
    teams.core.reply = always(Ask(SHORT))
    await teams.type("ask")
    teams.core.reply = always(Ask(LONG))
    await teams.type("profile")
    short, long = teams.connector.cards
    assert short["body"][1]["type"] == "Input.Text"
    (button,) = long["body"][-1]["actions"]
    assert button["data"] == {**OPEN, "msteams": {"type": "task/fetch"}}
    value = {"data": button["data"]}
    opened = await teams.send(type="invoke", name="task/fetch", value=value)
    card = opened["task"]["value"]["card"]["content"]
    assert [e["id"] for e in card["body"] if "id" in e] == [f"{PREFIX}f{n}" for n in range(5)]
    assert teams.core.events[-1].words == "profile"


async def test_a_dialog_that_was_sent_closes_and_its_answer_is_in_the_chat(teams: Teams) -> None:
    teams.core.reply = always(Say(Card("Thank you", ())))
    said = await teams.send(type="invoke", name="task/submit", value={"data": SUBMIT})
    assert said == {"task": {"type": "message", "value": "Thank you"}}
    assert titles(teams) == ["Thank you"]


async def test_a_card_is_updated_in_place(teams: Teams) -> None:
    teams.core.reply = always(Replace(CARD))
    said = await teams.run(PRESS)
    assert (said["statusCode"], said["type"]) == (200, CARD_TYPE)
    assert said["value"] == draw(CARD, "America/New_York")
    await teams.send(value=PRESS, replyToId="m-1")
    (updated,) = teams.connector.taken
    assert (updated.how, updated.message, updated.authorization) == (
        "PUT",
        "m-1",
        "Bearer bots-own",
    )


async def test_a_new_card_comes_with_a_toast(teams: Teams) -> None:
    teams.core.reply = always(Say(CARD))
    said = await teams.run(PRESS)
    assert said == {"statusCode": 200, "type": TOAST, "value": "Meet Ben?"}
    (posted,) = teams.connector.posted
    assert posted["summary"].startswith("Meet Ben?")
    assert "text" not in posted
    assert "replyToId" not in posted, "our ids mean nothing to Teams"


@pytest.mark.parametrize(
    ("reply", "title"),
    [
        (Say(CARD), "Meet Ben?"),
        (Replace(CARD), "Meet Ben?"),
        (Show(Home((CARD,))), "Meet Ben?"),
        (Ask(SHORT), "Your question"),
        (Fix(SHORT), "Your question"),
        (Farewell(Card("Goodbye", ())), "Goodbye"),
        (Download("me.zip", "application/zip", b"12345"), "Your file: me\\.zip"),
        (Nothing(), None),
    ],
)
@pytest.mark.parametrize("way", ["typed", "ran", "sent", "fetch", "dialog"])
async def test_every_reply_is_shown_every_way(
    teams: Teams, reply: Reply, title: str | None, way: str
) -> None:
    teams.core.reply = always(reply)
    said: Any = {}
    match way:
        case "typed":
            await teams.type("x")
        case "ran":
            said = await teams.run(PRESS)
        case "sent":
            await teams.send(value=PRESS)
        case "fetch":
            said = await teams.send(type="invoke", name="task/fetch", value={"data": OPEN})
        case "dialog":
            said = await teams.send(type="invoke", name="task/submit", value={"data": SUBMIT})
    if title is None:
        assert teams.connector.taken == []
        return
    inside = said.get("task", {}).get("value")
    answered = [
        said["value"] if said.get("type") == CARD_TYPE else None,
        inside["card"]["content"] if isinstance(inside, dict) else None,
    ]
    cards = [*teams.connector.cards, *filter(None, answered)]
    assert len(cards) == 1
    assert title in str(cards[0]["body"]).replace("\\\\", "\\")
    assert faults(cards[0]) == []


async def test_a_file_is_handed_over_by_a_link_of_ours(teams: Teams) -> None:
    teams.core.reply = always(Download("me.zip", "application/zip", b"12345"))
    await teams.type("export")
    (card,) = teams.connector.cards
    (link,) = card["body"][-1]["actions"]
    assert link["url"] == "https://bot.hospital.example/file/5"


async def test_the_same_activity_acts_once(teams: Teams) -> None:
    for _ in range(3):
        await teams.type("join", id="again")
    assert len(teams.core.events) == 1
    assert len(teams.connector.posted) == 1
    body = teams.activity(type="invoke", name="adaptiveCard/action", id="click",
                          value={"action": {"data": PRESS}})  # fmt: skip
    first = await teams.knock(body, f"Bearer {token()}")
    second = await teams.knock(body, f"Bearer {token()}")
    assert first[0] == second[0] == 200
    assert second[1]["value"] == "That is done already."
    assert len(teams.core.events) == 2


async def test_what_asks_for_something_is_kept_until_it_is_answered(teams: Teams) -> None:
    waiting: list[Any] = []

    def look(event: Event) -> Reply:
        waiting.extend(teams.memory.left_over(NOON, 9))
        return Say(CARD)

    teams.core.reply = look
    await teams.type("budget 3")
    (kept,) = waiting
    assert (kept.id, kept.place, kept.user) == (teams.core.events[0].id, ANA.place, ANA.user)
    assert "budget 3" in kept.body
    assert teams.memory.left_over(NOON, 9) == ()
    await teams.send(type="typing")
    await teams.send(type="invoke", name="application/search", value={"queryText": "sep"})
    assert len(teams.memory.accepted) == 1, "what asks for nothing is not kept"


@pytest.mark.parametrize(
    "data",
    [
        {**SUBMIT, PREFIX + "words": "about MRN 4471829 in bed 12"},
        {**SUBMIT, "files": {"rota": ".csv"}, PREFIX + "rota": "date,kind"},
    ],
    ids=["a patient", "a rota"],
)
async def test_some_words_are_never_kept_and_their_member_is_told_of_a_crash(
    teams: Teams, data: Any
) -> None:
    await teams.type("hello")
    await teams.run(data)
    *_, kept = teams.memory.accepted.values()
    assert kept.body == ""
    teams.memory.finished.remove(kept.id)  # and here the process ends
    teams.connector.taken.clear()
    assert await finish_left_over(teams.here) == 1
    assert titles(teams) == ["Sorry, that was me"]
    assert len(teams.core.events) == 2, "and nothing is done twice"


@pytest.mark.parametrize(
    ("reply", "title"),
    [
        (Say(CARD), "Meet Ben?"),
        (Replace(CARD), "Meet Ben?"),
        (Show(Home((CARD,))), "Meet Ben?"),
        (Ask(SHORT), "Your question"),
        (Fix(SHORT), "Your question"),
        (Nothing(), "Sorry, that was me"),
    ],
)
@pytest.mark.parametrize("way", ["typed", "ran", "dialog"])
async def test_what_a_crash_interrupted_is_answered_in_ones_own_chat(
    teams: Teams, reply: Reply, title: str, way: str
) -> None:
    match way:
        case "typed":
            await teams.type("x")
        case "ran":
            await teams.run(PRESS)
        case "dialog":
            await teams.send(type="invoke", name="task/submit", value={"data": SUBMIT})
    (before,) = teams.core.events
    teams.memory.finished.clear()  # and here the process ends
    teams.connector.taken.clear()
    teams.core.reply = always(reply)
    assert await finish_left_over(teams.here) == 1
    assert teams.core.events == [before, before], "the core tells whether it was done"
    (sent,) = teams.connector.taken
    assert (sent.how, sent.conversation) == ("POST", "a:ana")
    assert titles(teams) == [title]
    assert await finish_left_over(teams.here) == 0


async def test_what_cannot_be_kept_is_not_answered_as_if_it_were_done(
    teams: Teams, monkeypatch: Any
) -> None:
    def away(*_: Any) -> bool:
        raise ConnectionError("the database is away")

    monkeypatch.setattr(teams.memory, "accept", away)
    status, _ = await teams.knock(teams.activity(text="budget 3"), f"Bearer {token()}")
    assert status == 503
    assert teams.core.events == []
    assert teams.connector.taken == []


async def test_ids_are_new_for_each_activity_and_safe(teams: Teams) -> None:
    for odd in ("1", "f:1", "ü" * 400, "a'; --"):
        await teams.type("x", id=odd)
    ids = [each.id for each in teams.core.events]
    assert len(set(ids)) == 4
    assert all(len(each) < 60 and each.isascii() for each in ids)


async def test_more_than_twenty_in_a_minute_gets_a_polite_word(teams: Teams) -> None:
    for _ in range(21):
        await teams.type("home")
    assert len(teams.core.events) == 20
    assert titles(teams)[-1] == "One moment, please"
    await teams.type("home", **{"from": {"id": "29:ben", "aadObjectId": "ben"}})
    assert len(teams.core.events) == 21, "others are not kept waiting"


async def test_where_a_member_is_reached_is_renewed_each_time(teams: Teams) -> None:
    await teams.type("home")
    kept = Reference.read(teams.memory.references[ANA])
    assert kept == Reference(SERVICE, "a:ana", "29:ana", f"28:{APP}", TENANT)
    await teams.send(type="typing", conversation={
        "conversationType": "personal", "id": "a:new", "tenantId": TENANT})  # fmt: skip
    assert Reference.read(teams.memory.references[ANA]).conversation == "a:new"


async def test_installing_greets_once_and_removing_forgets_where(teams: Teams) -> None:
    bot = [{"id": f"28:{APP}"}]
    await teams.send(type="conversationUpdate", membersAdded=bot)
    assert teams.core.events == []
    assert ANA in teams.memory.references
    await teams.send(type="installationUpdate", action="add")
    (event,) = teams.core.events
    assert event == Opened(event.id, ANA)
    await teams.send(type="installationUpdate", action="remove")
    assert ANA not in teams.memory.references
    await teams.type("back")
    await teams.send(type="conversationUpdate", membersRemoved=bot)
    assert ANA not in teams.memory.references


async def test_in_a_group_one_line_and_the_rest_in_private(teams: Teams) -> None:
    await teams.type("<at>Coffee Rounds</at> home", conversation=GROUP)
    assert teams.core.events == []
    (line_,) = teams.connector.posted
    assert line_["text"] == "I talk in private only: open a chat with me and say it there."
    await teams.type("hello")
    teams.connector.taken.clear()
    await teams.type("<at>Coffee Rounds</at> home", conversation=GROUP)
    private, public = teams.connector.taken
    assert private.conversation == "a:ana"
    assert private.activity["attachments"]
    assert public.conversation == "19:group"
    assert public.activity["text"] == "I have answered you in our own chat."
    assert "attachments" not in public.activity
    assert Reference.read(teams.memory.references[ANA]).conversation == "a:ana"


async def test_typing_ahead_finds_interests(teams: Teams) -> None:
    async def found(**value: Any) -> Any:
        said = await teams.send(type="invoke", name="application/search", value=value)
        return said["value"]["results"]

    results = await found(queryText="sep", dataset="interests", kind="search")
    assert results == [
        {"title": "Sepsis, early", "value": "sepsis"},
        {"title": "sep", "value": "a%2Cb"},
    ]
    assert await found(queryText="sep", dataset="people") == []
    assert await found(queryText="", dataset="interests") == []


async def test_a_bug_is_an_apology_with_its_id_and_no_words_in_the_log(
    teams: Teams, capsys: Any
) -> None:
    def bug(_: Event) -> Reply:
        raise RuntimeError("secret words")

    teams.core.reply = bug
    await teams.type("something private")
    assert titles(teams) == ["Something went wrong"]
    assert teams.core.events[0].id in str(teams.connector.cards[0])
    said = await teams.run(PRESS)
    assert said["type"] == TOAST
    shown = "".join(capsys.readouterr())
    assert "teams.failed" in shown
    assert "secret words" not in shown
    assert "something private" not in shown


@pytest.mark.parametrize("status", [0, 302, 401, 403, 404, 412, 429, 500, 502])
async def test_an_answer_that_teams_does_not_take_is_no_error_of_ours(
    teams: Teams, status: int
) -> None:
    teams.connector.troubles.append(Trouble(status, location="https://evil.example/"))
    await teams.type("home")
    assert len(teams.core.events) == 1
    assert len(teams.connector.refused) == 1, "tried once, never again"
    assert teams.connector.taken == []


async def test_answers_keep_the_pace_of_their_own_chat_and_hold_up_no_other(
    teams: Teams,
) -> None:
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    connector = teams.here.connector
    connector._pace, connector._sleep = Pace(A_CONVERSATION, lambda: 0.0), sleep
    for _ in range(10):
        await teams.type("home")
    assert slept == [1.0, 2.0, 2.0]
    ben = {"conversationType": "personal", "id": "a:ben", "tenantId": TENANT}
    await teams.type("home", conversation=ben)
    assert slept == [1.0, 2.0, 2.0]
    assert len(teams.connector.posted) == 11


async def test_the_door_stays_open_while_the_core_is_slow(teams: Teams) -> None:
    go = threading.Event()

    def slow(event: Event) -> Reply:
        if getattr(event, "words", "") == "slow":
            go.wait(10)
        return Say(CARD)

    teams.core.reply = slow
    first = asyncio.create_task(teams.type("slow"))
    await asyncio.sleep(0.02)
    await teams.type("quick")
    assert not first.done()
    go.set()
    await first


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b"null", b"7", b'"x"', b"\xff\xfe", b'{"type":"unheard"}', b"{}",
     b'{"type":7}', b'{"type":"message"}', b"[" * 100_000, b'{"type":"message","id":{}}',
     b'{"type":"message","id":"1","channelData":{"tenant":{"id":"a"}},"conversation":{"tenantId":"b"}}'],
    ids=range(14),
)  # fmt: skip
async def test_a_body_that_is_no_activity_is_400(teams: Teams, body: bytes) -> None:
    assert (await teams.knock(body, f"Bearer {token()}"))[0] == 400
    assert teams.core.events == []


async def test_a_body_too_large_is_413(teams: Teams) -> None:
    body = teams.activity(text="x" * 600_000)
    assert (await teams.knock(body, f"Bearer {token()}"))[0] == 413
    assert teams.core.events == []


async def test_the_hint_of_a_file_field_says_to_paste(teams: Teams) -> None:
    upload = Upload("rota", "Your rota", (".csv",), 1_000, hint="Times only.")
    teams.core.reply = always(Ask(replace(SHORT, fields=(upload,))))
    await teams.type("hours")
    hint = teams.connector.cards[0]["body"][2]["text"]
    assert "paste it here" in hint
    assert "Times only" in hint
