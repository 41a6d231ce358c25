"""The one file that knows botbuilder, which is archived: moving on from it ends here.

Its protocol and its credentials are used; its checks, its senders and its web
server are not (see docs/decisions.md).
"""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any, Final, assert_never

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.core.cloud_adapter_base import CloudAdapterBase
from botbuilder.schema import (
    Activity,
    Attachment,
    ChannelAccount,
    ConversationAccount,
    ResourceResponse,
)
from botframework.connector.auth import (
    AppCredentials,
    AuthenticateRequestResult,
    BotFrameworkAuthentication,
    CertificateAppCredentials,
    ClaimsIdentity,
    ConnectorFactory,
    ManagedIdentityAppCredentials,
    MicrosoftAppCredentials,
)
from msal import ConfidentialClientApplication

from adapters.teams.activities import Arrival
from adapters.teams.apart import apart
from adapters.teams.connector import Answered, Connector
from adapters.teams.literal import Json, encoded
from adapters.teams.render import CONTENT_TYPE
from adapters.teams.settings import Certificate, ManagedIdentity, Secret, TeamsSettings
from adapters.teams.tokens import Doorkeeper

# It warns at every activity about fields that Teams added since it was written.
logging.getLogger("msrest.serialization").setLevel(logging.ERROR)

LONGEST_ASK: Final = 10.0
"""Seconds to wait for a token: well within a send's own, so that a hang is told from a send."""

FRESH: Final = 240.0
"""Seconds a token is used before it is asked for again: one lives five minutes more than said."""


def credentials(settings: TeamsSettings) -> AppCredentials | None:
    """How the bot proves who it is to Teams; None in development."""
    known = _credentials(settings)
    if known is not None:
        known.oauth_endpoint = settings.cloud.login + settings.tenant
    return known


def _credentials(settings: TeamsSettings) -> AppCredentials | None:
    scope = settings.cloud.scope
    match settings.credential:
        case None:
            return None
        case Secret(value):
            return _BySecret(settings.app_id, value, settings.tenant, scope)
        case Certificate(thumbprint, private_key, public):
            return _ByCertificate(
                settings.app_id,
                thumbprint,
                private_key,
                settings.tenant,
                scope,
                public or None,
            )
        case ManagedIdentity():
            return ManagedIdentityAppCredentials(settings.app_id, scope)
        case _:
            assert_never(settings.credential)


class _BySecret(MicrosoftAppCredentials):
    app: ConfidentialClientApplication | None

    def get_access_token(self, force_refresh: bool = False) -> str:
        if self.app is None:
            self.app = _entra(self, self.microsoft_app_password)
        return str(super().get_access_token(force_refresh))


class _ByCertificate(CertificateAppCredentials):
    app: ConfidentialClientApplication | None

    def get_access_token(self, force_refresh: bool = False) -> str:
        proof = {
            "thumbprint": self.certificate_thumbprint,
            "private_key": self.certificate_private_key,
            "public_certificate": self.certificate_public,
        }
        if self.app is None:
            self.app = _entra(self, proof)
        return str(super().get_access_token(force_refresh))


def _entra(known: AppCredentials, proof: Any) -> ConfidentialClientApplication:
    """Entra, asked with an end: botbuilder makes one that waits for ever."""
    return ConfidentialClientApplication(
        known.microsoft_app_id,
        client_credential=proof,
        authority=known.oauth_endpoint,
        timeout=LONGEST_ASK,
    )


class Passport:
    """The bot's own token, asked for off the loop and its threads, and kept for a while."""

    def __init__(self, ask: Callable[[], str], clock: Callable[[], float] | None = None) -> None:
        self._ask = ask
        self._clock = clock or time.monotonic
        self._token = ""
        self._until = 0.0
        self._one_at_a_time = asyncio.Lock()

    async def token(self) -> str:
        """A token that is good for a minute at least. `TimeoutError` when it takes too long."""
        async with self._one_at_a_time:
            if not self._token or self._clock() >= self._until:
                async with asyncio.timeout(LONGEST_ASK):
                    self._token = await apart(self._ask)
                self._until = self._clock() + FRESH
            return self._token

    def forget(self) -> None:
        """Ask anew next time: Teams did not take this one."""
        self._token = ""


def passport(settings: TeamsSettings) -> Passport:
    """A passport by the settings' credential; an empty token in development."""
    known = credentials(settings)
    return Passport(known.get_access_token if known else lambda: "")


class Turn:
    """One activity's conversation, to answer in."""

    def __init__(self, context: TurnContext, arrival: Arrival) -> None:
        self._context = context
        self.arrival = arrival

    async def post(self, card: Json) -> str:
        """A new message in the conversation; its id."""
        said = await self._context.send_activity(_message(card))
        return said.id if said else ""

    async def say(self, text: str) -> None:
        """One line of our own words."""
        await self._context.send_activity(Activity(type="message", text=text, text_format="plain"))

    async def replace(self, card: Json) -> None:
        """Another card where the pressed one was; a new message when it cannot be."""
        if not self.arrival.message:
            await self.post(card)
            return
        changed = _message(card)
        changed.id = self.arrival.message
        await self._context.update_activity(changed)


Work = Callable[[Turn], Awaitable[Json | None]]


class Framework(CloudAdapterBase):
    """botbuilder's turn around an activity that was checked before."""

    def __init__(self, doorkeeper: Doorkeeper, connector: Connector) -> None:
        super().__init__(_Authentication(connector))
        self._doorkeeper = doorkeeper

    async def prepare(self) -> None:
        """Be ready for the first activity."""
        await self._doorkeeper.prepare()

    async def receive(self, header: str | None, arrival: Arrival, work: Work) -> Json | None:
        """What an invoke is answered with. Raises `NotAllowed` before any work."""
        claims = await self._doorkeeper.check(header, arrival)
        passed = AuthenticateRequestResult()
        passed.claims_identity = ClaimsIdentity(dict(claims), is_authenticated=True)
        passed.connector_factory = self.bot_framework_authentication.create_connector_factory(None)

        async def logic(context: TurnContext) -> None:
            body = await work(Turn(context, arrival))
            answer = InvokeResponse(status=200, body=body)
            context.turn_state[self._INVOKE_RESPONSE_KEY] = Activity(value=answer)

        answered = await self.process_activity(passed, _activity(arrival), logic)
        return answered.body if answered else None


class _Authentication(BotFrameworkAuthentication):
    """Nobody is authenticated here: the doorkeeper did, before the framework came in."""

    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def authenticate_request(
        self, activity: Activity, auth_header: str
    ) -> AuthenticateRequestResult:
        raise PermissionError("requests are checked before they come here")

    async def authenticate_streaming_request(
        self, auth_header: str, channel_id_header: str
    ) -> AuthenticateRequestResult:
        raise PermissionError("streaming is not used")

    def create_connector_factory(self, claims_identity: ClaimsIdentity) -> ConnectorFactory:
        return _Connectors(self._connector)

    async def create_user_token_client(self, claims_identity: ClaimsIdentity) -> None:
        """No sign-in of a member's is ever asked for."""


class _Connectors(ConnectorFactory):
    def __init__(self, connector: Connector) -> None:
        self._connector = connector

    async def create(self, service_url: str, audience: str) -> Any:
        return _Client(self._connector, service_url)


class _Client:
    """The few calls of botbuilder's own client that a turn makes, over kept connections."""

    def __init__(self, connector: Connector, service_url: str) -> None:
        self.conversations = self
        self._connector = connector
        self._service_url = service_url

    async def send_to_conversation(self, conversation: str, activity: Activity) -> ResourceResponse:
        body = encoded(activity.serialize())
        said = await self._connector.post(self._service_url, conversation, body)
        return ResourceResponse(id=_taken(said).id)

    async def reply_to_activity(
        self, conversation: str, _reply_to: str, activity: Activity
    ) -> ResourceResponse:
        return await self.send_to_conversation(conversation, activity)

    async def update_activity(
        self, conversation: str, message: str, activity: Activity
    ) -> ResourceResponse:
        body = encoded(activity.serialize())
        said = await self._connector.update(self._service_url, conversation, message, body)
        return ResourceResponse(id=_taken(said).id)


class NotTaken(Exception):
    """Teams did not take an answer."""


def _taken(said: Answered) -> Answered:
    if not said.well:
        raise NotTaken(f"{said.status} {said.code}".strip())
    return said


def _message(card: Json) -> Activity:
    drawn = Attachment(content_type=CONTENT_TYPE, content=card)
    return Activity(type="message", attachments=[drawn], summary=card["fallbackText"])


def _activity(arrival: Arrival) -> Activity:
    """Only what a turn needs, from values that were checked: reading never fails here."""
    return Activity(
        type=arrival.type,  # without its id: ours is not Teams', and would be sent as replyToId
        name=arrival.name,
        channel_id=arrival.channel,
        service_url=arrival.service_url,
        conversation=ConversationAccount(id=arrival.conversation, tenant_id=arrival.tenant),
        from_property=ChannelAccount(id=arrival.user),
        recipient=ChannelAccount(id=arrival.bot),
    )
