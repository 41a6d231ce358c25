"""Turns, by member or by conversation: as many in a while as its limits allow, and no more."""

from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Final

_REMEMBERED: Final = 50_000


@dataclass(frozen=True, slots=True)
class Limit:
    """At most so many turns in any so many seconds."""

    most: int
    seconds: float


COMMANDS: Final = (Limit(20, 60.0),)
"""What a member may ask in a minute, so that nobody can keep the others waiting."""

SEARCHES: Final = (Limit(120, 60.0),)
"""Look-ups while typing: two in a second, which is as fast as people type."""


class Pace:
    """Who took which turns of late. Kept in memory, so each process counts for itself.

    `clock` gives seconds; one that is never set back.
    """

    def __init__(self, limits: tuple[Limit, ...], clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._longest = max(limit.seconds for limit in limits)
        self._taken: OrderedDict[Hashable, list[float]] = OrderedDict()

    def reserve(self, key: Hashable, within: float) -> float:
        """Seconds until this one's next turn, which is then taken.

        A turn farther away than `within` seconds is told, and not taken.
        """
        now, taken = self._clock(), self._turns_of(key)
        del taken[: bisect_right(taken, now - self._longest)]
        wait = self._next(taken, now) - now
        if wait <= within:
            taken.append(now + wait)
        return wait

    def allows(self, key: Hashable) -> bool:
        """Take a turn at once. False when there were as many as may be."""
        return self.reserve(key, within=0.0) <= 0.0

    def _next(self, taken: list[float], now: float) -> float:
        full = (limit for limit in self._limits if len(taken) >= limit.most)
        free = (taken[-limit.most] + limit.seconds for limit in full)
        return max((now, *taken[-1:], *free))

    def _turns_of(self, key: Hashable) -> list[float]:
        taken = self._taken.setdefault(key, [])
        self._taken.move_to_end(key)
        while len(self._taken) > _REMEMBERED:
            self._taken.popitem(last=False)
        return taken
