"""What is delivered, to where, and what came of it: the outbox, and someone to speak."""

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.model import Notice
from bot.ui import Card


@dataclass(frozen=True, slots=True)
class Place:
    """A Slack workspace, a Teams tenant, or the browser, and what it can do.

    `per_minute` is the pace of its lane; `looks_up` is whether it can be asked
    if a message was already posted; `groups` whether it can write to two
    members together.
    """

    id: str
    kind: str
    name: str
    per_minute: int = 240
    looks_up: bool = False
    groups: bool = False


@dataclass(frozen=True, slots=True)
class Parcel:
    """A promised message that one courier holds for a while.

    `fence` is new at every claim: only its holder may finish the parcel.
    `looked_for` says that an earlier attempt may already have posted it: look
    before anything else. `send_at` is its turn in its lane, a second ahead at
    most; None is at once.
    """

    id: int
    key: str
    notice: Notice
    place: Place
    user: str
    fence: str
    attempts: int
    lease_until: datetime
    looked_for: bool = False
    send_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """Posted; `ref` is where."""

    ref: str


@dataclass(frozen=True, slots=True)
class Later:
    """Not now: certainly not posted. The whole lane rests for `seconds`."""

    seconds: float


@dataclass(frozen=True, slots=True)
class NotYet:
    """Not now for this member alone (quiet hours). Costs no attempt."""

    until: datetime


@dataclass(frozen=True, slots=True)
class Gone:
    """The member cannot be reached there any more."""

    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The platform said no to this message, and will again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Failed:
    """Certainly not posted (refused connection, DNS, TLS): try again."""

    reason: str


@dataclass(frozen=True, slots=True)
class Unknown:
    """It may or may not have been posted."""

    reason: str


@dataclass(frozen=True, slots=True)
class Moot:
    """Nothing to say any more: what it spoke of has moved on."""


Delivery = Sent | Later | NotYet | Gone | Refused | Failed | Unknown | Moot


@dataclass(frozen=True, slots=True)
class Together:
    """A composed message to several at once: their user ids in the one place they share."""

    card: Card
    users: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Letter:
    """A composed message on its way. `key` lets a platform find it again.

    `together` are the user ids it goes to in one conversation; empty for a
    message to `user` alone. `reference` is what the place asked us to keep for
    writing to that user, if anything.
    """

    key: str
    place: Place
    user: str
    card: Card
    together: tuple[str, ...] = ()
    reference: str | None = None


Composed = Letter | Moot | NotYet | Gone
"""What to say to the recipient of a parcel now, or why not."""


class Outbox(Protocol):
    """Promised messages on their way. Each call is one short transaction."""

    def claim(self, owner: str, now: datetime, limit: int) -> tuple[Parcel, ...]:
        """Lease due parcels, at the pace of their lanes. Counts an attempt each.

        Also takes back what other couriers left behind: a lease that ended
        before *sending* is claimed afresh; one that ended while *sending* comes
        with `looked_for` set where the place can be asked, and is recorded as
        unknown where it cannot. An owner's own parcels are never taken back
        from it: it is alive, and a clock that jumped has ended no lease.
        """

    def start_sending(self, parcel: Parcel, now: datetime) -> bool:
        """Commit *sending* under a fresh lease. False when another has it: do not speak."""

    def finish(self, parcel: Parcel, delivery: Delivery, now: datetime) -> bool:
        """Record the outcome. False when another holds the parcel now."""

    def release(self, owner: str, now: datetime) -> int:
        """Give back every lease of `owner` that is not *sending*; how many."""


class Speaker(Protocol):
    """One kind of place, as someone to talk through."""

    async def speak(self, letter: Letter) -> Delivery:
        """Post a letter and say what became of it. Never raises for a platform's no."""

    async def find(self, parcel: Parcel) -> Sent | Unknown | None:
        """Where a message with this key was posted; None if it was not; Unknown if unsure."""
