"""The doctor's look at Slack: each thing that can be wrong, and what to do."""

import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address

import aiohttp
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters.checked import Checked
from adapters.cli.slack import examine
from adapters.slack.doctor import Looking, check
from adapters.slack.scopes import asked
from adapters.slack.workspace import Workspace, write
from tests.adapters.slack.outward.fake_web_api import FakeSlack, Trouble
from tests.databases import fresh_sqlite, keys_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
SECRET = "0123456789abcdef0123456789abcdef"
NAMES = ["signing secret", "public address", "token of Hospital", "scopes of Hospital", "clock"]


@pytest.fixture
def slack(slack: FakeSlack) -> FakeSlack:
    slack.scopes = ",".join(asked())
    slack.date = "Mon, 23 Nov 2026 12:00:20 GMT"
    return slack


async def looked(client, *, secrets=(SECRET,), url="https://127.0.0.1:9", trusts=True, **more):
    looking = Looking([("Hospital", "xoxb-1")], secrets, url, **more)
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(ssl=trusts)) as session:
        found = await check(looking, client, session, lambda: NOW)
    return {each.name: each for each in found}


async def test_all_is_well_over_a_socket(slack, client):
    found = await looked(client, secrets=(), url="", socket=True)
    assert list(found) == NAMES
    assert all(each.ok and not each.do for each in found.values())


@pytest.mark.parametrize("secrets", [(), ("short",), (SECRET,) * 3])
async def test_a_signing_secret_of_another_shape_is_said_and_not_shown(slack, client, secrets):
    secret = (await looked(client, secrets=secrets))["signing secret"]
    assert not secret.ok
    assert secret.do
    assert "short" not in str(secret)


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("", "none"),
        ("http://bot.example", "http://bot.example"),
        ("https://127.0.0.1:9", "nobody listens there"),
        ("https://no-such-name.invalid", "the name is not known"),
    ],
)
async def test_an_address_that_slack_cannot_reach(slack, client, url, why):
    address = (await looked(client, url=url))["public address"]
    assert not address.ok
    assert why in address.found
    assert address.do


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
    kept.write_bytes(
        certificate
        + key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(kept)
    return server, ssl.create_default_context(cadata=certificate.decode())


@asynccontextmanager
async def answering(status: int, context: ssl.SSLContext) -> AsyncIterator[str]:
    """Something over https that answers all of Slack's requests so."""

    async def answer(request):
        return web.Response(status=status, headers={"Location": "https://elsewhere.invalid"})

    app = web.Application()
    app.router.add_post("/slack/events", answer)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=context).start()
    yield f"https://127.0.0.1:{runner.addresses[0][1]}"
    await runner.cleanup()


@pytest.mark.parametrize(("status", "ok"), [(401, True), (200, False), (302, False), (502, False)])
async def test_what_answers_at_the_address_must_be_us(slack, client, tls, status, ok):
    async with answering(status, tls[0]) as url:
        address = (await looked(client, url=url, trusts=tls[1]))["public address"]
    assert (address.ok, bool(address.do)) == (ok, not ok)


async def test_a_certificate_that_nobody_vouches_for(slack, client, tls):
    async with answering(401, tls[0]) as url:
        address = (await looked(client, url=url))["public address"]
    assert not address.ok
    assert "certificate" in address.found
    assert "certificate" in address.do


async def test_a_token_that_slack_does_not_accept(slack, client):
    slack.goes_wrong("auth.test", Trouble("invalid_auth"))
    found = await looked(client)
    assert "invalid_auth" in found["token of Hospital"].found
    assert "clock" not in found


async def test_missing_scopes_are_named(slack, client):
    slack.scopes = "commands, chat:write, channels:history"
    scopes = (await looked(client))["scopes of Hospital"]
    assert not scopes.ok
    assert "im:history" in scopes.found
    slack.scopes = ",".join((*asked(), "channels:history"))
    scopes = (await looked(client))["scopes of Hospital"]
    assert (scopes.ok, "not needed: channels:history" in scopes.found) == (True, True)


async def test_profile_fields_need_one_scope_more(slack, client):
    scopes = (await looked(client, profile_fields=True))["scopes of Hospital"]
    assert "users.profile:read" in scopes.found


@pytest.mark.parametrize(
    ("date", "ok"),
    [
        ("Mon, 23 Nov 2026 12:00:59 GMT", True),
        ("Mon, 23 Nov 2026 11:57:00 GMT", False),
        ("Mon, 23 Nov 2026 12:03:00 GMT", False),
        ("soon", True),
    ],
)
async def test_a_clock_that_differs(slack, client, date, ok):
    slack.date = date
    assert (await looked(client))["clock"].ok is ok


async def test_nobody_has_installed_it_yet(slack, client):
    looking = Looking([], (SECRET,), "https://127.0.0.1:9")
    async with aiohttp.ClientSession() as session:
        found = await check(looking, client, session, lambda: NOW)
    assert "https://127.0.0.1:9/slack/install" in found[-1].do


def test_the_command_looks_at_what_is_set():
    assert examine({}) == [
        Checked(
            "settings",
            ok=False,
            found="Slack is not set up",
            do="Set COFFEE_ROUNDS_SLACK_BOT_TOKEN, or the client id: docs/slack.md says how.",
        )
    ]
    (bad,) = examine({"COFFEE_ROUNDS_SLACK_GUESTS": "x"})
    assert "SLACK_GUESTS" in bad.found
    given = {
        "COFFEE_ROUNDS_SLACK_BOT_TOKEN": "xoxb-1",
        "COFFEE_ROUNDS_SLACK_APP_TOKEN": "xapp-1",
        "COFFEE_ROUNDS_SLACK_SIGNING_SECRET": SECRET,
    }
    found = examine(given, "http://127.0.0.1:9/api/")
    assert [each.ok for each in found] == [True, True, False]
    assert "nobody listens there" in found[-1].found


def test_the_command_looks_at_every_workspace_that_installed_the_app(store, database_url):
    for home in ("T1", "T2"):
        workspace = Workspace(home, f"Hospital {home}", team=home, token="xoxb-1")
        store.credentials.keep(workspace.place, write(workspace))
    given = {
        "COFFEE_ROUNDS_DATABASE_URL": database_url,
        "COFFEE_ROUNDS_SECRET_KEYS": keys_of(database_url),
        "COFFEE_ROUNDS_PUBLIC_URL": "https://127.0.0.1:9",
        "COFFEE_ROUNDS_SLACK_SIGNING_SECRET": SECRET,
        "COFFEE_ROUNDS_SLACK_CLIENT_ID": "12.34",
        "COFFEE_ROUNDS_SLACK_CLIENT_SECRET": SECRET,
        "COFFEE_ROUNDS_SLACK_WORKSPACES": "T1,T2",
    }
    named = [each.name for each in examine(given, "http://127.0.0.1:9/api/")]
    assert named[2:] == ["token of Hospital T1", "token of Hospital T2"]


@pytest.fixture
def database_url(tmp_path, sqlite_template):
    """One kind: what the command reads is held on both elsewhere."""
    return fresh_sqlite(tmp_path, sqlite_template)
