"""The pace of a lane: evenly spaced turns, and rests a platform asked for. Pure.

A turn is one message: the generic cell rate algorithm without a burst, whose
only state is the moment of the next turn. Turns are given out up to a second
ahead, so that one write serves a batch.
"""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

AHEAD = timedelta(seconds=1)
"""How far ahead turns are given out."""

LONGEST_REST = 3_600.0
"""Seconds a lane rests at most, whatever a platform asks for."""

SKEW = timedelta(minutes=1)
"""How far two machines' clocks may differ without one taking the other's turns for a
clock that was set back. A clock set back by less than this costs a lane as much."""

NO_TIME = timedelta()


@dataclass(frozen=True, slots=True)
class Lane:
    """When the next turn is, until when the lane rests, and for how long it was to."""

    next_at: datetime | None = None
    rests_until: datetime | None = None
    rests_for: float = 0.0


def gap(per_minute: int) -> timedelta:
    """The time between two turns."""
    return timedelta(minutes=1) / max(per_minute, 1)


def awake(lane: Lane, now: datetime) -> Lane:
    """The lane without what a clock that was set back has put out of reach.

    A turn is never further ahead than one reservation and the skew of clocks,
    and a rest never longer than was asked for, from the moment the jump is seen.
    """
    asked = timedelta(seconds=lane.rests_for)
    if lane.rests_until and lane.rests_until - now > asked:
        lane = replace(lane, rests_until=now + asked)
    if lane.next_at and lane.next_at - now > AHEAD + SKEW:
        lane = replace(lane, next_at=None)
    return lane


def turns(lane: Lane, now: datetime, every: timedelta) -> tuple[datetime, int]:
    """The first free turn, and how many there are within the second ahead."""
    first = max(now, lane.next_at or now)
    if lane.rests_until and lane.rests_until > now:
        return first, 0
    left = now + AHEAD - first
    return first, 0 if left < NO_TIME else 1 + left // every


def taken(lane: Lane, first: datetime, every: timedelta, count: int) -> Lane:
    """The lane after that many turns from the first were given out."""
    return replace(lane, next_at=first + every * count)


def rested(lane: Lane, now: datetime, seconds: float) -> Lane:
    """The lane after a platform asked to wait; the longer of two waits holds."""
    seconds = min(max(seconds, 0.0), LONGEST_REST)
    until = now + timedelta(seconds=seconds)
    if lane.rests_until and lane.rests_until >= until:
        return lane
    return replace(lane, rests_until=until, rests_for=seconds)
