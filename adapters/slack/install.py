"""Installing the app by OAuth: an administrator's browser goes to Slack and comes back.

The state is random, works once, ends after ten minutes, and is only taken from
the browser that it was given to. Nothing of Slack's answer is shown or logged.
"""

import asyncio
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from urllib.parse import urlencode

import structlog
from aiohttp import web
from slack_sdk.errors import SlackApiError

from adapters.slack.scopes import asked
from adapters.slack.tokens import Exchange, Installations
from adapters.slack.web_api import CUT_OFF, code_of
from adapters.slack.workspace import STATE_PREFIX, NotInstalled, Workspace, installed
from bot.entrusted import Credentials

AUTHORIZE: Final = "https://slack.com/oauth/v2/authorize"
INSTALL_PATH: Final = "/slack/install"
RETURN_PATH: Final = "/slack/oauth_redirect"
COOKIE: Final = "coffee-rounds-install"
STATE_LASTS: Final = timedelta(minutes=10)
HEADERS: Final = {
    "Cache-Control": "no-store",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
}

Welcome = Callable[[Workspace], Awaitable[None]]
"""Called when a workspace was kept, beside the answer: reading who works there takes a while."""

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Installing:
    """What an installation needs. `allowed` are the workspaces and organisations let in."""

    client_id: str
    public_url: str
    ask: Exchange = field(repr=False)
    credentials: Credentials = field(repr=False)
    installations: Installations = field(repr=False)
    welcome: Welcome = field(repr=False)
    clock: Callable[[], datetime] = field(repr=False)
    revoke: Callable[[str], Awaitable[None]] = field(repr=False)
    allowed: frozenset[str]
    profile_fields: bool = False
    at_work: set[asyncio.Task[None]] = field(default_factory=set, repr=False)

    @property
    def returns_to(self) -> str:
        """Where Slack sends the browser back to."""
        return self.public_url.rstrip("/") + RETURN_PATH


def routes(installing: Installing) -> list[web.RouteDef]:
    """The two pages of an installation."""
    return [
        web.get(INSTALL_PATH, partial(_leave, installing)),
        web.get(RETURN_PATH, partial(_come_back, installing)),
    ]


async def _leave(installing: Installing, _: web.Request) -> web.StreamResponse:
    """Send the browser to Slack, with a state that works once."""
    state = secrets.token_urlsafe(32)
    until = installing.clock() + STATE_LASTS
    await asyncio.to_thread(installing.credentials.keep, STATE_PREFIX + state, "open", until)
    query = {
        "client_id": installing.client_id,
        "scope": ",".join(asked(profile_fields=installing.profile_fields)),
        "redirect_uri": installing.returns_to,
        "state": state,
    }
    answer = web.Response(
        status=302, headers=HEADERS | {"Location": f"{AUTHORIZE}?{urlencode(query)}"}
    )
    answer.set_cookie(
        COOKIE,
        state,
        max_age=int(STATE_LASTS.total_seconds()),
        path=RETURN_PATH,
        secure=installing.public_url.startswith("https:"),
        httponly=True,
        samesite="Lax",
    )
    return answer


async def _come_back(installing: Installing, request: web.Request) -> web.StreamResponse:
    """Slack sent the browser back: exchange the code, keep the token, say how it went."""
    if not await _state_is_good(installing, request):
        return _page(400, "This installation was not begun here, or took longer than ten minutes.")
    code = request.query.get("code", "")
    if not code or len(code) > 500:
        return _page(200, "Nothing was installed: it was not allowed in Slack.")
    try:
        answer = await installing.ask(code=code, redirect_uri=installing.returns_to)
        workspace = installed(answer, installing.clock())
    except (SlackApiError, NotInstalled, *CUT_OFF) as fault:
        why = (code_of(fault) if isinstance(fault, SlackApiError) else "") or "no answer"
        log.warning("slack.not_installed", why=why)
        return _page(502, f"Slack did not finish the installation ({why}).")
    if not {workspace.team, workspace.enterprise} & installing.allowed:
        await _give_back(installing, workspace)
        return _page(403, "This workspace is not one of the hospital's: nothing was kept.")
    await installing.installations.keep(workspace)
    task = asyncio.create_task(_welcome(installing, workspace))
    installing.at_work.add(task)
    task.add_done_callback(installing.at_work.discard)
    log.info("slack.installed", place=workspace.place, organisation=workspace.whole_organisation)
    return _page(200, "Coffee Rounds is installed. You can close this page.", again=False)


async def _welcome(installing: Installing, workspace: Workspace) -> None:
    try:
        await installing.welcome(workspace)
    except Exception:
        # An edge: the app is installed all the same, and the night's reading comes.
        log.exception("slack.not_welcomed", place=workspace.place)


async def _give_back(installing: Installing, workspace: Workspace) -> None:
    """A token that is not ours to have."""
    log.warning("slack.not_installed", why="workspace not on the list")
    try:
        await installing.revoke(workspace.token)
    except (SlackApiError, *CUT_OFF) as fault:
        log.warning("slack.not_given_back", why=type(fault).__name__)


async def _state_is_good(installing: Installing, request: web.Request) -> bool:
    """Whether the state is this browser's own and was not used before; then it is used."""
    state, mine = request.query.get("state", ""), request.cookies.get(COOKIE, "")
    if not state or not hmac.compare_digest(state.encode(), mine.encode()):
        return False
    taken = await asyncio.to_thread(
        installing.credentials.take, STATE_PREFIX + state, installing.clock()
    )
    return taken is not None


def _page(status: int, what: str, *, again: bool = True) -> web.Response:
    text = f"{what}\n" + ("To begin again, open the page /slack/install.\n" if again else "")
    answer = web.Response(status=status, text=text, headers=HEADERS)
    answer.del_cookie(COOKIE, path=RETURN_PATH)
    return answer
