"""Teams, put together: checked at the door, answered in place, written to from what was kept."""

from functools import partial
from pathlib import Path

import aiohttp
import structlog

from adapters.handover import Handover
from adapters.house import House
from adapters.platforms.part import Part
from adapters.teams import (
    PATH,
    Connector,
    Doorkeeper,
    Framework,
    Listening,
    ManagedIdentity,
    Secret,
    SigningKeys,
    TeamsSettings,
    must_be_startable,
    passport,
)
from adapters.teams.acquainting import Acquainting
from adapters.teams.listen import finish_left_over, receiving
from adapters.teams.settings import CLOUDS, Certificate, Credential
from adapters.teams.speak import TeamsSpeaker
from bot.delivery import Place
from bot.platform_settings import TeamsSetup

log = structlog.get_logger(__name__)


async def teams_part(wired: House, session: aiohttp.ClientSession, handover: Handover) -> Part:
    """Teams with these settings, ready to be served. Raises `NotStartable`."""
    setup = wired.settings.teams
    settings = as_teams_settings(setup)
    must_be_startable(settings, wired.settings.server.host)
    own = passport(settings)
    connector = Connector(session, own.token, settings.may_send_to)
    keys = SigningKeys(session, settings.cloud.metadata)
    framework = Framework(Doorkeeper(settings, keys), connector)
    place = partial(place_of, setup)
    listening = Listening(
        framework=framework,
        connector=connector,
        core=wired.app,
        inbox=wired.store.inbox,
        references=wired.store.references,
        voice=wired.app.means.voice,
        clock=wired.clock.now,
        link_for=handover.link_for,
        acquaint=Acquainting(wired.app, connector, place).meet,
    )
    drop = wired.store.references.drop_reference
    speaker = TeamsSpeaker(connector, drop, wired.clock.now, own.forget)
    return Part(
        "teams",
        speaker,
        (receiving(listening, PATH),),
        framework.prepare,
        partial(finish_left_over, listening),
    )


def place_of(setup: TeamsSetup, place: str) -> Place:
    """A tenant as a place: it cannot be asked what arrived, nor write to two at once."""
    return Place(place, "teams", "Microsoft Teams", setup.per_second * 60)


def as_teams_settings(setup: TeamsSetup) -> TeamsSettings:
    """The settings as the adapter takes them. Raises `OSError` for a certificate not there."""
    return TeamsSettings(
        app_id=setup.app_id,
        tenant=setup.tenant,
        credential=_credential(setup),
        cloud=CLOUDS[setup.cloud],
        tenants=setup.tenants | ({setup.tenant} if setup.tenant and setup.tenants else set()),
        development=setup.development,
    )


def _credential(setup: TeamsSetup) -> Credential | None:
    if setup.secret:
        return Secret(setup.secret)
    if setup.certificate:
        return Certificate(setup.thumbprint, Path(setup.certificate).read_text(encoding="ascii"))
    return ManagedIdentity() if setup.managed_identity else None
