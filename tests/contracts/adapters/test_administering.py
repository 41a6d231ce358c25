"""What only an administrator may do is done at the command line; nothing said in a chat does it.

Denied by default: a new use case is a member's or an administrator's by being
named here, and reaches no chat before.
"""

import inspect
from collections.abc import Iterator
from pathlib import Path

import pytest

from adapters.slack.core import Core as SlackCore
from adapters.slack.meaning import SHORTCUTS
from adapters.teams.core import Core as TeamsCore
from bot.app import App
from bot.events import Commanded, Event, Opened, Pressed, Submitted, Who, Word
from bot.ui import Filled
from tests.contracts.adapters.actions import ACTIONS, FORMS, TYPED
from tests.stories.hospital import PLACE, Hospital

OF_MEMBERS = {"handle", "home", "interest_options", "knows", "name_of", "welcome"}
OF_THE_PLATFORM = {"keep_people", "open_to"}
"""What the platform itself says of who works there, signed by it and said by nobody."""

OF_THE_PROCESS = {"compose", "next_event", "out_of_reach", "tick"}
OF_ADMINISTRATORS = {"preview", "programme", "run", "today"}

COMMAND_LINE = (
    "round", "run", "preview", "roster", "roster import", "programme", "programme everyone paused",
    "report", "audit", "member", "member ben left", "db", "db upgrade", "db rotate-keys", "admin",
    "administrator", "run round", "round run everyone", "sudo run", "/coffee round run", "tick",
    "serve", "doctor", "keep apart ana ben", "never ana ben", "forget ben", "export ben",
)  # fmt: skip
"""What an administrator types on the machine, typed to the bot."""


def test_every_use_case_is_somebodys() -> None:
    public = {name for name, _ in inspect.getmembers(App, inspect.isfunction) if name[0] != "_"}
    assert public == OF_MEMBERS | OF_THE_PLATFORM | OF_THE_PROCESS | OF_ADMINISTRATORS


@pytest.mark.parametrize("core", [SlackCore, TeamsCore])
def test_a_chat_sees_no_use_case_of_administrators(core: type) -> None:
    asked = {name for name in vars(core) if not name.startswith("_")}
    assert asked <= OF_MEMBERS | OF_THE_PLATFORM


def test_no_word_and_no_shortcut_is_an_administrators() -> None:
    commands = {each.split()[0] for each in COMMAND_LINE} - {"never", "forget", "export"}
    assert not commands & {word.value for word in Word}
    assert set(SHORTCUTS.values()) <= {word.value for word in Word}


@pytest.fixture
def hospital(tmp_path: Path) -> Iterator[Hospital]:
    hospital = Hospital(tmp_path)
    for name in ("Ana", "Ben", "Cy", "Dee"):
        hospital.add(name, "baking", title="Administrator")
    yield hospital
    hospital.close()


def everything_said(hospital: Hospital, user: str) -> Iterator[Event]:
    """Every word, button and form, about everything that has an id."""
    who, ids = Who(PLACE.id, user), (f"{user}{n}" for n in range(10_000))
    with hospital.store.reading() as reading:
        rounds = [each.id for each in reading.rounds("everyone", 9)]
    for words in COMMAND_LINE:
        yield Commanded(next(ids), who, words)
    yield Opened(next(ids), who)
    for target in ("", "everyone", "ben", *rounds):
        for action in (*ACTIONS, *OF_ADMINISTRATORS, *OF_THE_PROCESS, "round", "roster", "audit"):
            yield Pressed(next(ids), who, action, target)
        for form in (*FORMS, *OF_ADMINISTRATORS, "programme", "roster", "member"):
            if form != "forget-me":
                typed = Filled(tuple((name, ("everyone",)) for name in (*TYPED, "who", "name")))
                yield Submitted(next(ids), who, form, target, typed)


def kept(hospital: Hospital) -> object:
    """What only administrators and the clock may change."""
    with hospital.store.reading() as reading:
        rounds = reading.rounds("everyone", 99)
        return (
            reading.programmes(),
            rounds,
            [reading.introductions_in(each.id) for each in rounds],
            [reading.member(each) for each in ("ben", "cy", "dee")],
            [reading.memberships(each) for each in ("ben", "cy", "dee")],
        )


@pytest.mark.parametrize("user", ["ana", "stranger"])
def test_nothing_said_in_a_chat_does_what_an_administrator_does(
    hospital: Hospital, user: str
) -> None:
    before = kept(hospital)
    for event in everything_said(hospital, user):
        hospital.app.handle(event)
    assert kept(hospital) == before
    hospital.app.run(hospital.app.programme())
    assert kept(hospital) != before, "the administrator's own does"
