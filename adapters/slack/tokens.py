"""Which token speaks in which workspace: one path for whoever listens and whoever speaks.

Tokens are sealed in the credentials, kept in memory for a minute, and renewed by
one process at a time, for what renews them works once.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

import structlog
from slack_sdk.errors import SlackApiError

from adapters.slack.web_api import CUT_OFF, Client, Sleep, code_of, data_of, patiently
from adapters.slack.workspace import PREFIX, NotInstalled, Workspace, read, write
from bot.entrusted import Credentials

REMEMBERED: Final = timedelta(seconds=60)
RENEW_BEFORE: Final = timedelta(hours=2)
"""Of the twelve hours that a token lasts."""

HELD: Final = timedelta(seconds=30)
LOOK_AGAIN: Final = 0.25
"""Seconds between two looks at a token that another process renews."""

Exchange = Callable[..., Awaitable[Mapping[str, Any]]]
"""`oauth.v2.access` with the app's own id and secret: a code or a refresh token for a token."""

log = structlog.get_logger(__name__)


class NotAuthorised(Exception):
    """There is no token that can be used now; the message says what to do."""


class Workspaces(Protocol):
    """Where the app is installed."""

    async def at(self, place: str) -> Workspace | None:
        """The workspace of a place, its token good. Raises `NotAuthorised`."""

    async def found(self, team: str | None, enterprise: str | None) -> Workspace | None:
        """Whose request that is: the team's own installation, else the organisation's."""

    async def everywhere(self) -> tuple[Workspace, ...]:
        """All of them."""

    def forget(self, place: str) -> None:
        """Look afresh the next time."""

    async def removed(self, place: str) -> None:
        """The app was uninstalled there: its token goes."""


def exchange(client: Client, client_id: str, client_secret: str) -> Exchange:
    """Asks Slack for tokens in the name of the app."""

    async def ask(**given: str) -> Mapping[str, Any]:
        answer = await client("").oauth_v2_access(
            client_id=client_id, client_secret=client_secret, **given
        )
        return data_of(answer)

    return ask


class Installations:
    """The workspaces that installed the app by OAuth. `owner` is new for each process."""

    def __init__(
        self,
        credentials: Credentials,
        ask: Exchange,
        clock: Callable[[], datetime],
        owner: str,
        sleep: Sleep = asyncio.sleep,
    ) -> None:
        self._credentials = credentials
        self._ask = ask
        self._clock = clock
        self._owner = owner
        self._sleep = sleep
        self._known: dict[str, tuple[Workspace | None, datetime]] = {}
        self._one_at_a_time: dict[str, asyncio.Lock] = {}

    async def at(self, place: str) -> Workspace | None:
        """The workspace of a place, its token good. Raises `NotAuthorised`."""
        known, until = self._known.get(place, (None, None))
        if until is not None and self._clock() < until and not self._ends_soon(known):
            return known
        # Within one process callers wait here; across processes, at the hold.
        async with self._one_at_a_time.setdefault(place, asyncio.Lock()):
            workspace = await self._read(place)
            if workspace is not None and self._ends_soon(workspace):
                workspace = await self._renew(workspace)
            self._known[place] = (workspace, self._clock() + REMEMBERED)
            return workspace

    async def found(self, team: str | None, enterprise: str | None) -> Workspace | None:
        """Whose request that is: the team's own installation, else the organisation's."""
        for home in filter(None, (team, enterprise)):
            if workspace := await self.at(PREFIX + home):
                return workspace
        return None

    async def everywhere(self) -> tuple[Workspace, ...]:
        """All of them, as they are kept."""
        names = await asyncio.to_thread(self._credentials.names, PREFIX)
        kept = [await self._read(name) for name in names]
        return tuple(workspace for workspace in kept if workspace is not None)

    def forget(self, place: str) -> None:
        """Look afresh the next time."""
        self._known.pop(place, None)

    async def keep(self, workspace: Workspace) -> None:
        """Installed, or installed again."""
        await asyncio.to_thread(self._credentials.keep, workspace.place, write(workspace))
        self.forget(workspace.place)

    async def removed(self, place: str) -> None:
        """The app was uninstalled there: its token goes."""
        await asyncio.to_thread(self._credentials.drop, place)
        self.forget(place)

    async def _read(self, place: str) -> Workspace | None:
        text = await asyncio.to_thread(self._credentials.read, place, self._clock())
        return read(text) if text else None

    def _ends_soon(self, workspace: Workspace | None) -> bool:
        if workspace is None or workspace.ends is None:
            return False
        return workspace.ends - self._clock() < RENEW_BEFORE

    async def _renew(self, old: Workspace) -> Workspace:
        """The workspace with a token that lasts, whoever renewed it. Raises `NotAuthorised`."""
        for _ in range(int(HELD.total_seconds() / LOOK_AGAIN)):
            now = self._clock()
            if await asyncio.to_thread(
                self._credentials.hold, old.place, self._owner, now + HELD, now
            ):
                return await self._renew_held(old)
            if _lasts(old, now):
                return old
            await self._sleep(LOOK_AGAIN)
            kept = await self._read(old.place)
            if kept is None:
                break
            if not self._ends_soon(kept):
                return kept
        raise NotAuthorised("the token ended while another process was renewing it")

    async def _renew_held(self, old: Workspace) -> Workspace:
        """Renew it while nobody else may, unless somebody just did."""
        kept = await self._read(old.place) or old
        if not self._ends_soon(kept):
            await self.keep(kept)  # which ends the hold
            return kept
        try:
            answer = await self._ask(grant_type="refresh_token", refresh_token=kept.refresh)
            fresh = kept.renewed(answer, self._clock())
        except (SlackApiError, NotInstalled, *CUT_OFF) as fault:
            why = (code_of(fault) if isinstance(fault, SlackApiError) else "") or "no answer"
            log.warning("slack.token_not_renewed", place=kept.place, why=why)
            if _lasts(kept, self._clock()):
                return kept
            raise NotAuthorised(
                f"the token ended and could not be renewed ({why}): install the app again"
            ) from None
        await self.keep(fresh)
        return fresh


def _lasts(workspace: Workspace, now: datetime) -> bool:
    """Whether the old token still works for a while."""
    return workspace.ends is not None and workspace.ends > now + timedelta(minutes=1)


class OneWorkspace:
    """A workspace whose token an administrator set: no installation, nothing kept."""

    def __init__(self, client: Client, token: str) -> None:
        self._client = client
        self._token = token
        self._workspace: Workspace | None = None
        self._one_at_a_time = asyncio.Lock()

    async def only(self) -> Workspace:
        """The one there is. Raises `NotAuthorised`."""
        async with self._one_at_a_time:
            if self._workspace is None:
                self._workspace = await self._asked()
            return self._workspace

    async def at(self, place: str) -> Workspace | None:
        """The workspace, if the place is its own. Raises `NotAuthorised`."""
        workspace = await self.only()
        return workspace if workspace.place == place else None

    async def found(self, team: str | None, enterprise: str | None) -> Workspace | None:
        """The workspace, if it is the one. Raises `NotAuthorised`."""
        workspace = await self.only()
        return workspace if workspace.home in (team, enterprise) else None

    async def everywhere(self) -> tuple[Workspace, ...]:
        """The one there is. Raises `NotAuthorised`."""
        return (await self.only(),)

    def forget(self, place: str) -> None:
        """Ask Slack again the next time whose token it is."""
        if self._workspace is not None and self._workspace.place == place:
            self._workspace = None

    async def removed(self, place: str) -> None:
        """The app was uninstalled: only an administrator can set another token."""
        self.forget(place)

    async def _asked(self) -> Workspace:
        try:
            said = data_of(await patiently(self._client(self._token).auth_test))
        except SlackApiError as fault:
            why = code_of(fault) or "no answer"
            raise NotAuthorised(f"Slack does not accept the token: {why}") from None
        except CUT_OFF as fault:
            raise NotAuthorised(f"Slack could not be reached: {type(fault).__name__}") from None
        whole = bool(said.get("is_enterprise_install"))
        team, enterprise = str(said.get("team_id") or ""), str(said.get("enterprise_id") or "")
        return Workspace(
            home=enterprise if whole else team,
            name=str(said.get("team") or team),
            team="" if whole else team,
            enterprise=enterprise,
            bot_user=str(said.get("user_id") or ""),
            bot=str(said.get("bot_id") or ""),
            token=self._token,
        )
