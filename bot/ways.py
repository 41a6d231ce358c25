"""How two may meet, and for how long.

A roster may say only "in person"; a member chooses among the ways themselves.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType


class Way(StrEnum):
    """A way to meet."""

    HALLWAY = "hallway"
    WALK = "walk"
    PHONE = "phone"
    VIDEO = "video"
    SIT_DOWN = "sit-down"
    IN_PERSON = "in person"


CHOSEN = (Way.HALLWAY, Way.WALK, Way.PHONE, Way.VIDEO, Way.SIT_DOWN)
"""The ways a member chooses among, in the order they are shown."""

MINUTES: Mapping[str, int] = MappingProxyType(
    {
        Way.HALLWAY: 15,
        Way.WALK: 20,
        Way.PHONE: 20,
        Way.VIDEO: 20,
        Way.SIT_DOWN: 30,
        Way.IN_PERSON: 20,
    }
)
"""How long a talk of each way is."""

USUAL_MINUTES = 20
"""How long a talk is where nothing was said of how."""

_IN_PERSON = (Way.HALLWAY, Way.WALK, Way.SIT_DOWN)


def in_person(formats: Iterable[str]) -> bool:
    """Whether any of the ways is in person."""
    return not {*_IN_PERSON, Way.IN_PERSON}.isdisjoint(formats)


def chosen(formats: Iterable[str]) -> tuple[Way, ...]:
    """Which of the ways that can be chosen are meant: "in person" means each that is."""
    said = _meant(formats)
    return tuple(way for way in CHOSEN if way in said)


def usual(members: Iterable[Iterable[str]]) -> Way | None:
    """How they all like to meet: the shortest such way; None when there is none or none was said.

    Whoever said nothing is fine with anything.
    """
    said = [_meant(formats) for formats in map(frozenset, members) if formats]
    common = frozenset.intersection(*said) if said else frozenset[Way]()
    if Way.IN_PERSON in common:
        return Way.IN_PERSON
    return min(common, key=lambda way: (MINUTES[way], list(Way).index(way)), default=None)


def _meant(formats: Iterable[str]) -> frozenset[Way]:
    known = frozenset(way for way in Way if way in frozenset(formats))
    return known | frozenset(_IN_PERSON) if Way.IN_PERSON in known else known
