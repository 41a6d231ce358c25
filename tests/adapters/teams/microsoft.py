"""Microsoft as far as tokens go: keys of our own, said by a metadata server of our own."""

import asyncio
import json
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import jwt
from aiohttp import web
from aiohttp.test_utils import TestServer
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key

APP = "11111111-2222-4333-8444-555555555555"
TENANT = "aaaaaaaa-2222-4333-8444-555555555555"
SERVICE = "https://smba.trafficmanager.net/emea/"
ISSUER = "https://api.botframework.com"


@cache
def private_key(name: str) -> RSAPrivateKey:
    """One key for each name: making them takes a while."""
    assert name
    return generate_private_key(public_exponent=65537, key_size=2048)


def claims(**other: Any) -> dict[str, Any]:
    """Good claims, with others in their place; None takes one away."""
    now = int(time.time())
    good = {
        "iss": ISSUER,
        "aud": APP,
        "serviceurl": SERVICE,
        "nbf": now - 10,
        "exp": now + 3600,
    }
    return {name: value for name, value in (good | other).items() if value is not None}


def token(said: dict[str, Any] | None = None, key: str = "first", **head: Any) -> str:
    """A token signed with that key, its head as given."""
    headers = {"kid": key} | head
    algorithm = headers.pop("alg", "RS256")
    signed: Any = private_key(key) if algorithm.startswith(("RS", "PS")) else "secret" * 8
    return jwt.encode(
        claims() if said is None else said,
        None if algorithm == "none" else signed,
        algorithm=algorithm,
        headers={n: v for n, v in headers.items() if v is not None},
    )


@dataclass
class Microsoft:
    """A metadata server: which keys it knows, and how it fails."""

    url: str = ""
    known: dict[str, tuple[str, ...]] = field(default_factory=lambda: {"first": ("msteams",)})
    status: int = 200
    keys_elsewhere: str = ""
    body: bytes | None = None
    hangs: bool = False
    asked: int = 0

    @property
    def metadata(self) -> str:
        return f"{self.url}metadata"

    async def tell(self, _: web.Request) -> web.Response:
        self.asked += 1
        if self.hangs:
            await asyncio.sleep(3600)
        return web.json_response(
            {"jwks_uri": self.keys_elsewhere or f"{self.url}keys"}, status=self.status
        )

    async def keys(self, _: web.Request) -> web.Response:
        if self.body is not None:
            return web.Response(body=self.body)
        return web.json_response({"keys": [self._key(n) for n in self.known]})

    def _key(self, name: str) -> dict[str, Any]:
        public = private_key(name).public_key()
        written: dict[str, Any] = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(public))
        return written | {"kid": name, "use": "sig", "endorsements": list(self.known[name])}


@asynccontextmanager
async def microsoft() -> AsyncIterator[Microsoft]:
    """A metadata server on loopback until the end of the block."""
    server = Microsoft()
    app = web.Application()
    app.router.add_get("/metadata", server.tell)
    app.router.add_get("/keys", server.keys)
    async with TestServer(app, host="127.0.0.1") as listening:
        server.url = str(listening.make_url("/"))
        yield server
        server.hangs = False
