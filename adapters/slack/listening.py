"""All that listening needs, and where a bug is written down."""

import time
import traceback
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import aiohttp
import structlog
from slack_bolt.authorization.authorize_result import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.answers import LinkFor, is_slack_hook
from adapters.slack.core import Core
from adapters.slack.gate import Gate
from bot.app import Person
from bot.delivery import Place
from bot.entrusted import Inbox
from bot.pace import COMMANDS, SEARCHES, Pace
from bot.words import Voice

log = structlog.get_logger(__name__)

Authorize = Callable[..., Awaitable[AuthorizeResult]]
"""Bolt's: the token of a workspace. Not installed there, it answers nothing."""


@dataclass(frozen=True, slots=True)
class Listening:
    """All that listening needs. `clock` is the core's, `seconds` the machine's."""

    core: Core
    inbox: Inbox
    voice: Voice
    clock: Callable[[], datetime]
    authorize: Authorize
    gate: Gate
    signing_secret: str = field(repr=False)
    client: AsyncWebClient
    session: aiohttp.ClientSession
    link_for: LinkFor
    place: Callable[[str], Place]
    person: Callable[[dict[str, Any]], Person | None]
    uninstalled: Callable[[str], Awaitable[None]]
    command: str = "/coffee"
    may_post_to: Callable[[str], bool] = is_slack_hook
    file_hosts: tuple[str, ...] = ("files.slack.com",)
    commands: Pace = field(default_factory=lambda: Pace(COMMANDS, time.monotonic))
    searches: Pace = field(default_factory=lambda: Pace(SEARCHES, time.monotonic))


def log_bug(event: str, fault: Exception) -> None:
    """Where it happened, never what was said: an arrival may hold someone's words."""
    frames = traceback.extract_tb(fault.__traceback__)
    trace = [f"{f.filename}:{f.lineno} {f.name}" for f in frames]
    log.error("slack.failed", id=event, fault=type(fault).__name__, trace=trace)
