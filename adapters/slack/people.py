"""Who works in a workspace, by its own directory. Knows no member and no programme.

Bots, strangers from other organisations and whoever was deactivated are left
out, and so are guests unless the hospital wants them.
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from types import MappingProxyType
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.web_api import CUT_OFF, Sleep, code_of, data_of, patiently
from adapters.slack.workspace import Workspace
from bot.app.directory import Person

PAGE: Final = 200
TRIES: Final = 6
LONGEST_REST: Final = 120.0
"""Seconds; the directory is read at night, and nobody waits."""

BETWEEN_PROFILES: Final = 0.65
"""Seconds between two profiles: Slack allows a hundred a minute, and clicks need some."""

SLACKBOT: Final = "USLACKBOT"


class NotRead(Exception):
    """The directory could not be read to its end; the message is Slack's name for why."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the hospital set: whether guests take part, and which profile field says what.

    `fields` maps department, title or site to the id of a profile field.
    """

    guests: bool = False
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


async def directory(
    client: AsyncWebClient, workspace: Workspace, wanted: Wanted, sleep: Sleep = asyncio.sleep
) -> tuple[Person, ...]:
    """Everyone who may take part, each once. Raises `NotRead`: half a directory is none."""
    try:
        people: dict[str, Person] = {}
        for team in await _teams(client, workspace, sleep):
            asked = {"team_id": team} if workspace.whole_organisation else {}
            for user in await _pages(client.users_list, "members", sleep, **asked):
                person = person_of(user, team, wanted)
                if person is not None and person.here:
                    people[person.user] = person
        if wanted.fields:
            return tuple([await _with_fields(client, p, wanted, sleep) for p in people.values()])
        return tuple(people.values())
    except SlackApiError as fault:
        raise NotRead(code_of(fault) or "no answer") from None
    except CUT_OFF as fault:
        raise NotRead(type(fault).__name__) from fault


def person_of(user: Mapping[str, Any], team: str, wanted: Wanted) -> Person | None:
    """A user as Slack describes them, as someone who is here or not; None for no person of ours."""
    id_, profile = user.get("id"), user.get("profile") or {}
    if not isinstance(id_, str) or id_ == SLACKBOT or _is_machine(user) or _is_strange(user, team):
        return None
    guest = bool(user.get("is_restricted") or user.get("is_ultra_restricted"))
    verified = user.get("is_email_confirmed") is True
    return Person(
        user=id_,
        name=_first_of(profile.get("real_name"), user.get("real_name"), user.get("name"), id_),
        given_name=_first_of(profile.get("first_name")),
        email=_first_of(profile.get("email")) if verified else "",
        timezone=_first_of(user.get("tz")),
        language=_first_of(user.get("locale")),
        title=_first_of(profile.get("title")),
        here=not user.get("deleted") and (wanted.guests or not guest),
        guest=guest,
    )


def _is_machine(user: Mapping[str, Any]) -> bool:
    return bool(user.get("is_bot") or user.get("is_app_user") or user.get("is_workflow_bot"))


def _is_strange(user: Mapping[str, Any], team: str) -> bool:
    """From another organisation, in a channel that two share."""
    homes = {user.get("team_id"), *((user.get("enterprise_user") or {}).get("teams") or ())}
    return bool(user.get("is_stranger")) or team not in homes


def _first_of(*given: object) -> str:
    return next((" ".join(each.split()) for each in given if isinstance(each, str) and each), "")


async def _teams(client: AsyncWebClient, workspace: Workspace, sleep: Sleep) -> tuple[str, ...]:
    """The workspace itself, or all workspaces of the organisation that have the app."""
    if not workspace.whole_organisation:
        return (workspace.team,)
    teams = await _pages(client.auth_teams_list, "teams", sleep)
    return tuple(team["id"] for team in teams)


async def _pages(
    call: Callable[..., Any], name: str, sleep: Sleep, **asked: str
) -> list[Mapping[str, Any]]:
    """Everything that a call gives in pages."""
    every: list[Mapping[str, Any]] = []
    locale = {"include_locale": True} if name == "members" else {}
    cursor = ""
    while True:
        more = {"cursor": cursor} if cursor else {}
        page = data_of(
            await patiently(
                partial(call, limit=PAGE, **locale, **asked, **more),
                tries=TRIES,
                longest=LONGEST_REST,
                sleep=sleep,
            )
        )
        every += page.get(name) or ()
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return every


async def _with_fields(
    client: AsyncWebClient, person: Person, wanted: Wanted, sleep: Sleep
) -> Person:
    """The person with what the hospital's own profile fields say."""
    await sleep(BETWEEN_PROFILES)
    answer = await patiently(
        lambda: client.users_profile_get(user=person.user),
        tries=TRIES,
        longest=LONGEST_REST,
        sleep=sleep,
    )
    given = (data_of(answer).get("profile") or {}).get("fields") or {}
    said = {
        name: _first_of((given.get(id_) or {}).get("value")) for name, id_ in wanted.fields.items()
    }
    return replace(
        person,
        department=said.get("department") or person.department,
        title=said.get("title") or person.title,
        site=said.get("site") or person.site,
    )
