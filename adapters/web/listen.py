"""What a browser sends becomes an event, and the reply a page.

Every answer to a press is a redirect, so that loading a page again sends
nothing again. Each form carries the id of the event it will be.
"""

import asyncio
import re
from pathlib import Path
from typing import assert_never

from aiohttp import web

from adapters.web import pages, round_page
from adapters.web.chat import Chat
from adapters.web.core import Core
from adapters.web.fields import PREFIX
from adapters.web.front import FRONT, Acting, Front, acting, address
from adapters.web.guard import EVENT, Sorry, add_headers, guard
from adapters.web.open_forms import OpenForm
from adapters.web.uploads import Sent, files_of, posted, takes_files
from bot.events import Commanded, Event, File, Pressed, Submitted
from bot.privacy import patient_clue
from bot.ui import (
    INPUT_LIMIT,
    Ask,
    Download,
    Farewell,
    Filled,
    Fix,
    Form,
    Nothing,
    PickMany,
    Replace,
    Reply,
    Say,
    Show,
    refill,
)

BODY_LIMIT = 128 * 1024
"""Bytes of one request: more than the longest form can need."""

OPTIONS = 8
_EVENT_ID = re.compile(r"[A-Za-z0-9_-]{8,64}")
_STATIC = Path(__file__).parent / "static"


def make_app(core: Core, chat: Chat, place: str) -> web.Application:
    """The pages over a core and a chat. `place` is the browser's place id."""
    app = web.Application(middlewares=[guard(pages.explain)], client_max_size=BODY_LIMIT)
    app[FRONT] = Front(core, chat, place)
    app.on_response_prepare.append(add_headers)
    app.add_routes(
        [
            web.get("/", pages.people),
            web.get("/as/{user}", pages.messages),
            web.get("/as/{user}/news", pages.news),
            web.get("/as/{user}/home", pages.home),
            web.get("/as/{user}/form/{token}", pages.form),
            web.get("/as/{user}/file/{token}", file),
            web.get("/farewell/{token}", pages.farewell),
            web.post("/as/{user}/say", say),
            web.post("/as/{user}/press", press),
            web.post("/as/{user}/form/{token}", submit),
            web.get("/interests", interests),
            web.get("/round", round_page.round_page),
            web.get("/round/{look}.svg", round_page.picture),
            web.post("/clock", round_page.move_clock),
            web.static("/static", _STATIC),
        ]
    )
    return app


async def say(request: web.Request) -> web.Response:
    """The member typed words."""
    front, who, sent = request.app[FRONT], await acting(request), await _sent(request)
    words = (_one(sent, "quick") or _one(sent, "words")).strip()
    if len(words) > INPUT_LIMIT:
        raise Sorry(413, "That was too much at once", "Nothing was changed. Please say it shorter.")
    event = Commanded(_event(request, sent), who.who, words)

    async def work() -> str:
        reply = await asyncio.to_thread(front.core.handle, event)
        if words:
            kept = _NOT_KEPT if patient_clue(words) else words
            key = f"typed:{event.id}"
            await asyncio.to_thread(front.chat.write, who.who.user, kept, who.now, key)
        return await _answer(front, who, event, reply)

    raise web.HTTPSeeOther(await front.once.go(event.id, work))


async def press(request: web.Request) -> web.Response:
    """The member pressed a button, on a message or on their home."""
    front, who, sent = request.app[FRONT], await acting(request), await _sent(request)
    action, message = _one(sent, "action"), _one(sent, "message")
    if not action or (message and not re.fullmatch(r"[0-9]{1,15}", message)):
        raise Sorry(400, "That did not work", "The button sent something it should not.")
    event = Pressed(_event(request, sent), who.who, action, _one(sent, "target"))

    async def work() -> str:
        reply = await asyncio.to_thread(front.core.handle, event)
        return await _answer(front, who, event, reply, int(message) if message else None)

    raise web.HTTPSeeOther(await front.once.go(event.id, work))


async def submit(request: web.Request) -> web.Response:
    """The member sent a form, or asked it to look for something to pick."""
    front, who = request.app[FRONT], await acting(request)
    sent, files = await _with_files(request, front, who)
    event = _event(request, sent)

    async def work() -> str:
        opened = pages.opened_form(request, front, who)
        filled = _filled(opened.form, sent)
        if wanted := _one(sent, "find"):
            return await _find(request, front, opened, filled, wanted)
        said = Submitted(
            event,
            who.who,
            opened.form.name,
            opened.form.target,
            filled,
            files_of(opened.form, files),
        )
        return await _submitted(request, front, who, opened, said)

    raise web.HTTPSeeOther(await front.once.go(event, work))


async def _submitted(
    request: web.Request, front: Front, who: Acting, opened: OpenForm, event: Submitted
) -> str:
    reply = await asyncio.to_thread(front.core.handle, event)
    token = request.match_info["token"]
    if isinstance(reply, Fix):
        front.forms.keep(OpenForm(who.who.user, reply.form, opened.message), token)
        return _to(request.path, "problem")
    front.forms.close(token)
    return await _answer(front, who, event, reply, opened.message)


async def file(request: web.Request) -> web.Response:
    """A file made for the member, saved by their browser under its name."""
    front, who = request.app[FRONT], await acting(request)
    found = front.files.of(who.who.user, request.match_info["token"])
    if found is None:
        raise Sorry(404, "That file is no longer here", "Ask for it again, and it is made anew.")
    headers = {
        "Content-Disposition": f'attachment; filename="{found.name}"',
        "Cache-Control": "no-store",
    }
    return web.Response(body=found.data, content_type=found.media_type, headers=headers)


async def interests(request: web.Request) -> web.Response:
    """Interests near some words, for type-ahead."""
    words = request.query.get("q", "")[:100].strip()
    core = request.app[FRONT].core
    found = await asyncio.to_thread(core.interest_options, words, OPTIONS) if words else ()
    return web.json_response([{"value": o.value, "label": o.label} for o in found])


async def _answer(
    front: Front, who: Acting, event: Event, reply: Reply, message: int | None = None
) -> str:
    """Keep what was replied, and say where it can be seen."""
    user, key = who.who.user, f"reply:{event.id}"
    url = address(user)
    match reply:
        case Nothing():
            return _to(url, f"message-{message}" if message else "")
        case Show():
            return _to(f"{url}/home")
        case Ask(form) | Fix(form):
            return _to(f"{url}/form/{front.forms.keep(OpenForm(user, form, message))}")
        case Say(card):
            posted = await asyncio.to_thread(front.chat.post, user, card, who.now, key)
            return _to(url, f"message-{posted}")
        case Replace(card):
            if message and await asyncio.to_thread(front.chat.replace, user, message, card):
                return _to(url, f"message-{message}")
            posted = await asyncio.to_thread(front.chat.post, user, card, who.now, key)
            return _to(url, f"message-{posted}")
        case Farewell(card):
            await asyncio.to_thread(front.chat.forget, user)
            return f"/farewell/{front.farewells.keep(card)}"
        case Download():
            return f"{url}/file/{front.files.keep(user, reply)}"
        case _:
            assert_never(reply)


async def _find(
    request: web.Request, front: Front, opened: OpenForm, filled: Filled, wanted: str
) -> str:
    """Show what was found for the words in a search box, all else as it was."""
    field = next((f for f in opened.form.fields if f.name == wanted), None)
    if not isinstance(field, PickMany) or not field.source:
        raise Sorry(400, "That did not work", "This form has no such field to search.")
    *picked, words = filled.many(wanted) or ("",)
    found = await asyncio.to_thread(front.core.interest_options, words, OPTIONS)
    values = tuple(
        (name, tuple(picked) if name == wanted and found else said) for name, said in filled.values
    )
    form = refill(opened.form, Filled(values), {} if found else {wanted: _NOT_FOUND})
    kept = OpenForm(opened.user, form, opened.message, {wanted: found})
    front.forms.keep(kept, request.match_info["token"])
    return _to(request.path, f"field-{wanted}")


_NOT_KEPT = "(not kept: it looked as if it might point to a patient)"
_NOT_FOUND = "Nothing found by that name. You can leave it as you wrote it."


def _to(path: str, part: str = "") -> str:
    return f"{path}#{part}" if part else path


async def _sent(request: web.Request) -> Sent:
    """The fields of a posted form. Raises `Sorry` for anything else."""
    if request.content_type != "application/x-www-form-urlencoded":
        raise Sorry(400, "That did not work", "Only forms are understood here.")
    try:
        return await request.post()
    except (ValueError, LookupError) as fault:
        raise Sorry(400, "That did not work", "The form could not be read.") from fault


async def _with_files(
    request: web.Request, front: Front, who: Acting
) -> tuple[Sent, tuple[File, ...]]:
    """The fields of a posted form, and its files where it is a form that asks for one."""
    if request.content_type != "multipart/form-data":
        return await _sent(request), ()
    opened = front.forms.of(who.who.user, request.match_info["token"])
    if opened and not takes_files(opened.form):
        raise Sorry(400, "That did not work", "This form takes no file.")
    return await posted(request)


def _event(request: web.Request, sent: Sent) -> str:
    event = _one(sent, "event")
    if not _EVENT_ID.fullmatch(event):
        raise Sorry(400, "That did not work", "Please load the page again and retry.")
    request[EVENT] = event
    return event


def _one(sent: Sent, name: str) -> str:
    value = sent.get(name, "")
    return value if isinstance(value, str) else ""


def _filled(form: Form, sent: Sent) -> Filled:
    """What was typed into the form's own fields, line ends as the core writes them."""
    return Filled(
        tuple(
            (
                each.name,
                tuple(
                    value.replace("\r\n", "\n")
                    for value in sent.getall(PREFIX + each.name, [])
                    if isinstance(value, str) and (value or not isinstance(each, PickMany))
                ),
            )
            for each in form.fields
        )
    )
