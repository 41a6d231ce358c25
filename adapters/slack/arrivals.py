"""What a signed body holds: who acted, where, by which id. Pure.

Who and where come from the payload that Slack signed, and from nowhere else.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final
from urllib.parse import parse_qs

from bot.events import Who
from bot.privacy import patient_clue

BODY_LIMIT: Final = 512 * 1024
"""Bytes of one request (S3)."""

TYPED = ("text", "value")
"""Names under which Slack sends what a person typed."""

UNANSWERED: Final = frozenset({"ssl_check", "url_verification", "block_suggestion"})
"""What asks for nothing to be done, and is not kept."""


class Unreadable(ValueError):
    """A body that Slack would not send."""


@dataclass(frozen=True, slots=True)
class Arrival:
    """One request of Slack's, read. `id` is the same for the same delivery again."""

    id: str
    kind: str
    who: Who | None
    payload: Mapping[str, Any] = field(repr=False)

    @property
    def typed(self) -> str:
        """All that people typed in it, for the patient-information guard alone."""
        return "\n".join(_typed(self.payload))

    @property
    def safe(self) -> bool:
        """Whether it may be kept until it is answered."""
        return patient_clue(self.typed) is None


def read(body: str, content_type: str) -> Arrival:
    """The arrival in a body. Raises `Unreadable` for what Slack would not send."""
    if content_type == "application/json":
        return _event(_object(body))
    if content_type != "application/x-www-form-urlencoded":
        raise Unreadable("only JSON and forms are understood")
    sent = {name: values[0] for name, values in parse_qs(body, keep_blank_values=True).items()}
    if "payload" in sent:
        return _interaction(_object(sent["payload"]))
    if "command" in sent:
        return _command(sent)
    if sent.get("ssl_check") == "1":
        return Arrival("", "ssl_check", None, sent)
    raise Unreadable("neither a command nor a payload")


def place_of(team: str) -> str:
    """The id of a workspace's place, or of an organisation's."""
    return f"slack:{team}"


def team_of(place: str) -> str:
    """The workspace's id in its place's id."""
    return place.removeprefix("slack:")


def home_of(sent: Mapping[str, Any]) -> str:
    """Whose installation a payload is for: the organisation's, if it is for all of one's teams.

    Empty when it does not say. People have one id in all teams of an organisation.
    """
    given = sent.get("authorizations")
    first = given[0] if isinstance(given, list) and given and isinstance(given[0], dict) else {}
    whole = (sent.get("is_enterprise_install"), first.get("is_enterprise_install"))
    organisation = (
        sent.get("enterprise_id"),
        _inside(sent, "enterprise").get("id"),
        first.get("enterprise_id"),
    )
    team = (
        sent.get("team_id"),
        _inside(sent, "team").get("id"),
        _inside(sent, "user").get("team_id"),
    )
    homes = (*organisation, *team) if "true" in whole or True in whole else team
    return next((each for each in homes if isinstance(each, str) and each), "")


def _command(sent: Mapping[str, str]) -> Arrival:
    who = _who(home_of(sent), sent.get("user_id"))
    return Arrival(_digest("command", sent.get("trigger_id", "")), "command", who, sent)


def _interaction(sent: dict[str, Any]) -> Arrival:
    kind, user = sent.get("type"), _inside(sent, "user")
    if not isinstance(kind, str) or not kind:
        raise Unreadable("a payload without a type")
    who = _who(home_of(sent), user.get("id"))
    stamp = json.dumps(
        [sent.get("trigger_id"), sent.get("actions"), _inside(sent, "view").get("id")],
        sort_keys=True,
    )
    return Arrival(_digest(kind, stamp), kind, who, sent)


def _event(sent: dict[str, Any]) -> Arrival:
    if sent.get("type") == "url_verification":
        return Arrival("", "url_verification", None, sent)
    event, id_ = _inside(sent, "event"), sent.get("event_id")
    if sent.get("type") != "event_callback" or not isinstance(id_, str) or not event:
        raise Unreadable("an event without an id")
    user = event.get("user")
    user = user.get("id") if isinstance(user, dict) else user
    kind = event.get("type")
    if not isinstance(kind, str):
        raise Unreadable("an event without a type")
    return Arrival(_digest("event", id_), kind, _who(home_of(sent), user), sent)


def _who(team: object, user: object) -> Who | None:
    if isinstance(team, str) and isinstance(user, str) and team and user:
        return Who(place_of(team), user)
    return None


def _digest(kind: str, of: str) -> str:
    return f"slack:{kind}:{hashlib.sha256(of.encode()).hexdigest()[:32]}"


def _object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as fault:
        raise Unreadable("not JSON") from fault
    if not isinstance(found, dict):
        raise Unreadable("not a JSON object")
    return found


def _inside(sent: Mapping[str, Any], name: str) -> dict[str, Any]:
    found = sent.get(name)
    return found if isinstance(found, dict) else {}


def _typed(sent: object, name: str = "") -> Iterator[str]:
    if isinstance(sent, Mapping):
        for key, value in sent.items():
            yield from _typed(value, key)
    elif isinstance(sent, list):
        for value in sent:
            yield from _typed(value, name)
    elif isinstance(sent, str) and name in TYPED:
        yield sent
