"""A file by a link: once, for ten minutes, and not used up by a preview."""

from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer

from adapters.handover import LASTS, MOST, Handover
from bot.events import Who
from bot.ui import Download

ANA = Who("slack:T1", "U1")
FILE = Download("coffee-rounds.zip", "application/zip", b"PK-all-about-me")


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


async def served(handover: Handover) -> TestClient:
    app = web.Application()
    app.add_routes(handover.routes())
    client = TestClient(TestServer(app))
    await client.start_server()
    return client


def path_of(link: str) -> str:
    assert link.startswith("https://coffee.example/file/")
    return link.removeprefix("https://coffee.example")


async def test_a_file_is_given_once_and_only_when_asked() -> None:
    handover = Handover("https://coffee.example/", Clock())
    path = path_of(handover.link_for(ANA, FILE))
    client = await served(handover)
    for _ in range(2):
        page = await client.get(path)
        assert (page.status, page.headers["Cache-Control"]) == (200, "no-store")
        assert "PK-all" not in await page.text()
    given = await client.post(path)
    assert await given.read() == FILE.data
    assert given.headers["Content-Disposition"] == 'attachment; filename="coffee-rounds.zip"'
    assert (await client.post(path)).status == (await client.get(path)).status == 404
    await client.close()


async def test_a_link_ends_and_a_guess_finds_nothing() -> None:
    clock = Clock()
    handover = Handover("https://coffee.example", clock)
    path = path_of(handover.link_for(ANA, FILE))
    client = await served(handover)
    assert (await client.post("/file/guess")).status == 404
    clock.now += LASTS
    assert (await client.post(path)).status == 404
    await client.close()


def test_the_oldest_go_when_there_are_too_many() -> None:
    handover = Handover("https://coffee.example", Clock())
    big = Download("a.zip", "application/zip", b"x" * (MOST // 2))
    links = {handover.link_for(ANA, big) for _ in range(5)}
    assert len(links) == 5
    assert len(handover._waiting) == 2


def test_without_a_public_address_there_is_no_link_and_nothing_is_kept() -> None:
    handover = Handover("", Clock())
    assert handover.link_for(ANA, FILE) == ""
    assert not handover._waiting
