"""Thousands of hostile requests at the real endpoint: `python -m tests.adapters.teams.hostile`.

Bodies and tokens are bent by a seeded hand. Nothing is ever answered with a
5xx, and without a good token nothing reaches the core.
"""

import asyncio
import json
import random
import sys
from collections import Counter
from collections.abc import Callable
from typing import Any

from tests.adapters.teams.conftest import Teams, around
from tests.adapters.teams.microsoft import claims, token

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e308, "", "x" * 5_000, "\x00", "\ud800", "🧑‍⚕️" * 50, [], {}, [[]], {"a": 1},
    ["x", None, 7], {"id": {"id": []}}, "../../etc/passwd", "<script>", "{{DATE(x)}}", "'; DROP--",
)  # fmt: skip


def shapes(teams: Teams, dice: random.Random) -> dict[str, Any]:
    """A good activity of some kind, before it is bent."""
    press = {"do": dice.choice(["press", "open", "submit", "x"]), "action": "yes", "form": "ask"}
    data = press | {"target": "i-1", "many": ["days"], "files": {"f": ".csv"}, "field.days": "a,b"}
    kinds: list[dict[str, Any]] = [
        {"text": "<at>bot</at> join"},
        {"value": data},
        {"type": "invoke", "name": "adaptiveCard/action", "value": {"action": {"data": data}}},
        {"type": "invoke", "name": "task/fetch", "value": {"data": data}},
        {"type": "invoke", "name": "task/submit", "value": {"data": data}},
        {
            "type": "invoke",
            "name": "application/search",
            "value": {"queryText": "sep", "dataset": "interests"},
        },
        {"type": "installationUpdate", "action": "add"},
        {"type": "conversationUpdate", "membersRemoved": [{"id": "28:x"}]},
        {"text": "x", "entities": [{"type": "mention", "mentioned": {"id": "x"}, "text": "<at>"}]},
    ]
    return teams.activity(**dice.choice(kinds))


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


def raw(body: Any, dice: random.Random) -> bytes:
    """The body as bytes, at times torn."""
    written = json.dumps(body).encode()
    torn: list[Callable[[], bytes]] = [
        lambda: written[: dice.randrange(len(written) + 1)],
        lambda: b"\xff" + written,
        lambda: written + written,
        lambda: b"[" * dice.randrange(1, 3_000),
    ]
    return dice.choice(torn)() if dice.random() < 0.15 else written


def authorization(dice: random.Random, good: str) -> tuple[str | None, bool]:
    """An authorisation, and whether it is a good one."""
    if dice.random() < 0.5:
        return f"Bearer {good}", True
    cut = dice.randrange(len(good))
    bad: list[str | None] = [
        None,
        "",
        "Bearer",
        f"Bearer {good[:cut]}",
        f"Bearer {good[:cut]}A{good[cut:]}",
        f"bearer {'.'.join(reversed(good.split('.')))}",
        f"Bearer {token(claims(aud=dice.choice(['x', 'é', ''])))}",
        f"Bearer {token(key='stranger')}",
        f"Bearer {token(alg='none')}",
        f"Negotiate {good}",
        "Bearer \u00e9.\u00e9.\u00e9",
    ]
    return dice.choice(bad), False


async def attack(teams: Teams, count: int, seed: int = 1) -> Counter[int]:
    """How often each status was answered. Raises `AssertionError` at the first breach."""
    dice, statuses, good = random.Random(seed), Counter[int](), token()
    for number in range(count):
        body = shapes(teams, dice)
        for _ in range(dice.randrange(3)):
            body = bend(body, dice)
        header, is_good = authorization(dice, good)
        before = len(teams.core.events), len(teams.connector.taken), len(teams.memory.references)
        status, _ = await teams.knock(raw(body, dice), header)
        statuses[status] += 1
        assert status < 500, f"request {number} of seed {seed}: {status}"
        if not is_good:
            after = len(teams.core.events), len(teams.connector.taken), len(teams.memory.references)
            assert status in (400, 401), f"request {number} of seed {seed}: let in with {status}"
            assert before == after, f"request {number} of seed {seed} reached the core"
    return statuses


async def main(count: int) -> None:
    """Attack, and print what was answered."""
    async with around() as teams:
        print(dict(sorted((await attack(teams, count)).items())))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000))
