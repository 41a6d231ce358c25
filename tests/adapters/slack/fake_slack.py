"""A small Slack of our own: it signs what it sends, and answers the Web API.

It remembers messages, views and homes, and can be told to answer with errors,
429 and Retry-After, or to drop the connection before or after it took a call.
"""

import hashlib
import hmac
import itertools
import json
import time
from collections import defaultdict, deque
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from aiohttp import ClientSession, web
from aiohttp.test_utils import TestServer

SECRET = "8f742231b10e8888abcd99yyyzzz85a5"
TEAM, APP, BOT = "T0HOSPITAL", "A0COFFEE", "U0COFFEE"
COMMAND = "/coffee"
Json = dict[str, Any]


@dataclass(frozen=True)
class Trouble:
    """What happens to one call: an error's name, a wait, or a dropped connection."""

    error: str = ""
    retry_after: int = 0
    drop_before: bool = False
    drop_after: bool = False


@dataclass
class Message:
    """A message as Slack keeps it."""

    channel: str
    ts: str
    body: Json


@dataclass
class Call:
    """One call of the Web API."""

    method: str
    sent: Json


class FakeSlack:
    """The Web API on a loopback port, and the sender of signed requests."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        self.messages: list[Message] = []
        self.views: dict[str, Json] = {}
        self.homes: dict[str, Json] = {}
        self.hooked: list[Json] = []
        self.people: dict[str, Json] = {}
        self.files: dict[str, bytes] = {}
        self.troubles: defaultdict[str, deque[Trouble]] = defaultdict(deque)
        self._numbers = itertools.count(1)
        self._used: set[str] = set()
        app = web.Application(client_max_size=2**24)
        app.router.add_route("*", "/api/{method}", self._api)
        app.router.add_post("/hook", self._hook)
        app.router.add_get("/file/{name}", self._file)
        self.server = TestServer(app)

    async def start(self) -> None:
        await self.server.start_server()

    async def close(self) -> None:
        await self.server.close()

    @property
    def api(self) -> str:
        return str(self.server.make_url("/api/"))

    @property
    def hook(self) -> str:
        return str(self.server.make_url("/hook"))

    def number(self) -> int:
        return next(self._numbers)

    def person(self, user: str, name: str = "", **profile: str) -> Json:
        """Someone in the directory."""
        known = {
            "id": user,
            "team_id": TEAM,
            "name": user.lower(),
            "tz": "America/New_York",
            "locale": "en-US",
            "profile": {"real_name": name or user, "first_name": (name or user).split()[0]}
            | profile,
        }
        self.people[user] = known
        return known

    def told(self, user: str) -> list[Message]:
        """What was posted to that user's own conversation."""
        return [each for each in self.messages if each.channel == dm(user)]

    # What the bot calls.

    async def _api(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        sent = await _sent(request)
        trouble = self.troubles[method].popleft() if self.troubles[method] else Trouble()
        if trouble.drop_before:
            request.transport.close()
            return web.Response()
        if trouble.retry_after:
            headers = {"Retry-After": str(trouble.retry_after)}
            limited = {"ok": False, "error": "ratelimited"}
            return web.json_response(limited, status=429, headers=headers)
        self.calls.append(Call(method, sent))
        if trouble.error:
            return web.json_response({"ok": False, "error": trouble.error})
        answer = getattr(self, "_" + method.replace(".", "_"), _ok)(sent)
        if trouble.drop_after:
            request.transport.close()
        return web.json_response({"ok": True} | answer if "error" not in answer else answer)

    def _auth_test(self, sent: Json) -> Json:
        return {
            "team_id": TEAM,
            "user_id": BOT,
            "bot_id": "B0COFFEE",
            "url": "https://h.slack.com/",
        }

    def _chat_postMessage(self, sent: Json) -> Json:  # noqa: N802 Slack's name
        channel = dm(sent["channel"]) if sent["channel"].startswith("U") else sent["channel"]
        kept = Message(channel, self._ts(), sent)
        self.messages.append(kept)
        return {"channel": channel, "ts": kept.ts}

    def _chat_update(self, sent: Json) -> Json:
        for each in self.messages:
            if (each.channel, each.ts) == (sent["channel"], sent["ts"]):
                each.body = each.body | sent
                return {"channel": each.channel, "ts": each.ts}
        return _error("message_not_found")

    def _views_open(self, sent: Json) -> Json:
        if sent["trigger_id"] in self._used:
            return _error("exchanged_trigger_id")
        if sent["trigger_id"].startswith("old"):
            return _error("expired_trigger_id")
        self._used.add(sent["trigger_id"])
        id_ = f"V{self.number()}"
        self.views[id_] = sent["view"]
        return {"view": {"id": id_}}

    def _views_update(self, sent: Json) -> Json:
        self.views[sent["view_id"]] = sent["view"]
        return {"view": {"id": sent["view_id"]}}

    def _views_publish(self, sent: Json) -> Json:
        self.homes[sent["user_id"]] = sent["view"]
        return {"view": {"id": "VHOME"}}

    def _users_info(self, sent: Json) -> Json:
        known = self.people.get(str(sent["user"]))
        return {"user": known} if known else _error("user_not_found")

    def _users_list(self, sent: Json) -> Json:
        everyone = sorted(self.people.values(), key=lambda each: each["id"])
        start, size = int(sent.get("cursor") or 0), int(sent.get("limit", 200))
        after = start + size
        cursor = str(after) if after < len(everyone) else ""
        return {
            "members": everyone[start:after],
            "response_metadata": {"next_cursor": cursor},
        }

    def _conversations_open(self, sent: Json) -> Json:
        users = str(sent.get("users", "")).split(",")
        id_ = dm(users[0]) if len(users) == 1 else "G" + "".join(sorted(users))
        return {"channel": {"id": id_}}

    def _conversations_history(self, sent: Json) -> Json:
        mine = [each for each in self.messages if each.channel == sent["channel"]]
        found = [
            {"ts": each.ts, "user": BOT, "metadata": _object(each.body.get("metadata"))}
            for each in reversed(mine)
        ]
        return {"messages": found[: int(sent.get("limit", 100))], "has_more": False}

    async def _hook(self, request: web.Request) -> web.Response:
        self.hooked.append(await request.json())
        return web.Response(text="ok")

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=self.files[request.match_info["name"]])

    def _ts(self) -> str:
        return f"1774000000.{self.number():06}"

    # What Slack sends.

    def command(self, user: str, words: str, **more: str) -> Json:
        trigger = f"trigger{self.number()}"
        return {
            "command": COMMAND,
            "text": words,
            "team_id": TEAM,
            "user_id": user,
            "channel_id": "C0WARD",
            "trigger_id": trigger,
            "response_url": self.hook,
            "api_app_id": APP,
        } | more

    def press(self, user: str, action_id: str, value: str = "", **more: Any) -> Json:
        """A click on a message in the user's own conversation, unless `more` says otherwise."""
        stamp = {"message_ts": "1774000000.000001", "channel_id": dm(user)}
        return {
            "type": "block_actions",
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "api_app_id": APP,
            "trigger_id": f"trigger{self.number()}",
            "response_url": self.hook,
            "container": {"type": "message", "is_ephemeral": False} | stamp,
            "actions": [
                {
                    "type": "button",
                    "block_id": "b",
                    "action_id": action_id,
                    "value": value,
                    "action_ts": f"{self.number()}",
                }
            ],
        } | more

    def submission(self, user: str, view: Json, typed: Json) -> Json:
        """A modal as it stands, sent with these states of its inputs, by field."""
        state = {
            block["block_id"]: {block["element"]["action_id"]: _as_shown(block["element"])}
            for block in view["blocks"]
            if block["type"] == "input"
        }
        for field, element in typed.items():
            block = next(each for each in state if f"{each}.".startswith(f"{field}."))
            action = next(iter(state[block]))
            state[block] = {action: element}
        sent = view | {"id": f"V{self.number()}", "team_id": TEAM, "state": {"values": state}}
        return {
            "type": "view_submission",
            "team": {"id": TEAM},
            "user": {"id": user, "team_id": TEAM},
            "api_app_id": APP,
            "trigger_id": f"trigger{self.number()}",
            "view": sent,
        }

    def event(self, event: Json, id_: str = "") -> Json:
        return {
            "type": "event_callback",
            "team_id": TEAM,
            "api_app_id": APP,
            "event_id": id_ or f"Ev{self.number()}",
            "event_time": int(time.time()),
            "event": event,
            "authorizations": [{"team_id": TEAM, "user_id": BOT, "is_bot": True}],
        }


def body_of(sent: Json) -> tuple[bytes, str]:
    """A payload as Slack writes it on the wire, and its content type."""
    if sent.get("type") in ("event_callback", "url_verification"):
        return json.dumps(sent).encode(), "application/json"
    if "command" in sent:
        return urlencode(sent).encode(), "application/x-www-form-urlencoded"
    return urlencode({"payload": json.dumps(sent)}).encode(), "application/x-www-form-urlencoded"


def signed(body: bytes, content: str, secret: str = SECRET, at: float | None = None) -> Json:
    """The headers of a request that Slack signed."""
    stamp = str(int(time.time() if at is None else at))
    base = b"v0:" + stamp.encode() + b":" + body
    signature = hmac.new(secret.encode(), base, hashlib.sha256).hexdigest()
    return {
        "Content-Type": content,
        "X-Slack-Request-Timestamp": stamp,
        "X-Slack-Signature": f"v0={signature}",
    }


async def send(session: ClientSession, url: str, sent: Json) -> tuple[int, Json]:
    """Send it as Slack does; the status, and what the bot acknowledged it with."""
    body, content = body_of(sent)
    async with session.post(url, data=body, headers=signed(body, content)) as answer:
        text = await answer.text()
        return answer.status, json.loads(text) if text.startswith("{") else {}


def dm(user: str) -> str:
    """The id of a user's own conversation with the bot."""
    return "D" + user.removeprefix("U")


async def _sent(request: web.Request) -> Json:
    if request.content_type == "application/json":
        given: Json = await request.json()
        return given
    form = dict(await request.post()) | dict(request.query)
    return {name: _object(value) for name, value in form.items()}


def _object(value: Any) -> Any:
    if isinstance(value, str) and value[:1] in "{[":
        return json.loads(value)
    return value


def _as_shown(element: Json) -> Json:
    """What an input holds if nobody touches it."""
    if "initial_options" in element:
        return {"type": element["type"], "selected_options": element["initial_options"]}
    if "initial_option" in element:
        return {"type": element["type"], "selected_option": element["initial_option"]}
    return {"type": element["type"], "value": element.get("initial_value")}


def _ok(sent: Json) -> Json:
    return {}


def _error(name: str) -> Json:
    return {"ok": False, "error": name}
