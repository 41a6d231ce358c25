"""An activity as it arrived: JSON that may be anything, read into checked values."""

import html
import json
import re
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from adapters.teams.literal import Json
from bot.events import Who

BODY_LIMIT: Final = 512 * 1024
"""Bytes of one request; Teams sends far less."""

TYPES: Final = frozenset(
    {
        "message", "messageUpdate", "messageDelete", "messageReaction", "invoke", "event",
        "conversationUpdate", "installationUpdate", "typing", "endOfConversation", "trace",
        "command", "commandResult", "contactRelationUpdate", "suggestion", "handoff",
    }
)  # fmt: skip

_IDS: Final = 500
_TAGS = re.compile(r"</?(?:p|div|span|br|b|i|u|strong|em|code|pre|ul|ol|li)(?:\s[^<>]*)?/?>", re.I)
_MENTION = re.compile(r"<at(?:\s[^<>]*)?>(.*?)</at>", re.I | re.S)
_BETWEEN = re.compile(r"(</at>)[\s,]*(<at)", re.I)


class Unreadable(ValueError):
    """The body is no activity."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One activity. `who` is None when it does not say which person of which tenant sent it.

    `message` is the bot's own message whose button was pressed. `user` and
    `bot` are ids of Teams' own, good only for sending.
    """

    id: str
    type: str
    name: str
    channel: str
    service_url: str
    conversation: str
    personal: bool
    tenant: str
    who: Who | None
    user: str
    bot: str
    zone: str
    text: str = field(repr=False)
    value: Json | None = field(repr=False)
    message: str = ""
    action: str = ""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()


def read(body: bytes) -> Arrival:
    """The activity in a request's body. Raises `Unreadable`."""
    try:
        raw = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise Unreadable("not JSON") from fault
    if not isinstance(raw, dict):
        raise Unreadable("not an object")
    return _arrival(raw)


def _arrival(raw: Json) -> Arrival:
    type_ = _text(raw, "type")
    if type_ not in TYPES:
        raise Unreadable("no known type")
    conversation, sender, bot = (_part(raw, n) for n in ("conversation", "from", "recipient"))
    tenant, channel = _tenant(raw, conversation), _text(raw, "channelId")
    said = _text(raw, "id")
    if type_ in ("message", "invoke") and not said:
        raise Unreadable("no id")
    directory, bot_id = _text(sender, "aadObjectId"), _text(bot, "id")
    value = raw.get("value")
    return Arrival(
        id=_event_id(tenant, _text(conversation, "id"), said),
        type=type_,
        name=_text(raw, "name"),
        channel=channel,
        service_url=_text(raw, "serviceUrl"),
        conversation=_text(conversation, "id"),
        personal=_text(conversation, "conversationType") == "personal",
        tenant=tenant,
        who=Who(f"teams:{tenant}", directory) if tenant and directory else None,
        user=_text(sender, "id"),
        bot=bot_id,
        zone=_zone(raw),
        text=_typed(raw, bot_id),
        value=value if isinstance(value, dict) else None,
        message=_text(raw, "replyToId"),
        action=_text(raw, "action"),
        added=_ids(raw, "membersAdded"),
        removed=_ids(raw, "membersRemoved"),
    )


def _part(raw: Json, name: str) -> Json:
    given = raw.get(name)
    return given if isinstance(given, dict) else {}


def _text(raw: Json, name: str) -> str:
    """A short text of Teams' own. Anything else there makes the body unreadable."""
    given = raw.get(name)
    if given is None:
        return ""
    if not isinstance(given, str) or len(given) > _IDS or "\x00" in given:
        raise Unreadable(f"{name} is no short text")
    return given


def _tenant(raw: Json, conversation: Json) -> str:
    """The tenant, said in two places that must agree."""
    said = {
        _text(_part(_part(raw, "channelData"), "tenant"), "id"),
        _text(conversation, "tenantId"),
    } - {""}
    if len(said) > 1:
        raise Unreadable("two tenants")
    return next(iter(said), "")


def _event_id(tenant: str, conversation: str, said: str) -> str:
    """An id that is new for each activity, whatever characters Teams' own has."""
    if not said:
        return ""
    whole = "\n".join((tenant, conversation, said))
    return f"teams:{sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()[:40]}"


def _ids(raw: Json, name: str) -> tuple[str, ...]:
    given = raw.get(name)
    people = given if isinstance(given, list) else []
    return tuple(_text(each, "id") for each in people if isinstance(each, dict))


def _zone(raw: Json) -> str:
    """The sender's time zone, UTC when theirs is not known here."""
    try:
        said = _text(raw, "localTimezone")
        return ZoneInfo(said).key if said else "UTC"
    except (Unreadable, ZoneInfoNotFoundError, ValueError, OSError):
        return "UTC"


def _typed(raw: Json, bot: str) -> str:
    """What a person typed: the bot's name and markup taken away, people's names kept."""
    given = raw.get("text")
    if given is None:
        return ""
    if not isinstance(given, str):
        raise Unreadable("text is no text")
    ours = _names_of(raw, bot)

    def named(found: re.Match[str]) -> str:
        return " " if found[1].strip() in ours else f" {found[1]} "

    text = _MENTION.sub(named, _BETWEEN.sub(r"\1 and \2", given))
    text = html.unescape(_TAGS.sub(" ", text)).replace("\xa0", " ")
    return "".join(c for c in text if c == "\n" or c.isprintable()).strip()


def _names_of(raw: Json, bot: str) -> set[str]:
    """Under which names the bot was mentioned."""
    found = {_text(_part(raw, "recipient"), "name")} - {""}
    entities: Any = raw.get("entities")
    for each in entities if isinstance(entities, list) else ():
        if isinstance(each, dict) and each.get("type") == "mention":
            mentioned = _part(each, "mentioned")
            if bot and mentioned.get("id") == bot:
                found.add(str(mentioned.get("name", "")).strip())
                written = _MENTION.search(str(each.get("text", "")))
                found |= {written[1].strip()} if written else set()
    return found
