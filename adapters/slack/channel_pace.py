"""One message a second in each conversation, as Slack asks. Knows no message."""

from collections import OrderedDict
from collections.abc import Callable
from typing import Final

EACH: Final = 1.0
"""Seconds between two messages in one conversation."""

_REMEMBERED: Final = 20_000


class ChannelPace:
    """When each conversation may be written in next. Kept in memory, for a second."""

    def __init__(self, clock: Callable[[], float], longest: float = 8.0) -> None:
        self._clock = clock
        self._longest = longest
        self._free: OrderedDict[str, float] = OrderedDict()

    def reserve(self, channel: str) -> float:
        """Seconds until this conversation's next turn, which is then taken.

        A turn farther away than `longest` is told, and not taken.
        """
        now = self._clock()
        turn = max(now, self._free.get(channel, now))
        if turn - now <= self._longest:
            self._free[channel] = turn + EACH
            self._free.move_to_end(channel)
        while len(self._free) > _REMEMBERED:
            self._free.popitem(last=False)
        return turn - now

    @property
    def longest(self) -> float:
        """Seconds that one may wait for a turn."""
        return self._longest
