"""What every request passes: it comes from this page, and trouble is told kindly."""

import ipaddress
import traceback
from collections.abc import Callable

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler, Middleware
from yarl import URL

log = structlog.get_logger()

Explain = Callable[["Sorry"], str]

EVENT = web.RequestKey("event", str)
"""The id of the event a request carries, for the log and the apology."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self';"
        " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": browsers would then send "Origin: null" with our own forms.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}


class Sorry(Exception):
    """A request that cannot be answered, and what to tell the person."""

    def __init__(self, status: int, title: str, said: str, event: str = "") -> None:
        super().__init__(title)
        self.status = status
        self.title = title
        self.said = said
        self.event = event


_KNOWN = {
    404: ("There is nothing here", "The address may be mistyped."),
    405: ("That cannot be done here", "Please go back and try again."),
    413: ("That was too much at once", "Nothing was changed. Please send less text."),
}


def is_this_machine(host: str) -> bool:
    """Whether a `Host` header names this machine, whatever the port.

    A page elsewhere can make its own name resolve to 127.0.0.1, and a browser
    would then send that name here (DNS rebinding): such names are refused.
    """
    try:
        name = URL(f"http://{host}").host or ""
        return name == "localhost" or ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def is_same_origin(request: web.Request) -> bool:
    """Whether a page of ours sent this: by `Origin`, else by `Sec-Fetch-Site`."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return origin == f"http://{request.host}"
    return request.headers.get("Sec-Fetch-Site") == "same-origin"


def guard(explain: Explain) -> Middleware:
    """The middleware. `explain` draws the page that tells of trouble."""

    @web.middleware
    async def guarded(request: web.Request, handler: Handler) -> web.StreamResponse:
        try:
            _only_from_here(request)
            response = await handler(request)
        except Sorry as sorry:
            response = _told(sorry, explain)
        except web.HTTPException as answer:
            if answer.status < 400:
                raise
            response = _told(Sorry(answer.status, *_words(answer.status)), explain)
        except Exception as fault:  # noqa: BLE001 the edge: every bug ends in an apology
            response = _told(_bug(request, fault), explain)
        return response

    return guarded


async def add_headers(_: web.Request, response: web.StreamResponse) -> None:
    """Headers of every answer. Pages are not kept, so that no event id is sent twice."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")


def _only_from_here(request: web.Request) -> None:
    if not is_this_machine(request.host):
        raise Sorry(421, "Not at this address", "Please use http://127.0.0.1 with the same port.")
    if request.method not in ("GET", "HEAD") and not is_same_origin(request):
        raise Sorry(403, "That came from another page", "Nothing was changed.")


def _words(status: int) -> tuple[str, str]:
    return _KNOWN.get(status, ("That did not work", "Nothing was changed. Please try again."))


def _told(sorry: Sorry, explain: Explain) -> web.Response:
    return web.Response(text=explain(sorry), status=sorry.status, content_type="text/html")


def _bug(request: web.Request, fault: Exception) -> Sorry:
    """Log where it happened, never what was said: a message may hold someone's words."""
    event = request.get(EVENT, "")
    route = request.match_info.route.resource
    log.error(
        "web.failed",
        id=event,
        route=route.canonical if route else "",
        fault=type(fault).__name__,
        trace=[
            f"{f.filename}:{f.lineno} {f.name}" for f in traceback.extract_tb(fault.__traceback__)
        ],
    )
    said = "It is our mistake, not yours, and it has been written down."
    return Sorry(500, "Something went wrong", said, event)
