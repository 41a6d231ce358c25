"""`coffee-rounds serve`: what listens, the scheduler and the courier in one process."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import typer

from adapters.cli.output import CannotDo, opened, say
from adapters.house import House
from adapters.main import serve_browser, serve_chat
from adapters.web import ChatIsNewer, NotLoopback, PortTaken


def add_to(root: typer.Typer) -> None:
    """Add `coffee-rounds serve`."""
    root.command("serve")(serve)


def serve() -> None:
    """Serve Slack and Teams, or else the browser here; run rounds, deliver messages."""
    with opened(suggests=True) as wired:
        if wired.settings.in_chat:
            with no_trouble_serving(), no_trouble_starting():
                asyncio.run(serve_chat(wired, lambda address: say(f"Listening on {address}")))
            return
        serve_until_stopped(wired, lambda address: say(f"Open {address}   (Ctrl-C stops)"))


def serve_until_stopped(wired: House, ready: Callable[[str], None]) -> None:
    """Serve the browser until the process is asked to stop."""
    with no_trouble_serving():
        asyncio.run(serve_browser(wired, ready))


@contextmanager
def no_trouble_serving() -> Iterator[None]:
    """A block in which what can be wrong with serving is said in its own words."""
    try:
        yield
    except (NotLoopback, PortTaken, ChatIsNewer, OSError) as fault:
        raise CannotDo(str(fault) or type(fault).__doc__) from fault


@contextmanager
def no_trouble_starting() -> Iterator[None]:
    """A block in which what a platform needs and does not have is said in its own words."""
    from adapters.teams.settings import NotStartable

    try:
        yield
    except NotStartable as fault:
        raise CannotDo(str(fault)) from fault
