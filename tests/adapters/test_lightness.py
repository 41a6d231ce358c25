"""Commands that only look import nothing that serves, draws, matches or migrates."""

import subprocess
import sys
from pathlib import Path

import pytest

HEAVY = (
    "aiohttp",
    "alembic",
    "apscheduler",
    "botbuilder",
    "jinja2",
    "matplotlib",
    "numpy",
    "scipy",
)


def loaded(words: str) -> set[str]:
    """Which heavy libraries are loaded once the command line for these words is put together."""
    code = (
        "import sys; from adapters.cli import command_line;"
        f"command_line({words!r}); print(*sys.modules)"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ran.stdout.split()) & set(HEAVY)


@pytest.mark.parametrize("words", ["db", "doctor", "member", "roster", "round"])
def test_a_command_that_looks_loads_nothing_heavy(words: str) -> None:
    assert loaded(words) == set()


def test_what_serves_loads_what_serving_takes() -> None:
    assert {"aiohttp", "apscheduler"} <= loaded("serve")
