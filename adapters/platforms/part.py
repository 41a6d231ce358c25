"""What a platform brings to the server."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from aiohttp import web

from bot.delivery import Speaker


async def nothing() -> None:
    """Nothing to do."""


@dataclass(frozen=True, slots=True)
class Part:
    """A platform, ready to be served.

    `begin` is called once it is listened to, `left_over` after that and again in a
    while, `daily` once a day, `end` last.
    """

    kind: str
    speaker: Speaker
    routes: tuple[web.RouteDef, ...]
    begin: Callable[[], Awaitable[object]] = nothing
    left_over: Callable[[], Awaitable[object]] = nothing
    daily: Callable[[], Awaitable[object]] = nothing
    end: Callable[[], Awaitable[object]] = nothing
