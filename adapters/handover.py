"""Files handed over by a link that works once, for a short while, and for nobody who guesses.

A chat cannot take a file in an answer that only its member reads. The file is
kept in memory alone, until it is fetched or its minutes are over.
"""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

from aiohttp import web

from bot.events import Who
from bot.ui import Download

PATH: Final = "/file/{token}"
LASTS: Final = 600.0
"""Seconds."""

MOST: Final = 64 * 1024 * 1024
"""Bytes of all files together; the oldest go first."""

HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex",
}


class Handover:
    """Files waiting to be fetched. `public_url` is where others reach this process, if they do."""

    def __init__(self, public_url: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._public_url = public_url.rstrip("/")
        self._clock = clock
        self._waiting: OrderedDict[str, tuple[float, Download]] = OrderedDict()

    def link_for(self, _: Who, file: Download) -> str:
        """An address that nobody can guess, good once; empty where nobody outside reaches us."""
        if not self._public_url:
            return ""
        self._let_go(len(file.data))
        token = secrets.token_urlsafe(32)
        self._waiting[token] = (self._clock() + LASTS, file)
        return f"{self._public_url}/file/{token}"

    def routes(self) -> list[web.RouteDef]:
        """A page that asks, so that a preview does not use the link up; then the file."""
        return [web.get(PATH, self._ask), web.post(PATH, self._give)]

    async def _ask(self, request: web.Request) -> web.Response:
        found = self._waiting.get(request.match_info["token"])
        if found is None or self._clock() >= found[0]:
            return self._not_here()
        page = (
            "<!doctype html><html lang=en><meta charset=utf-8><title>Your file</title>"
            "<body><h1>Your file is ready</h1><form method=post>"
            "<button>Save it</button></form><p>It was made for you alone. This works once.</p>"
        )
        return web.Response(text=page, content_type="text/html", headers=HEADERS)

    async def _give(self, request: web.Request) -> web.Response:
        until, file = self._waiting.pop(request.match_info["token"], (0.0, None))
        if file is None or self._clock() >= until:
            return self._not_here()
        saved = {"Content-Disposition": f'attachment; filename="{file.name}"'}
        return web.Response(body=file.data, content_type=file.media_type, headers=HEADERS | saved)

    def _not_here(self) -> web.Response:
        text = "This file is no longer here. Ask Coffee Rounds for it again.\n"
        return web.Response(status=404, text=text, headers=HEADERS)

    def _let_go(self, coming: int) -> None:
        now = self._clock()
        for token in [t for t, (until, _) in self._waiting.items() if now >= until]:
            del self._waiting[token]
        held = sum(len(file.data) for _, file in self._waiting.values())
        while self._waiting and held + coming > MOST:
            _, (_, file) = self._waiting.popitem(last=False)
            held -= len(file.data)
