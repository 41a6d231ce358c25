"""The round on a page, its picture, and the clock."""

import asyncio

from aiohttp import web

from adapters.web.front import FRONT
from adapters.web.guard import Sorry
from adapters.web.pages import page
from bot.model import Why
from bot.round_view import RoundView

LOOKS = ("light", "dark")
HOURS = {"hour": 1, "day": 24, "week": 168}

WORDS = {
    Why.ODD_ONE: "the odd one of an odd number",
    Why.NOBODY_FREE: "no quarter of an hour in common with anyone",
    Why.ALL_MET_LATELY: "met everyone suitable lately",
    Why.RULES: "a rule keeps them from everyone left",
    Why.NOT_DUE: "not due this week by their own wish",
    Why.BUDGET: "as many introductions this month as they want",
    Why.PAUSED: "paused",
    Why.ON_LEAVE: "on leave",
    Why.ALREADY_IN_ONE: "an introduction is open already",
}


async def round_page(request: web.Request) -> web.Response:
    """The newest round in numbers, and between which departments."""
    front = request.app[FRONT]
    view = await asyncio.to_thread(front.core.latest_round)
    now = await asyncio.to_thread(front.core.now)
    moved = request.query.get("moved", "")
    return page("round.html", view=view, now=now, why=WORDS, moved=moved)


async def picture(request: web.Request) -> web.Response:
    """The picture, for a light page or a dark one."""
    look = request.match_info["look"]
    view = await asyncio.to_thread(request.app[FRONT].core.latest_round)
    if look not in LOOKS or view is None or not view.departments:
        raise Sorry(404, "There is no picture yet", "It comes with the first round.")
    drawn = await asyncio.to_thread(_draw, view, look == "dark")
    return web.Response(body=drawn, content_type="image/svg+xml")


def _draw(view: RoundView, dark: bool) -> bytes:
    # Matplotlib takes a second to load: only those who look at a round wait for it.
    from adapters.web.picture import draw_round

    return draw_round(view, dark=dark)


async def move_clock(request: web.Request) -> web.Response:
    """Move the clock to the next event, or by an hour, a day, a week."""
    core = request.app[FRONT].core
    sent = await request.post()
    by, back = str(sent.get("by", "")), str(sent.get("back", "/"))
    if by == "next":
        moved = await asyncio.to_thread(core.advance_to_next_event)
    elif by in HOURS:
        moved = await asyncio.to_thread(core.advance, HOURS[by])
    else:
        raise Sorry(400, "That did not work", "The clock can move by an hour, a day or a week.")
    raise web.HTTPSeeOther(f"{_own(back)}?moved={'on' if moved else 'nothing'}")


def _own(path: str) -> str:
    """A path of ours to go back to: never another site, never a query."""
    inside = path.startswith("/") and not path.startswith(("//", "/\\"))
    return path.partition("?")[0] if inside and path.isprintable() else "/"
