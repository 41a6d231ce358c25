"""Settings, from the environment alone: all faults said at once, secrets hidden.

Reads a mapping it is given; knows nothing of the process, files or databases.
"""

from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass, field

from bot import platform_settings as platforms
from bot.model import NO_CONTACT, Contact
from bot.platform_settings import ServerSettings, SlackSettings, TeamsSetup
from bot.retention import LONGEST, USUAL, Retention
from bot.setting_values import PREFIX, https, is_loopback, number
from bot.words import languages

KEY_BYTES = 32
_SCHEMES = ("sqlite", "postgresql", "postgres", "postgresql+psycopg")


class BadSettings(ValueError):
    """One or more settings cannot be used; the message names each and what to do."""

    def __init__(self, faults: list[str]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(f"- {fault}" for fault in faults))


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that can be set.

    `database_url` is empty for the SQLite file in the platform's data folder.
    `log_level` is a name of the standard library's logging.
    """

    database_url: str = ""
    web_host: str = "127.0.0.1"
    web_port: int = 8765
    log_level: str = "info"
    language: str = "en"
    secret_keys: str = field(default="", repr=False)
    concern: Contact = NO_CONTACT
    retention: Retention = USUAL
    server: ServerSettings = field(default_factory=ServerSettings)
    slack: SlackSettings = field(default_factory=SlackSettings)
    teams: TeamsSetup = field(default_factory=TeamsSetup)

    @property
    def in_chat(self) -> bool:
        """Whether a chat platform is to be served."""
        return self.slack.on or self.teams.on


NAMES = {
    "DATABASE_URL": "where everything is kept: sqlite:///PATH or postgresql://…",
    "WEB_HOST": "the loopback address of the browser adapter",
    "WEB_PORT": "its port, 0 for any free one",
    "LOG_LEVEL": "debug, info, warning or error",
    "SECRET_KEYS": "what seals members' words: keys, newest first, with commas between",
    "CONCERN_CONTACT": "the hospital's contact for concerns, in words",
    "CONCERN_LINK": "a page about concerns, https://…",
    "CONCERN_MEMBER": "the id of the member who reads concerns raised here",
    "DETAILS_WEEKS": "weeks that details of an introduction stay after it ended",
    "CHECK_INS_WEEKS": 'weeks that answers to "did you meet?" stay',
    "MESSAGES_WEEKS": "weeks that delivered messages, concerns and event ids stay",
    "LANGUAGE": "the language of every sentence, such as en",
    **platforms.NAMES,
}
"""Each setting without its prefix, and what it is for."""


def read(environment: Mapping[str, str]) -> Settings:
    """The settings in an environment. Raises `BadSettings` naming every fault."""
    faults = _unknown(environment)
    given = {name: environment.get(PREFIX + name, "").strip() for name in NAMES}
    settings = Settings(
        database_url=_database_url(given["DATABASE_URL"], faults),
        web_host=_loopback(given["WEB_HOST"] or "127.0.0.1", faults),
        web_port=number("WEB_PORT", given["WEB_PORT"], 8765, 0, 65_535, faults),
        log_level=_one_of(
            "LOG_LEVEL", given["LOG_LEVEL"] or "info", ("debug", "info", "warning", "error"), faults
        ),
        language=_one_of("LANGUAGE", given["LANGUAGE"] or "en", tuple(sorted(languages())), faults),
        secret_keys=_keys(given["SECRET_KEYS"], faults),
        concern=Contact(
            given["CONCERN_CONTACT"],
            https("CONCERN_LINK", given["CONCERN_LINK"], faults),
            given["CONCERN_MEMBER"],
        ),
        retention=Retention(
            _weeks("DETAILS_WEEKS", given, USUAL.details, faults),
            _weeks("CHECK_INS_WEEKS", given, USUAL.check_ins, faults),
            _weeks("MESSAGES_WEEKS", given, USUAL.messages, faults),
        ),
        server=platforms.server(given, faults),
        slack=platforms.slack(given, faults),
        teams=platforms.teams(given, given["HOST"] or "127.0.0.1", faults),
    )
    if faults:
        raise BadSettings(faults)
    return settings


def masked(url: str) -> str:
    """A database URL with its password hidden."""
    scheme, separator, rest = url.partition("://")
    secret, at, where = rest.rpartition("@")
    return f"{scheme}{separator}***@{where}" if at and secret else url


def _unknown(environment: Mapping[str, str]) -> list[str]:
    known = {PREFIX + name for name in NAMES}
    strangers = sorted(n for n in environment if n.startswith(PREFIX) and n not in known)
    return [
        f"{name} is not a setting. The settings are {', '.join(sorted(known))}."
        for name in strangers
    ]


def _database_url(url: str, faults: list[str]) -> str:
    if not url:
        return url
    scheme, separator, _ = url.partition("://")
    if not separator or scheme not in _SCHEMES:
        faults.append(
            f"{PREFIX}DATABASE_URL is {masked(url)!r}, which is not a database URL."
            " Use sqlite:////absolute/path.db or postgresql://user:password@host/name."
        )
    return url


def _loopback(host: str, faults: list[str]) -> str:
    if not is_loopback(host):
        faults.append(
            f"{PREFIX}WEB_HOST is {host!r}, but whoever opens the browser adapter can act as"
            " any member: it serves only this machine. Use 127.0.0.1, ::1 or localhost."
        )
    return host


def _keys(keys: str, faults: list[str]) -> str:
    """Keys as they are given. A fault says which place is wrong, never what stands there."""
    for place, key in enumerate(filter(None, (each.strip() for each in keys.split(","))), 1):
        try:
            fits = len(urlsafe_b64decode(key.encode())) == KEY_BYTES
        except ValueError:
            fits = False
        if not fits:
            faults.append(
                f"{PREFIX}SECRET_KEYS: number {place} is not a key."
                " Make one with: coffee-rounds db new-key"
            )
    return keys


def _weeks(name: str, given: Mapping[str, str], usual: int, faults: list[str]) -> int:
    return number(name, given[name], usual, 1, LONGEST, faults)


def _one_of(name: str, given: str, allowed: tuple[str, ...], faults: list[str]) -> str:
    if given.lower() not in allowed:
        faults.append(f"{PREFIX}{name} is {given!r}; use one of {', '.join(allowed)}.")
    return given.lower()
