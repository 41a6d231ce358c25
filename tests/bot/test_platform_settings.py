"""Settings of Slack and Teams: every fault said at once, no secret in any of them."""

import pytest

from bot.config import BadSettings, read
from bot.platform_settings import NAMES
from bot.setting_values import PREFIX


def given(**values: str) -> dict[str, str]:
    return {PREFIX + name: value for name, value in values.items()}


def test_nothing_set_serves_no_platform() -> None:
    settings = read({})
    assert not settings.in_chat
    assert (settings.slack.command, settings.slack.per_minute) == ("/coffee", 240)


def test_one_workspace_by_its_token() -> None:
    settings = read(
        given(
            SLACK_BOT_TOKEN="xoxb-1",
            SLACK_SIGNING_SECRET="new, old",
            SLACK_FIELDS="department=Xf01,site=Xf03",
            SLACK_GUESTS="yes",
        )
    )
    assert settings.in_chat
    assert settings.slack.on
    assert settings.slack.signing_secrets == ("new", "old")
    assert dict(settings.slack.fields) == {"department": "Xf01", "site": "Xf03"}
    assert settings.slack.guests
    assert "xoxb-1" not in repr(settings)
    assert "old" not in repr(settings)


def test_many_workspaces_by_oauth() -> None:
    settings = read(
        given(
            SLACK_CLIENT_ID="1.2",
            SLACK_CLIENT_SECRET="s3cr3t",
            SLACK_SIGNING_SECRET="x",
            SLACK_WORKSPACES="T1, E2",
            PUBLIC_URL="https://coffee.example/",
        )
    )
    assert settings.slack.workspaces == {"T1", "E2"}
    assert settings.server.public_url == "https://coffee.example"


def test_teams_by_a_secret() -> None:
    settings = read(given(TEAMS_APP_ID="a", TEAMS_TENANT="t", TEAMS_SECRET="s3cr3t"))
    assert settings.teams.on
    assert "s3cr3t" not in repr(settings)


@pytest.mark.parametrize(
    ("values", "fault"),
    [
        ({"SLACK_BOT_TOKEN": "xoxb-1"}, "SIGNING_SECRET is missing"),
        ({"SLACK_BOT_TOKEN": "xoxp-1"}, "does not begin with xoxb-"),
        ({"SLACK_APP_TOKEN": "x"}, "does not begin with xapp-"),
        (
            {"SLACK_CLIENT_ID": "1", "SLACK_SIGNING_SECRET": "x"},
            "needs COFFEE_ROUNDS_SLACK_CLIENT",
        ),
        (
            {
                "SLACK_CLIENT_ID": "1",
                "SLACK_CLIENT_SECRET": "s",
                "SLACK_SIGNING_SECRET": "x",
                "PUBLIC_URL": "https://coffee.example",
            },
            "SLACK_WORKSPACES is missing",
        ),
        ({"SLACK_COMMAND": "coffee"}, "use a slash"),
        ({"SLACK_COMMAND": "/Coffee Time"}, "use a slash"),
        ({"SLACK_GUESTS": "maybe"}, "use yes or no"),
        ({"SLACK_FIELDS": "shoe=Xf1"}, "SLACK_FIELDS names 'shoe'"),
        ({"SLACK_PER_MINUTE": "0"}, "whole number from 1"),
        ({"PUBLIC_URL": "http://coffee.example"}, "begins with https://"),
        ({"PORT": "99999"}, "whole number from 0"),
        ({"TEAMS_APP_ID": "a"}, "needs COFFEE_ROUNDS_TEAMS_TENANT"),
        (
            {
                "TEAMS_APP_ID": "a",
                "TEAMS_TENANT": "t",
                "TEAMS_SECRET": "s",
                "TEAMS_MANAGED_IDENTITY": "yes",
            },
            "one of COFFEE_ROUNDS_TEAMS_SECRET",
        ),
        ({"TEAMS_CERTIFICATE": "/a.pem"}, "go together"),
        ({"TEAMS_CLOUD": "gcc"}, "use gcc-high or dod, or leave it out"),
        ({"TEAMS_DEVELOPMENT": "yes", "HOST": "0.0.0.0"}, "only without an app id"),
        ({"TEAMS_DEVELOPMENT": "yes", "TEAMS_APP_ID": "a"}, "only without an app id"),
    ],
)
def test_each_fault_says_what_to_do(values: dict[str, str], fault: str) -> None:
    with pytest.raises(BadSettings) as bad:
        read(given(**values))
    assert fault in str(bad.value)
    for name, value in values.items():
        if "SECRET" in name or "TOKEN" in name:
            assert len(value) < 3 or value not in str(bad.value)


def test_all_faults_are_said_at_once() -> None:
    with pytest.raises(BadSettings) as bad:
        read(given(SLACK_BOT_TOKEN="x", TEAMS_APP_ID="a", PORT="x"))
    assert len(bad.value.faults) >= 3
    assert all(NAMES.values())
