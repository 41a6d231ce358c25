"""How much one member may ask in a minute, so that nobody can keep the others waiting."""

from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

from bot.events import Who

MINUTE: Final = 60.0
"""Seconds."""
COMMANDS: Final = 20
"""Commands a member may send in a minute."""

SEARCHES: Final = 120
"""Look-ups while typing: two in a second, which is as fast as people type."""

_MEMBERS: Final = 50_000


class Pace:
    """Counts what each member sent in the last minute. Kept in memory, for a minute."""

    def __init__(self, most: int, clock: Callable[[], float]) -> None:
        self._most = most
        self._clock = clock
        self._sent: OrderedDict[Who, deque[float]] = OrderedDict()

    def allows(self, who: Who) -> bool:
        """Count one more. False when there were as many as may be."""
        now = self._clock()
        sent = self._sent.setdefault(who, deque())
        self._sent.move_to_end(who)
        while sent and now - sent[0] >= MINUTE:
            sent.popleft()
        while len(self._sent) > _MEMBERS:
            self._sent.popitem(last=False)
        if len(sent) >= self._most:
            return False
        sent.append(now)
        return True
