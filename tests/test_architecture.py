"""The house rules that no import contract can say."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
CORE = sorted((ROOT / "bot").rglob("*.py"))
CLOCKS_AND_DICE = {
    ("datetime", "now"),
    ("datetime", "utcnow"),
    ("datetime", "today"),
    ("date", "today"),
    ("time", "time"),
    ("uuid", "uuid4"),
    ("uuid", "uuid1"),
    ("os", "environ"),
    ("os", "urandom"),
}
AT_HOME = {
    ".ci", ".gitattributes", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "NOTICE",
    "README.md", "adapters",
    "benchmarks", "bot", "docs", "manifest.yml", "pyproject.toml", "requirements", "storage",
    "tests",
}  # fmt: skip


def tracked() -> list[str]:
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:
        pytest.skip("not a git checkout, so there is no list of tracked files")
    return listed.stdout.split("\n")[:-1]


def test_the_import_contracts_hold():
    linted = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command as c; c()"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert linted.returncode == 0, linted.stdout + linted.stderr


@pytest.mark.parametrize("path", CORE, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_core_has_no_clock_and_no_dice(path):
    tree = ast.parse(path.read_text(encoding="utf-8"))
    used = {
        (node.value.id, node.attr)
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert used & CLOCKS_AND_DICE == set()


def test_every_module_says_what_it_is_for():
    bare = [
        path
        for room in ("bot", "adapters", "storage")
        for path in (ROOT / room).rglob("*.py")
        if "versions" not in path.parts
        and (text := path.read_text(encoding="utf-8").strip())
        and not ast.get_docstring(ast.parse(text))
    ]
    assert bare == []


def test_nothing_stands_at_the_top_that_does_not_belong_there():
    assert {Path(name).parts[0] for name in tracked()} - AT_HOME == set()


def test_no_room_is_for_odds_and_ends():
    odd = {"utils", "helpers", "helper", "common", "base", "manager", "misc"}
    assert [n for n in tracked() if n.endswith(".py") and Path(n).stem in odd] == []


def test_no_package_index_and_no_machine_path_is_named():
    hosts = (
        "pypi" + ".org",
        "pythonhosted" + ".org",
        "npmjs" + ".org",
        "/ro" + "ot/",
        "/wo" + "rk/",
    )
    found = [
        (name, host)
        for name in tracked()
        if (ROOT / name).suffix not in (".png", ".gz", ".csv") and (ROOT / name).is_file()
        for host in hosts
        if host in (ROOT / name).read_text(encoding="utf-8", errors="ignore")
    ]
    assert found == []


def test_the_lock_files_pin_every_package_by_hash():
    for lock in (ROOT / "requirements").glob("*.lock"):
        entries = lock.read_text(encoding="utf-8").replace("\\\n", " ").splitlines()
        pinned = [e for e in entries if e and not e.lstrip().startswith("#")]
        assert pinned
        assert [e for e in pinned if "==" not in e or "--hash=sha256:" not in e] == []
