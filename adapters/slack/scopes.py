"""What the app asks of a workspace: each scope, why, and what it is used for.

The manifest, the installation and docs/slack.md are held to this by tests. What
is not here is not asked: the app cannot read what members write to one another.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Scope:
    """One permission, in words for an administrator, and the calls and events that need it."""

    name: str
    why: str
    used_by: tuple[str, ...]


SCOPES: Final = (
    Scope("commands", "the slash command and the shortcuts", ("slash command", "shortcut")),
    Scope(
        "chat:write",
        "to write to members in their own conversation with the bot, and to two who said yes",
        ("chat.postMessage", "chat.update"),
    ),
    Scope(
        "im:history",
        "to read what a member types to the bot, and to see whether a message of the bot's own"
        " arrived before it is sent again; no other conversation can be read",
        ("message.im", "conversations.history"),
    ),
    Scope(
        "files:read",
        "to read a calendar or a rota that a member hands in with a form of the bot's",
        ("a file handed in with a form",),
    ),
    Scope(
        "im:write",
        "to find a member's conversation with the bot",
        ("conversations.open",),
    ),
    Scope(
        "mpim:write",
        "to open one conversation for two who both said yes; it can be opened, not read",
        ("conversations.open",),
    ),
    Scope(
        "users:read",
        "to know who works here: names, titles, time zones, and who has left",
        ("users.list", "users.info", "team_join", "user_change"),
    ),
    Scope(
        "users:read.email",
        "to recognise members of the hospital's roster, or of Teams, by their verified address",
        ("users.list", "users.info"),
    ),
)
"""Every scope that is always asked."""

PROFILE_FIELDS: Final = Scope(
    "users.profile:read",
    "to read the profile fields you name in COFFEE_ROUNDS_SLACK_FIELDS, such as the department;"
    " not asked otherwise",
    ("users.profile.get",),
)
"""Asked only where a profile field of the hospital's own is mapped."""


def asked(*, profile_fields: bool = False) -> tuple[str, ...]:
    """The names of the scopes to ask for."""
    scopes = (*SCOPES, PROFILE_FIELDS) if profile_fields else SCOPES
    return tuple(scope.name for scope in scopes)
