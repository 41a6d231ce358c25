"""The pages are served on this machine, or not at all."""

import socket

import pytest
from aiohttp import ClientSession, web

from adapters.web.serve import NotLoopback, PortTaken, loopback, serve


@pytest.mark.parametrize(
    ("host", "address"), [("127.0.0.1", "127.0.0.1"), ("127.0.0.5", "127.0.0.5"), ("::1", "::1")]
)
def test_this_machines_own_addresses(host: str, address: str) -> None:
    assert loopback(host) == address


def test_localhost_is_this_machine() -> None:
    assert loopback("localhost") in ("127.0.0.1", "::1")


@pytest.mark.parametrize(
    "host", ["0.0.0.0", "::", "", "192.0.2.7", "8.8.8.8", "fe80::1", "::ffff:192.0.2.7", "0"]
)
def test_any_other_address_is_refused(host: str) -> None:
    with pytest.raises(NotLoopback, match=r"127\.0\.0\.1"):
        loopback(host)


@pytest.mark.parametrize("host", ["no-such-host.invalid", "a" * 300, "127.0.0.1 "])
def test_a_name_that_is_nowhere_is_refused(host: str) -> None:
    with pytest.raises(NotLoopback, match="not an address of this machine"):
        loopback(host)


def test_a_name_that_also_resolves_elsewhere_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    here_and_there = [(0, 0, 0, "", ("127.0.0.1", 0)), (0, 0, 0, "", ("192.0.2.7", 0))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: here_and_there)
    with pytest.raises(NotLoopback):
        loopback("two-faced.example")


async def test_nothing_listens_when_the_host_is_refused() -> None:
    with pytest.raises(NotLoopback):
        await serve(web.Application(), "0.0.0.0", 0)


async def test_a_free_port_is_taken_and_let_go() -> None:
    async def here(_: web.Request) -> web.Response:
        return web.Response(text="here")

    app = web.Application()
    app.router.add_get("/", here)
    runner = await serve(app, "127.0.0.1", 0)
    host, port = runner.addresses[0][:2]
    async with ClientSession() as session, session.get(f"http://{host}:{port}/") as answer:
        assert await answer.text() == "here"
    await runner.cleanup()
    with socket.socket() as probe:
        assert probe.connect_ex((host, port)) != 0


async def test_a_port_that_is_taken_is_named() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(PortTaken, match=f"port {port} on 127.0.0.1 is taken"):
            await serve(web.Application(), "127.0.0.1", port)
