"""Members' stories, told in Slack: each word, click and form goes through the real endpoint.

The stories are those of `tests/stories`. What reaches the core must be the very
event, and everything that comes back within Slack's limits.
"""

import asyncio
import inspect
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from adapters.slack.fields import PREFIX
from adapters.slack.literal import packed
from bot.app import App
from bot.events import Commanded, Event, Opened, Pressed, Submitted
from bot.ui import Nothing, Reply
from tests.adapters.slack.conftest import Slack, around
from tests.adapters.slack.fake_slack import FakeSlack, Json
from tests.adapters.slack.limits import faults
from tests.stories import test_members, test_mutual_yes, test_times
from tests.stories.hospital import Hospital

pytestmark = pytest.mark.slow


def payload(fake: FakeSlack, event: Event) -> Json:
    """What Slack sends when a member does this."""
    user = event.who.user
    match event:
        case Commanded():
            return fake.command(user, event.words)
        case Pressed():
            return fake.press(user, f"press.{event.action}.0.0", event.target)
        case Submitted():
            return _sent(fake, event)
        case Opened():
            return fake.event({"type": "app_home_opened", "user": user, "tab": "home"})


def _sent(fake: FakeSlack, event: Submitted) -> Json:
    kept = {"form": event.form, "target": event.target}
    state = {PREFIX + name: {name: _element(values)} for name, values in event.filled.values}
    view = {
        "id": f"V{fake.number()}",
        "type": "modal",
        "callback_id": "form",
        "private_metadata": json.dumps(kept),
        "state": {"values": state},
        "blocks": [],
    }
    return fake.submission(event.who.user, view, {}) | {"view": view}


def _element(values: tuple[str, ...]) -> Json:
    """A field as it comes back: typed into, or several to tick of which none or more are."""
    if len(values) == 1:
        return {"type": "plain_text_input", "value": values[0]}
    return {"type": "checkboxes", "selected_options": [{"value": packed(v)} for v in values]}


class ThroughSlack:
    """The application, reached by payloads. Everything else of it is as it was."""

    def __init__(self, app: App, loop: asyncio.AbstractEventLoop) -> None:
        self._app, self._loop = app, loop
        self.slack: Slack

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

        fake = self.slack.fake
        self.slack.core.core = _Answering(core)
        for kept in (fake.hooked, fake.views, fake.calls):
            kept.clear()
        sent = self.slack.send(payload(fake, event))
        acknowledged = asyncio.run_coroutine_threadsafe(sent, self._loop).result(30)
        posted = [call.sent for call in fake.calls if call.method.startswith("chat.")]
        shown = [*posted, *fake.hooked, *fake.views.values()]
        shown += [acknowledged["view"]] if "view" in acknowledged else []
        assert [fault for each in shown for fault in faults(each)] == []
        reply = replies[0] if replies else Nothing()
        given = bool(shown or acknowledged.get("errors"))
        assert given == (not isinstance(reply, Nothing)), (event, acknowledged)
        assert "Something went wrong" not in str(shown)
        return reply


class _Answering:
    """The core of one event."""

    def __init__(self, handle: Any) -> None:
        self.handle = handle

    def knows(self, who: object) -> bool:
        return True


@contextmanager
def endpoint(hospital: Hospital) -> Iterator[None]:
    """The endpoint on a loop of its own, while a story is told from this thread."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    through = ThroughSlack(hospital.app, loop)
    whole = around(hospital.app, hospital.store.inbox, lambda: hospital.now)
    try:
        through.slack = asyncio.run_coroutine_threadsafe(whole.__aenter__(), loop).result(30)
        hospital.app = through
        yield
    finally:
        asyncio.run_coroutine_threadsafe(whole.__aexit__(None, None, None), loop).result(30)
        loop.run_in_executor(None, lambda: None)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


@pytest.fixture
def hospital(tmp_path: Path) -> Iterator[Hospital]:
    hospital = Hospital(tmp_path)
    with endpoint(hospital):
        yield hospital
    hospital.close()


# The stories whose hospital is the plain one; pytest tells each again with the fixture above.
for _module in (test_members, test_mutual_yes, test_times):
    for _name, _story in vars(_module).items():
        if _name.startswith("test_") and "hospital" in inspect.signature(_story).parameters:
            globals()[f"{_name}_in_slack"] = _story
