"""What an activity asks for. Pure: an arrival in, one of a few meanings out."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from adapters.teams.activities import Arrival
from adapters.teams.fields import filled, pasted
from adapters.teams.literal import Json
from bot.events import Commanded, Event, Opened, Pressed, Submitted, Who
from bot.ui import INPUT_LIMIT

SEARCH_LIMIT: Final = 100
_TARGET: Final = 200


class Way(StrEnum):
    """How the member acted, which is how they must be answered."""

    TYPED = "typed"
    RAN = "ran"
    SENT = "sent"
    OPENED_DIALOG = "opened dialog"
    SENT_DIALOG = "sent dialog"


@dataclass(frozen=True, slots=True)
class Asked:
    """Something for the core. `again` is what a button carries to ask for the same."""

    event: Event
    way: Way
    again: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Searched:
    """A member types, and wants to see what fits."""

    who: Who
    words: str
    source: str


@dataclass(frozen=True, slots=True)
class Parted:
    """A member took the bot away."""

    who: Who


@dataclass(frozen=True, slots=True)
class Heard:
    """Nothing to answer."""


Meaning = Asked | Searched | Parted | Heard

_WAYS: Final = {
    "adaptiveCard/action": Way.RAN,
    "task/fetch": Way.OPENED_DIALOG,
    "task/submit": Way.SENT_DIALOG,
}


def meaning(arrival: Arrival) -> Meaning:
    """What an activity asks for; what cannot be read asks for nothing."""
    who = arrival.who
    if who is None:
        return Heard()
    match arrival.type:
        case "message" if arrival.value is not None and not arrival.text:
            return _pressed(arrival, who, arrival.value, Way.SENT)
        case "message":
            words = arrival.text[: INPUT_LIMIT + 1]
            return Asked(Commanded(arrival.id, who, words), Way.TYPED, _words(words))
        case "invoke":
            return _invoked(arrival, who)
        case "installationUpdate" if arrival.personal:
            return _installed(arrival, who)
        case "conversationUpdate" if arrival.personal and arrival.bot in arrival.removed:
            return Parted(who)
        case _:
            return Heard()


def _installed(arrival: Arrival, who: Who) -> Meaning:
    if arrival.action in ("add", "add-upgrade"):
        return Asked(Opened(arrival.id, who), Way.TYPED) if arrival.id else Heard()
    return Parted(who) if arrival.action.startswith("remove") else Heard()


def _invoked(arrival: Arrival, who: Who) -> Meaning:
    value = arrival.value or {}
    if arrival.name == "application/search":
        words, source = value.get("queryText"), value.get("dataset")
        if isinstance(words, str) and isinstance(source, str):
            return Searched(who, words[:SEARCH_LIMIT].strip(), source)
        return Heard()
    way = _WAYS.get(arrival.name)
    inner = value.get("action") if way is Way.RAN else value
    data = inner.get("data") if isinstance(inner, dict) else None
    if way is None or not isinstance(data, dict):
        return Heard()
    return _pressed(arrival, who, data, way)


def _pressed(arrival: Arrival, who: Who, data: Json, way: Way) -> Meaning:
    target = _short(data, "target")
    match data.get("do"):
        case "press" if action := _short(data, "action"):
            return Asked(Pressed(arrival.id, who, action, target), way, _again(action, target))
        case "open" if action := _short(data, "action"):
            return Asked(Pressed(arrival.id, who, action, target), way, _again(action, target))
        case "open" if isinstance(words := data.get("words"), str):
            words = words[:INPUT_LIMIT]
            return Asked(Commanded(arrival.id, who, words), way, _words(words))
        case "submit" if form := _short(data, "form"):
            said = Submitted(arrival.id, who, form, target, filled(data), pasted(data))
            return Asked(said, way)
        case _:
            return Heard()


def _short(data: Json, name: str) -> str:
    given = data.get(name)
    return given if isinstance(given, str) and len(given) <= _TARGET else ""


def _again(action: str, target: str) -> Json:
    return {"do": "open", "action": action, "target": target}


def _words(words: str) -> Json:
    return {"do": "open", "words": words}
