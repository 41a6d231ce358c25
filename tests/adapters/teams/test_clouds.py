"""Microsoft's clouds: each has its own signer, Entra and hosts, and never another's."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import aiohttp
import jwt
import pytest

from adapters.teams import (
    Certificate,
    Doorkeeper,
    ManagedIdentity,
    Secret,
    SigningKeys,
    TeamsSettings,
)
from adapters.teams.activities import read
from adapters.teams.doctor import Looking, check
from adapters.teams.framework import LONGEST_ASK, credentials
from adapters.teams.settings import CLOUDS, DOD, GCC_HIGH, WORLD, Cloud
from adapters.teams.tokens import NotAllowed
from bot.platform_settings import TEAMS_CLOUDS
from bot.words import TEAMS
from tests.adapters.teams.microsoft import APP, TENANT, claims, microsoft, token

SERVICE = {
    "world": "https://smba.trafficmanager.net/emea/",
    "gcc": "https://smba.infra.gcc.teams.microsoft.com/teams",
    "gcc-high": "https://smba.infra.gov.teams.microsoft.us/teams",
    "dod": "https://smba.infra.dod.teams.microsoft.us/teams",
}
CLOUD = {"world": WORLD, "gcc": WORLD, "gcc-high": GCC_HIGH, "dod": DOD}


def activity(service_url: str) -> bytes:
    tenant = f'"channelData": {{"tenant": {{"id": "{TENANT}"}}}}'
    return (
        f'{{"type": "message", "id": "1", "channelId": "msteams", "serviceUrl": "{service_url}",'
        f" {tenant}}}"
    ).encode()


@pytest.mark.parametrize("told", SERVICE)
@pytest.mark.parametrize("settled", SERVICE)
async def test_only_its_own_cloud_is_let_in(settled: str, told: str) -> None:
    """Of each cloud's own token, for each setting: signed by the same key, so all else is good."""
    async with microsoft() as server, aiohttp.ClientSession() as session:
        keys = SigningKeys(session, server.metadata)
        settings = TeamsSettings(APP, TENANT, Secret("s"), cloud=CLOUD[settled])
        door = Doorkeeper(settings, keys)
        said = token(claims(iss=CLOUD[told].issuer, serviceurl=SERVICE[told]))
        knock = door.check(f"Bearer {said}", read(activity(SERVICE[told])))
        if CLOUD[settled] is CLOUD[told]:
            assert (await knock)["aud"] == APP
        else:
            with pytest.raises(NotAllowed):
                await knock


async def test_the_right_host_is_not_enough_without_the_right_signer() -> None:
    async with microsoft() as server, aiohttp.ClientSession() as session:
        settings = TeamsSettings(APP, TENANT, Secret("s"), cloud=GCC_HIGH)
        door = Doorkeeper(settings, SigningKeys(session, server.metadata))
        url = SERVICE["gcc-high"]
        said = token(claims(iss=WORLD.issuer, serviceurl=url))
        with pytest.raises(NotAllowed, match=jwt.InvalidIssuerError.__name__):
            await door.check(f"Bearer {said}", read(activity(url)))


@pytest.mark.parametrize("cloud", [WORLD, GCC_HIGH, DOD], ids=["world", "gcc-high", "dod"])
@pytest.mark.parametrize("proof", [Secret("s"), Certificate("t", "k")], ids=["secret", "pem"])
def test_the_bot_asks_its_own_clouds_entra(cloud: Cloud, proof: Any) -> None:
    known = credentials(TeamsSettings(APP, TENANT, proof, cloud=cloud))
    assert known is not None
    assert known.oauth_endpoint == cloud.login + TENANT
    assert known.oauth_scope == cloud.scope


def test_a_managed_identity_asks_for_its_own_clouds_scope() -> None:
    settings = TeamsSettings(APP, TENANT, ManagedIdentity(), cloud=GCC_HIGH)
    known = credentials(settings)
    assert known is not None
    assert known.oauth_scope == GCC_HIGH.scope
    ours = credentials(replace(settings, cloud=WORLD))
    assert ours is not None
    assert ours.oauth_scope == WORLD.scope


def test_every_cloud_that_can_be_set_is_one() -> None:
    assert set(TEAMS_CLOUDS) == set(CLOUDS) == set(TEAMS)


async def test_the_doctor_says_which_hosts_of_its_cloud_must_be_reached() -> None:
    def unreachable() -> str:
        raise ConnectionError

    nowhere = "http://127.0.0.1:9/"
    looking = Looking(unreachable, "", nowhere, 1.0, GCC_HIGH.login)
    async with aiohttp.ClientSession() as session:
        token_, keys, *_ = await check(looking, session, lambda: datetime.now(UTC))
    assert "login.microsoftonline.us" in token_.do
    assert "127.0.0.1" in keys.do


@pytest.mark.parametrize("proof", [Secret("s"), Certificate("t", "k")], ids=["secret", "pem"])
def test_entra_is_asked_with_an_end(monkeypatch: Any, proof: Any) -> None:
    """Botbuilder's own way waits for ever."""
    made: list[dict[str, Any]] = []

    class Entra:
        def __init__(self, app_id: str, **other: Any) -> None:
            made.append(other | {"app_id": app_id})

        def acquire_token_silent(self, scopes: list[str], account: None) -> None:
            return None

        def acquire_token_for_client(self, scopes: list[str]) -> dict[str, str]:
            return {"access_token": scopes[0]}

    monkeypatch.setattr("adapters.teams.framework.ConfidentialClientApplication", Entra)
    known = credentials(TeamsSettings(APP, TENANT, proof, cloud=GCC_HIGH))
    assert known is not None
    assert known.get_access_token() == f"{GCC_HIGH.scope}/.default"
    assert known.get_access_token() == f"{GCC_HIGH.scope}/.default"
    (once,) = made
    assert 0 < once["timeout"] <= LONGEST_ASK
    assert (once["app_id"], once["authority"]) == (APP, GCC_HIGH.login + TENANT)
