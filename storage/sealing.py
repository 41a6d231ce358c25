"""Sealing what people wrote: encrypted at rest, readable under any of the current keys.

Knows no tables. A key never reaches a sentence.
"""

import os
import secrets
from pathlib import Path

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from sqlalchemy import URL

from storage.trouble import KeysMissing, Unreachable, WrongKey

SEALED = "sealed:"
"""How sealed text begins. What does not was stored before there were keys."""

NO_KEYS = (
    "PostgreSQL needs the setting COFFEE_ROUNDS_SECRET_KEYS: the keys that seal what members"
    " write, newest first, with commas between. Make one with: coffee-rounds db new-key"
)
NO_FILE = (
    "The key file {path} is missing, and without it what members wrote cannot be read. Put it"
    " back from the backup, or set COFFEE_ROUNDS_SECRET_KEYS. Nothing was changed."
)
NOT_A_KEY = (
    "COFFEE_ROUNDS_SECRET_KEYS (or the key file beside the database) holds something that is not"
    " a key. Make one with: coffee-rounds db new-key"
)
WRONG = (
    "What members wrote was sealed with another key. Put that key back into"
    " COFFEE_ROUNDS_SECRET_KEYS, or its file beside the database. Nothing was changed."
)


class Seal:
    """Closes and opens text. Without keys it raises `KeysMissing` as soon as it is needed."""

    def __init__(self, keys: MultiFernet | None, missing: str = NO_KEYS) -> None:
        self._keys = keys
        self._missing = missing

    def __repr__(self) -> str:
        return f"Seal({'***' if self._keys else None})"

    @property
    def usable(self) -> bool:
        """Whether there are keys."""
        return self._keys is not None

    def close(self, text: str) -> str:
        """The text, sealed. Nothing stays nothing."""
        return SEALED + self._all().encrypt(text.encode()).decode() if text else ""

    def open(self, sealed: str) -> str:
        """The text. `WrongKey` when none of the keys sealed it."""
        if not sealed.startswith(SEALED):
            return sealed
        try:
            return self._all().decrypt(sealed.removeprefix(SEALED)).decode()
        except InvalidToken as error:
            raise WrongKey(WRONG) from error

    def again(self, sealed: str) -> str:
        """The same under the newest key, also when it was never sealed."""
        if not sealed.startswith(SEALED):
            return self.close(sealed)
        try:
            return SEALED + self._all().rotate(sealed.removeprefix(SEALED)).decode()
        except InvalidToken as error:
            raise WrongKey(WRONG) from error

    def _all(self) -> MultiFernet:
        if self._keys is None:
            raise KeysMissing(self._missing)
        return self._keys


def new_key() -> str:
    """A new key, as text."""
    return Fernet.generate_key().decode()


def seal_for(url: URL, given: str) -> Seal:
    """The seal of a database: of the keys that are given, or of the file beside SQLite."""
    if given.strip():
        return Seal(_keys(given))
    if url.get_backend_name() != "sqlite":
        return Seal(None)
    path = key_file(url)
    if not path.is_file():
        return Seal(None, NO_FILE.format(path=path))
    return Seal(_keys(_read(path)))


def must_have_keys(url: URL, given: str) -> None:
    """Raise `KeysMissing` for a server without keys, before anybody types a word."""
    if not given.strip() and url.get_backend_name() != "sqlite":
        raise KeysMissing(NO_KEYS)


def key_file(url: URL) -> Path:
    """Where the key of a SQLite database is kept when it is not given as a setting."""
    return Path(url.database or "").with_suffix(".key")


def make_key_file(path: Path) -> None:
    """Make the file, for its owner alone, unless it is there; never a half-written one."""
    if not path.exists():
        write_keys(path, [new_key()], anew=True)


def write_keys(path: Path, keys: list[str], *, anew: bool = False) -> None:
    """Keep these keys, newest first. `anew` leaves a file that someone else just made."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "w") as file:
            file.write(",".join(keys) + "\n")
            file.flush()
            os.fsync(file.fileno())
        if anew:
            _link(draft, path)
        else:
            draft.replace(path)
    except OSError as error:
        raise Unreachable(f"The key file {path} cannot be written: {error.strerror}.") from error
    finally:
        draft.unlink(missing_ok=True)


def _link(draft: Path, path: Path) -> None:
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        return


def keys_in(path: Path) -> list[str]:
    """The keys in a file, newest first."""
    return [key.strip() for key in _read(path).split(",") if key.strip()]


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii")
    except (OSError, UnicodeDecodeError) as error:
        raise Unreachable(f"The key file {path} cannot be read.") from error


def _keys(given: str) -> MultiFernet:
    try:
        return MultiFernet([Fernet(key.strip()) for key in given.split(",") if key.strip()])
    except ValueError as error:
        raise WrongKey(NOT_A_KEY) from error
