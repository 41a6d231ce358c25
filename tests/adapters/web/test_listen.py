"""What a browser sends becomes an event, and each kind of reply a page."""

import asyncio
import re
import threading

import pytest
from aiohttp import ClientResponse

from adapters.web.listen import BODY_LIMIT
from bot.events import Commanded, Pressed, Submitted
from bot.ui import Card, Filled, Reply
from tests.adapters.web.conftest import Browser, forms_of
from tests.adapters.web.small_core import ANA, HOSTILE, ODD, PLACE, proposal

ALL = {
    "field.interests": "sepsis, <baking>\r\nreading",
    "field.title": "nurse",
    "field.shown": "n",
    "field.week": "3",
    "field.days": ["mon", "tue"],
    "field.more": ["sepsis", "my own words", ""],
}
"""A form filled in, as a browser sends it."""


def where(answer: ClientResponse) -> str:
    assert answer.status == 303
    return answer.headers["Location"]


async def open_form(browser: Browser) -> str:
    return where(await browser.press("/as/m-ana/home", "Join"))


async def send(browser: Browser, form: str, fields: dict[str, object]) -> ClientResponse:
    hidden = next(f for f in await browser.forms(form) if f.action == form).fields
    pairs = [
        (name, each)
        for name, value in {**hidden, **fields}.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    return await browser.post(form, pairs)


async def test_typed_words_are_heard_and_shown_as_the_members_own(browser: Browser) -> None:
    to = where(await browser.say("m-ana", "  what is <this>? "))
    (event,) = browser.core.events
    assert isinstance(event, Commanded)
    assert (event.words, event.who.user, event.who.place) == ("what is <this>?", "m-ana", PLACE)
    typed, answered = browser.chat.messages("m-ana")
    assert typed.body == "what is <this>?"
    assert isinstance(answered.body, Card)
    assert to == f"/as/m-ana#message-{answered.id}"
    page = await browser.page("/as/m-ana")
    assert "what is &lt;this&gt;?" in page
    assert "I did not understand that." in page


async def test_a_word_to_try_needs_only_a_press(browser: Browser) -> None:
    fields = {"event": "event-12345", "quick": "meet", "words": ""}
    await browser.post("/as/m-ana/say", fields)
    assert [e.words for e in browser.core.events if isinstance(e, Commanded)] == ["meet"]


async def test_words_that_may_point_to_a_patient_are_not_kept(browser: Browser) -> None:
    await browser.say("m-ana", "pause because of MRN 12345678")
    kept = [m.body for m in browser.chat.messages("m-ana") if isinstance(m.body, str)]
    assert kept == ["(not kept: it looked as if it might point to a patient)"]
    assert isinstance(browser.core.events[0], Commanded)
    assert "12345678" in browser.core.events[0].words, "the core decides what to answer"


async def test_words_too_long_are_refused(browser: Browser) -> None:
    answer = await browser.post("/as/m-ana/say", {"event": "event-12345", "words": "x" * 3001})
    assert answer.status == 413
    assert browser.core.events == []


async def test_show_leads_to_the_home(browser: Browser) -> None:
    assert where(await browser.say("m-ana", "home")) == "/as/m-ana/home"
    assert "Hello Ana" in await browser.page("/as/m-ana/home")


async def test_a_message_is_drawn_with_what_people_wrote_as_text(browser: Browser) -> None:
    await browser.say("m-ana", "meet")
    page = await browser.page("/as/m-ana")
    assert "<script>alert" not in page
    assert page.count('<bdi class="theirs">Ben &lt;script&gt;') == 1
    assert 'href="https://example.org' not in page
    assert "Monday 23 November, 12:00 EST" in page


async def test_a_press_names_what_was_pressed_and_replaces_the_message(browser: Browser) -> None:
    await browser.say("m-ana", "meet")
    before = browser.chat.messages("m-ana")
    to = where(await browser.press("/as/m-ana", "Yes, introduce us"))
    event = browser.core.events[-1]
    assert isinstance(event, Pressed)
    assert (event.action, event.target, event.who.user) == ("yes", "i-1", "m-ana")
    after = browser.chat.messages("m-ana")
    assert [m.id for m in after] == [m.id for m in before]
    assert after[-1].body == proposal("yes")
    assert to == f"/as/m-ana#message-{after[-1].id}"


async def test_replacing_from_a_home_adds_a_message(browser: Browser) -> None:
    await browser.press("/as/m-ana/home", "Yes")
    assert [m.body for m in browser.chat.messages("m-ana")] == [proposal("yes")]


async def test_nobody_replaces_a_message_of_another(browser: Browser) -> None:
    mine = browser.chat.post("m-ana", proposal(), browser.core.clock, "k")
    fields = {"event": "event-12345", "action": "yes", "target": "i-1", "message": str(mine)}
    await browser.post("/as/m-ben/press", fields)
    assert [m.body for m in browser.chat.messages("m-ana")] == [proposal()]
    assert [m.body for m in browser.chat.messages("m-ben")] == [proposal("yes")]


async def test_nothing_leads_back_to_the_messages(browser: Browser) -> None:
    fields = {"event": "event-12345", "action": "nothing", "target": ""}
    assert where(await browser.post("/as/m-ana/press", fields)) == "/as/m-ana"


@pytest.mark.parametrize(
    "fields", [{"action": ""}, {"action": "yes", "message": "x"}, {"action": "y", "message": "-1"}]
)
async def test_a_press_that_no_button_makes_is_refused(
    browser: Browser, fields: dict[str, str]
) -> None:
    answer = await browser.post("/as/m-ana/press", {"event": "event-12345"} | fields)
    assert answer.status == 400
    assert browser.core.events == []


async def test_every_button_is_an_event_of_its_own(browser: Browser) -> None:
    await browser.say("m-ana", "meet")
    events = [
        form.fields["event"]
        for form in await browser.forms("/as/m-ana")
        if form.fields.get("event")
    ]
    assert len(events) == len(set(events)) == 4
    again = [form.fields.get("event") for form in await browser.forms("/as/m-ana")]
    assert not set(events) & set(again)


async def test_the_same_press_twice_acts_once_and_ends_in_the_same_place(browser: Browser) -> None:
    join = next(f for f in await browser.forms("/as/m-ana/home") if "Join" in f.buttons)
    first = where(await browser.post(join.action, join.fields))
    second = where(await browser.post(join.action, join.fields))
    assert first == second
    assert first.startswith("/as/m-ana/form/")
    assert len(browser.core.events) == 1


async def test_a_second_press_while_the_first_is_at_work_waits_for_it(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    held, handle = threading.Event(), browser.core.handle

    def slowly(event: Pressed) -> Reply:
        held.wait(5)
        return handle(event)

    monkeypatch.setattr(browser.core, "handle", slowly)
    join = next(f for f in await browser.forms("/as/m-ana/home") if "Join" in f.buttons)
    first = asyncio.create_task(browser.post(join.action, join.fields))
    second = asyncio.create_task(browser.post(join.action, join.fields))
    await asyncio.sleep(0.2)
    held.set()
    assert where(await first) == where(await second)
    assert len(browser.core.events) == 1


async def test_an_event_that_failed_can_be_tried_again(
    browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {"event": "event-12345", "words": "meet"}
    with monkeypatch.context() as broken:
        broken.setattr(browser.chat, "post", lambda *_: 1 / 0)
        assert (await browser.post("/as/m-ana/say", fields)).status == 500
    browser.core.events.clear()
    assert (await browser.post("/as/m-ana/say", fields)).status == 303
    assert len(browser.chat.messages("m-ana")) == 2, "the words typed are there once"


async def test_a_form_opens_with_every_field(browser: Browser) -> None:
    page = await browser.page(await open_form(browser))
    for name in ALL:
        assert f'name="{name}"' in page
    assert "No patients, please." in page
    assert "<title>What you chose" in page


async def test_a_form_is_sent_with_all_that_was_typed(browser: Browser) -> None:
    form = await open_form(browser)
    to = where(await send(browser, form, ALL))
    event = browser.core.events[-1]
    assert isinstance(event, Submitted)
    assert (event.form, event.target) == ("profile", "t-1")
    assert event.filled == Filled(
        (
            ("interests", ("sepsis, <baking>\nreading",)),
            ("title", ("nurse",)),
            ("shown", ("n",)),
            ("week", ("3",)),
            ("days", ("mon", "tue")),
            ("more", ("sepsis", "my own words")),
        )
    )
    assert to.startswith("/as/m-ana#message-")
    assert "&lt;baking&gt;" in await browser.page("/as/m-ana")


async def test_fields_that_are_not_the_forms_own_are_left_aside(browser: Browser) -> None:
    form = await open_form(browser)
    await send(browser, form, ALL | {"field.admin": "yes", "target": "other", "form": "other"})
    event = browser.core.events[-1]
    assert isinstance(event, Submitted)
    assert (event.form, event.target) == ("profile", "t-1")
    assert "admin" not in dict(event.filled.values)


async def test_a_form_that_needs_fixing_keeps_everything(browser: Browser) -> None:
    form = await open_form(browser)
    wrong = ALL | {"field.interests": "", "field.week": "99", "field.days": ["tue", "never <b>"]}
    assert where(await send(browser, form, wrong)) == f"{form}#problem"
    page = await browser.page(form)
    assert "Please look at this again" in page
    assert 'href="#field-interests"' in page
    assert 'id="error-interests">Please name one' in page
    assert 'value="nurse"' in page
    assert '<input type="radio" name="field.shown" value="n" checked>' in page
    assert '<option value="99" selected>99</option>' in page
    assert '<input type="checkbox" name="field.days" value="tue" checked>' in page
    assert 'value="never &lt;b&gt;" checked' in page
    assert 'value="my own words" checked' in page
    assert "<span>Sepsis pathways</span>" in page
    assert "<title>Please look again" in page


async def test_a_fixed_form_can_be_sent_again(browser: Browser) -> None:
    form = await open_form(browser)
    await send(browser, form, ALL | {"field.interests": ""})
    assert where(await send(browser, form, ALL)).startswith("/as/m-ana#message-")


async def test_nothing_typed_into_a_form_is_kept_in_the_chat(browser: Browser) -> None:
    form = await open_form(browser)
    await send(browser, form, ALL | {"field.interests": "", "field.title": "my secret"})
    assert browser.chat.messages("m-ana") == ()


async def test_a_form_that_was_sent_has_closed(browser: Browser) -> None:
    form = await open_form(browser)
    await send(browser, form, ALL)
    answer = await browser.get(form)
    assert answer.status == 410
    assert "This form has closed" in await answer.text()


async def test_a_form_sent_twice_acts_once_and_ends_in_the_same_place(browser: Browser) -> None:
    form = await open_form(browser)
    fields = {**(await browser.forms(form))[0].fields, "field.interests": "sepsis"}
    assert where(await browser.post(form, fields)) == where(await browser.post(form, fields))
    assert len([e for e in browser.core.events if isinstance(e, Submitted)]) == 1


async def test_a_form_is_only_for_who_opened_it(browser: Browser) -> None:
    form = await open_form(browser)
    assert (await browser.get(form.replace("m-ana", "m-ben"))).status == 410


async def test_interests_are_found_without_a_script(browser: Browser) -> None:
    form = await open_form(browser)
    found = ALL | {"field.more": ["sepsis", "bak"], "find": "more"}
    assert where(await send(browser, form, found)) == f"{form}#field-more"
    page = await browser.page(form)
    assert '<input type="checkbox" name="field.more" value="sepsis" checked>' in page
    assert '<input type="checkbox" name="field.more" value="baking"> <span>Baking</span>' in page
    assert 'value="bak"' not in page
    assert 'value="nurse"' in page
    assert not [e for e in browser.core.events if isinstance(e, Submitted)]


async def test_words_for_which_nothing_is_found_stay(browser: Browser) -> None:
    form = await open_form(browser)
    await send(browser, form, ALL | {"field.more": ["zzz"], "find": "more"})
    page = await browser.page(form)
    assert 'value="zzz" checked' in page
    assert "Nothing found by that name" in page


@pytest.mark.parametrize("field", ["interests", "nowhere"])
async def test_only_fields_with_a_source_can_search(browser: Browser, field: str) -> None:
    form = await open_form(browser)
    assert (await send(browser, form, ALL | {"find": field})).status == 400


async def test_interests_for_type_ahead(browser: Browser) -> None:
    answer = await browser.get("/interests?q=SEP")
    assert await answer.json() == [{"value": "sepsis", "label": "Sepsis pathways"}]
    assert await (await browser.get("/interests")).json() == []


async def test_news_are_what_came_after(browser: Browser) -> None:
    first = browser.chat.post("m-ana", proposal(), browser.core.clock, "k1")
    assert (await browser.get(f"/as/m-ana/news?after={first}")).status == 204
    browser.chat.post("m-ana", proposal("later"), browser.core.clock, "k2")
    news = await browser.page(f"/as/m-ana/news?after={first}")
    assert news.count('<li class="bubble') == 1
    assert "Answered: later" in news
    for wrong in ("", "x", "-1", "9" * 40, "²"):
        assert (await browser.get("/as/m-ana/news", params={"after": wrong})).status == 400


async def test_looking_at_any_page_changes_nothing(browser: Browser) -> None:
    await browser.say("m-ana", "meet")
    before = (len(browser.core.events), browser.chat.messages("m-ana"), browser.core.clock)
    for path in ("/", "/?q=ana", "/as/m-ana", "/as/m-ana/home", "/round", "/interests?q=a"):
        await browser.page(path)
    assert (len(browser.core.events), browser.chat.messages("m-ana"), browser.core.clock) == before


async def test_people_are_searched_by_what_the_core_knows(browser: Browser) -> None:
    everyone = await browser.page("/")
    assert "Ana Díaz" in everyone
    assert "Has a proposal waiting" in everyone
    found = await browser.page("/?q=emerg")
    assert "Ben &lt;script&gt;" in found
    assert "1 found for" in found
    assert "Nobody found for “&lt;x&gt;”" in await browser.page("/?q=<x>")


async def test_those_with_something_to_read_are_suggested_first(browser: Browser) -> None:
    def suggestions(page: str) -> list[str]:
        part = page[page.index("A good place to start") : page.index("Everyone")]
        return re.findall("(Ana|Odd) ", part)

    browser.core.suggested = (("Waits", ANA), ("Waits", ODD))
    assert suggestions(await browser.page("/")) == ["Ana", "Odd"]
    browser.chat.post(ODD.id, proposal(), browser.core.clock, "k")
    page = await browser.page("/")
    assert suggestions(page) == ["Odd", "Ana"]
    assert '1<span class="sr"> new</span>' in page


async def test_those_played_lately_are_remembered_with_what_they_have_not_read(
    browser: Browser,
) -> None:
    await browser.page("/as/m-ana")
    await browser.page("/as/m-ben")
    browser.chat.post("m-ana", proposal(), browser.core.clock, "k")
    page = await browser.page("/as/m-ben")
    lately = page[page.index("Played lately") :]
    assert "Ana Díaz" in lately
    assert '1<span class="sr"> new</span>' in lately
    await browser.page("/as/m-ana")
    assert '<span class="sr"> new</span>' not in await browser.page("/as/m-ben")


async def test_a_broken_cookie_is_no_trouble(browser: Browser) -> None:
    for cookie in ("%", "|||", "nobody|%FF%FE", "x" * 3000):
        assert (await browser.get("/", headers={"Cookie": f"lately={cookie}"})).status == 200


async def test_a_member_with_an_odd_id_is_reached_like_any_other(browser: Browser) -> None:
    page = await browser.page("/?q=odd")
    link = page.split('class="person" href="')[-1].split('"')[0]
    assert await browser.page(link.partition("#")[0])
    form = next(f for f in forms_of(await browser.page(link.partition("#")[0])))
    await browser.post(form.action, {**form.fields, "words": "meet"})
    assert [e.who.user for e in browser.core.events] == [ODD.id]


async def test_the_body_limit_leaves_room_for_every_form(browser: Browser) -> None:
    form = await open_form(browser)
    await send(browser, form, ALL | {"field.interests": "é" * 3_000, "field.title": "é" * 3_000})
    assert len(browser.core.events) == 2
    assert BODY_LIMIT > 8 * 2 * 3_000


async def test_names_that_look_like_markup_are_text_on_every_page(browser: Browser) -> None:
    for path in ("/", "/as/m-ben", "/as/m-ben/home"):
        assert "<script>alert" not in await browser.page(path)
    assert "\u202e" in HOSTILE
