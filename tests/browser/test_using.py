"""Press and fill: by keyboard, without a script, and with its small comforts."""

import pytest
from playwright.sync_api import Browser, Page, expect

from bot.events import Pressed, Submitted
from tests.adapters.web.small_core import proposal
from tests.browser.conftest import Served, looking


@pytest.fixture(params=[True, False], ids=["with a script", "without"])
def script(request: pytest.FixtureRequest) -> bool:
    return request.param


def say(page: Page, words: str) -> None:
    page.get_by_label("Type to Coffee Rounds").fill(words)
    page.get_by_role("button", name="Send").click()


def expect_focus(page: Page, begins: str) -> None:
    """Focus comes to what the address names a moment after its text can be seen."""
    page.wait_for_function("begins => document.activeElement.id.startsWith(begins)", arg=begins)


def test_say_press_and_see(chromium: Browser, served: Served, script: bool) -> None:
    with looking(chromium, served.base, java_script_enabled=script) as page:
        page.goto("/")
        page.get_by_role("link", name="Has a proposal waiting").click()
        say(page, "meet")
        expect(page.get_by_role("heading", name="Meet Ben?")).to_be_in_viewport()
        page.get_by_role("button", name="Yes, introduce us").click()
        expect(page.get_by_text("Answered: yes")).to_be_in_viewport()
        page.reload()
        expect(page.get_by_text("Answered: yes")).to_have_count(1)
    assert [type(event) for event in served.core.events].count(Pressed) == 1


def test_a_form_keeps_what_was_typed(chromium: Browser, served: Served, script: bool) -> None:
    with looking(chromium, served.base, java_script_enabled=script) as page:
        page.goto("/as/m-ana/home")
        page.get_by_role("button", name="Join").click()
        page.get_by_label("What you do").fill("nurse <3")
        page.get_by_label("No", exact=True).check()
        page.get_by_label("Which week?").select_option("Week 5")
        page.get_by_label("Tuesday").check()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("alert")).to_be_in_viewport()
        expect(page.get_by_label("What you do")).to_have_value("nurse <3")
        expect(page.get_by_label("No", exact=True)).to_be_checked()
        expect(page.get_by_label("Which week?")).to_have_value("5")
        expect(page.get_by_label("Tuesday")).to_be_checked()
        page.get_by_role("link", name="Interests Please name one").click()
        page.get_by_label("Interests", exact=True).fill("sepsis")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="Saved")).to_be_in_viewport()
    sent = [event for event in served.core.events if isinstance(event, Submitted)]
    assert sent[-1].filled.one("title") == "nurse <3"
    assert sent[-1].filled.many("days") == ("tue",)


def test_interests_are_searched_and_picked_without_a_script(
    chromium: Browser, served: Served
) -> None:
    with looking(chromium, served.base, java_script_enabled=False) as page:
        page.goto("/as/m-ana/home")
        page.get_by_role("button", name="Join").click()
        page.get_by_label("Interests", exact=True).fill("reading")
        page.get_by_label("Add to More interests").fill("bak")
        page.get_by_role("button", name="Find").click()
        page.get_by_label("Baking").check()
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    assert served.core.events[-1].filled.many("more") == ("baking",)


def test_interests_are_suggested_while_typing(chromium: Browser, served: Served) -> None:
    with looking(chromium, served.base) as page:
        page.goto("/as/m-ana/home")
        page.get_by_role("button", name="Join").click()
        page.get_by_label("Interests", exact=True).fill("reading")
        box = page.get_by_role("combobox", name="Add to More interests")
        offered = page.get_by_role("listbox", name="Suggestions")
        box.press_sequentially("sep")
        expect(offered.get_by_role("option", name="Sepsis pathways")).to_be_visible()
        expect(box).to_have_attribute("aria-expanded", "true")
        box.press("Escape")
        expect(offered).to_be_hidden()
        box.press_sequentially("s")
        expect(offered.get_by_role("option", name="Sepsis pathways")).to_be_visible()
        box.press("ArrowDown")
        box.press("Enter")
        expect(page.get_by_label("Sepsis pathways")).to_be_checked()
        expect(box).to_have_value("")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("heading", name="Saved")).to_be_visible()
    assert served.core.events[-1].filled.many("more") == ("sepsis",)


def test_all_of_it_by_keyboard(chromium: Browser, served: Served) -> None:
    served.chat.post("m-ana", proposal(), served.core.clock, "k")
    with looking(chromium, served.base) as page:
        page.goto("/as/m-ana")
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
        page.keyboard.press("Enter")
        expect_focus(page, "main")
        page.keyboard.press("Tab")
        expect(page.get_by_role("log")).to_be_focused()
        page.keyboard.press("Tab")
        expect(page.get_by_role("button", name="Yes, introduce us")).to_be_focused()
        page.keyboard.press("Enter")
        expect(page.get_by_text("Answered: yes")).to_be_visible()
        expect_focus(page, "message-")
        page.keyboard.press("Tab")
        expect(page.get_by_label("Type to Coffee Rounds")).to_be_focused()
        page.keyboard.type("hello")
        page.keyboard.press("Enter")
        expect(page.get_by_role("heading", name="Sorry?")).to_be_visible()
        expect_focus(page, "message-")


def test_enter_in_a_form_sends_it_and_does_not_search(chromium: Browser, served: Served) -> None:
    with looking(chromium, served.base) as page:
        page.goto("/as/m-ana/home")
        page.get_by_role("button", name="Join").click()
        page.get_by_label("What you do").press("Enter")
        expect(page.get_by_role("alert")).to_be_visible()
        expect_focus(page, "problem")
    assert isinstance(served.core.events[-1], Submitted)


def test_a_double_click_acts_once(chromium: Browser, served: Served, script: bool) -> None:
    with looking(chromium, served.base, java_script_enabled=script) as page:
        page.goto("/as/m-ana/home")
        page.get_by_role("button", name="Join").dblclick()
        expect(page.get_by_role("heading", name="What you chose")).to_be_visible()
    assert len(served.core.events) == 1


def test_going_back_and_pressing_again_is_a_new_event(chromium: Browser, served: Served) -> None:
    with looking(chromium, served.base) as page:
        page.goto("/as/m-ana")
        say(page, "first")
        expect(page.get_by_role("log")).to_contain_text("first")
        page.wait_for_load_state()
        page.go_back()
        say(page, "second")
        expect(page.get_by_text("second")).to_be_visible()
    assert [event.words for event in served.core.events] == ["first", "second"]


def test_new_messages_appear_by_themselves(chromium: Browser, served: Served) -> None:
    with looking(chromium, served.base) as page:
        page.goto("/as/m-ana")
        served.chat.post("m-ana", proposal(), served.core.clock, "k")
        expect(page.get_by_role("heading", name="Meet Ben?")).to_be_visible()
        expect(page.get_by_role("log")).to_contain_text("Meet Ben?")
        page.get_by_role("button", name="Yes, introduce us").click()
        expect(page.get_by_text("Answered: yes")).to_be_visible()


def test_the_clock_is_moved_and_says_so(chromium: Browser, served: Served, script: bool) -> None:
    with looking(chromium, served.base, java_script_enabled=script) as page:
        page.goto("/as/m-ana")
        page.get_by_role("button", name="Next event").click()
        expect(page.get_by_role("status")).to_have_text("The clock has moved on.")
        expect(page.get_by_text("Thu 26 Nov 2026, 12:00 EST")).to_be_visible()
        page.get_by_role("button", name="One day").click()
        expect(page.get_by_text("Fri 27 Nov 2026, 12:00 EST")).to_be_visible()


def test_two_windows_play_two_members(chromium: Browser, served: Served) -> None:
    with looking(chromium, served.base) as page:
        page.goto("/as/m-ana")
        other = page.context.new_page()
        other.goto("/as/m-ben")
        say(page, "from ana")
        say(other, "from ben")
        expect(page.get_by_role("log")).not_to_contain_text("from ben")
        expect(other.get_by_role("log")).to_contain_text("from ben")


def test_a_long_conversation_opens_at_its_newest_message(
    chromium: Browser, served: Served, script: bool
) -> None:
    for number in range(30):
        served.chat.post("m-ana", proposal(f"number {number}."), served.core.clock, f"k{number}")
    with looking(chromium, served.base, java_script_enabled=script) as page:
        page.goto("/as/m-ana")
        expect(page.get_by_text("number 29.")).to_be_in_viewport()
        page.goto("/as/m-ana/home")
        page.get_by_role("link", name="Messages").click()
        expect(page.get_by_text("number 29.")).to_be_in_viewport()
