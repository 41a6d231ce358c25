"""The browser's own small chat: each member's messages, as Slack would keep them.

One SQLite file, or memory when no path is given. Safe from many threads and
from several processes. Knows nothing of what a card means.
"""

import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import RLock
from typing import Any

from adapters.web.cards import read_card, write_card
from bot.ui import Card

VERSION = 1
"""Of the file's tables. A file of a newer version is left alone."""

BUSY_SECONDS = 10.0
SHOWN = 200
"""Messages shown of one conversation; older ones are kept."""

_TABLES = """
CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    user TEXT NOT NULL,
    key TEXT NOT NULL,
    at TEXT NOT NULL,
    words TEXT,
    card TEXT,
    CHECK ((words IS NULL) <> (card IS NULL)),
    UNIQUE (user, key)
);
CREATE INDEX IF NOT EXISTS message_of_user ON message (user, id);
CREATE TABLE IF NOT EXISTS seen (user TEXT PRIMARY KEY, message INTEGER NOT NULL);
"""


class ChatIsNewer(RuntimeError):
    """The chat's file was made by a newer version; nothing in it was touched."""


@dataclass(frozen=True, slots=True)
class Message:
    """One message: a card from the bot, or words the member typed."""

    id: int
    at: datetime
    body: Card | str


class Chat:
    """Messages by member's user id. A key said twice is kept once."""

    def __init__(self, path: Path | None = None) -> None:
        """Open or make the file; raises `ChatIsNewer` and `sqlite3.Error`."""
        self._lock = RLock()
        if path:
            # Made before SQLite opens it, which gives its write-ahead files the same rights.
            os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
            path.chmod(0o600)
        self._database = sqlite3.connect(
            path or ":memory:", timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False
        )
        found = self._database.execute("PRAGMA user_version").fetchone()[0]
        if found > VERSION:
            self._database.close()
            raise ChatIsNewer(f"{path} has version {found}; this program knows {VERSION}")
        self._database.execute("PRAGMA journal_mode = WAL")
        self._database.execute("PRAGMA secure_delete = ON")
        self._database.executescript(f"{_TABLES} PRAGMA user_version = {VERSION};")

    def post(self, user: str, card: Card, at: datetime, key: str) -> int:
        """Add the bot's message and say which it is; the first of that key stays."""
        return self._add(user, key, at, None, write_card(card))

    def write(self, user: str, words: str, at: datetime, key: str) -> int:
        """Add what the member typed, likewise."""
        return self._add(user, key, at, words, None)

    def _add(self, user: str, key: str, at: datetime, words: str | None, card: str | None) -> int:
        with self._writing() as database:
            database.execute(
                "INSERT INTO message (user, key, at, words, card) VALUES (?, ?, ?, ?, ?)"
                " ON CONFLICT (user, key) DO NOTHING",
                (user, key, at.astimezone(UTC).isoformat(), words, card),
            )
            return int(self._one("SELECT id FROM message WHERE user = ? AND key = ?", user, key))

    def replace(self, user: str, message: int, card: Card) -> bool:
        """Put another card where one of the bot's was. False when there is none."""
        with self._writing() as database:
            changed = database.execute(
                "UPDATE message SET card = ? WHERE id = ? AND user = ? AND card IS NOT NULL",
                (write_card(card), message, user),
            )
            return changed.rowcount == 1

    def forget(self, user: str) -> None:
        """Erase a member's whole conversation."""
        with self._writing() as database:
            database.execute("DELETE FROM message WHERE user = ?", (user,))
            database.execute("DELETE FROM seen WHERE user = ?", (user,))
        with self._lock:
            self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def find(self, user: str, key: str) -> int | None:
        """The message with that key, or None."""
        with self._lock:
            found = self._one("SELECT id FROM message WHERE user = ? AND key = ?", user, key)
        return None if found is None else int(found)

    def messages(self, user: str, after: int = 0) -> tuple[Message, ...]:
        """The newest messages later than `after`, oldest first."""
        with self._lock:
            rows = self._database.execute(
                "SELECT id, at, words, card FROM message WHERE user = ? AND id > ?"
                " ORDER BY id DESC LIMIT ?",
                (user, after, SHOWN),
            ).fetchall()
        return tuple(_message(row) for row in reversed(rows))

    def see(self, user: str) -> None:
        """The member has seen all that is there now."""
        with self._writing() as database:
            database.execute(
                "INSERT INTO seen SELECT ?, coalesce(max(id), 0) FROM message WHERE user = ?"
                " ON CONFLICT (user) DO UPDATE SET message = excluded.message",
                (user, user),
            )

    def unseen(self, users: Iterable[str]) -> Mapping[str, int]:
        """How many of the bot's messages each of them has not seen."""
        count = (
            "SELECT count(*) FROM message WHERE user = ?1 AND card IS NOT NULL AND id >"
            " coalesce((SELECT message FROM seen WHERE user = ?1), 0)"
        )
        with self._lock:
            return {user: int(self._one(count, user)) for user in users}

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            self._database.close()

    def _one(self, query: str, *values: str) -> Any:
        row = self._database.execute(query, values).fetchone()
        return row and row[0]

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One write at a time: kept whole, or not at all."""
        with self._lock:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield self._database
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
            self._database.execute("COMMIT")


def _message(row: tuple[int, str, str | None, str]) -> Message:
    number, at, words, card = row
    return Message(number, datetime.fromisoformat(at), read_card(card) if words is None else words)
