"""Installing by OAuth: what an administrator's browser meets, and what a forger's does."""

import asyncio
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.slack.install import COOKIE, Installing, routes
from adapters.slack.scopes import asked
from adapters.slack.tokens import Installations, exchange
from tests.adapters.slack.outward.fake_web_api import FakeSlack, Trouble

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ANSWER = {
    "ok": True, "access_token": "xoxb-new", "bot_user_id": "UBOT", "scope": "commands,chat:write",
    "team": {"id": "T1", "name": "Hospital"}, "enterprise": None, "is_enterprise_install": False,
}  # fmt: skip
ORGANISATION = ANSWER | {
    "team": None, "enterprise": {"id": "E1", "name": "Health"}, "is_enterprise_install": True,
}  # fmt: skip


@pytest.fixture
def database_url(tmp_path, sqlite_template):
    """One kind: the credentials' own contract is held on both elsewhere."""
    from tests.databases import fresh_sqlite

    return fresh_sqlite(tmp_path, sqlite_template)


class House:
    """The two pages, a browser, and what came of it."""

    def __init__(self, store, client, allowed=frozenset({"T1", "E1"})):
        self.now, self.welcomed, self.revoked = NOW, [], []
        self.may_read, self.deaf = asyncio.Event(), False
        ask = exchange(client, "123.456", "hush")
        self.installations = Installations(store.credentials, ask, lambda: self.now, "one")
        self.installing = Installing(
            client_id="123.456",
            public_url="http://bot.example/",
            ask=ask,
            credentials=store.credentials,
            installations=self.installations,
            welcome=self.welcome,
            clock=lambda: self.now,
            revoke=self.revoke,
            allowed=allowed,
        )

    async def welcome(self, workspace):
        await self.may_read.wait()
        self.welcomed.append(workspace.place)

    async def revoke(self, token):
        self.revoked.append(token)
        if self.deaf:
            raise TimeoutError

    async def settled(self):
        self.may_read.set()
        await asyncio.gather(*self.installing.at_work)

    def browser(self) -> TestClient:
        app = web.Application()
        app.add_routes(routes(self.installing))
        return TestClient(TestServer(app))


@pytest.fixture
def house(store, client) -> House:
    return House(store, client)


async def begin(browser: TestClient) -> dict[str, str]:
    answer = await browser.get("/slack/install", allow_redirects=False)
    assert answer.status == 302
    query = parse_qs(urlsplit(answer.headers["Location"]).query)
    return {name: values[0] for name, values in query.items()}


async def come_back(browser: TestClient, **query: str) -> tuple[int, str]:
    answer = await browser.get("/slack/oauth_redirect", params=query)
    return answer.status, await answer.text()


async def test_an_installation_from_start_to_end(slack: FakeSlack, house: House):
    slack.codes["code-1"] = dict(ANSWER)
    async with house.browser() as browser:
        sent = await begin(browser)
        assert sent["scope"] == ",".join(asked())
        assert sent["redirect_uri"] == "http://bot.example/slack/oauth_redirect"
        status, text = await come_back(browser, code="code-1", state=sent["state"])
    assert (status, "installed" in text) == (200, True)
    kept = await house.installations.at("slack:T1")
    assert (kept.token, kept.name) == ("xoxb-new", "Hospital")
    assert house.welcomed == []  # the page does not wait until everyone there was read
    await house.settled()
    assert house.welcomed == ["slack:T1"]
    assert slack.calls("oauth.v2.access")[0]["redirect_uri"] == sent["redirect_uri"]


async def test_a_whole_organisation_is_one_place(slack, house):
    slack.codes["code-1"] = dict(ORGANISATION)
    async with house.browser() as browser:
        sent = await begin(browser)
        await come_back(browser, code="code-1", state=sent["state"])
    kept = await house.installations.found("T7", "E1")
    assert kept.whole_organisation
    await house.settled()
    assert house.welcomed == ["slack:E1"]


async def test_a_state_works_once(slack, house):
    slack.codes |= {"code-1": dict(ANSWER), "code-2": dict(ANSWER)}
    async with house.browser() as browser:
        sent = await begin(browser)
        assert (await come_back(browser, code="code-1", state=sent["state"]))[0] == 200
        browser.session.cookie_jar.update_cookies({COOKIE: sent["state"]}, browser.make_url("/"))
        assert (await come_back(browser, code="code-2", state=sent["state"]))[0] == 400
    assert len(slack.calls("oauth.v2.access")) == 1


async def test_a_state_ends_after_ten_minutes(slack, house):
    async with house.browser() as browser:
        sent = await begin(browser)
        house.now += timedelta(minutes=11)
        assert (await come_back(browser, code="code-1", state=sent["state"]))[0] == 400
    assert slack.called == []


@pytest.mark.parametrize("state", ["", "forged", "é"])
async def test_a_forged_state_does_nothing(slack, house, state):
    async with house.browser() as browser:
        await begin(browser)
        assert (await come_back(browser, code="code-1", state=state))[0] == 400
    assert slack.called == []


async def test_another_browsers_state_does_nothing(slack, house):
    async with house.browser() as one, house.browser() as other:
        sent = await begin(one)
        assert (await come_back(other, code="code-1", state=sent["state"]))[0] == 400
    assert slack.called == []


async def test_a_no_in_slack_installs_nothing(slack, house):
    async with house.browser() as browser:
        sent = await begin(browser)
        status, text = await come_back(browser, error="access_denied", state=sent["state"])
    assert (status, "Nothing was installed" in text) == (200, True)
    assert house.welcomed == []


@pytest.mark.parametrize("trouble", [Trouble("invalid_code"), Trouble(drop=True)])
async def test_slack_in_trouble_is_said_without_its_words(slack, house, trouble):
    slack.goes_wrong("oauth.v2.access", trouble)
    async with house.browser() as browser:
        sent = await begin(browser)
        status, text = await come_back(browser, code="<b>code</b>", state=sent["state"])
    assert status == 502
    assert "<b>" not in text
    assert "hush" not in text
    assert house.welcomed == []


@pytest.mark.parametrize("deaf", [False, True])
async def test_a_strange_workspace_is_sent_away(slack, store, client, deaf):
    house = House(store, client, frozenset({"T2"}))
    house.deaf = deaf
    slack.codes["code-1"] = dict(ANSWER)
    async with house.browser() as browser:
        sent = await begin(browser)
        assert (await come_back(browser, code="code-1", state=sent["state"]))[0] == 403
    assert (house.revoked, house.welcomed) == (["xoxb-new"], [])
    assert await house.installations.at("slack:T1") is None
