"""Members' stories, told in Teams: each word, click and form goes through the real endpoint.

The stories are those of `tests/stories`. What reaches the core must be the very
event, and every card that comes back one that Microsoft accepts.
"""

import asyncio
import inspect
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.teams.fields import PREFIX
from bot.app import App
from bot.events import Commanded, Event, Opened, Pressed, Submitted
from bot.pace import Pace
from bot.ui import Nothing, Reply
from tests.adapters.teams.conftest import ANA, UNHURRIED, Teams, around
from tests.adapters.teams.strict import faults
from tests.stories import test_members, test_mutual_yes, test_times
from tests.stories.hospital import Hospital

pytestmark = pytest.mark.slow


def activity(event: Event) -> dict[str, Any]:
    """What Teams sends when a member does this."""
    match event:
        case Commanded():
            return {"text": event.words}
        case Pressed():
            data = {"do": "press", "action": event.action, "target": event.target}
            return _ran(data)
        case Submitted():
            return _ran(_form(event))
        case Opened():
            return {"type": "installationUpdate", "action": "add"}


def _form(event: Submitted) -> dict[str, Any]:
    typed = {PREFIX + name: ",".join(values) for name, values in event.filled.values}
    pasted = {PREFIX + each.name: each.content.decode() for each in event.files}
    files = {each.name: "" for each in event.files}
    many = [name for name, values in event.filled.values if len(values) != 1]
    sent = {"do": "submit", "form": event.form, "target": event.target}
    sent |= {"files": files, "many": many}
    return sent | typed | pasted


def _ran(data: dict[str, Any]) -> dict[str, Any]:
    value = {"action": {"type": "Action.Execute", "data": data}}
    return {"type": "invoke", "name": "adaptiveCard/action", "value": value}


class ThroughTeams:
    """The application, reached by activities. Everything else of it is as it was."""

    def __init__(self, app: App, teams: Teams, loop: asyncio.AbstractEventLoop) -> None:
        self._app, self._teams, self._loop = app, teams, loop
        object.__setattr__(teams.here, "commands", Pace(UNHURRIED, time.monotonic))

    def __getattr__(self, name: str) -> Any:
        return getattr(self._app, name)

    def handle(self, event: Event) -> Reply:
        """Send it, and give back what the core replied."""
        replies: list[Reply] = []

        def core(arrived: Event) -> Reply:
            said = replace(arrived, id=event.id, who=event.who)
            assert said == event
            replies.append(self._app.handle(said))
            return replies[-1]

        self._teams.core.reply = core
        self._teams.connector.taken.clear()
        who = {"id": "29:x", "aadObjectId": event.who.user}
        sent = self._teams.send(id=event.id, **activity(event), **{"from": who})
        answered = asyncio.run_coroutine_threadsafe(sent, self._loop).result(30)
        inside = answered.get("value")
        shown = [*self._teams.connector.cards, *([inside] if isinstance(inside, dict) else [])]
        assert all(faults(card) == [] for card in shown)
        reply = replies[0] if replies else Nothing()
        refused = self._teams.connector.refused
        assert bool(shown) == (not isinstance(reply, Nothing)), (event.id, answered, refused)
        assert not any("Something went wrong" in str(card) for card in shown)
        return reply


@contextmanager
def endpoint() -> Iterator[tuple[Teams, asyncio.AbstractEventLoop]]:
    """The endpoint on a loop of its own, while a story is told from this thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    whole = around()
    try:
        yield asyncio.run_coroutine_threadsafe(whole.__aenter__(), loop).result(30), loop
    finally:
        asyncio.run_coroutine_threadsafe(whole.__aexit__(None, None, None), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture
def hospital(tmp_path: Path) -> Iterator[Hospital]:
    hospital = Hospital(tmp_path)
    with endpoint() as (teams, loop):
        hospital.app = ThroughTeams(hospital.app, teams, loop)
        yield hospital
    hospital.close()


def test_a_story_reaches_the_core_as_the_signed_sender(hospital: Hospital) -> None:
    hospital.add("Ana Díaz")
    assert "Hello Ana" in hospital.types("ana", "home")
    (event,) = hospital.app._teams.core.events
    assert event.who == replace(ANA, user="ana")


# The stories whose hospital is the plain one; pytest tells each again with the fixture above.
for _module in (test_members, test_mutual_yes, test_times):
    for _name, _story in vars(_module).items():
        if _name.startswith("test_") and "hospital" in inspect.signature(_story).parameters:
            globals()[f"{_name}_in_teams"] = _story
