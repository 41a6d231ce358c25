"""Whether a message of ours arrived: its mark in the member's own conversation with the bot.

Asks for `im:write` and `im:history` alone; reads marks, and no one's words.
"""

from collections.abc import Mapping
from typing import Any, Final

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.web_api import Sleep, data_of, patiently
from bot.delivery import Sent, Unknown

EVENT: Final = "coffee_rounds_letter"
PAGE: Final = 200
PAGES: Final = 5
"""Pages of the conversation looked at, newest first; a mark farther back is not looked for."""


def metadata(mark: str) -> dict[str, Any]:
    """The metadata that a message is found by."""
    return {"event_type": EVENT, "event_payload": {"mark": mark}}


async def marked_in(
    client: AsyncWebClient, user: str, mark: str, sleep: Sleep
) -> Sent | Unknown | None:
    """Where the message with that mark stands; None if nowhere; Unknown if it may be farther back.

    Raises what Slack raises when it cannot be asked.
    """
    opened = data_of(await patiently(lambda: client.conversations_open(users=[user]), sleep=sleep))
    channel = str((opened.get("channel") or {}).get("id") or "")
    if not channel:
        return Unknown("the member's conversation could not be found")
    cursor: str | None = None
    for _ in range(PAGES):
        page = data_of(await _page(client, channel, cursor, sleep))
        for message in page.get("messages") or ():
            if _mark(message) == mark:
                return Sent(f"{channel}:{message.get('ts', '')}")
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        if cursor is None:
            return Unknown("there is more than could be read") if page.get("has_more") else None
    return Unknown("the conversation is too long to look through")


async def _page(client: AsyncWebClient, channel: str, cursor: str | None, sleep: Sleep) -> object:
    return await patiently(
        lambda: client.conversations_history(
            channel=channel, cursor=cursor, limit=PAGE, include_all_metadata=True
        ),
        sleep=sleep,
    )


def _mark(message: Mapping[str, Any]) -> object:
    kept = message.get("metadata") or {}
    if kept.get("event_type") != EVENT:
        return None
    return (kept.get("event_payload") or {}).get("mark")
