"""What every page needs: the core, the chat, and who is acting."""

import asyncio
import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from urllib.parse import quote, unquote
from zlib import crc32
from zoneinfo import ZoneInfo

from aiohttp import web

from adapters.web.chat import Chat
from adapters.web.core import Core
from adapters.web.files import Farewells, Files
from adapters.web.guard import Sorry
from adapters.web.once import Once
from adapters.web.open_forms import OpenForms
from adapters.web.render import Reader
from bot.events import Who
from bot.model import Member

HUES = 6
LATELY = 6
"""Members kept in the list of those played lately."""

COOKIE = "lately"


def fresh() -> str:
    """An id for an event that has not happened yet."""
    return secrets.token_urlsafe(16)


@dataclass(frozen=True)
class Front:
    """The one thing the pages hold. `place` is the browser's place."""

    core: Core
    chat: Chat
    place: str
    fresh: Callable[[], str] = fresh
    forms: OpenForms = field(default_factory=OpenForms)
    files: Files = field(default_factory=Files)
    farewells: Farewells = field(default_factory=Farewells)
    once: Once = field(default_factory=Once)


FRONT = web.AppKey("front", Front)


@dataclass(frozen=True)
class Acting:
    """The member whose side is being played, and the clock as they read it."""

    who: Who
    member: Member
    now: datetime

    @property
    def zone(self) -> ZoneInfo:
        """Their time zone."""
        return ZoneInfo(self.member.timezone)

    def reader(self, front: Front, message: int | None = None) -> Reader:
        """How cards are drawn for them."""
        year = self.now.astimezone(self.zone).year
        return Reader(self.zone, year, f"{address(self.who.user)}/press", front.fresh, message)


@dataclass(frozen=True, slots=True)
class Face:
    """A member as a list shows them. `unseen` counts messages they have not read."""

    user: str
    name: str
    about: str
    initials: str
    hue: int
    unseen: int = 0
    why: str = ""

    @property
    def url(self) -> str:
        """Where to play them."""
        return address(self.user)


def address(user: str) -> str:
    """The page of a member's messages."""
    return f"/as/{quote(user, safe='')}"


def face(member: Member, unseen: int = 0, why: str = "") -> Face:
    """A member as a list shows them: name, title, department."""
    about = " · ".join(filter(None, (member.title, member.department)))
    hue = crc32(member.id.encode()) % HUES
    return Face(member.id, member.name, about, _initials(member.name), hue, unseen, why)


def _initials(name: str) -> str:
    """First letters of the first and last name, without "Dr.", "Jr." and ", RN"."""
    before, _, after = name.partition(",")
    parts = before.split() if " " in before.strip() else [*before.split(), *after.split()]
    named = [part for part in parts if part[0].isalpha()]
    full = [part for part in named if not part.endswith(".")] or named
    return "".join(part[0] for part in (full[:1] + full[1:][-1:])).upper()


async def acting(request: web.Request) -> Acting:
    """Who the address says is acting. Raises `Sorry` for someone unknown."""
    front = request.app[FRONT]
    who = Who(front.place, request.match_info["user"])
    member = await asyncio.to_thread(front.core.member_at, who)
    if member is None:
        raise Sorry(404, "I do not know that member", "They may be spelled differently.")
    return Acting(who, member, await asyncio.to_thread(front.core.now))


async def played_lately(request: web.Request) -> tuple[Face, ...]:
    """Those played before in this browser, newest first, with what they have not read."""
    front = request.app[FRONT]
    return await asyncio.to_thread(_faces, front, _lately(request))


def _faces(front: Front, users: list[str]) -> tuple[Face, ...]:
    unseen = front.chat.unseen(users)
    members = ((user, front.core.member_at(Who(front.place, user))) for user in users)
    return tuple(face(member, unseen[user]) for user, member in members if member)


def _lately(request: web.Request) -> list[str]:
    return [unquote(each) for each in request.cookies.get(COOKIE, "").split("|") if each][:LATELY]


def remember(request: web.Request, response: web.StreamResponse, user: str) -> None:
    """Put a member first among those played lately."""
    users = [user, *(each for each in _lately(request) if each != user)][:LATELY]
    kept = "|".join(quote(each, safe="") for each in users)
    response.set_cookie(COOKIE, kept, httponly=True, samesite="Strict", path="/")


def clock(now: datetime, zone: ZoneInfo | None = None) -> str:
    """The demonstration's clock in words, in a member's zone or its own."""
    local = now.astimezone(zone) if zone else now
    return f"{local:%a} {local.day} {local:%b %Y}, {local:%H:%M %Z}"
