"""Tokens: sealed, found for whoever asks, renewed once however many want to."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from adapters.slack.tokens import Installations, NotAuthorised, OneWorkspace, exchange
from adapters.slack.workspace import Workspace, read, write
from tests.adapters.slack.outward.fake_web_api import Trouble

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
TEAM = Workspace("T1", "Hospital", team="T1", enterprise="E1", token="xoxb-1")
WHOLE = Workspace("E1", "Health", enterprise="E1", token="xoxb-org")
ENDING = Workspace(
    "T1", "Hospital", team="T1", token="xoxe.1", refresh="xoxe-1", ends=NOW + timedelta(hours=1)
)


@pytest.fixture
def database_url(tmp_path, sqlite_template):
    """One kind: the credentials' own contract is held on both elsewhere."""
    from tests.databases import fresh_sqlite

    return fresh_sqlite(tmp_path, sqlite_template)


class Clock:
    now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def process(store, client, clock):
    """Another process each time."""

    def new(owner: str = "one") -> Installations:
        return Installations(store.credentials, exchange(client, "id", "secret"), clock, owner)

    return new


def renewing(slack, refresh="xoxe-1", token="xoxe.2", after="xoxe-2"):
    slack.refreshes[refresh] = {
        "ok": True, "access_token": token, "refresh_token": after, "expires_in": 43_200,
    }  # fmt: skip


@pytest.mark.parametrize("workspace", [TEAM, WHOLE, ENDING])
def test_what_is_kept_is_read_again_and_shows_no_token(workspace):
    assert read(write(workspace)) == workspace
    assert "xox" not in repr(workspace)


async def test_a_request_is_the_teams_own_installation_or_else_the_organisations(process):
    here = process()
    await here.keep(WHOLE)
    assert await here.found("T1", "E1") == WHOLE
    await here.keep(TEAM)
    assert await process("two").found("T1", "E1") == TEAM
    assert await here.found("T2", None) is None
    assert await here.everywhere() == (WHOLE, TEAM)


async def test_an_uninstalled_app_has_no_token_any_more(process, store):
    here = process()
    await here.keep(TEAM)
    assert await here.at("slack:T1") == TEAM
    await here.removed("slack:T1")
    assert await here.at("slack:T1") is None
    assert store.credentials.names("slack:") == ()


async def test_what_another_process_changed_is_seen_within_a_minute(process, clock):
    here, there = process("one"), process("two")
    await here.keep(TEAM)
    await here.at("slack:T1")
    await there.removed("slack:T1")
    assert await here.at("slack:T1") == TEAM
    clock.now += timedelta(seconds=61)
    assert await here.at("slack:T1") is None


async def test_a_token_that_ends_soon_is_renewed_and_kept(slack, process):
    renewing(slack)
    here = process()
    await here.keep(ENDING)
    fresh = await here.at("slack:T1")
    assert (fresh.token, fresh.ends) == ("xoxe.2", NOW + timedelta(hours=12))
    assert (await process("two").at("slack:T1")).token == "xoxe.2"
    (form,) = slack.calls("oauth.v2.access")
    assert form["grant_type"] == "refresh_token"


async def test_many_want_to_renew_and_one_does(slack, process):
    slack.slow = 0.05
    renewing(slack)
    processes = [process(f"process-{n}") for n in range(4)]
    await processes[0].keep(ENDING)
    found = await asyncio.gather(*(each.at("slack:T1") for each in processes * 3))
    assert {each.token for each in found} <= {"xoxe.1", "xoxe.2"}  # the old one still works
    assert len(slack.calls("oauth.v2.access")) == 1


async def test_when_the_old_token_has_ended_all_wait_for_the_new_one(slack, process, clock):
    slack.slow = 0.05
    renewing(slack)
    processes = [process(f"process-{n}") for n in range(2)]
    await processes[0].keep(ENDING)
    clock.now += timedelta(hours=2)
    found = await asyncio.gather(*(each.at("slack:T1") for each in processes * 3))
    assert {each.token for each in found} == {"xoxe.2"}
    assert len(slack.calls("oauth.v2.access")) == 1


async def test_slack_in_trouble_leaves_the_old_token_while_it_works(slack, process, clock):
    slack.goes_wrong("oauth.v2.access", Trouble("internal_error"), Trouble(drop=True))
    here = process()
    await here.keep(ENDING)
    assert (await here.at("slack:T1")).token == "xoxe.1"
    clock.now += timedelta(hours=2)
    with pytest.raises(NotAuthorised, match="install the app again"):
        await here.at("slack:T1")


async def test_the_one_workspace_of_a_set_token(slack, client):
    one = OneWorkspace(client, "xoxb-1")
    assert (await one.at("slack:T1")).bot_user == "UBOT"
    assert await one.at("slack:T2") is None
    assert (await one.found("T1", None)).token == "xoxb-1"
    assert await one.found("T2", "E2") is None
    assert len(slack.calls("auth.test")) == 1
    assert "xoxb" not in repr(await one.only())


@pytest.mark.parametrize(("trouble", "why"), [(Trouble("invalid_auth"), "invalid_auth")])
async def test_a_set_token_that_slack_does_not_accept_is_said(slack, client, trouble, why):
    slack.goes_wrong("auth.test", trouble)
    with pytest.raises(NotAuthorised, match=why):
        await OneWorkspace(client, "xoxb-1").at("slack:T1")
