"""The ways by which a member reaches the bot in a story: each takes the same events.

A way carries what the member does, checks that they can see all that was
answered, and gives back what the core answered. A new platform is one class.
"""

import asyncio
import threading
from collections.abc import Awaitable, Callable, Iterator
from html.parser import HTMLParser
from itertools import count
from typing import Protocol, TypeVar

from aiohttp import ClientResponse, FormData
from aiohttp.test_utils import TestClient, TestServer

from adapters.stage import Stage
from adapters.terminal import Session
from adapters.terminal.filling import EMPTY, NEW_LINE, question
from adapters.terminal.session import STOP
from adapters.web import Chat, make_app
from bot.app import App
from bot.delivery import Letter
from bot.events import Commanded, Event, Opened, Pressed, Submitted, Who
from bot.ui import (
    Ask,
    Block,
    Buttons,
    Card,
    Divider,
    Download,
    Farewell,
    Field,
    Fix,
    Form,
    Heading,
    Line,
    Links,
    Note,
    Nothing,
    Paragraph,
    Pick,
    PickMany,
    Quote,
    Replace,
    Reply,
    Say,
    Show,
    Steps,
    Upload,
    When,
    Write,
)
from tests.adapters.web.conftest import forms_of

T = TypeVar("T")
ZONE = "America/New_York"


class Way(Protocol):
    """One way to the bot and back."""

    def handle(self, event: Event) -> Reply:
        """Do it there, see that all of the answer is shown, and give back the core's answer."""

    def delivered(self, letter: Letter) -> None:
        """Show a message that the bot sent by itself."""

    def close(self) -> None:
        """Stop whatever was started."""


class Directly:
    """The application itself, without a platform."""

    def __init__(self, app: Callable[[], App]) -> None:
        self._app = app

    def handle(self, event: Event) -> Reply:
        return self._app().handle(event)

    def delivered(self, letter: Letter) -> None:
        pass

    def close(self) -> None:
        pass


class _Core(Stage):
    """The core as the pages see it. Keeps each event and its answer."""

    def __init__(self, hospital: "Reached") -> None:
        super().__init__(hospital.app, hospital.store, _Clock(hospital), hospital.place, lambda: 0)
        self.heard: list[tuple[Event, Reply]] = []

    def handle(self, event: Event) -> Reply:
        reply = super().handle(event)
        self.heard.append((event, reply))
        return reply


class Reached(Protocol):
    """What a way needs to know of the story's hospital."""

    app: App
    store: object
    place: str
    now: object


class _Clock:
    def __init__(self, hospital: Reached) -> None:
        self._hospital = hospital

    def now(self) -> object:
        return self._hospital.now


class Browser:
    """The web pages over real HTTP: buttons and forms are found on the page and sent from it."""

    def __init__(self, hospital: Reached) -> None:
        self._core, self._chat, self._page = _Core(hospital), Chat(), ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)
        self._thread.start()
        self._client = self._wait(self._start(hospital.place))
        self._hospital = hospital
        self._form = ""

    def handle(self, event: Event) -> Reply:
        self._core.heard.clear()
        self._wait(self._send(event))
        ((arrived, reply),) = self._core.heard
        assert _as_sent(arrived) == _as_sent(event)
        assert_shown(reply, self._page)
        return reply

    def delivered(self, letter: Letter) -> None:
        now = self._hospital.now
        self._chat.post(letter.user, letter.card, now, letter.key)

    def close(self) -> None:
        self._wait(self._client.close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._chat.close()

    async def _start(self, place: str) -> TestClient:
        client = TestClient(TestServer(make_app(self._core, self._chat, place)))
        await client.start_server()
        return client

    async def _send(self, event: Event) -> None:
        user = event.who.user
        match event:
            case Commanded():
                await self._post(
                    f"/as/{user}/say", {"event": _long(event.id), "words": event.words}
                )
            case Pressed():
                await self._post(f"/as/{user}/press", await self._button(event))
            case Submitted():
                await self._post(self._form, _filled(event))
            case Opened():
                await self._see(await self._client.get(f"/as/{user}/home"))

    async def _button(self, event: Pressed) -> dict[str, str]:
        """The button's hidden fields as the page has them, or as an old page had."""
        pressed = {"action": event.action, "target": event.target}
        for path in ("", "/home"):
            page = await (await self._client.get(f"/as/{event.who.user}{path}")).text()
            for form in reversed(forms_of(page)):
                if pressed.items() <= ({"target": ""} | form.fields).items():
                    return form.fields | {"event": _long(event.id)}
        return pressed | {"event": _long(event.id)}

    async def _post(self, path: str, fields: object) -> None:
        origin = {"Origin": str(self._client.make_url("/").origin())}
        await self._see(await self._client.post(path, data=fields, headers=origin))

    async def _see(self, answer: ClientResponse) -> None:
        assert answer.status == 200, (answer.status, str(answer.url))
        if answer.content_type == "text/html":
            self._page = words_of(await answer.text())
        if "/form/" in answer.url.path:
            self._form = answer.url.path

    def _wait(self, work: Awaitable[T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)


class Terminal:
    """A terminal: what a member would type, line by line."""

    def __init__(self, hospital: Reached) -> None:
        self._core, self._hospital = _Core(hospital), hospital
        self._sessions: dict[str, Session] = {}
        self._files: dict[str, bytes] = {}
        self._next = count(1)

    def handle(self, event: Event) -> Reply:
        self._core.heard.clear()
        user = event.who.user
        said = "\n".join(self._session(user).type(line) for line in self._lines(event))
        ((arrived, reply),) = self._core.heard
        assert _as_sent(arrived) == _as_sent(event)
        assert_shown(reply, said + self._through_the_form(user, reply))
        return reply

    def delivered(self, letter: Letter) -> None:
        self._session(letter.user).deliver(letter.card)

    def close(self) -> None:
        pass

    def _session(self, user: str) -> Session:
        if user not in self._sessions:
            who = Who(self._hospital.place, user)
            self._sessions[user] = Session(
                self._core, who, ZONE, lambda: f"typed{next(self._next)}", self._files.get
            )
        return self._sessions[user]

    def _lines(self, event: Event) -> Iterator[str]:
        session = self._session(event.who.user)
        if session._filling and not isinstance(event, Submitted):
            session.type(STOP)
        match event:
            case Commanded():
                yield event.words
            case Pressed():
                yield _number(session, event)
            case Submitted():
                yield from self._answers(session._filling.form, event)
            case Opened():
                yield "home"

    def _answers(self, form: Form, event: Submitted) -> Iterator[str]:
        for field in form.fields:
            value = event.filled.many(field.name)
            match field:
                case Upload():
                    file = event.file(field.name)
                    if file:
                        self._files[file.name] = file.content
                    yield file.name if file else ""
                case Write():
                    yield "".join(value).replace("\n", NEW_LINE) or EMPTY
                case Pick() | PickMany():
                    numbers = {o.value: str(n) for n, o in enumerate(field.options, 1)}
                    yield ",".join(numbers[each] for each in value if each) or EMPTY
        if not form.fields:
            yield ""

    def _through_the_form(self, user: str, reply: Reply) -> str:
        """The other questions of a form, which a terminal asks one by one."""
        if not isinstance(reply, Ask | Fix):
            return ""
        form = reply.form
        asked = [question(each, form.error_for(each.name), ZONE) for each in form.fields]
        return "\n".join((*asked, form.submit))


def _number(session: Session, event: Pressed) -> str:
    """The number under which the terminal last showed that button."""
    wanted = (event.action, event.target)
    numbers = [n for n, b in enumerate(session._buttons, 1) if (b.action, b.target) == wanted]
    return str(numbers[-1])


def _as_sent(event: Event) -> tuple[object, ...]:
    """What a member did, whatever id it travelled under; nothing chosen is nothing said."""
    match event:
        case Commanded(_, who, words):
            return who, words.strip()
        case Pressed(_, who, action, target):
            return who, action, target
        case Submitted(_, who, form, target, filled, files):
            said = tuple((n, tuple(filter(None, v))) for n, v in filled.values)
            return who, form, target, {n: v for n, v in said if v}, files
        case Opened(_, who):
            return (who,)


def _long(event: str) -> str:
    """An event's id at the length the pages ask for."""
    return event.rjust(12, "0")


def _filled(event: Submitted) -> dict[str, str] | FormData:
    typed = [(f"field.{name}", value) for name, values in event.filled.values for value in values]
    typed.append(("event", _long(event.id)))
    data = FormData(typed, default_to_multipart=bool(event.files))
    for file in event.files:
        data.add_field(f"field.{file.name}", file.content, filename=file.name)
    return data


class _Words(HTMLParser):
    """What a reader of the page sees: text, and what stands in its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []
        self._hidden = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "style"):
            self._hidden = tag
        said = dict(attrs)
        if tag == "input" and said.get("type") == "text":
            self.seen.append(said.get("value") or "")
        self.seen.append(said.get("accept") or "")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = "" if tag == self._hidden else self._hidden

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.seen.append(data)


def words_of(page: str) -> str:
    """The words a reader of a page sees, spaces made one."""
    parser = _Words()
    parser.feed(page)
    return " ".join(parser.seen)


def facts(reply: Reply) -> Iterator[str]:
    """All that an answer says, piece by piece; moments apart, which each way draws in its style."""
    match reply:
        case Say(card) | Replace(card) | Farewell(card):
            yield from _of_card(card)
        case Show(home):
            for card in home.cards:
                yield from _of_card(card)
        case Ask(form) | Fix(form):
            yield form.title
            yield form.submit
            for block in form.intro:
                yield from _of_block(block)
            for field in form.fields:
                yield from (field.label, field.hint, form.error_for(field.name))
                yield from _of_field(field)
        case Nothing() | Download():
            pass


def _of_card(card: Card) -> Iterator[str]:
    yield card.title
    for block in card.blocks:
        yield from _of_block(block)


def _of_block(block: Block) -> Iterator[str]:
    match block:
        case Heading(text):
            yield text
        case Paragraph(spans) | Quote(spans) | Note(spans):
            yield from _of_line(spans)
        case Steps(lines):
            for spans in lines:
                yield from _of_line(spans)
        case Buttons(row) | Links(row):
            yield from (each.label for each in row)
        case Divider():
            pass


def _of_line(spans: Line) -> Iterator[str]:
    yield from (span.text for span in spans if not isinstance(span, When))


def _of_field(field: Field) -> Iterator[str]:
    match field:
        case Write():
            yield field.value
        case Pick() | PickMany():
            yield from (option.label for option in field.options)
        case Upload():
            yield from field.accepts


def assert_shown(reply: Reply, seen: str) -> None:
    """Everything an answer says is to be seen, whatever the spaces between."""
    there = "".join(seen.split())
    for fact in facts(reply):
        assert "".join(fact.split()) in there, f"not shown: {fact}"
