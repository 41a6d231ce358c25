"""Slack as a way into a story: signed requests to the real endpoint, and back through its blocks.

Buttons and forms are those that Slack was given before; a story's members press
and fill in what they were shown.
"""

import asyncio
import threading
from collections import defaultdict
from collections.abc import Coroutine, Iterator
from dataclasses import replace
from typing import Any, TypeVar

from adapters.slack import render
from adapters.slack.fields import field_of
from adapters.slack.literal import packed, unpacked
from bot.delivery import Letter
from bot.events import Commanded, Event, Opened, Pressed, Submitted
from bot.ui import Reply
from tests.adapters.slack.conftest import Slack, around
from tests.adapters.slack.fake_slack import Json
from tests.adapters.slack.limits import faults
from tests.adapters.slack.reading import seen
from tests.stories.ways import _as_sent, assert_shown

T = TypeVar("T")


class SlackWay:
    """A story told in Slack."""

    def __init__(self, hospital: Any) -> None:
        self._hospital = hospital
        self._shown: defaultdict[str, list[Json]] = defaultdict(list)
        self._view: dict[str, Json] = {}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._around = around(_Core(hospital), hospital.store.inbox, lambda: hospital.now)
        self._slack: Slack = self._wait(self._around.__aenter__())

    def handle(self, event: Event) -> Reply:
        core, fake, user = self._slack.core.core, self._slack.fake, event.who.user
        core.about, core.heard = event, []
        for kept in (fake.hooked, fake.views, fake.homes, fake.calls):
            kept.clear()
        acknowledged = self._wait(self._slack.send(self._payload(event)))
        ((arrived, reply),) = core.heard
        assert _as_sent(arrived) == _as_sent(event)
        posted = [call.sent for call in fake.calls if call.method.startswith("chat.")]
        given = [*posted, *fake.hooked, *fake.views.values(), *fake.homes.values()]
        given += [acknowledged["view"]] if "view" in acknowledged else []
        assert [fault for each in given for fault in faults(each)] == []
        if not isinstance(event, Opened):
            assert_shown(reply, "\n".join((*map(seen, given), *self._left(event, acknowledged))))
        self._keep(user, given)
        return reply

    def delivered(self, letter: Letter) -> None:
        drawn = render.message(letter.card)
        assert faults(drawn) == []
        self._shown[letter.user].append(drawn)

    def close(self) -> None:
        self._wait(self._around.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _keep(self, user: str, given: list[Json]) -> None:
        self._shown[user] += given
        for each in given:
            if each.get("callback_id") == render.FORM:
                self._view[user] = each

    def _left(self, event: Event, acknowledged: Json) -> Iterator[str]:
        """What stays on the screen when a form is to be mended: all of it, and the errors."""
        if acknowledged.get("response_action") == "errors" and isinstance(event, Submitted):
            yield seen(self._view[event.who.user])
            yield from acknowledged["errors"].values()
            for _, values in event.filled.values:
                yield from values

    def _payload(self, event: Event) -> Json:
        fake, user = self._slack.fake, event.who.user
        match event:
            case Commanded():
                return fake.command(user, event.words)
            case Pressed():
                return fake.press(user, *self._button(event))
            case Submitted():
                return fake.submission(user, self._view[user], self._typed(event))
            case Opened():
                return fake.event({"type": "app_home_opened", "user": user, "tab": "home"})

    def _button(self, event: Pressed) -> tuple[str, str]:
        """The button as it was last drawn for the member; an old page's where there is none."""
        for drawn in reversed(self._shown[event.who.user]):
            for block in drawn["blocks"]:
                for each in block.get("elements", ()) if block["type"] == "actions" else ():
                    action, value = each["action_id"].split(".")[1], each.get("value", "")
                    if (action, unpacked(value)) == (event.action, event.target):
                        return each["action_id"], value
        return f"press.{event.action}.0.0", event.target

    def _typed(self, event: Submitted) -> Json:
        """The state of each input, as Slack has it once the member filled it in."""
        said, files = dict(event.filled.values), {each.name: each for each in event.files}
        states: Json = {}
        for block in self._view[event.who.user]["blocks"]:
            if block["type"] != "input":
                continue
            element, name = block["element"], field_of(block["block_id"])
            values = said.get(name, ())
            # Also what no option says: a forger sends what they like.
            chosen = [{"value": packed(value)} for value in values if value]
            state: Json = {"type": element["type"]}
            match element["type"]:
                case "plain_text_input":
                    state["value"] = values[0] if values and values[0] else None
                case "radio_buttons" | "static_select":
                    state["selected_option"] = chosen[0] if chosen else None
                case "file_input":
                    given = files.get(name)
                    state["files"] = [self._file(name, given.content)] if given else []
                case _:
                    state["selected_options"] = chosen
            states[block["block_id"]] = state
        return states

    def _file(self, name: str, content: bytes) -> Json:
        self._slack.fake.files[name] = content
        url = self._slack.fake.hook.replace("/hook", f"/file/{name}")
        return {"id": "F1", "url_private": url, "size": len(content)}

    def _wait(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)


class _Core:
    """The story's core: whoever Slack says they are is the member of the story."""

    def __init__(self, hospital: Any) -> None:
        self._hospital = hospital
        self.about: Event
        self.heard: list[tuple[Event, Reply]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._hospital.app, name)

    def knows(self, who: object) -> bool:
        return True

    def home(self, who: object) -> Any:
        return self._hospital.app.home(self.about.who)

    def handle(self, event: Event) -> Reply:
        said = replace(event, id=self.about.id, who=self.about.who)
        self.heard.append((said, self._hospital.app.handle(said)))
        return self.heard[-1][1]
