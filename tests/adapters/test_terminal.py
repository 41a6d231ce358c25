"""The terminal: numbers press buttons, a form is asked question by question."""

from itertools import count

import pytest

from adapters.terminal import Session
from adapters.terminal.session import CLOSED
from bot.events import Pressed, Submitted, Who
from bot.ui import Ask, Form, Upload
from tests.adapters.web.small_core import PLACE, SmallCore

FILES = {"rota.csv": b"date,start,end\n"}


@pytest.fixture
def core():
    return SmallCore()


@pytest.fixture
def session(core):
    ids = count(1)
    who = Who(PLACE, "m-ana")
    return Session(core, who, "America/New_York", lambda: f"event{next(ids)}", FILES.get)


def test_a_number_presses_the_button_that_has_it(session, core):
    assert "[1] Yes, introduce us   [2] Not this time" in session.type("meet")
    session.type("2")
    assert (core.events[-1].action, core.events[-1].target) == ("no", "i-1")
    assert isinstance(core.events[-1], Pressed)


def test_an_older_cards_numbers_still_press_its_buttons(session, core):
    session.type("meet")
    assert "[4] Yes, introduce us" in session.type("meet")
    session.type("2")
    assert core.events[-1].action == "no"


def test_a_number_nobody_was_shown_is_words(session, core):
    session.type("7")
    assert core.events[-1].words == "7"


def test_a_form_is_asked_one_by_one_and_sent_at_the_end(session, core):
    session.type("meet")
    assert "Interests" in session.type("3")
    for typed in ("sepsis / baking", "-", "2", "1", "1,2"):
        session.type(typed)
    assert len(core.events) == 2, "nothing is sent before the last answer"
    session.type("sepsis")
    sent = core.events[-1]
    assert isinstance(sent, Submitted)
    assert sent.target == "t-1"
    assert dict(sent.filled.values) == {
        "interests": ("sepsis\nbaking",),
        "title": ("",),
        "shown": ("n",),
        "week": ("1",),
        "days": ("mon", "tue"),
        "more": ("sepsis",),
    }


def test_a_fault_asks_again_with_what_was_typed(session):
    session.type("meet")
    session.type("3")
    for typed in ("-", "Pharmacist", "1", "1", "1"):
        session.type(typed)
    assert "! Please name one" in session.type("")
    assert "Pharmacist" in session.type("golf")


@pytest.mark.parametrize("typed", ["3", "0", "yes", "1,2"])
def test_what_is_no_option_is_asked_again(session, core, typed):
    session.type("meet")
    session.type("3")
    session.type("golf")
    session.type("")
    assert "please" in session.type(typed).lower()
    assert "Which week?" in session.type("1")


def test_a_full_stop_closes_the_form_and_sends_nothing(session, core):
    session.type("meet")
    session.type("3")
    assert session.type(".") == CLOSED
    assert len(core.events) == 2
    assert "Meet Ben?" in session.type("meet")


@pytest.mark.parametrize(
    ("typed", "limit", "kept"),
    [("rota.csv", 99, FILES["rota.csv"]), ("rota.csv", 3, b""), ("", 99, None)],
)
def test_a_file_is_given_by_its_path(session, core, monkeypatch, typed, limit, kept):
    form = Form("rota", "A rota", (Upload("file", "A rota", (".csv",), limit),), "Send")
    monkeypatch.setattr(core, "handle", lambda event: sent.append(event) or Ask(form))
    sent = []
    session.type("hours")
    assert "could not be read" in session.type("nowhere.csv")
    session.type(typed)
    file = sent[-1].file("file")
    assert (file and file.content) == kept
