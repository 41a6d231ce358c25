"""Opaque tokens for people who were erased: the same id gives the same token, nobody can go back.

The key of the tokens is random, made once, and kept sealed: whoever has the
database without its secret keys cannot try ids one after the other.
"""

import hmac
import secrets
from hashlib import sha256

from sqlalchemy import Connection, select

from storage.bulk import add_missing
from storage.schema import settings
from storage.sealing import Seal

NAME = "token key"
"""The setting under which the sealed key of all tokens is kept."""

BEGINS = "gone-"
BYTES = 32


class Tokens:
    """Tokens under one key."""

    def __init__(self, key: str) -> None:
        self._key = bytes.fromhex(key)

    def of(self, member: str) -> str:
        """The token of a member's id: HMAC with SHA-256, cut to 128 bits."""
        return BEGINS + hmac.new(self._key, member.encode(), sha256).hexdigest()[:32]

    def digest(self, text: str) -> str:
        """A text as something to compare by, from which nobody can go back to it."""
        return hmac.new(self._key, b"digest:" + text.encode(), sha256).hexdigest()


def is_token(member: str) -> bool:
    """Whether an id stands for somebody erased."""
    return member.startswith(BEGINS)


def is_kept(connection: Connection) -> bool:
    """Whether the key of the tokens was made."""
    return bool(connection.scalar(select(settings.c.value).where(settings.c.name == NAME)))


def kept(connection: Connection, seal: Seal) -> Tokens | None:
    """The tokens of this database; None while there is no key yet. Raises `WrongKey`."""
    sealed = connection.scalar(select(settings.c.value).where(settings.c.name == NAME))
    return Tokens(seal.open(sealed)) if sealed else None


def made(connection: Connection, seal: Seal) -> Tokens:
    """The tokens of this database; their key is made the first time."""
    if found := kept(connection, seal):
        return found
    row = {"name": NAME, "value": seal.close(secrets.token_hex(BYTES))}
    add_missing(connection, settings, [row], "name")
    # Whoever came second waited for the first, and has its key.
    tokens = kept(connection, seal)
    if tokens is None:
        raise LookupError("the key of the tokens was not kept")
    return tokens
