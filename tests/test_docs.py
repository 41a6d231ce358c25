"""What the documents say is true: the transcript, the commands, the links, the settings."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bot import config
from bot.events import NotUnderstood, parse
from bot.roster import COLUMNS
from bot.setting_values import PREFIX
from tests.stories.hospital import Hospital

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]


def transcript() -> list[tuple[str, list[str]]]:
    """The README's scenes: a line that says who does what, then what is seen."""
    block = next(b for b in re.findall(r"```text\n(.*?)```", README, re.S) if "→ Ana" in b)
    scenes: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("    "):
            scenes[-1][1].append(line.strip())
        elif line:
            scenes.append((line, []))
    return scenes


def test_the_transcript_happens_as_it_is_written(tmp_path):
    hospital = Hospital(tmp_path)
    hospital.add("Ana Díaz", "sepsis-improvement", curious="quality-improvement")
    hospital.add("Ben Stone", "sepsis-improvement", offers="quality-improvement")
    hospital.run_round()
    scenes = transcript()
    assert len(scenes) == 5
    for scene, lines in scenes:
        seen = act(hospital, scene)
        at = 0
        for line in lines:
            assert line in seen[at:], f"{scene}: {line!r} is not in\n{seen[at:]}"
            at = seen.index(line, at)
    hospital.close()


def act(hospital: Hospital, scene: str) -> str:
    if told := re.fullmatch(r"Coffee Rounds → (\w+)", scene):
        return hospital.messages(told[1].lower())[-1]
    who, does, what = re.fullmatch(r"(\w+) (types|presses): (.+)", scene).groups()
    return getattr(hospital, does)(who.lower(), what)


def test_the_commands_of_the_readme_exist():
    commands = re.findall(r"^coffee-rounds ([a-z]+(?: [a-z]+)?)", README, re.M)
    assert len(commands) >= 6
    for command in commands:
        shown = subprocess.run(
            [sys.executable, "-m", "adapters.cli", *command.split(), "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        assert shown.returncode == 0, shown.stderr


def test_make_help_lists_what_the_readme_promises():
    shown = subprocess.run(["make", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    named = set(re.findall(r"^(\w+)", shown.stdout, re.M))
    assert {"demo", "test", "check", "bench", "torture", "help"} <= named
    assert set(re.findall(r"`?make (\w+)", README)) <= named


def test_every_setting_is_in_the_readme_and_every_one_there_exists():
    named = set(re.findall(PREFIX + r"(\w+)", README))
    assert named == set(config.NAMES)


def test_every_column_of_a_roster_is_in_the_readme():
    assert [each for each in COLUMNS if f"`{each}`" not in README] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_inside_the_project_lead_somewhere(page):
    links = re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_the_members_guide_says_words_that_are_understood_and_buttons_that_exist():
    guide = (ROOT / "docs" / "member-guide.md").read_text(encoding="utf-8")
    words = re.findall(r"`([^`]+)`", guide)
    assert len(words) >= 15
    assert [each for each in words if isinstance(parse(each), NotUnderstood)] == []
    shown = (ROOT / "docs" / "messages.md").read_text(encoding="utf-8").casefold()
    assert [
        each for each in re.findall(r"\*\*([^*]+)\*\*", guide) if each.casefold() not in shown
    ] == []


def test_every_picture_is_looked_at_somewhere():
    looked_at = {
        name
        for page in PAGES
        for name in re.findall(r"pictures/([\w-]+\.png)", page.read_text(encoding="utf-8"))
    }
    assert {each.name for each in (ROOT / "docs" / "pictures").glob("guide-*.png")} <= looked_at
