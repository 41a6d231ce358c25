"""The doctor's look at Teams: each thing that can be wrong, and what to do."""

import json
import os
import ssl
import subprocess
import sys
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters.checked import Checked
from adapters.cli.teams import examine
from adapters.teams import PATH
from adapters.teams.doctor import Looking, check
from tests.adapters.teams.microsoft import APP, TENANT, Microsoft, microsoft

SECRET = "hush-hush-secret"
NOBODY = "https://127.0.0.1:9"
GIVEN = {
    "COFFEE_ROUNDS_TEAMS_APP_ID": APP,
    "COFFEE_ROUNDS_TEAMS_TENANT": TENANT,
    "COFFEE_ROUNDS_TEAMS_SECRET": SECRET,
    "COFFEE_ROUNDS_PUBLIC_URL": NOBODY,
}


@pytest.fixture
async def entra() -> AsyncIterator[Microsoft]:
    """Whom the signing keys are fetched from."""
    async with microsoft() as server:
        yield server


def given() -> str:
    return "a-token"


async def looked(
    entra, *, ask=given, url=NOBODY, trusts=True, ahead=0.0, seconds=5.0
) -> dict[str, Checked]:
    looking = Looking(ask, url, entra.metadata, seconds)
    connector = aiohttp.TCPConnector(ssl=trusts)
    async with aiohttp.ClientSession(connector=connector) as session:
        now = datetime.now(UTC) + timedelta(seconds=ahead)
        found = await check(looking, session, lambda: now)
    assert all(each.ok is not bool(each.do) for each in found)
    return {each.name: each for each in found}


@pytest.fixture(scope="module")
def tls(tmp_path_factory) -> tuple[ssl.SSLContext, ssl.SSLContext]:
    """A certificate of our own for this machine: the server's side, and one that trusts it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    made = x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
    now = datetime.now(UTC)
    made = made.not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
    signed = made.add_extension(here, critical=False).sign(key, hashes.SHA256())
    certificate = signed.public_bytes(serialization.Encoding.PEM)
    kept = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    kept.write_bytes(certificate + private)
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(kept)
    return server, ssl.create_default_context(cadata=certificate.decode())


@asynccontextmanager
async def answering(status: int, context: ssl.SSLContext) -> AsyncIterator[str]:
    """Something over https that answers so whatever is posted to the bot's address."""

    async def answer(_: web.Request) -> web.Response:
        return web.Response(status=status, headers={"Location": "https://elsewhere.invalid"})

    app = web.Application()
    app.router.add_post(PATH, answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    yield f"https://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


async def test_all_is_well(entra, tls):
    async with answering(401, tls[0]) as url:
        found = await looked(entra, url=url, trusts=tls[1])
    assert list(found) == ["token", "signing keys", "clock", "public address"]
    assert all(each.ok for each in found.values())
    assert "a-token" not in str(found)


@pytest.mark.parametrize(
    ("fault", "found", "do"),
    [
        (PermissionError(f"AADSTS7000215: not {SECRET}"), "AADSTS7000215", "not its id"),
        (PermissionError("AADSTS7000222: expired"), "AADSTS7000222", "has run out"),
        (PermissionError("AADSTS700016: no app"), "AADSTS700016", "app id"),
        (PermissionError("invalid_client"), "no reason given", "Compare"),
        (ConnectionError(SECRET), "could not be reached", "login.microsoftonline.com"),
        (KeyError("access_token"), "Azure gives this machine none", "managed identity"),
        (ValueError(f"bad PEM {SECRET}"), "ValueError", "PEM"),
    ],
)
async def test_a_token_that_is_not_given(entra, fault, found, do):
    def refused() -> str:
        raise fault

    token = (await looked(entra, ask=refused))["token"]
    assert not token.ok
    assert found in token.found
    assert do in token.do
    assert SECRET not in str(token)


async def test_entra_that_hangs_keeps_nobody_waiting(entra):
    over = threading.Event()

    def hangs() -> str:
        over.wait(60)
        return ""

    found = await looked(entra, ask=hangs, seconds=0.5)
    assert not over.is_set()
    over.set()
    assert found["token"].found == "Entra did not answer"
    assert found["signing keys"].ok


async def test_an_empty_token_is_none(entra):
    assert not (await looked(entra, ask=str))["token"].ok


@pytest.mark.parametrize(
    ("trouble", "found"),
    [
        ({"status": 503}, "answers 503"),
        ({"body": b"<html>"}, "holds no keys"),
        ({"known": {}}, "holds no keys"),
        ({"keys_elsewhere": "https://elsewhere.invalid/keys"}, "holds no keys"),
    ],
)
async def test_signing_keys_that_do_not_come(entra, trouble, found):
    for name, value in trouble.items():
        setattr(entra, name, value)
    keys = (await looked(entra))["signing keys"]
    assert not keys.ok
    assert found in keys.found


async def test_a_key_server_that_hangs(entra):
    entra.hangs = True
    found = await looked(entra, seconds=0.5)
    assert "no answer" in found["signing keys"].found
    assert "clock" not in found


@pytest.mark.parametrize(("ahead", "ok"), [(0, True), (30, True), (-180, False), (180, False)])
async def test_a_clock_that_differs(entra, ahead, ok):
    clock = (await looked(entra, ahead=ahead))["clock"]
    assert clock.ok is ok
    assert ("behind" in clock.found) is (ahead < 0)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "none"),
        ("http://bot.example", "http://bot.example"),
        (NOBODY, "nobody listens there"),
        ("https://no-such-name.invalid", "the name is not known"),
    ],
)
async def test_an_address_that_teams_cannot_reach(entra, url, why):
    address = (await looked(entra, url=url))["public address"]
    assert not address.ok
    assert why in address.found


@pytest.mark.parametrize(
    ("status", "ok"),
    [(401, True), (400, True), (200, False), (302, False), (404, False), (502, False)],
)
async def test_what_answers_at_the_address_must_be_us(entra, tls, status, ok):
    async with answering(status, tls[0]) as url:
        address = (await looked(entra, url=url, trusts=tls[1]))["public address"]
    assert address.ok is ok


async def test_a_certificate_that_nobody_vouches_for(entra, tls):
    async with answering(401, tls[0]) as url:
        address = (await looked(entra, url=url))["public address"]
    assert "certificate" in address.found
    assert "certificate" in address.do


async def test_the_bot_itself_turns_away_what_the_doctor_posts(teams):
    status, _ = await teams.knock(b"{}", None)
    assert status in (400, 401)
    assert teams.core.events == []


@pytest.mark.parametrize(
    ("environment", "ok", "found"),
    [
        ({}, False, "Teams is not set up"),
        ({"COFFEE_ROUNDS_TEAMS_APP_ID": APP}, False, "TEAMS_TENANT"),
        ({"COFFEE_ROUNDS_TEAMS_DEVELOPMENT": "yes"}, True, "development"),
        (
            {
                **GIVEN,
                "COFFEE_ROUNDS_TEAMS_SECRET": "",
                "COFFEE_ROUNDS_TEAMS_CERTIFICATE": "no-such.pem",
                "COFFEE_ROUNDS_TEAMS_CERTIFICATE_THUMBPRINT": "AB12",
            },
            False,
            "FileNotFoundError",
        ),
    ],
)
def test_settings_are_looked_at_first(environment, ok, found):
    (settings,) = examine(environment)
    assert settings.ok is ok
    assert found in settings.found


def test_microsofts_own_library_with_no_way_out(monkeypatch):
    monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
    found = examine(GIVEN, "http://127.0.0.1:9/metadata")
    assert [each.ok for each in found] == [True, False, False, False]
    assert "Entra could not be reached" in found[1].found
    assert SECRET not in str(found)


def test_the_command_says_it_in_json_with_an_exit_code():
    ran = subprocess.run(
        [sys.executable, "-m", "adapters.cli", "doctor", "teams", "--json"],
        env={**os.environ, **GIVEN, "HTTPS_PROXY": "http://127.0.0.1:9"},
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=False,
    )
    said = json.loads(ran.stdout)
    assert ran.returncode == 1
    assert [each["what"] for each in said][:2] == ["settings", "token"]
    assert said[1]["do"]
    assert SECRET not in ran.stdout + ran.stderr
