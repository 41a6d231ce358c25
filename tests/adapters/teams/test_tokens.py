"""Every kind of wrong token is 401, and nothing behind the door hears of it."""

import asyncio
import time
from base64 import urlsafe_b64encode
from collections.abc import Callable
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from adapters.teams import signing_keys
from adapters.teams.settings import (
    Certificate,
    ManagedIdentity,
    NotStartable,
    Secret,
    TeamsSettings,
    must_be_startable,
)
from tests.adapters.teams.conftest import Teams
from tests.adapters.teams.microsoft import APP, SERVICE, TENANT, claims, private_key, token

NOW = int(time.time())


def tampered() -> str:
    head, _, signature = token().split(".")
    body = urlsafe_b64encode(b'{"aud":"%s"}' % APP.encode()).rstrip(b"=").decode()
    return f"{head}.{body}.{signature}"


def signed_with_the_public_key() -> str:
    """The old trick: the public key taken for a shared secret."""
    public = private_key("first").public_key()
    pem = public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    # The library refuses to sign so; a stranger's would not.
    import hashlib
    import hmac
    import json

    def part(said: dict[str, Any]) -> bytes:
        return urlsafe_b64encode(json.dumps(said).encode()).rstrip(b"=")

    whole = part({"alg": "HS256", "kid": "first", "typ": "JWT"}) + b"." + part(claims())
    mac = urlsafe_b64encode(hmac.new(pem, whole, hashlib.sha256).digest()).rstrip(b"=")
    return (whole + b"." + mac).decode()


WRONG: dict[str, Callable[[], str | None]] = {
    "no header": lambda: None,
    "empty header": lambda: "",
    "no token": lambda: "Bearer ",
    "not bearer": lambda: f"Basic {token()}",
    "not a token": lambda: "Bearer hello",
    "two tokens": lambda: f"Bearer {token()} {token()}",
    "half a token": lambda: f"Bearer {token().rsplit('.', 1)[0]}",
    "endless": lambda: f"Bearer {token()}{'a' * 5_000}",
    "head no JSON": lambda: "Bearer e30x.e30.e30",
    "head a list": lambda: "Bearer W10.e30.e30",
    "alg none": lambda: f"Bearer {token(alg='none')}",
    "alg HS256": lambda: f"Bearer {token(alg='HS256')}",
    "alg HS256 by the public key": lambda: f"Bearer {signed_with_the_public_key()}",
    "alg RS512": lambda: f"Bearer {token(alg='RS512')}",
    "alg PS256": lambda: f"Bearer {token(alg='PS256')}",
    "no key id": lambda: f"Bearer {token(kid=None)}",
    "key id of another key": lambda: f"Bearer {token(key='stranger', kid='first')}",
    "unknown key": lambda: f"Bearer {token(key='stranger')}",
    "key id a path": lambda: f"Bearer {token(kid='../../etc/passwd')}",
    "key not endorsed for Teams": lambda: f"Bearer {token(key='webchat')}",
    "tampered": lambda: f"Bearer {tampered()}",
    "expired": lambda: f"Bearer {token(claims(exp=NOW - 3_000))}",
    "not yet": lambda: f"Bearer {token(claims(nbf=NOW + 3_000))}",
    "never expires": lambda: f"Bearer {token(claims(exp=None))}",
    "expires in words": lambda: f"Bearer {token(claims(exp='tomorrow'))}",
    "expires beyond time": lambda: f"Bearer {token(claims(exp=-(10**30)))}",
    "wrong audience": lambda: f"Bearer {token(claims(aud=TENANT))}",
    "audiences": lambda: f"Bearer {token(claims(aud=[APP, TENANT]))}",
    "no audience": lambda: f"Bearer {token(claims(aud=None))}",
    "wrong issuer": lambda: f"Bearer {token(claims(iss='https://evil.example'))}",
    "emulator issuer": lambda: (
        f"Bearer {token(claims(iss='https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/'))}"
    ),
    "emulator issuer, second": lambda: (
        f"Bearer {token(claims(iss=f'https://login.microsoftonline.com/{TENANT}/v2.0', appid=APP))}"
    ),
    "no issuer": lambda: f"Bearer {token(claims(iss=None))}",
    "service url of another": lambda: (
        f"Bearer {token(claims(serviceurl='https://smba.trafficmanager.net/amer/'))}"
    ),
    "no service url": lambda: f"Bearer {token(claims(serviceurl=None))}",
    "service url a list": lambda: f"Bearer {token(claims(serviceurl=[SERVICE]))}",
}


@pytest.mark.parametrize("kind", WRONG)
async def test_a_wrong_token_is_401_and_nobody_hears_of_it(teams: Teams, kind: str) -> None:
    teams.microsoft.known["webchat"] = ("webchat",)
    status, _ = await teams.knock(teams.activity(text="join"), WRONG[kind]())
    assert status == 401
    assert teams.core.events == []
    assert teams.memory.references == {}
    assert teams.memory.accepted == {}
    assert teams.connector.taken == []


async def test_a_good_token_is_let_in(teams: Teams) -> None:
    status, _ = await teams.knock(teams.activity(text="join"), f"Bearer {token()}")
    assert status == 200
    assert len(teams.core.events) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://smba.trafficmanager.net/emea/",
        "https://smba.trafficmanager.net.evil.example/",
        "https://evil.example/",
        "https://smba.trafficmanager.net@evil.example/",
        "https://user:pass@smba.trafficmanager.net/",
        "https://smba.trafficmanager.net:8443/",
        "https://smba.trafficmanager.net:99999999/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://[/",
        "ftp://smba.trafficmanager.net/",
        "",
    ],
)
async def test_a_service_url_elsewhere_is_401_even_when_the_token_says_so(
    teams: Teams, url: str
) -> None:
    good = token(claims(serviceurl=url))
    status, _ = await teams.knock(teams.activity(text="hi", serviceUrl=url), f"Bearer {good}")
    assert status == 401
    assert teams.core.events == []


@pytest.mark.parametrize("tenant", ["bbbbbbbb-2222-4333-8444-555555555555", "", None])
async def test_another_tenant_is_401(teams: Teams, tenant: str | None) -> None:
    body = teams.activity(
        text="hi",
        conversation={"conversationType": "personal", "id": "a:x"},
        channelData={"tenant": {"id": tenant}},
    )
    status, _ = await teams.knock(body, f"Bearer {token()}")
    assert status == 401
    assert teams.core.events == []


async def test_another_channel_is_401(teams: Teams) -> None:
    body = teams.activity(text="hi", channelId="emulator")
    assert (await teams.knock(body, f"Bearer {token()}"))[0] == 401


async def test_keys_that_rotate_are_fetched_again(teams: Teams, monkeypatch: Any) -> None:
    await teams.type("one")
    teams.microsoft.known = {"second": ("msteams",)}
    monkeypatch.setattr(signing_keys, "AGAIN_AFTER", 0.0)
    new = f"Bearer {token(key='second')}"
    assert (await teams.knock(teams.activity(text="two"), new))[0] == 200
    old = f"Bearer {token(key='first')}"
    assert (await teams.knock(teams.activity(text="three"), old))[0] == 401
    assert len(teams.core.events) == 2


async def test_strangers_keys_are_not_all_looked_for(teams: Teams) -> None:
    assert teams.microsoft.asked == 1, "fetched before anyone knocked"
    for number in range(20):
        strange = f"Bearer {token(kid=f'stranger-{number}')}"
        assert (await teams.knock(teams.activity(text="x"), strange))[0] == 401
    assert teams.microsoft.asked == 1


async def test_a_key_that_was_taken_back_is_trusted_for_a_day_at_most(
    teams: Teams, monkeypatch: Any
) -> None:
    teams.microsoft.known = {"second": ("msteams",)}
    old = f"Bearer {token(key='first')}"
    assert (await teams.knock(teams.activity(text="x"), old))[0] == 200
    monkeypatch.setattr(signing_keys, "DAY", 0.0)
    assert (await teams.knock(teams.activity(text="x"), old))[0] == 200, "nobody waits for it"
    monkeypatch.undo()
    for _ in range(100):
        if (await teams.knock(teams.activity(text="x"), old))[0] == 401:
            return
        await asyncio.sleep(0.01)
    pytest.fail("the old key is still trusted")


async def test_a_key_server_that_hangs_keeps_nobody_with_a_known_key_waiting(
    teams: Teams, monkeypatch: Any
) -> None:
    await teams.keys.fetch()
    monkeypatch.setattr(signing_keys, "AGAIN_AFTER", 0.0)
    monkeypatch.setattr(signing_keys, "TIME_OUT", 0.5)
    teams.microsoft.hangs = True
    stranger = asyncio.create_task(
        teams.knock(teams.activity(text="x"), f"Bearer {token(key='stranger')}")
    )
    await asyncio.sleep(0.05)
    await teams.type("while it hangs")
    assert not stranger.done(), "the stranger waits; the member did not"
    assert (await stranger)[0] == 401
    assert len(teams.core.events) == 1


@pytest.mark.parametrize("how", ["500", "elsewhere", "garbage", "list", "bad keys"])
async def test_a_key_server_in_trouble_costs_no_known_key(teams: Teams, how: str) -> None:
    await teams.keys.fetch()
    match how:
        case "500":
            teams.microsoft.status = 500
        case "elsewhere":
            teams.microsoft.keys_elsewhere = "http://127.0.0.1:1/keys"
        case "garbage":
            teams.microsoft.body = b"\xff<html>"
        case "list":
            teams.microsoft.body = b"[]"
        case "bad keys":
            teams.microsoft.body = b'{"keys": [1, {}, {"kty": "RSA", "kid": "first", "n": "!"}]}'
    assert not await teams.keys.fetch()
    await teams.type("still here")
    assert len(teams.core.events) == 1


GOOD = TeamsSettings(APP, TENANT, Secret("hidden words"))


@pytest.mark.parametrize(
    ("settings", "host", "said"),
    [
        (TeamsSettings(), "127.0.0.1", "the app id"),
        (TeamsSettings(APP), "127.0.0.1", "the tenant and a secret"),
        (TeamsSettings(APP, TENANT), "0.0.0.0", "a secret"),
        (TeamsSettings(development=True), "0.0.0.0", "others can reach"),
        (TeamsSettings(development=True), "bot.hospital.example", "others can reach"),
        (TeamsSettings(APP, TENANT, Secret("s"), development=True), "127.0.0.1", "take one"),
    ],
)
def test_starting_without_checks_is_refused(settings: TeamsSettings, host: str, said: str) -> None:
    with pytest.raises(NotStartable, match=said):
        must_be_startable(settings, host)


@pytest.mark.parametrize(
    "settings",
    [GOOD, TeamsSettings(APP, TENANT, ManagedIdentity()),
     TeamsSettings(APP, TENANT, Certificate("t", "k"))],
)  # fmt: skip
def test_a_real_bot_may_start_anywhere(settings: TeamsSettings) -> None:
    must_be_startable(settings, "0.0.0.0")
    must_be_startable(TeamsSettings(development=True), "::1")


def test_settings_hide_their_secrets() -> None:
    shown = repr(GOOD) + repr(Certificate("thumb", "private words", "public words"))
    assert "words" not in shown


def test_a_token_is_never_signed_by_a_key_the_tests_do_not_hold() -> None:
    """The tests' own tokens are real ones: they verify with the public key alone."""
    public = private_key("first").public_key()
    assert jwt.decode(token(), public, algorithms=["RS256"], audience=APP)["iss"]
