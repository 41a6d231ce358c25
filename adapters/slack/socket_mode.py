"""Socket Mode: the same payloads over a connection that we open, where there is no public address.

What comes in is written as Slack would have posted it, and goes the same way.
"""

import json
import time
from typing import Any, Final
from urllib.parse import urlencode

import aiohttp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.socket_mode.request import SocketModeRequest
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.listen import Ears

FORM: Final = "application/x-www-form-urlencoded"


class SocketMode:
    """A connection to Slack that is kept; the SDK opens it again when it ends."""

    def __init__(
        self,
        ears: Ears,
        app_token: str,
        session: aiohttp.ClientSession,
        base_url: str = "https://slack.com/api/",
    ) -> None:
        self._ears = ears
        web = AsyncWebClient(token=app_token, base_url=base_url, session=session)
        self._client: Any = SocketModeClient(app_token=app_token, web_client=web)
        self._client.socket_mode_request_listeners.append(self._heard)

    async def start(self) -> None:
        """Connect."""
        await self._client.connect()

    async def stop(self) -> None:
        """Listen no more."""
        await self._client.close()

    async def _heard(self, client: Any, request: SocketModeRequest) -> None:
        text, content = as_posted(request.type, request.payload)
        answer = await self._ears.take(text, content, str(int(time.time())))
        payload = json.loads(answer.text) if answer.text and answer.text[:1] == "{" else None
        await client.send_socket_mode_response(
            SocketModeResponse(envelope_id=request.envelope_id, payload=payload)
        )


def as_posted(kind: str, payload: dict[str, Any]) -> tuple[str, str]:
    """A payload as the body Slack would have posted, and its content type."""
    match kind:
        case "slash_commands":
            return urlencode(payload), FORM
        case "interactive":
            return urlencode({"payload": json.dumps(payload)}), FORM
        case _:
            return json.dumps(payload), "application/json"
