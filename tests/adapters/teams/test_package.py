"""The app package: what Microsoft accepts, and the very commands that are understood."""

import io
import json
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import numpy as np
import pytest
from jsonschema import Draft4Validator
from matplotlib.image import imread

from adapters.teams.app import icons
from adapters.teams.package import LIST_LIMIT, App, NotPackable, command_lists, manifest, package
from bot.events import Command, Word, parse
from bot.words import Voice
from tests.adapters.teams.microsoft import APP

PEERS = Path(__file__).parents[2] / "peers" / "node_modules"
SCHEMA = PEERS / "@microsoft/app-manifest/build/json-schemas/teams/v1.30/MicrosoftTeams.schema.json"
PAGE = "https://hospital.example/coffee"
HOSPITAL = App(APP, "bot.hospital.example", "Hospital A", PAGE, PAGE, PAGE)


def schema() -> Draft4Validator:
    if not SCHEMA.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("Microsoft's schema is missing: `cd tests/peers && npm ci`")
        pytest.skip("Microsoft's schema is not here: it needs Node, and `cd tests/peers && npm ci`")
    return Draft4Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_manifest_is_one_that_microsoft_accepts() -> None:
    made = manifest(HOSPITAL, Voice())
    assert [e.message for e in schema().iter_errors(made)] == []
    broken = {**made, "accentColor": "brown", "colour": 1}
    assert len([*schema().iter_errors(broken)]) == 2


def test_its_commands_are_those_that_are_understood_both_ways() -> None:
    private, rest, group = command_lists(Voice())
    assert all(len(each["commands"]) <= LIST_LIMIT for each in (private, rest, group))
    titles = [c["title"] for each in (private, rest) for c in each["commands"]]
    beside = {Word.NOT_YET, Word.DID_NOT_WORK_OUT, Word.SKIP}
    assert sorted(titles) == sorted(set(Word) - beside), "each word once, and nothing else"
    (met,) = [
        c["description"] for c in rest["commands"] + private["commands"] if c["title"] == "met"
    ]
    assert all(f"“{word}”" in met for word in beside), "the list is full: these stand beside *met*"
    assert [parse(title) for title in titles] == [Command(Word(title)) for title in titles]
    assert all(c["description"] for each in (private, rest) for c in each["commands"])
    assert {c["title"] for c in group["commands"]} <= set(titles)
    assert private["scopes"] == rest["scopes"] == ["personal"]
    assert group["scopes"] == ["team", "groupChat"]


def test_the_package_holds_three_files_and_is_the_same_each_time() -> None:
    made = package(HOSPITAL, Voice())
    assert made == package(HOSPITAL, Voice())
    with zipfile.ZipFile(io.BytesIO(made)) as unpacked:
        assert sorted(unpacked.namelist()) == ["color.png", "manifest.json", "outline.png"]
        said = json.loads(unpacked.read("manifest.json"))
    assert said["id"] == said["bots"][0]["botId"] == APP
    assert said["validDomains"] == ["bot.hospital.example"]
    assert set(said["icons"].values()) == {"color.png", "outline.png"}


def test_the_icons_are_as_teams_asks_and_as_they_are_drawn(tmp_path: Path) -> None:
    color, outline = imread(icons.HERE / "color.png"), imread(icons.HERE / "outline.png")
    assert color.shape[:2] == (192, 192)
    assert outline.shape == (32, 32, 4)
    assert color[..., 3].min() == 1, "the colour icon has no holes"
    inked = outline[..., 3] > 0
    assert 0.1 < inked.mean() < 0.6
    assert outline[..., :3][inked].min() > 0.99, "the outline is white"
    icons.write(tmp_path)
    for name, kept in (("color.png", color), ("outline.png", outline)):
        assert np.abs(imread(tmp_path / name) - kept).mean() < 0.02


@pytest.mark.parametrize(
    "wrong",
    [
        {"app_id": "my-bot"},
        {"host": "https://bot.hospital.example"},
        {"host": "localhost"},
        {"developer": ""},
        {"developer": "x" * 33},
        {"website": "http://hospital.example"},
        {"privacy": ""},
        {"terms": "https://a b"},
        {"version": "1"},
    ],
    ids=str,
)
def test_what_cannot_stand_in_a_manifest_is_refused(wrong: dict[str, str]) -> None:
    good = {name: getattr(HOSPITAL, name) for name in App.__slots__}
    with pytest.raises(NotPackable):
        App(**{**good, **wrong})


def test_the_command_writes_it(tmp_path: Path) -> None:
    given = ["--host", "bot.hospital.example", "--developer", "Hospital A", "--website", PAGE]
    given += ["--privacy", PAGE, "--terms", PAGE]

    def run(app_id: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "adapters.cli", "teams", "package", "--app-id", app_id]
        return subprocess.run(
            [*command, *given, "--output", str(tmp_path / "app.zip")],
            capture_output=True,
            text=True,
            check=False,
        )

    refused = run("my-bot")
    assert refused.returncode == 1
    assert "my-bot" in refused.stderr
    assert not (tmp_path / "app.zip").exists()
    assert run(APP).returncode == 0
    assert (tmp_path / "app.zip").read_bytes() == package(HOSPITAL, Voice())
