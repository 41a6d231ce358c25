"""Where members are known, and whether it is certain that it is them."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from bot.events import Who


class Tie(StrEnum):
    """What holds a member to an address.

    An address is only offered when the same verified e-mail address speaks for
    it: until they say that it is them, nothing is sent there or shown there.
    """

    OWN = "own"
    OFFERED = "offered"
    AGREED = "agreed"
    REFUSED = "refused"


CERTAIN = (Tie.OWN, Tie.AGREED)
"""Ties by which an address is a member's."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where a member is known: whether they can be reached there, and wish to be."""

    who: Who
    active: bool = True
    preferred: bool = False
    tie: Tie = Tie.OWN


@dataclass(frozen=True, slots=True)
class Known:
    """Whom a place's user id stands for, whether the place still has them, and how sure that is."""

    member: str
    active: bool = True
    tie: Tie = Tie.OWN


def in_chats(addresses: Iterable[Address]) -> tuple[Address, ...]:
    """Those in a chat of the hospital's, rather than in the browser."""
    return tuple(each for each in addresses if is_chat(each.who.place))


def is_chat(place: str) -> bool:
    """Whether a place's id is that of a workspace or a tenant: those carry their platform."""
    return ":" in place
