"""The platforms under contract: each hears what it recorded, and draws what all draw.

A new platform is one class here, named in `PLATFORMS`, and its recordings in
`tests/payloads/<name>`: a body for each of `HAPPENINGS`, as that platform sends it.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol
from unittest.mock import ANY
from urllib.parse import urlencode

from aiohttp import FormData
from aiohttp.test_utils import TestClient, TestServer

from adapters.slack import arrivals, render
from adapters.slack import meaning as slack_meaning
from adapters.teams import activities
from adapters.teams import meaning as teams_meaning
from adapters.teams.literal import Json
from adapters.teams.render import dialog, draw, is_long
from adapters.web import Chat, make_app
from bot.events import Commanded, Event, Opened, Pressed, Submitted, Who
from bot.ui import Ask, Card, Filled, Form, Home, Option, Pick, PickMany, Reply, Write
from tests.adapters.slack import reading as slack_reading
from tests.adapters.teams import test_render as teams_reading
from tests.adapters.web import golden as web_golden
from tests.adapters.web.small_core import PLACE, SmallCore
from tests.stories.ways import words_of

PAYLOADS = Path(__file__).parents[2] / "payloads"
Drawable = Card | Home | Form

FORM = Form(
    "ask",
    "Ask, quietly",
    (
        Write("words", "Your first line", lines=3),
        Pick("named", "Who asks?", (Option("named", "My name"), Option("unnamed", "Unnamed"))),
        PickMany("days", "Days", (Option("mon", "Monday"), Option("fri", "Friday"))),
    ),
    "Send",
    target="t-1",
)
FILLED = Filled(
    (
        ("words", ("How did you begin?\nI wonder & wait",)),
        ("named", ("unnamed",)),
        ("days", ("mon", "fri")),
    )
)


def happenings(who: Who) -> Mapping[str, Event]:
    """What the recordings of every platform say, in neutral words."""
    return {
        "typed": Commanded(ANY, who, "ask sepsis pathways & sleep"),
        "pressed": Pressed(ANY, who, "yes", "i-1"),
        "submitted": Submitted(ANY, who, "ask", "t-1", FILLED),
        "opened": Opened(ANY, who),
    }


HAPPENINGS = tuple(happenings(Who("", "")))


@dataclass(frozen=True)
class Drawing:
    """What a reader sees, and what someone hears who has it read aloud."""

    seen: str
    heard: str


class Platform(Protocol):
    """One platform as the contract uses it."""

    name: str
    who: Who
    """Whom the recordings are of."""
    takes_files: bool
    """Whether a form can be given a file there; where not, what is in it is pasted."""

    async def hears(self, recorded: Json) -> Event | None:
        """The event that the platform's listener makes of a recorded body."""

    def draws(self, what: Drawable) -> Drawing:
        """A message as that platform shows it."""


class Slack:
    """Slack: bodies as they come over the wire, Block Kit."""

    name = "slack"
    who = Who("slack:T0HOSPITAL", "U1ANA")
    takes_files = True

    async def hears(self, recorded: Json) -> Event | None:
        content = "application/x-www-form-urlencoded"
        if recorded.get("type") == "event_callback":
            body, content = json.dumps(recorded), "application/json"
        else:
            sent = recorded if "command" in recorded else {"payload": json.dumps(recorded)}
            body = urlencode(sent)
        arrival = arrivals.read(body, content)
        match slack_meaning.meaning(arrival):
            case slack_meaning.Asked(event):
                return event
            case slack_meaning.HomeOpened(who):
                return Opened(arrival.id, who)
            case _:
                return None

    def draws(self, what: Drawable) -> Drawing:
        match what:
            case Card():
                drawn = render.message(what)
                return Drawing(slack_reading.seen(drawn), slack_reading.plain(drawn["text"]))
            case Home():
                seen = slack_reading.seen(render.home(what))
            case Form():
                seen = slack_reading.seen(render.form(what, {}))
        return Drawing(seen, seen)


class Teams:
    """Microsoft Teams: activities, Adaptive Cards."""

    name = "teams"
    who = Who("teams:tenant-1", "ana-object-id")
    takes_files = False

    async def hears(self, recorded: Json) -> Event | None:
        asked = teams_meaning.meaning(activities.read(json.dumps(recorded).encode()))
        return asked.event if isinstance(asked, teams_meaning.Asked) else None

    def draws(self, what: Drawable) -> Drawing:
        long = isinstance(what, Form) and is_long(what)
        drawn = dialog(what) if long and isinstance(what, Form) else draw(what)
        return Drawing(_of_card(drawn), drawn["fallbackText"])


def _of_card(drawn: Json) -> str:
    """What can be read on an Adaptive Card: its texts, and what stands in inputs and on buttons."""
    shown = [teams_reading.shown(drawn)]
    for each in teams_reading.elements(drawn):
        shown += [str(each.get(name, "")) for name in ("label", "title")]
        shown += [str(each.get("value", ""))] if each.get("type") == "Input.Text" else []
    return "\n".join(shown).replace("{\u200b{", "{{")


class Browser:
    """The web pages: real requests, HTML."""

    name = "browser"
    who = Who(PLACE, "m-ana")
    takes_files = True

    async def hears(self, recorded: Json) -> Event | None:
        core, chat = _Opening(), Chat()
        async with TestClient(TestServer(make_app(core, chat, PLACE))) as client:
            origin = {"Origin": str(client.make_url("/").origin())}
            path = recorded["path"]
            if not path.startswith("/"):
                opening = {"event": "opening-the-form", "action": "open"}
                opened = await client.post(
                    f"/as/{self.who.user}/press", data=opening, headers=origin
                )
                path = opened.url.path
                core.events.clear()
            fields = FormData([tuple(each) for each in recorded["fields"]])
            await client.post(path, data=fields, headers=origin)
        chat.close()
        return core.events[-1] if core.events else None

    def draws(self, what: Drawable) -> Drawing:
        reader = web_golden.Reader(
            web_golden.ZoneInfo("America/New_York"), 2026, "/press", lambda: "event", 1
        )
        page = words_of(web_golden._one(what, reader))
        if isinstance(what, Form):
            page = f"{what.title} {page} {what.submit}"  # the page around a form says these
        return Drawing(page, page)


class _Opening(SmallCore):
    """The small core, which answers a press of *open* with the contract's form."""

    def handle(self, event: Event) -> Reply:
        reply = super().handle(event)
        return Ask(FORM) if isinstance(event, Pressed) and event.action == "open" else reply


PLATFORMS: tuple[Platform, ...] = (Slack(), Teams(), Browser())


def recording(platform: Platform, happening: str) -> Any:
    """What that platform sends; None where such a thing does not happen there."""
    path = PAYLOADS / platform.name / f"{happening}.json"
    return json.loads(path.read_text(encoding="utf-8")) if path.exists() else None
