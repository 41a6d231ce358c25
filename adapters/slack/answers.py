"""The core's reply, given in the way the member asked: a message, a modal, the home tab."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from typing import Any, Final, assert_never
from urllib.parse import urlsplit

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import render
from adapters.slack.literal import Json
from adapters.slack.meaning import Ways
from bot.events import Who
from bot.ui import (
    Ask,
    Card,
    Download,
    Farewell,
    Fix,
    Form,
    Home,
    Nothing,
    Replace,
    Reply,
    Say,
    Show,
)
from bot.words import Voice
from bot.words.elsewhere import file_ready, open_here

log = structlog.get_logger(__name__)

UPDATE_TEXT: Final = 4_000
"""Characters of text that `chat.update` takes beside the blocks."""

PATIENCE: Final = aiohttp.ClientTimeout(total=10)
NO_TRIGGER: Final = frozenset({"expired_trigger_id", "trigger_expired", "exchanged_trigger_id"})

LinkFor = Callable[[Who, Download], str]
"""Where a member can fetch a file, once: an https address with a signature."""

NAME: Final = "Coffee Rounds"


def is_slack_hook(url: str) -> bool:
    """Whether a response url is Slack's own (S7)."""
    parts = urlsplit(url)
    return parts.scheme == "https" and parts.netloc == "hooks.slack.com"


@dataclass(frozen=True, slots=True)
class Answering:
    """One member to be answered. `home` reads their home anew."""

    who: Who
    ways: Ways
    client: AsyncWebClient
    session: aiohttp.ClientSession
    voice: Voice
    home: Callable[[], Awaitable[Home]]
    link_for: LinkFor
    may_post_to: Callable[[str], bool] = is_slack_hook

    async def give(self, reply: Reply) -> None:
        """Give the reply. What Slack would not take is written down: what was decided is kept."""
        try:
            await self._give(reply)
        except (SlackApiError, aiohttp.ClientError, TimeoutError) as fault:
            log.warning("slack.not_answered", place=self.who.place, fault=_named(fault))

    async def wait(self, card: Card) -> "Answering":
        """Open a modal at once, to hold what is still being worked out."""
        if not self.ways.trigger or self.ways.view:
            return self
        try:
            opened = await self.client.views_open(
                trigger_id=self.ways.trigger, view=render.page(card, NAME)
            )
        except (SlackApiError, aiohttp.ClientError, TimeoutError):
            return replace(self, ways=replace(self.ways, trigger=""))
        return replace(self, ways=replace(self.ways, trigger="", view=_view_id(opened)))

    async def _give(self, reply: Reply) -> None:
        match reply:
            case Nothing():
                return
            case Say(card):
                await self._card(card)
            case Replace(card):
                await self._in_place(card)
            case Farewell(card):
                await self._in_place(card)
                await self._publish(Home((card,)))
            case Show(home):
                await self._home(home)
            case Ask(form) | Fix(form):
                await self._form(form)
            case Download():
                url = self.link_for(self.who, reply)
                await self._card(file_ready(self.voice, reply.name, url))
            case _:
                assert_never(reply)

    async def _card(self, card: Card) -> None:
        ways = self.ways
        if ways.view:
            await self.client.views_update(view_id=ways.view, view=render.page(card, NAME))
        elif ways.at_home and ways.trigger:
            view = render.page(card, NAME)
            await self.client.views_open(trigger_id=ways.trigger, view=view)
            await self._publish(await self.home())
        elif ways.typed_to_us or ways.channel.startswith("D"):
            await self.client.chat_postMessage(channel=ways.channel, **render.message(card))
        elif ways.response_url:
            await self._hook({"response_type": "ephemeral", "replace_original": False}, card)
        elif ways.trigger:
            view = render.page(card, NAME)
            await self.client.views_open(trigger_id=ways.trigger, view=view)
        else:
            await self.client.chat_postMessage(channel=self.who.user, **render.message(card))

    async def _in_place(self, card: Card) -> None:
        """Where the pressed card was; in the modal too, if that is where they look."""
        ways = self.ways
        if ways.shared:
            # What is one member's own never stands where the other one reads it as well.
            await self._card(card)
        elif ways.message and ways.channel:
            await self.update_message(card)
            if ways.view:
                await self._card(card)
        elif ways.response_url and not ways.view and not ways.at_home:
            await self._hook({"replace_original": True}, card)
        else:
            await self._card(card)

    async def update_message(self, card: Card) -> None:
        """Draw a card over the message that was pressed."""
        drawn = render.message(card)
        if len(drawn["text"]) > UPDATE_TEXT:
            # An update takes less text than a post: its title, and the blocks say all of it.
            drawn["text"] = card.title
        await self.client.chat_update(channel=self.ways.channel, ts=self.ways.message, **drawn)

    async def _home(self, home: Home) -> None:
        if self.ways.at_home:
            await self._publish(home)
            return
        view = render.page(home, NAME)
        if self.ways.view:
            await self.client.views_update(view_id=self.ways.view, view=view)
        elif self.ways.trigger and not self.ways.response_url:
            await self.client.views_open(trigger_id=self.ways.trigger, view=view)
        else:
            for card in home.cards:
                await self._card(card)

    async def _publish(self, home: Home) -> None:
        await self.client.views_publish(user_id=self.who.user, view=render.home(home))

    async def _form(self, form: Form) -> None:
        view = render.form(form, self.kept())
        try:
            if self.ways.view:
                await self.client.views_update(view_id=self.ways.view, view=view)
                return
            if self.ways.trigger:
                await self.client.views_open(trigger_id=self.ways.trigger, view=view)
                return
        except SlackApiError as fault:
            if fault.response.get("error") not in NO_TRIGGER:
                raise
        # Nothing to open a modal with: a button brings one.
        button = Say(open_here(self.voice, form, self.ways.words, self.ways.again))
        await replace(self, ways=replace(self.ways, trigger="", view="")).give(button)

    def kept(self) -> Json:
        """What a modal carries, so that the message it was opened from can be drawn anew."""
        return {"channel": self.ways.channel, "message": self.ways.message}

    async def _hook(self, how: Json, card: Card) -> None:
        if not self.may_post_to(self.ways.response_url):
            log.warning("slack.not_answered", place=self.who.place, fault="not Slack's own address")
            return
        body = {**how, **render.message(card)}
        async with self.session.post(
            self.ways.response_url, json=body, timeout=PATIENCE, allow_redirects=False
        ) as answered:
            if answered.status >= 400:
                log.warning("slack.not_answered", place=self.who.place, fault=answered.status)


def _view_id(opened: Any) -> str:
    view = opened.get("view") or {}
    return str(view.get("id", ""))


def _named(fault: Exception) -> str:
    if isinstance(fault, SlackApiError):
        return str(fault.response.get("error"))
    return type(fault).__name__
