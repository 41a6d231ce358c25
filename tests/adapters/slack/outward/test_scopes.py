"""Scopes asked are scopes used are scopes explained; and nothing of others' can be read."""

import re
from pathlib import Path

import pytest
import yaml

from adapters.slack.scopes import PROFILE_FIELDS, SCOPES, asked
from bot import config

ROOT = Path(__file__).parents[4]
PAGE = (ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
CODE = "".join(
    path.read_text(encoding="utf-8")
    for path in (ROOT / "adapters" / "slack").glob("*.py")
    if path.name != "scopes.py"
)
NO_SCOPE = {
    "apps.connections.open", "auth.revoke", "auth.teams.list", "auth.test", "oauth.v2.access",
    "views.open", "views.publish", "views.update",
}  # fmt: skip
"""Methods that need none."""

GROUPS = "auth apps chat conversations files oauth team users views"


def called() -> set[str]:
    """The methods of the Web API that our code calls, by their names in it."""
    families = "|".join(GROUPS.split())
    names = re.findall(rf"\.((?:{families})_[a-zA-Z0-9_]+)\b(?=\(|,|\))", CODE)
    return {name.replace("_", ".") for name in names}


def test_the_manifest_asks_for_these_and_no_other():
    assert set(MANIFEST["oauth_config"]["scopes"]["bot"]) == set(asked())
    assert "user" not in MANIFEST["oauth_config"]["scopes"]


def test_each_method_that_is_called_has_its_scope():
    explained = {use for scope in (*SCOPES, PROFILE_FIELDS) for use in scope.used_by}
    assert len(called()) >= 8
    assert called() - explained - NO_SCOPE == set()


def test_each_method_that_a_scope_is_for_is_called():
    methods = {
        u for s in (*SCOPES, PROFILE_FIELDS) for u in s.used_by if u.count(".") and " " not in u
    }
    events = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    assert methods - called() - events == set()


def test_the_page_explains_each_in_the_same_words():
    rows = dict(re.findall(r"^\| `([a-z.:_]+:?[a-z.:_]*)` \| (.+) \|$", PAGE, re.M))
    assert rows == {scope.name: scope.why for scope in (*SCOPES, PROFILE_FIELDS)}


@pytest.mark.parametrize("scope", ["mpim:history", "channels:history", "groups:history", "admin"])
def test_what_people_write_to_one_another_cannot_be_read(scope):
    assert not any(name.startswith(scope) for name in asked(profile_fields=True))


def test_the_page_names_settings_that_exist():
    named = set(re.findall(r"COFFEE_ROUNDS_(\w+)", PAGE))
    assert named <= set(config.NAMES)
    assert {name for name in config.NAMES if name.startswith("SLACK_")} <= named


def test_the_page_counts_the_events_that_the_manifest_asks_for():
    assert "six events, one command" in PAGE
    assert len(MANIFEST["settings"]["event_subscriptions"]["bot_events"]) == 6
    assert len(MANIFEST["features"]["slash_commands"]) == 1
