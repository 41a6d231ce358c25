"""Thousands of hostile requests at the real endpoint: `python -m tests.adapters.slack.hostile`.

Bodies and signatures are bent by a seeded hand. Nothing is ever answered with a
5xx, and without a good signature nothing reaches the core.
"""

import asyncio
import json
import random
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from adapters.slack import render
from bot.words import Voice, choosing
from bot.words.gallery import ANA
from tests.adapters.slack.conftest import PLACE, Slack, around
from tests.adapters.slack.fake_slack import Json, body_of, signed
from tests.stories.hospital import Hospital

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, "", "x" * 5_000, "\x00", "🧑‍⚕️" * 50, [], {}, [[]], {"a": 1},
    ["x", None, 7], {"id": {"id": []}}, "../../etc/passwd", "<!channel>", "press..", "press.yes",
)  # fmt: skip
CONTENT = ("application/json", "application/x-www-form-urlencoded", "text/plain", "multipart/x", "")
HEADERS = ("X-Slack-Request-Timestamp", "X-Slack-Signature")


def shapes(slack: Slack, dice: random.Random) -> Json:
    """A good payload of some kind, before it is bent."""
    fake, user = slack.fake, dice.choice(["U1ANA", "U2BEN", "U9GONE"])
    view = render.form(choosing.profile(Voice(), ANA, joining=True), {"channel": "D1"})
    kinds = [
        lambda: fake.command(user, dice.choice(["join", "home", "budget 3", "pause", "x" * 4_000])),
        lambda: fake.press(user, dice.choice(["press.yes.0.0", "press.home.1.1", "link.0", "x"])),
        lambda: fake.submission(user, view, {}),
        lambda: fake.event({"type": "message", "channel_type": "im", "user": user, "text": "hi"}),
        lambda: fake.event({"type": "app_home_opened", "user": user, "tab": "home"}),
        lambda: fake.event({"type": "user_change", "user": {"id": user, "profile": {}}}),
        lambda: fake.event({"type": "reaction_added", "user": user}),
        lambda: {"type": "url_verification", "challenge": "c"},
        lambda: {
            "type": "block_suggestion",
            "team": {"id": "T"},
            "user": {"id": user},
            "value": "x",
        },
        lambda: {
            "type": "shortcut",
            "callback_id": "home",
            "team": {"id": "T"},
            "user": {"id": user},
        },
    ]
    return dice.choice(kinds)()


def bend(body: Any, dice: random.Random) -> Any:
    """The same with something odd at one place, however deep."""
    if isinstance(body, dict) and body and dice.random() < 0.9:
        name = dice.choice(sorted(body))
        if dice.random() < 0.1:
            return {k: v for k, v in body.items() if k != name}
        return {**body, name: bend(body[name], dice)}
    if isinstance(body, list) and body and dice.random() < 0.7:
        return [bend(body[0], dice), *body[1:]]
    return dice.choice(ODD)


def raw(body: Any, dice: random.Random) -> tuple[bytes, str]:
    """The body as bytes and its content type, at times torn or of another type."""
    try:
        written, content = body_of(body)
    except (AttributeError, TypeError, UnicodeEncodeError):
        written, content = urlencode({"payload": json.dumps(body)}).encode(), CONTENT[1]
    if dice.random() < 0.2:
        torn = [
            written[: dice.randrange(len(written) + 1)],
            b"\xff" + written,
            written + written,
            b"[" * dice.randrange(1, 3_000),
            b"payload=" + b"[" * 3_000,
        ]
        written = dice.choice(torn)
    return written, dice.choice(CONTENT) if dice.random() < 0.1 else content


def headers(body: bytes, content: str, dice: random.Random) -> tuple[Json, bool]:
    """Headers, and whether the signature is good."""
    good = signed(body, content)
    if dice.random() < 0.6:
        return good, True
    stamp, signature = HEADERS
    bad = [
        {"Content-Type": content},
        signed(body, content, "guess"),
        signed(body, content, at=time.time() - 400),
        signed(body + b" ", content),
        good | {signature: good[signature][: dice.randrange(60)]},
        good | {stamp: dice.choice(["", "x", "-1", "1e9", "9" * 30])},
    ]
    return dice.choice(bad), False


async def attack(slack: Slack, count: int, seed: int = 1) -> Counter[int]:
    """How often each status was answered. Raises `AssertionError` at the first breach."""
    dice, statuses = random.Random(seed), Counter[int]()
    for number in range(count):
        body = shapes(slack, dice)
        for _ in range(dice.randrange(3)):
            body = bend(body, dice)
        written, content = raw(body, dice)
        signed_by, is_good = headers(written, content, dice)
        before = len(slack.core.events), len(slack.fake.calls)
        async with slack.here.session.post(slack.url, data=written, headers=signed_by) as answer:
            statuses[answer.status] += 1
            assert answer.status < 500, f"request {number} of seed {seed}: {answer.status}"
        await slack.ears.settled()
        if not is_good:
            after = len(slack.core.events), len(slack.fake.calls)
            assert answer.status in (400, 401), f"request {number} of seed {seed} was let in"
            assert before == after, f"request {number} of seed {seed} reached the core"
    return statuses


async def main(count: int) -> None:
    """Attack, and print what was answered."""
    with tempfile.TemporaryDirectory() as folder:
        hospital = Hospital(Path(folder))
        with hospital.store.writing() as tx:
            tx.save_place(PLACE)
        async with around(hospital.app, hospital.store.inbox, lambda: hospital.now) as slack:
            print(dict(sorted((await attack(slack, count)).items())))
        hospital.close()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
