"""What is asked of a workspace, what is used, and what is explained: the same, both ways."""

import ast
from pathlib import Path

import pytest
import yaml

from adapters.slack import fields
from adapters.slack.scopes import PROFILE_FIELDS, SCOPES, asked
from bot.ui import Upload

ROOT = Path(__file__).parents[3]
CODE = sorted((ROOT / "adapters" / "slack").rglob("*.py"))
MANIFEST = yaml.safe_load((ROOT / "manifest.yml").read_text(encoding="utf-8"))
EXPLAINED = {use for scope in (*SCOPES, PROFILE_FIELDS) for use in scope.used_by}

FREE = {"auth.test", "auth.teams.list", "views.open", "views.publish", "views.update"}
"""Methods that Slack's documentation lets any bot call."""

FREE_EVENTS = {"app_home_opened", "app_uninstalled", "tokens_revoked"}
FEATURES = {"slash command", "shortcut", "a file handed in with a form"}


def called(source: str) -> set[str]:
    """The methods of Slack's Web API that a piece of code calls on a client."""
    found = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith("client"):
            family, _, rest = node.attr.partition("_")
            if rest and family in {"auth", "chat", "conversations", "files", "reactions",
                                   "search", "team", "usergroups", "users", "views"}:  # fmt: skip
                found.add(node.attr.replace("_", "."))
    return found


CALLED = set().union(*(called(path.read_text(encoding="utf-8")) for path in CODE))


def test_calls_are_found() -> None:
    """The search itself can fail."""
    source = "await self.client.chat_postMessage(x)\nhere.client.users_profile_get\nclient.session"
    assert called(source) == {"chat.postMessage", "users.profile.get"}
    assert len(CALLED) > 8


def test_the_manifest_asks_for_the_scopes_that_are_explained() -> None:
    scopes = MANIFEST["oauth_config"]["scopes"]
    assert set(scopes) == {"bot"}, "nothing is asked of members themselves"
    assert sorted(scopes["bot"]) == sorted(asked())
    assert len(set(scopes["bot"])) == len(scopes["bot"])
    assert all(scope.why and scope.used_by for scope in (*SCOPES, PROFILE_FIELDS))


def test_every_method_that_is_called_is_explained() -> None:
    assert CALLED - EXPLAINED == FREE & CALLED
    assert FREE <= CALLED, "what is not called any more need not be free"


def test_every_event_that_is_sent_is_explained() -> None:
    events = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    assert events - EXPLAINED == FREE_EVENTS


def test_everything_that_is_explained_is_used() -> None:
    events = set(MANIFEST["settings"]["event_subscriptions"]["bot_events"])
    assert EXPLAINED - CALLED - events == FEATURES
    assert MANIFEST["features"]["slash_commands"]
    assert MANIFEST["features"]["shortcuts"]
    drawn = fields.draw_field(Upload("f", "A file", (".csv",), 1_000), "")
    assert drawn[0]["element"]["type"] == "file_input"


@pytest.mark.parametrize("kind", ["channels", "groups", "mpim"])
def test_what_members_write_to_one_another_cannot_be_read(kind: str) -> None:
    every = {*asked(profile_fields=True), *MANIFEST["oauth_config"]["scopes"]["bot"]}
    assert f"{kind}:history" not in every
    assert f"{kind}:read" not in every
    assert f"message.{kind}" not in MANIFEST["settings"]["event_subscriptions"]["bot_events"]
