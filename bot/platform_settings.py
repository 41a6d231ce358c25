"""Settings of the chat platforms: what each needs, and what is wrong with what was given.

Faults are gathered, never raised one by one; no secret is ever part of one.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from bot.setting_values import https, is_loopback, number, truth

NAMES = {
    "HOST": "the address that Slack and Teams reach, 127.0.0.1 behind a proxy",
    "PORT": "its port",
    "PUBLIC_URL": "where others reach it: https://coffee.hospital.example",
    "SLACK_SIGNING_SECRET": "what Slack signs with; two with a comma while one is changed",
    "SLACK_BOT_TOKEN": "xoxb-…, for a single workspace without OAuth",
    "SLACK_CLIENT_ID": "the app's client id, for installing by OAuth",
    "SLACK_CLIENT_SECRET": "its client secret",
    "SLACK_APP_TOKEN": "xapp-…, for Socket Mode instead of a public address",
    "SLACK_COMMAND": "the slash command, such as /coffee",
    "SLACK_WORKSPACES": "ids of workspaces or organisations that may install, with commas",
    "SLACK_GUESTS": "yes to let guests take part",
    "SLACK_FIELDS": "profile fields: department=Xf01,title=Xf02,site=Xf03",
    "SLACK_PER_MINUTE": "messages a minute to one workspace",
    "TEAMS_APP_ID": "the app id (client id) of the registration in Entra",
    "TEAMS_TENANT": "the hospital's tenant id",
    "TEAMS_TENANTS": "other tenants that are let in, with commas",
    "TEAMS_CLOUD": "gcc-high or dod for governments' own clouds; else nothing, GCC included",
    "TEAMS_SECRET": "a client secret of the registration",
    "TEAMS_CERTIFICATE": "the path of a PEM file with key and certificate, instead of a secret",
    "TEAMS_CERTIFICATE_THUMBPRINT": "the certificate's thumbprint",
    "TEAMS_MANAGED_IDENTITY": "yes to use the machine's identity in Azure, instead of a secret",
    "TEAMS_PER_SECOND": "messages a second to one tenant",
    "TEAMS_DEVELOPMENT": "yes lets Microsoft's local client in without a token; loopback only",
}
"""Each setting without its prefix, and what it is for."""

TEAMS_CLOUDS = ("", "gcc-high", "dod")
PROFILE_FIELDS = ("department", "title", "site")


@dataclass(frozen=True, slots=True)
class ServerSettings:
    """Where the platforms reach us. `port` 0 is any free one."""

    host: str = "127.0.0.1"
    port: int = 8080
    public_url: str = ""


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """Slack, by OAuth for any number of workspaces, or one workspace's token."""

    signing_secrets: tuple[str, ...] = field(default=(), repr=False)
    bot_token: str = field(default="", repr=False)
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    app_token: str = field(default="", repr=False)
    command: str = "/coffee"
    workspaces: frozenset[str] = frozenset()
    guests: bool = False
    fields: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    per_minute: int = 240

    @property
    def on(self) -> bool:
        """Whether Slack is to be served."""
        return bool(self.bot_token or self.client_id)


@dataclass(frozen=True, slots=True)
class TeamsSetup:
    """Teams: who the bot is in Entra, and by what it proves that."""

    app_id: str = ""
    tenant: str = ""
    tenants: frozenset[str] = frozenset()
    cloud: str = ""
    secret: str = field(default="", repr=False)
    certificate: str = ""
    thumbprint: str = ""
    managed_identity: bool = False
    per_second: int = 25
    development: bool = False

    @property
    def on(self) -> bool:
        """Whether Teams is to be served."""
        return bool(self.app_id) or self.development


def server(given: Mapping[str, str], faults: list[str]) -> ServerSettings:
    """The server's settings."""
    return ServerSettings(
        given["HOST"] or "127.0.0.1",
        number("PORT", given["PORT"], 8080, 0, 65_535, faults),
        https("PUBLIC_URL", given["PUBLIC_URL"].rstrip("/"), faults),
    )


def slack(given: Mapping[str, str], faults: list[str]) -> SlackSettings:
    """Slack's settings, and what is missing of them."""
    settings = SlackSettings(
        signing_secrets=_list(given["SLACK_SIGNING_SECRET"]),
        bot_token=_begins("SLACK_BOT_TOKEN", given, "xoxb-", faults),
        client_id=given["SLACK_CLIENT_ID"],
        client_secret=given["SLACK_CLIENT_SECRET"],
        app_token=_begins("SLACK_APP_TOKEN", given, "xapp-", faults),
        command=_command(given["SLACK_COMMAND"] or "/coffee", faults),
        workspaces=frozenset(_list(given["SLACK_WORKSPACES"])),
        guests=truth("SLACK_GUESTS", given["SLACK_GUESTS"], faults),
        fields=_fields(given["SLACK_FIELDS"], faults),
        per_minute=number("SLACK_PER_MINUTE", given["SLACK_PER_MINUTE"], 240, 1, 6_000, faults),
    )
    if settings.on and not settings.signing_secrets:
        faults.append(
            "COFFEE_ROUNDS_SLACK_SIGNING_SECRET is missing: without it nobody can tell that a"
            " request is Slack's. It stands under Basic Information of the app."
        )
    if settings.client_id and not (settings.client_secret and given["PUBLIC_URL"]):
        faults.append(
            "COFFEE_ROUNDS_SLACK_CLIENT_ID needs COFFEE_ROUNDS_SLACK_CLIENT_SECRET and"
            " COFFEE_ROUNDS_PUBLIC_URL beside it, for installing by OAuth."
        )
    if settings.client_id and not settings.workspaces:
        faults.append(
            "COFFEE_ROUNDS_SLACK_WORKSPACES is missing: with COFFEE_ROUNDS_SLACK_CLIENT_ID it"
            " names the workspaces or organisations that may install the app; any other is sent"
            " away."
        )
    if settings.client_id and settings.bot_token:
        faults.append(
            "COFFEE_ROUNDS_SLACK_BOT_TOKEN is for one workspace and"
            " COFFEE_ROUNDS_SLACK_CLIENT_ID for many: set one of the two."
        )
    return settings


def teams(given: Mapping[str, str], host: str, faults: list[str]) -> TeamsSetup:
    """Teams' settings, and what is missing of them."""
    setup = TeamsSetup(
        app_id=given["TEAMS_APP_ID"],
        tenant=given["TEAMS_TENANT"],
        tenants=frozenset(_list(given["TEAMS_TENANTS"])),
        cloud=_cloud(given["TEAMS_CLOUD"].lower(), faults),
        secret=given["TEAMS_SECRET"],
        certificate=given["TEAMS_CERTIFICATE"],
        thumbprint=given["TEAMS_CERTIFICATE_THUMBPRINT"],
        managed_identity=truth("TEAMS_MANAGED_IDENTITY", given["TEAMS_MANAGED_IDENTITY"], faults),
        per_second=number("TEAMS_PER_SECOND", given["TEAMS_PER_SECOND"], 25, 1, 50, faults),
        development=truth("TEAMS_DEVELOPMENT", given["TEAMS_DEVELOPMENT"], faults),
    )
    proofs = [bool(setup.secret), bool(setup.certificate), setup.managed_identity]
    if setup.app_id and (not setup.tenant or sum(proofs) != 1):
        faults.append(
            "COFFEE_ROUNDS_TEAMS_APP_ID needs COFFEE_ROUNDS_TEAMS_TENANT beside it, and just one of"
            " COFFEE_ROUNDS_TEAMS_SECRET, COFFEE_ROUNDS_TEAMS_CERTIFICATE and"
            " COFFEE_ROUNDS_TEAMS_MANAGED_IDENTITY."
        )
    if bool(setup.certificate) is not bool(setup.thumbprint):
        faults.append(
            "COFFEE_ROUNDS_TEAMS_CERTIFICATE and COFFEE_ROUNDS_TEAMS_CERTIFICATE_THUMBPRINT go"
            " together."
        )
    if setup.development and (setup.app_id or not is_loopback(host)):
        faults.append(
            "COFFEE_ROUNDS_TEAMS_DEVELOPMENT lets everyone in without a token: only without an"
            " app id, and with COFFEE_ROUNDS_HOST 127.0.0.1."
        )
    return setup


def _list(given: str) -> tuple[str, ...]:
    return tuple(filter(None, (each.strip() for each in given.split(","))))


def _begins(name: str, given: Mapping[str, str], begins: str, faults: list[str]) -> str:
    if given[name] and not given[name].startswith(begins):
        faults.append(f"COFFEE_ROUNDS_{name} does not begin with {begins}; copy it again.")
    return given[name]


def _command(given: str, faults: list[str]) -> str:
    if not re.fullmatch(r"/[a-z0-9_-]{1,31}", given):
        faults.append(
            f"COFFEE_ROUNDS_SLACK_COMMAND is {given!r}; use a slash and up to 31 small letters."
        )
    return given


def _cloud(given: str, faults: list[str]) -> str:
    if given not in TEAMS_CLOUDS:
        faults.append(
            f"COFFEE_ROUNDS_TEAMS_CLOUD is {given!r}; use gcc-high or dod, or leave it out for"
            " Microsoft's usual cloud, where GCC is too."
        )
        return ""
    return given


def _fields(given: str, faults: list[str]) -> Mapping[str, str]:
    pairs = dict(each.partition("=")[::2] for each in _list(given))
    wrong = [name for name, id_ in pairs.items() if name not in PROFILE_FIELDS or not id_]
    if wrong:
        faults.append(
            f"COFFEE_ROUNDS_SLACK_FIELDS names {', '.join(map(repr, wrong))};"
            " write department=Xf01,title=Xf02,site=Xf03."
        )
    return MappingProxyType(pairs)
