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
    parts = urlsplit(url)
    if parts.scheme not in ("https", "http") or parts.hostname not in hosts:
        raise aiohttp.InvalidURL(parts.hostname or "")
    if isinstance(size, int) and size > LARGEST:
        return File(name, size, b"")
    headers = {"Authorization": f"Bearer {client.token}"}
    async with session.get(url, headers=headers, timeout=PATIENCE, allow_redirects=False) as answer:
        answer.raise_for_status()
        content = await answer.content.read(LARGEST + 1)
    return File(name, len(content), b"" if len(content) > LARGEST else content)
