"""The house put together, without a server: which store, which clock, which words.

Imports no web framework and no SDK, so that a command that only looks answers at once.
"""

import gc
import logging
import secrets
import sys
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import structlog
from platformdirs import user_data_path

from adapters.stage import StageClock
from bot.app import App, Means
from bot.config import Settings
from bot.delivery import Place
from bot.interests import Suggester, taxonomy
from bot.words import TEAMS, Voice, tongue
from bot.words.prompts import prompts
from storage import SqlStore, check_keys, open_store

BROWSER = Place("browser", "web", "This browser", per_minute=60_000, looks_up=True)
"""The one place that needs no account. It keeps what it was told, and can be asked."""

APP_FOLDER = "coffee-rounds"


def database_url(settings: Settings) -> str:
    """Where everything is kept: as set, or a file in the platform's data folder."""
    if settings.database_url:
        return settings.database_url
    folder = user_data_path(APP_FOLDER, appauthor=False, ensure_exists=True)
    return f"sqlite:///{folder / 'coffee-rounds.db'}"


def chat_path(url: str) -> Path:
    """The file of the browser's own chat: beside the database, or in the data folder."""
    _, _, path = url.partition("sqlite:///")
    if path:
        return Path(path).with_suffix(".chat")
    return user_data_path(APP_FOLDER, appauthor=False, ensure_exists=True) / "browser.chat"


@dataclass(frozen=True, slots=True)
class House:
    """Everything wired together, without a server."""

    settings: Settings
    store: SqlStore
    app: App
    clock: StageClock


def suggester() -> Suggester | None:
    """Suggestions by meaning where the extra `semantic` is installed; takes seconds once."""
    # Here: numpy and a model are for those who type interests, not for every command.
    from adapters.semantic import ModelMissing, by_meaning

    folder = user_data_path(APP_FOLDER, appauthor=False, ensure_exists=True)
    try:
        return by_meaning(taxonomy(), folder)
    except ModelMissing:
        return None


@contextmanager
def house(settings: Settings, suggests: Suggester | None = None) -> Iterator[House]:
    """Open the store and put the app together; closed at the end of the block.

    `suggests` knows more of typed interests than their spelling. Raises
    `DatabaseTrouble`, which says what to do.
    """
    check_keys(database_url(settings), settings.secret_keys)
    store = open_store(database_url(settings), settings.secret_keys)
    try:
        clock = StageClock(store)
        voice = Voice(
            tongue=tongue(settings.language),
            prompts=prompts(settings.language),
            teams=TEAMS[settings.teams.cloud],
        )
        means = Means(
            store,
            clock.now,
            new_id,
            lambda: secrets.randbits(31),
            voice,
            suggests,
            settings.concern,
            settings.retention,
        )
        yield House(settings, store, App(means), clock)
    finally:
        store.close()


def keep_what_was_read_in() -> None:
    """What a server begins with stays, and is not looked through again for what may go.

    Python would walk all of it again and again, and hold every answer up meanwhile:
    75 ms of a processor each time.
    """
    gc.collect()
    gc.freeze()


def settle_to_serve() -> None:
    """Everything is read in, and from now on somebody waits for each answer."""
    keep_what_was_read_in()
    # Answers are worked out in threads. Who listens gets its turn between them within a
    # thousandth of a second, not five: that is what everyone's acknowledgement waits for.
    sys.setswitchinterval(0.0005)


def new_id() -> str:
    """An opaque id that says nothing of who or when."""
    return uuid.uuid4().hex


def utc_now() -> datetime:
    """The machine's clock."""
    return datetime.now(UTC)


def log_as(level: str) -> None:
    """One JSON line per event on standard error, at that level and above."""
    # What a stranger's broken request looked like is nobody's business, nor is its address.
    logging.getLogger("aiohttp.server").setLevel(logging.CRITICAL)
    levels = {"debug": 10, "info": 20, "warning": 30, "error": 40}
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            structlog.processors.JSONRenderer(),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(levels[level]),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
