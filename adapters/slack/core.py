"""What Slack asks of the core: exactly what it calls, all of it synchronous."""

from collections.abc import Iterable
from typing import Protocol

from bot.app import Kept, Person
from bot.delivery import Place
from bot.events import Event, Who
from bot.ui import Home, Option, Reply


class Core(Protocol):
    """The use cases. Called in a thread, never on the event loop."""

    def handle(self, event: Event) -> Reply:
        """What happened, decided and kept. The same event id twice acts once."""

    def home(self, who: Who) -> Home:
        """Where a member stands. Changes nothing."""

    def knows(self, who: Who) -> bool:
        """Whether someone is a member."""

    def name_of(self, who: Who) -> str:
        """What the member known there is called; empty for nobody."""

    def welcome(self, place: Place, person: Person, *, joining: bool) -> bool:
        """Know someone who writes for the first time. False when they asked to be forgotten."""

    def keep_people(self, place: Place, people: Iterable[Person], *, complete: bool) -> Kept:
        """Bring the members of a place up to its directory."""

    def interest_options(self, words: str, limit: int) -> tuple[Option, ...]:
        """Interests whose name is near these words, best first."""
