"""SIGKILL at random moments and at every named point, over both databases."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.crash.points import POINTS

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[2]


def run(module: str, *arguments: str) -> dict[str, object]:
    """What the module printed: one process of its own, that nothing was imported into."""
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", f"tests.crash.{module}", *arguments],
        capture_output=True,
        text=True,
        cwd=ROOT,
        timeout=400,
        check=False,
    )
    assert done.stdout, done.stderr
    result: dict[str, object] = json.loads(done.stdout)
    return result


def test_two_hundred_kills(database_url: str) -> None:
    result = run("torture", "--kills", "200", "--url", database_url, "--seed", "7")
    assert result["violations"] == []
    assert result["kills"] == 200
    states = result["states"]
    assert isinstance(states, dict)
    assert states["sent"] >= 100, f"too little was going on: {result}"


def test_every_point(database_url: str) -> None:
    wrong = run("points", "--url", database_url)
    assert set(wrong) == set(POINTS)
    assert {point: what for point, what in wrong.items() if what} == {}
