"""The pages that only show: people, messages, home, an open form. Nothing here changes anything."""

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from aiohttp import web
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from adapters.web.chat import Message
from adapters.web.fields import Help, draw_field
from adapters.web.front import (
    FRONT,
    Acting,
    Face,
    Front,
    acting,
    address,
    clock,
    face,
    played_lately,
    remember,
)
from adapters.web.guard import Sorry
from adapters.web.moments import day
from adapters.web.open_forms import OpenForm
from adapters.web.render import Reader, blocks, card
from adapters.web.uploads import takes_files
from bot.ui import PickMany

LISTED = 30
"""Members listed at once; a search narrows it."""

QUICK = ("home", "why", "profile", "pause 2 weeks", "help")
"""Words offered as buttons under the messages."""

_templates = Environment(
    loader=PackageLoader("adapters.web"), autoescape=True, undefined=StrictUndefined
)
_templates.globals["clock"] = clock


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as the page shows it. `day` is said where it changes."""

    id: int
    mine: bool
    time: str
    at: str
    day: str
    body: Markup


def draw(template: str, **facts: object) -> str:
    """A page. A fact that is missing is an error, never a blank."""
    return _templates.get_template(template).render(**facts)


def page(template: str, **facts: object) -> web.Response:
    """A page as an answer."""
    return web.Response(text=draw(template, **facts), content_type="text/html")


def explain(sorry: Sorry) -> str:
    """The page that tells of trouble."""
    return draw("trouble.html", sorry=sorry)


async def people(request: web.Request) -> web.Response:
    """The first page: what this is, a few members worth playing, and everyone to search."""
    front = request.app[FRONT]
    words = request.query.get("q", "")[:200]
    found = await asyncio.to_thread(front.core.find_people, words, LISTED + 1)
    return page(
        "people.html",
        words=words,
        found=[face(member) for member in found[:LISTED]],
        more=len(found) > LISTED,
        suggested=await asyncio.to_thread(_suggested, front),
        lately=await played_lately(request),
        now=await asyncio.to_thread(front.core.now),
        moved=request.query.get("moved", ""),
    )


def _suggested(front: Front) -> list[Face]:
    """Members worth playing, those with something to read first."""
    suggested = front.core.suggested_people()
    unseen = front.chat.unseen([member.id for _, member in suggested])
    faces = [face(member, unseen[member.id], why) for why, member in suggested]
    return sorted(faces, key=lambda each: not each.unseen)


async def messages(request: web.Request) -> web.Response:
    """A member's messages; they count as read from now on."""
    front, who = request.app[FRONT], await acting(request)
    kept = await asyncio.to_thread(front.chat.messages, who.who.user)
    await asyncio.to_thread(front.chat.see, who.who.user)
    answer = page(
        "messages.html",
        bubbles=list(bubbles(front, who, kept)),
        event=front.fresh(),
        quick=QUICK,
        **await beside(request, who, "messages"),
    )
    remember(request, answer, who.who.user)
    return answer


async def news(request: web.Request) -> web.Response:
    """Messages later than `after`, to be put under the others; 204 when there are none."""
    front, who = request.app[FRONT], await acting(request)
    after = request.query.get("after", "")
    if not (after.isascii() and after.isdigit() and len(after) < 16):
        raise Sorry(400, "That did not work", "The page asked for messages after nothing.")
    kept = await asyncio.to_thread(front.chat.messages, who.who.user, int(after))
    if not kept:
        return web.Response(status=204)
    await asyncio.to_thread(front.chat.see, who.who.user)
    return page("news.html", bubbles=list(bubbles(front, who, kept)))


async def home(request: web.Request) -> web.Response:
    """A member's home."""
    front, who = request.app[FRONT], await acting(request)
    shown = await asyncio.to_thread(front.core.home, who.who)
    answer = page(
        "home.html",
        cards=[card(each, who.reader(front)) for each in shown.cards],
        **await beside(request, who, "home"),
    )
    remember(request, answer, who.who.user)
    return answer


async def farewell(request: web.Request) -> web.Response:
    """The last word to somebody who was forgotten. Shown to whoever has its address."""
    front = request.app[FRONT]
    said = front.farewells.of(request.match_info["token"])
    if said is None:
        raise Sorry(404, "There is nothing here", "The page was shown before.")
    reader = Reader(ZoneInfo("UTC"), 0, "", front.fresh)
    return page("farewell.html", title=said.title, said=blocks(said.blocks, reader))


async def form(request: web.Request) -> web.Response:
    """An open form with all that was typed, errors beside their fields."""
    front, who = request.app[FRONT], await acting(request)
    opened = opened_form(request, front, who)
    known = await asyncio.to_thread(_help, front, opened)
    labels = {each.name: each.label for each in opened.form.fields}
    return page(
        "form.html",
        form=opened.form,
        intro=blocks(opened.form.intro, who.reader(front)),
        fields=[draw_field(each, known) for each in opened.form.fields],
        problems=[(name, labels[name], said) for name, said in opened.form.errors],
        event=front.fresh(),
        send=request.path,
        takes_files=takes_files(opened.form),
        **await beside(request, who, "form"),
    )


def opened_form(request: web.Request, front: Front, who: Acting) -> OpenForm:
    """The open form an address names. Raises `Sorry` when it was closed."""
    opened = front.forms.of(who.who.user, request.match_info["token"])
    if opened is None:
        raise Sorry(
            410,
            "This form has closed",
            "It was sent already, or the program was started again. Open it once more.",
        )
    return opened


def _help(front: Front, opened: OpenForm) -> Help:
    picked = [each for each in opened.form.fields if isinstance(each, PickMany) and each.source]
    values = tuple(value for each in picked for value in each.values)
    labels = front.core.interest_labels(values) if values else {}
    return Help(dict(opened.form.errors), labels, opened.found)


def bubbles(front: Front, who: Acting, kept: tuple[Message, ...]) -> Iterator[Bubble]:
    """Messages as the page shows them, each day said once."""
    last, year = "", who.now.astimezone(who.zone).year
    for message in kept:
        today = day(message.at, who.zone, year)
        yield _bubble(front, who, message, "" if today == last else today)
        last = today


def _bubble(front: Front, who: Acting, message: Message, today: str) -> Bubble:
    local = message.at.astimezone(who.zone)
    mine = isinstance(message.body, str)
    body = (
        Markup("<p><bdi>{}</bdi></p>").format(message.body)
        if isinstance(message.body, str)
        else card(message.body, who.reader(front, message.id))
    )
    at = local.isoformat(timespec="minutes")
    return Bubble(message.id, mine, f"{local:%H:%M}", at, today, body)


async def beside(request: web.Request, who: Acting, here: str) -> Mapping[str, Any]:
    """What stands beside every page of an acting member."""
    lately = await played_lately(request)
    return {
        "me": face(who.member),
        "member": who.member,
        "url": address(who.who.user),
        "here": here,
        "lately": [each for each in lately if each.user != who.who.user],
        "now": who.now,
        "zone": who.zone,
        "moved": request.query.get("moved", ""),
    }
