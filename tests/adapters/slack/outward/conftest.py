"""What tests of Slack's outward half share: the fake, a session, clients that talk to it."""

from collections.abc import AsyncIterator

import aiohttp
import pytest

from adapters.slack.web_api import Client, clients
from tests.adapters.slack.outward.fake_web_api import FakeSlack, fake_slack


@pytest.fixture
async def slack() -> AsyncIterator[FakeSlack]:
    async with fake_slack() as fake:
        yield fake


@pytest.fixture
async def client(slack: FakeSlack) -> AsyncIterator[Client]:
    async with aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=0.5)) as session:
        yield clients(session, slack.url)
