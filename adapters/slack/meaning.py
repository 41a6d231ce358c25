"""What an arrival asks for. Pure: an arrival in, one of a few meanings out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Final

from adapters.slack.arrivals import Arrival, home_of, place_of
from adapters.slack.fields import filled, given_files
from adapters.slack.literal import Json, unpacked
from adapters.slack.render import FORM, PRESS
from adapters.slack.typed import people_in, typed
from bot.events import Commanded, Event, Pressed, Submitted, Who
from bot.ui import INPUT_LIMIT

TARGET: Final = 200
OWN_CONVERSATION: Final = "D"
"""How the id of a conversation of one member with the bot begins."""

SHORTCUTS: Final = {"home": "home", "ask": "ask"}
"""Each shortcut of the manifest, and the word it stands for."""


@dataclass(frozen=True, slots=True)
class Ways:
    """How the member can be answered: what of it the payload offered.

    `channel` and `message` say which message was pressed, `view` which modal,
    `at_home` that it was on the home tab, `typed_to_us` that it was said in the
    member's own conversation with the bot. `words`, or `again` for a button, ask
    for the same once more; `blocks` are a modal's inputs.
    """

    trigger: str = ""
    response_url: str = field(default="", repr=False)
    channel: str = ""
    message: str = ""
    view: str = ""
    at_home: bool = False
    typed_to_us: bool = False
    words: str = ""
    again: tuple[str, str] | None = None
    blocks: tuple[str, ...] = ()

    @property
    def shared(self) -> bool:
        """Whether others read what was pressed: in a conversation that is not theirs alone."""
        return bool(self.message) and not self.channel.startswith(OWN_CONVERSATION)


@dataclass(frozen=True, slots=True)
class Asked:
    """Something for the core."""

    event: Event
    ways: Ways
    files: tuple[tuple[str, Json], ...] = ()


@dataclass(frozen=True, slots=True)
class HomeOpened:
    """The home tab was opened."""

    who: Who


@dataclass(frozen=True, slots=True)
class PersonChanged:
    """The workspace's directory has news of someone."""

    place: str
    user: Json


@dataclass(frozen=True, slots=True)
class Uninstalled:
    """The workspace took the bot away, or its token."""

    place: str


@dataclass(frozen=True, slots=True)
class Heard:
    """Nothing to answer."""


Meaning = Asked | HomeOpened | PersonChanged | Uninstalled | Heard


def meaning(arrival: Arrival, names: Mapping[str, str] = MappingProxyType({})) -> Meaning:
    """What an arrival asks for; what cannot be read asks for nothing.

    `names` are those of the people whom typed words name, by user id.
    """
    sent = arrival.payload
    match arrival.kind:
        case "team_join" | "user_change":
            return _person(sent)
        case "app_uninstalled" | "tokens_revoked":
            return _uninstalled(sent, arrival.kind)
        case _ if arrival.who is None:
            return Heard()
        case "command":
            return _commanded(arrival, arrival.who, names)
        case "block_actions":
            return _pressed(arrival, arrival.who)
        case "view_submission":
            return _submitted(arrival, arrival.who)
        case "shortcut" | "message_action":
            return _shortcut(arrival, arrival.who)
        case "message":
            return _message(arrival, arrival.who, names)
        case "app_home_opened":
            at_home = _dict(sent, "event").get("tab", "home") == "home"
            return HomeOpened(arrival.who) if at_home else Heard()
        case _:
            return Heard()


def named_in(arrival: Arrival) -> tuple[str, ...]:
    """The user ids that what was typed names, at most as many as anyone would."""
    event = _dict(arrival.payload, "event")
    return people_in(_text(arrival.payload if arrival.kind == "command" else event, "text"))[:20]


def _commanded(arrival: Arrival, who: Who, names: Mapping[str, str]) -> Asked:
    words = typed(_text(arrival.payload, "text"), names)[: INPUT_LIMIT + 1]
    ways = replace(_ways(arrival.payload), words=words)
    return Asked(Commanded(arrival.id, who, words), ways)


def _pressed(arrival: Arrival, who: Who) -> Meaning:
    sent = arrival.payload
    actions = sent.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else None
    if not isinstance(action, dict):
        return Heard()
    id_, _, _ = _text(action, "action_id").removeprefix(PRESS).partition(".")
    if not _text(action, "action_id").startswith(PRESS) or not id_:
        return Heard()
    target = unpacked(_text(action, "value"))
    if len(target) > TARGET:
        return Heard()
    if id_ == "say":
        return Asked(Commanded(arrival.id, who, target), _ways(sent))
    return Asked(Pressed(arrival.id, who, id_, target), replace(_ways(sent), again=(id_, target)))


def _submitted(arrival: Arrival, who: Who) -> Meaning:
    view = _dict(arrival.payload, "view")
    if view.get("callback_id") != FORM:
        return Heard()
    kept = metadata(view)
    form, target = _text(kept, "form"), _text(kept, "target")
    if not form:
        return Heard()
    state = _dict(_dict(view, "state"), "values")
    event = Submitted(arrival.id, who, form, target, filled(state))
    where = Ways(
        trigger=_text(arrival.payload, "trigger_id"),
        channel=_text(kept, "channel"),
        message=_text(kept, "message"),
        view=_text(view, "id"),
        blocks=tuple(state),
    )
    return Asked(event, where, given_files(state))


def metadata(view: Mapping[str, Any]) -> dict[str, Any]:
    """What a modal of ours carries; nothing where it does not read as ours."""
    try:
        kept = json.loads(_text(view, "private_metadata") or "{}")
    except ValueError:
        return {}
    return kept if isinstance(kept, dict) else {}


def _shortcut(arrival: Arrival, who: Who) -> Meaning:
    """A shortcut is a word. The message it was used on is not read: it is between members."""
    word = SHORTCUTS.get(_text(arrival.payload, "callback_id"))
    if word is None:
        return Heard()
    ways = Ways(trigger=_text(arrival.payload, "trigger_id"), words=word)
    return Asked(Commanded(arrival.id, who, word), ways)


def _message(arrival: Arrival, who: Who, names: Mapping[str, str]) -> Meaning:
    """Words said to the bot, in the member's own conversation with it and nowhere else."""
    event = _dict(arrival.payload, "event")
    ours = event.get("bot_id") or event.get("subtype") or event.get("channel_type") != "im"
    words = typed(_text(event, "text"), names)[: INPUT_LIMIT + 1]
    if ours or not words:
        return Heard()
    ways = Ways(channel=_text(event, "channel"), typed_to_us=True, words=words)
    return Asked(Commanded(arrival.id, who, words), ways)


def _person(sent: Mapping[str, Any]) -> Meaning:
    user, home = _dict(_dict(sent, "event"), "user"), home_of(sent)
    organisation = _dict(user, "enterprise_user")
    homes = (_text(user, "team_id"), _text(organisation, "enterprise_id"))
    teams = organisation.get("teams")
    # Slack also tells of people of other organisations, with whom a channel is shared.
    ours = home in homes or (isinstance(teams, list) and home in teams)
    return PersonChanged(place_of(home), user) if home and ours else Heard()


def _uninstalled(sent: Mapping[str, Any], kind: str) -> Meaning:
    home = home_of(sent)
    revoked = _dict(_dict(sent, "event"), "tokens").get("bot")
    if not home or (kind == "tokens_revoked" and not revoked):
        return Heard()
    return Uninstalled(place_of(home))


def _ways(sent: Mapping[str, Any]) -> Ways:
    container, view = _dict(sent, "container"), _dict(sent, "view")
    return Ways(
        trigger=_text(sent, "trigger_id"),
        response_url=_text(sent, "response_url"),
        channel=_text(container, "channel_id"),
        message="" if container.get("is_ephemeral") else _text(container, "message_ts"),
        view=_text(view, "id") if view.get("type") == "modal" else "",
        at_home=view.get("type") == "home",
    )


def _dict(sent: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = sent.get(name)
    return found if isinstance(found, dict) else {}


def _text(sent: Mapping[str, Any], name: str) -> str:
    found = sent.get(name)
    return found if isinstance(found, str) else ""
