"""What platforms deliver and entrust to us: kept, found again, and given back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bot.events import Who


@dataclass(frozen=True, slots=True)
class Arrived:
    """Something a platform delivered, kept before it is acknowledged.

    `id` is the platform's own for one delivery and its repeats; `body` is as it
    was sent.
    """

    id: str
    place: str
    user: str
    kind: str
    body: str = field(repr=False)


LEFT_OVER_AFTER = timedelta(minutes=1)
"""How long ago something was accepted before it is taken for left over by a crash."""


class Inbox(Protocol):
    """What platforms delivered: once each, and finished after a crash. Synchronous."""

    def accept(self, arrived: Arrived, now: datetime) -> bool:
        """Keep it. False when it came before."""

    def accept_all(self, arrived: Sequence[Arrived], now: datetime) -> Sequence[bool]:
        """Keep each of them, all in one write. False for what came before."""

    def finish(self, arrived: str, now: datetime) -> None:
        """It was answered: its words go, its id stays against repeats."""

    def finish_all(self, arrived: Sequence[str], now: datetime) -> None:
        """The same for several, in one write."""

    def waiting(self, arrived: str) -> Arrived | None:
        """One that was accepted and is not finished."""

    def left_over(self, before: datetime, limit: int, begins: str = "") -> tuple[Arrived, ...]:
        """What was accepted before then and never finished, the oldest first.

        `begins` is how the ids of one platform's arrivals do.
        """


class Credentials(Protocol):
    """Secrets that platforms entrust to us, sealed, by name. Synchronous."""

    def read(self, name: str, now: datetime) -> str | None:
        """The secret, unless there is none or it has ended."""

    def keep(self, name: str, value: str, until: datetime | None = None) -> None:
        """Keep, or change, a secret. Ends a hold on it."""

    def keep_first(self, name: str, value: str) -> str:
        """Keep a secret unless there is one; whichever is kept, the same for all who ask."""

    def take(self, name: str, now: datetime) -> str | None:
        """The secret, for the one caller who asks first; then it is gone."""

    def drop(self, name: str) -> None:
        """Forget a secret."""

    def names(self, begins: str) -> tuple[str, ...]:
        """The names that begin so, in order."""

    def hold(self, name: str, owner: str, until: datetime, now: datetime) -> bool:
        """Be the only one who renews it until then. False while another does."""


class References(Protocol):
    """What a place needs to write to a member on its own. Synchronous."""

    def reference(self, who: Who) -> str | None:
        """What was kept last, if anything."""

    def keep_reference(self, who: Who, text: str, now: datetime) -> None:
        """Keep, or renew, it."""

    def drop_reference(self, who: Who) -> None:
        """That member cannot be written to any more."""
