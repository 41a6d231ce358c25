"""What Teams needs to be told before it starts, and what it refuses to start with."""

import ipaddress
from dataclasses import dataclass, field, replace
from typing import Final
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Cloud:
    """One of Microsoft's clouds: who signs, who gives tokens, and where messages may go.

    `login` comes before a tenant's id, `scope` is what the bot's token is for;
    `hosts` are all to which a message may be sent.
    """

    issuer: str
    metadata: str
    login: str
    scope: str
    hosts: frozenset[str]


# The hosts are `TeamsServiceEndpoints` of Microsoft's Agents SDK, and for GCC and GCC High also in
# "Send proactive messages" of its Teams documentation. The rest is in "Configure Bot Framework bots
# for US Government customers", and the same in botbuilder (`GovernmentConstants`) and in
# `CloudEnvironment` of Microsoft's Teams SDK, where DoD has what GCC High has.
WORLD: Final = Cloud(
    "https://api.botframework.com",
    "https://login.botframework.com/v1/.well-known/openidconfiguration",
    "https://login.microsoftonline.com/",
    "https://api.botframework.com",
    frozenset({"smba.trafficmanager.net", "smba.infra.gcc.teams.microsoft.com"}),
)
"""For everyone, and for government tenants in GCC."""

GCC_HIGH: Final = Cloud(
    "https://api.botframework.us",
    "https://login.botframework.azure.us/v1/.well-known/openidconfiguration",
    "https://login.microsoftonline.us/",
    "https://api.botframework.us",
    frozenset({"smba.infra.gov.teams.microsoft.us"}),
)
DOD: Final = replace(GCC_HIGH, hosts=frozenset({"smba.infra.dod.teams.microsoft.us"}))

CLOUDS: Final = {"": WORLD, "gcc-high": GCC_HIGH, "dod": DOD}
"""By the name of the setting."""


class NotStartable(ValueError):
    """Teams cannot start with these settings; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Secret:
    """A client secret of the app's registration."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of the app's registration; both keys in PEM."""

    thumbprint: str
    private_key: str = field(repr=False)
    public: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class ManagedIdentity:
    """The identity of the machine in Azure: nothing to keep."""


Credential = Secret | Certificate | ManagedIdentity


@dataclass(frozen=True, slots=True)
class TeamsSettings:
    """Who the bot is in Entra, and which tenants it answers.

    `tenant` is the registration's own; `tenants` are all that may talk to the
    bot, that one alone when none is named. `development` lets Microsoft's local
    client in, which sends no token: only on this machine, and without an app id.
    """

    app_id: str = ""
    tenant: str = ""
    credential: Credential | None = None
    tenants: frozenset[str] = frozenset()
    development: bool = False
    cloud: Cloud = WORLD

    def answers(self, tenant: str) -> bool:
        """Whether members of that tenant are let in."""
        return self.development or tenant in (self.tenants or {self.tenant})

    def may_send_to(self, url: str) -> bool:
        """Whether a service url is one of Teams; in development also one on this machine."""
        try:
            parts = urlsplit(url)
            clean = parts.username is None and parts.port in (None, 443) and not parts.query
        except ValueError:
            return False
        if parts.scheme == "https" and clean and parts.hostname in self.cloud.hosts:
            return True
        return self.development and parts.scheme == "http" and is_loopback(parts.hostname or "")


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach that address."""
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def must_be_startable(settings: TeamsSettings, host: str) -> None:
    """Raises `NotStartable`: without an app id anyone could say they are anyone."""
    if settings.development:
        if settings.app_id:
            raise NotStartable(
                "Development is on, and lets everyone in without a token, but an app id is set:"
                " take one of the two away."
            )
        if not is_loopback(host):
            raise NotStartable(
                f"Development is on, but the address is {host!r}, which others can reach."
                " Use 127.0.0.1, or set an app id and turn development off."
            )
        return
    missing = [
        name
        for name, value in (
            ("the app id", settings.app_id),
            ("the tenant", settings.tenant),
            ("a secret, a certificate or the managed identity", settings.credential),
        )
        if not value
    ]
    if missing:
        raise NotStartable(
            f"Teams needs {' and '.join(missing)}: without, nobody's token can be checked."
            " They stand in the app's registration in Entra."
        )
