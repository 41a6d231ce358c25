"""What Teams asks of the core: exactly what it calls."""

from typing import Protocol

from bot.events import Event
from bot.ui import Option, Reply


class Core(Protocol):
    """The use cases. Synchronous: called in a thread, never on the event loop."""

    def handle(self, event: Event) -> Reply:
        """What happened, decided and kept. The same event id twice acts once."""

    def interest_options(self, words: str, limit: int) -> tuple[Option, ...]:
        """Interests whose name is near these words, best first."""
