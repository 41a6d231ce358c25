"""A file that a member chose in a form: fetched once, from Slack's own host, within its limit."""

from dataclasses import replace
from typing import Final
from urllib.parse import urlsplit

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.literal import Json
from bot.events import File, Submitted

LARGEST: Final = 5 * 1024 * 1024
"""Bytes: the most that any form takes. A bigger one comes empty, with its size."""

PATIENCE: Final = aiohttp.ClientTimeout(total=20)


async def fetched(
    event: Submitted,
    files: tuple[tuple[str, Json], ...],
    client: AsyncWebClient,
    session: aiohttp.ClientSession,
    hosts: tuple[str, ...],
) -> Submitted:
    """The form with its files. Raises `aiohttp.ClientError` when one cannot be fetched."""
    found = [await _file(name, each, client, session, hosts) for name, each in files]
    return replace(event, files=tuple(found))


async def _file(
    name: str,
    file: Json,
    client: AsyncWebClient,
    session: aiohttp.ClientSession,
    hosts: tuple[str, ...],
) -> File:
    size, url = file.get("size"), str(file.get("url_private") or "")
    if not is_slack_file(url, hosts):
        raise aiohttp.InvalidURL(urlsplit(url).hostname or "")
    if isinstance(size, int) and size > LARGEST:
        return File(name, size, b"")
    headers = {"Authorization": f"Bearer {client.token}"}
    async with session.get(url, headers=headers, timeout=PATIENCE, allow_redirects=False) as answer:
        answer.raise_for_status()
        content = bytearray()
        # One read gives what has come so far, which for a large file is its beginning.
        async for part in answer.content.iter_chunked(64 * 1024):
            content += part
            if len(content) > LARGEST:
                return File(name, len(content), b"")
    return File(name, len(content), bytes(content))


def is_slack_file(url: str, hosts: tuple[str, ...]) -> bool:
    """Whether our token may go there: https to a host of Slack's, or this machine in a test."""
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    if parts.hostname not in hosts or parts.username is not None:
        return False
    return parts.hostname == "127.0.0.1" or (parts.scheme == "https" and port in (None, 443))
