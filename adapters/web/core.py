"""What the browser asks of the core: exactly what it calls, all of it synchronous."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bot.events import Event, Who
from bot.model import Member
from bot.round_view import RoundView
from bot.ui import Home, Option, Reply


class Core(Protocol):
    """The use cases behind the pages. Called in a thread, never on the event loop."""

    def handle(self, event: Event) -> Reply:
        """What happened, decided and kept. The same event id twice acts once."""

    def home(self, who: Who) -> Home:
        """Where a member stands. Changes nothing."""

    def member_at(self, who: Who) -> Member | None:
        """Who that is, or None for someone the place does not know."""

    def find_people(self, words: str, limit: int) -> tuple[Member, ...]:
        """Members whose name, department or title has each word; anyone for no words.

        A member's id is their user id in the browser's place.
        """

    def suggested_people(self) -> tuple[tuple[str, Member], ...]:
        """A few members worth playing, each with why: "Has a proposal waiting"."""

    def latest_round(self) -> RoundView | None:
        """The newest round in numbers, or None before the first."""

    def interest_options(self, words: str, limit: int) -> tuple[Option, ...]:
        """Interests whose name is near these words, best first; private ones by full name only."""

    def interest_labels(self, values: tuple[str, ...]) -> Mapping[str, str]:
        """Names of those option values; unknown ones are absent."""

    def now(self) -> datetime:
        """The demonstration's clock, aware."""

    def advance(self, hours: int) -> datetime:
        """Move the clock and do all that became due; the new now."""

    def advance_to_next_event(self) -> datetime | None:
        """Move the clock to the next event and do it; None when nothing lies ahead."""
