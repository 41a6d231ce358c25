"""The keys that Microsoft signs with, fetched ahead, and again when one is unknown."""

import asyncio
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

import aiohttp
import jwt
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

log = structlog.get_logger()

TIME_OUT: Final = 5.0
"""Seconds for one fetch: a key server that hangs keeps nobody waiting longer."""

AGAIN_AFTER: Final = 10.0
"""Seconds between two fetches for unknown keys: strangers can ask for any key they like."""

DAY: Final = 86_400.0
"""Seconds after which all keys are fetched again: one that was taken back is trusted no longer."""


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A public key, and the channels it may speak for."""

    public: RSAPublicKey
    endorsements: frozenset[str]


class SigningKeys:
    """Keys by id. Known ones are given at once; only an unknown one waits for a fetch."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        metadata: str,
        clock: Callable[[], float] | None = None,
    ) -> None:
        self._session = session
        self._metadata = metadata
        self._clock = clock or time.monotonic
        self._keys: Mapping[str, SigningKey] = {}
        self._fetched_at = -AGAIN_AFTER
        self._one_fetch = asyncio.Lock()
        self._renewing: asyncio.Task[bool] | None = None

    async def fetch(self) -> bool:
        """Fetch all keys now. False, with what is known kept, when that did not work."""
        self._fetched_at = self._clock()
        try:
            async with asyncio.timeout(TIME_OUT):
                found = _read(await self._get(self._keys_url(await self._get(self._metadata))))
        except (aiohttp.ClientError, TimeoutError, ValueError) as fault:
            log.warning("teams.keys_not_fetched", fault=type(fault).__name__)
            return False
        self._keys = found or self._keys
        return bool(found)

    async def key(self, key_id: str) -> SigningKey | None:
        """The key of that id; fetched again when it is new, but not for every stranger."""
        if self._clock() - self._fetched_at >= DAY and self._keys:
            self._renewing = asyncio.create_task(self.fetch())
        if key_id not in self._keys:
            async with self._one_fetch:
                due = self._clock() - self._fetched_at >= AGAIN_AFTER
                if key_id not in self._keys and due:
                    await self.fetch()
        return self._keys.get(key_id)

    async def _get(self, url: str) -> Any:
        async with self._session.get(url, allow_redirects=False) as answer:
            answer.raise_for_status()
            return await answer.json(content_type=None)

    def _keys_url(self, metadata: Any) -> str:
        url = metadata.get("jwks_uri") if isinstance(metadata, dict) else None
        if not isinstance(url, str) or _origin(url) != _origin(self._metadata):
            raise ValueError("the keys are said to be somewhere else")
        return url


def _origin(url: str) -> tuple[str, str]:
    parts = urlsplit(url)
    return parts.scheme, parts.netloc


def _read(document: Any) -> dict[str, SigningKey]:
    """Every RSA key of a key set that can be read."""
    given = document.get("keys") if isinstance(document, dict) else None
    found: dict[str, SigningKey] = {}
    for each in given if isinstance(given, list) else ():
        try:
            public = jwt.PyJWK(each, algorithm="RS256").key
            said = each.get("endorsements") or ()
            found[str(each["kid"])] = SigningKey(public, frozenset(map(str, said)))
        except (jwt.PyJWTError, KeyError, TypeError, AttributeError, ValueError):
            continue
    return found
