"""Who may knock: a token that Microsoft signed, for this bot, this tenant and this address."""

from collections.abc import Mapping
from typing import Any, Final, NoReturn

import jwt

from adapters.teams.activities import Arrival
from adapters.teams.settings import TeamsSettings
from adapters.teams.signing_keys import SigningKey, SigningKeys

CHANNEL: Final = "msteams"
LEEWAY: Final = 300
"""Seconds that two clocks may differ."""

_LONGEST: Final = 16_384


class NotAllowed(Exception):
    """The request is not let in. The message is for the log, never for the sender."""


class Doorkeeper:
    """Checks each request's token against the activity it came with."""

    def __init__(self, settings: TeamsSettings, keys: SigningKeys) -> None:
        self._settings = settings
        self._keys = keys

    async def prepare(self) -> None:
        """Fetch the keys before the first one knocks."""
        if not self._settings.development:
            await self._keys.fetch()

    async def check(self, header: str | None, arrival: Arrival) -> Mapping[str, Any]:
        """The token's claims. Raises `NotAllowed`, and nothing else."""
        if not self._settings.may_send_to(arrival.service_url):
            _no("service url of a stranger")
        if self._settings.development:
            return {}
        claims = await self._claims(header, arrival.channel)
        if claims.get("serviceurl") != arrival.service_url:
            _no("service url is not the token's")
        if not arrival.tenant or not self._settings.answers(arrival.tenant):
            _no("tenant not on the list")
        return claims

    async def _claims(self, header: str | None, channel: str) -> Mapping[str, Any]:
        token = _bearer(header)
        key = await self._key(token)
        if channel != CHANNEL or CHANNEL not in key.endorsements:
            _no("not endorsed for Teams")
        try:
            claims: Mapping[str, Any] = jwt.decode(
                token,
                key.public,
                algorithms=["RS256"],
                audience=self._settings.app_id,
                issuer=self._settings.cloud.issuer,
                leeway=LEEWAY,
                options={"require": ["exp", "iss", "aud"]},
            )
        except (jwt.PyJWTError, ValueError, TypeError, OverflowError) as fault:
            raise NotAllowed(type(fault).__name__) from fault
        if claims["aud"] != self._settings.app_id:
            _no("meant for others too")
        return claims

    async def _key(self, token: str) -> SigningKey:
        try:
            head = jwt.get_unverified_header(token)
        except (jwt.PyJWTError, ValueError, TypeError, RecursionError) as fault:
            raise NotAllowed("no token") from fault
        key_id = head.get("kid")
        if head.get("alg") != "RS256" or not isinstance(key_id, str) or not key_id:
            _no("not signed the way Microsoft signs")
        key = await self._keys.key(key_id)
        return key or _no("unknown key")


def _bearer(header: str | None) -> str:
    scheme, _, token = (header or "").partition(" ")
    if scheme.lower() != "bearer" or not token or len(token) > _LONGEST:
        _no("no bearer token")
    return token


def _no(why: str) -> NoReturn:
    raise NotAllowed(why)
