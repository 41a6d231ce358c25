"""`coffee-rounds serve`: the browser, the scheduler and the courier in one process."""

import asyncio

from adapters.cli.output import opened, say
from adapters.main import serve_browser


def serve() -> None:
    """Serve on this machine, run rounds when they are due, deliver messages."""
    with opened(suggests=True) as wired:
        asyncio.run(serve_browser(wired, lambda address: say(f"Open {address}   (Ctrl-C stops)")))
