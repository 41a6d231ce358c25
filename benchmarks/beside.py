"""The two processes that a load talks to: the real server, and a Slack on loopback beside it.

python -m benchmarks.beside slack PEOPLE
python -m benchmarks.beside serve http://127.0.0.1:PORT
"""

import asyncio
import contextlib
import sys
from collections import Counter
from datetime import UTC, datetime
from functools import partial

from aiohttp import web

from adapters.cli import main as coffee_rounds
from adapters.platforms import slack as platform
from adapters.slack.listening import Listening
from tests.adapters.slack.fake_slack import FakeSlack, Json

HELD = 2_000
"""Calls, views and homes that are remembered, so that this Slack stays small."""


def user(number: int) -> str:
    """The Slack id of the member of that number."""
    return f"U{number:06}"


def noon() -> str:
    """A time zone where it is about noon: members there may be written to."""
    return f"Etc/GMT{datetime.now(UTC).hour - 12:+d}"


class Beside(FakeSlack):
    """Counts what it is told, and forgets it. `/counts` says how much that was."""

    def __init__(self, people: int) -> None:
        super().__init__()
        self.counted: Counter[str] = Counter()
        self.server.app.router.add_get("/counts", self._counts)
        for number in range(people):
            self.person(user(number), f"Robin {number}")["tz"] = noon()

    async def _api(self, request: web.Request) -> web.StreamResponse:
        answer = await super()._api(request)
        self.counted[request.match_info["method"]] += 1
        for each in (self.calls, self.views, self.homes, self.messages, self._used):
            if len(each) > HELD:
                each.clear()
        return answer

    async def _hook(self, request: web.Request) -> web.Response:
        answer = await super()._hook(request)
        self.counted["hook"] += 1
        self.hooked.clear()
        return answer

    def _chat_postMessage(self, sent: Json) -> Json:  # noqa: N802 Slack's name
        if sent.get("metadata"):
            self.counted["delivered"] += 1
        return super()._chat_postMessage(sent)

    def _chat_update(self, sent: Json) -> Json:
        return {"channel": sent["channel"], "ts": sent["ts"]}

    async def _counts(self, _: web.Request) -> web.Response:
        return web.json_response(self.counted)


async def slack(people: int) -> None:
    """A workspace of that many, until the process is ended; says where it is."""
    beside = Beside(people)
    await beside.start()
    print(str(beside.server.make_url("/")).rstrip("/"), flush=True)
    await asyncio.Event().wait()


def serve(address: str) -> None:
    """`coffee-rounds serve`, with Slack's addresses on loopback and nothing else changed."""
    platform.BASE_URL = f"{address}/api/"
    platform.Listening = partial(Listening, may_post_to=lambda url: url == f"{address}/hook")
    sys.argv = ["coffee-rounds", "serve"]
    coffee_rounds()


if __name__ == "__main__":
    what, given = sys.argv[1:]
    with contextlib.suppress(KeyboardInterrupt):
        serve(given) if what == "serve" else asyncio.run(slack(int(given)))
