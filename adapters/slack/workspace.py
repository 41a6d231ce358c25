"""A workspace, or a whole Grid organisation, where the app is installed, and how it is kept."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final

PREFIX: Final = "slack:"
"""Of a place's id and of the name its token is sealed under."""

STATE_PREFIX: Final = "slack-state:"


class NotInstalled(ValueError):
    """Slack's answer to an installation cannot be used; the message says why."""


@dataclass(frozen=True, slots=True)
class Workspace:
    """Where the app is installed: `home` is the enterprise for an organisation, else the team.

    `ends` is None for a token that does not rotate.
    """

    home: str
    name: str
    team: str = ""
    enterprise: str = ""
    bot_user: str = ""
    bot: str = ""
    scopes: tuple[str, ...] = ()
    token: str = field(default="", repr=False)
    refresh: str = field(default="", repr=False)
    ends: datetime | None = None

    @property
    def place(self) -> str:
        """The id of its place."""
        return PREFIX + self.home

    @property
    def whole_organisation(self) -> bool:
        """Whether it is installed for all workspaces of a Grid organisation at once."""
        return bool(self.enterprise) and self.home == self.enterprise

    def renewed(self, answer: Mapping[str, Any], now: datetime) -> "Workspace":
        """The same with the new token of a rotation. Raises `NotInstalled`."""
        token, refresh, ends = _token(answer, now)
        return replace(self, token=token, refresh=refresh, ends=ends)


def installed(answer: Mapping[str, Any], now: datetime) -> Workspace:
    """What `oauth.v2.access` gave. Raises `NotInstalled`."""
    team, enterprise = answer.get("team") or {}, answer.get("enterprise") or {}
    whole = bool(answer.get("is_enterprise_install"))
    home = (enterprise if whole else team).get("id")
    if not isinstance(home, str) or not home:
        raise NotInstalled("Slack did not say which workspace it was")
    token, refresh, ends = _token(answer, now)
    return Workspace(
        home=home,
        name=str((enterprise if whole else team).get("name") or home),
        team=str(team.get("id") or ""),
        enterprise=str(enterprise.get("id") or ""),
        bot_user=str(answer.get("bot_user_id") or ""),
        scopes=tuple(filter(None, str(answer.get("scope") or "").split(","))),
        token=token,
        refresh=refresh,
        ends=ends,
    )


def write(workspace: Workspace) -> str:
    """The workspace as text, to be sealed."""
    ends = workspace.ends.isoformat() if workspace.ends else None
    return json.dumps(asdict(workspace) | {"ends": ends}, ensure_ascii=False)


def read(text: str) -> Workspace:
    """The workspace that was written."""
    kept = json.loads(text)
    ends = datetime.fromisoformat(kept["ends"]) if kept["ends"] else None
    return Workspace(**kept | {"ends": ends, "scopes": tuple(kept["scopes"])})


def _token(answer: Mapping[str, Any], now: datetime) -> tuple[str, str, datetime | None]:
    token, refresh = answer.get("access_token"), answer.get("refresh_token") or ""
    if not isinstance(token, str) or not token:
        raise NotInstalled("Slack gave no token for the bot")
    seconds = answer.get("expires_in")
    ends = now + timedelta(seconds=int(seconds)) if refresh and seconds else None
    return token, str(refresh), ends
