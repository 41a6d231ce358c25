"""Delivers letters into the browser's chat and names what became of them."""

import asyncio
import sqlite3
from collections.abc import Callable
from datetime import datetime

from adapters.web.chat import Chat
from bot.delivery import Delivery, Failed, Letter, Parcel, Sent, Unknown


class WebSpeaker:
    """A `bot.delivery.Speaker`. A letter spoken twice is in the chat once."""

    def __init__(self, chat: Chat, now: Callable[[], datetime]) -> None:
        """`now` is the demonstration's clock: when a message says it came."""
        self._chat = chat
        self._now = now

    async def speak(self, letter: Letter) -> Delivery:
        """Post the letter. `Failed` when the chat's file refused: nothing was kept."""
        try:
            message = await asyncio.to_thread(self._post, letter)
        except sqlite3.Error as fault:
            return Failed(f"the browser's chat: {type(fault).__name__}")
        return Sent(str(message))

    def _post(self, letter: Letter) -> int:
        return self._chat.post(letter.user, letter.card, self._now(), letter.key)

    async def find(self, parcel: Parcel) -> Sent | Unknown | None:
        """Where the message with this key is, None when it is nowhere."""
        try:
            message = await asyncio.to_thread(self._chat.find, parcel.user, parcel.key)
        except sqlite3.Error as fault:
            return Unknown(f"the browser's chat: {type(fault).__name__}")
        return None if message is None else Sent(str(message))
