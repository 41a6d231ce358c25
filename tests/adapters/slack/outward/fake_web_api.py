"""A small Slack on this machine: its Web API as far as the bot calls it, and its bad days."""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

Json = dict[str, Any]


@dataclass(frozen=True)
class Trouble:
    """What goes wrong once: before the work is done, or after it with `done`."""

    code: str = ""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    body: str | None = None
    drop: bool = False
    hang: bool = False
    done: bool = False


@dataclass
class FakeSlack:
    """Conversations, people, installations; `called` is every call that came in, with its form."""

    url: str = ""
    users: list[Json] = field(default_factory=list)
    profiles: dict[str, Json] = field(default_factory=dict)
    teams: list[Json] = field(default_factory=list)
    messages: dict[str, list[Json]] = field(default_factory=lambda: defaultdict(list))
    called: list[tuple[str, Json]] = field(default_factory=list)
    troubles: dict[str, list[Trouble]] = field(default_factory=lambda: defaultdict(list))
    me: Json = field(default_factory=dict)
    scopes: str = ""
    date: str = ""
    codes: dict[str, Json] = field(default_factory=dict)
    refreshes: dict[str, Json] = field(default_factory=dict)
    slow: float = 0.0
    page: int = 200

    def goes_wrong(self, method: str, *troubles: Trouble) -> None:
        """The next calls of that method end so, one after the other."""
        self.troubles[method].extend(troubles)

    def calls(self, method: str) -> list[Json]:
        return [form for name, form in self.called if name == method]

    def answer(self, method: str, form: Json, token: str) -> Json:
        name = "on_" + method.replace(".", "_").lower()
        reply: Callable[[Json], Json] = getattr(self, name)
        return reply(form)

    def on_auth_test(self, form: Json) -> Json:
        usual = {"ok": True, "team": "Hospital", "team_id": "T1", "user_id": "UBOT", "bot_id": "B1"}
        return usual | self.me

    def on_conversations_open(self, form: Json) -> Json:
        users = sorted(form["users"].split(","))
        return {"ok": True, "channel": {"id": ("D" if len(users) == 1 else "G") + "".join(users)}}

    def on_chat_postmessage(self, form: Json) -> Json:
        channel = form["channel"]
        if channel.startswith(("U", "W")):
            channel = "D" + channel
        ts = f"{1_700_000_000 + len(self.messages[channel])}.000100"
        message = {"ts": ts, "text": form["text"], "metadata": form["metadata"]}
        self.messages[channel].append(message)
        return {"ok": True, "channel": channel, "ts": ts}

    def on_conversations_history(self, form: Json) -> Json:
        every = self.messages[form["channel"]][::-1]
        return self._page("messages", every, form)

    def on_users_list(self, form: Json) -> Json:
        team = form.get("team_id")
        every = [u for u in self.users if team is None or team in _teams(u)]
        return self._page("members", every, form)

    def on_users_profile_get(self, form: Json) -> Json:
        return {"ok": True, "profile": self.profiles.get(form["user"], {})}

    def on_auth_teams_list(self, form: Json) -> Json:
        return self._page("teams", self.teams, form)

    def on_auth_revoke(self, form: Json) -> Json:
        return {"ok": True, "revoked": True}

    def on_oauth_v2_access(self, form: Json) -> Json:
        """A code or a refresh token works once."""
        if form.get("grant_type") == "refresh_token":
            return self.refreshes.pop(form["refresh_token"], _no("invalid_refresh_token"))
        return self.codes.pop(form["code"], _no("invalid_code"))

    def _page(self, name: str, every: list[Json], form: Json) -> Json:
        start = int(form.get("cursor") or 0)
        end = start + min(self.page, int(form.get("limit") or self.page))
        more = str(end) if end < len(every) else ""
        return {
            "ok": True,
            name: every[start:end],
            "has_more": bool(more),
            "response_metadata": {"next_cursor": more},
        }

    async def handle(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        form = dict(request.query) | await _form(request)
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        self.called.append((method, form | {"token": token}))
        if self.slow:
            await asyncio.sleep(self.slow)
        trouble = self.troubles[method].pop(0) if self.troubles[method] else None
        if trouble is None:
            return self._json(self.answer(method, form, token))
        if trouble.done:
            self.answer(method, form, token)
        if trouble.hang:
            await asyncio.sleep(60)
        if trouble.drop:
            assert request.transport is not None
            request.transport.abort()
        if trouble.body is not None:
            return web.Response(text=trouble.body, status=trouble.status, content_type="text/html")
        return self._json(_no(trouble.code), trouble.status, trouble.headers)

    def _json(
        self, body: Json, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> web.Response:
        more = {"x-oauth-scopes": self.scopes} | ({"Date": self.date} if self.date else {})
        return web.json_response(body, status=status, headers=more | dict(headers or {}))


async def _form(request: web.Request) -> Json:
    """What was sent: the SDK sends blocks as JSON, and all else as a form."""
    if request.content_type == "application/json":
        return json.loads(await request.read())
    return dict(await request.post())


def _no(code: str) -> Json:
    return {"ok": False, "error": code}


def _teams(user: Json) -> set[str]:
    return {user["team_id"], *(user.get("enterprise_user") or {}).get("teams", ())}


@asynccontextmanager
async def fake_slack() -> AsyncIterator[FakeSlack]:
    """The fake, listening; its `url` is where the Web API is."""
    slack = FakeSlack()
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.handle)
    runner = web.AppRunner(app, shutdown_timeout=0, handler_cancellation=True)
    await runner.setup()
    try:
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        slack.url = f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
        yield slack
    finally:
        await runner.cleanup()
