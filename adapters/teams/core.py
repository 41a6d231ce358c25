"""What Teams asks of the core and of what is remembered: exactly what it calls."""

from datetime import datetime
from typing import Protocol

from bot.events import Event, Who
from bot.ui import Option, Reply


class Core(Protocol):
    """The use cases. Synchronous: called in a thread, never on the event loop."""

    def handle(self, event: Event) -> Reply:
        """What happened, decided and kept. The same event id twice acts once."""

    def interest_options(self, words: str, limit: int) -> tuple[Option, ...]:
        """Interests whose name is near these words, best first."""


class Remembered(Protocol):
    """Where each member can be written to, and which events came before. Synchronous."""

    def accept(self, event: str, now: datetime) -> bool:
        """Record an event's id before any work. False when it came before."""

    def reference(self, who: Who) -> str | None:
        """What was kept for writing to that member, if anything."""

    def keep_reference(self, who: Who, text: str, now: datetime) -> None:
        """Keep, or renew, what is needed to write to that member."""

    def drop_reference(self, who: Who) -> None:
        """That member cannot be written to any more."""
