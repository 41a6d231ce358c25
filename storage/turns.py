"""One at a time, each in turn; whoever is quick and waited for goes before the others.

A plain lock lets whoever asks at the right moment in, so that under a load
somebody may wait for seconds behind many who came later.
"""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Lock


class Turns:
    """Gives turns to threads. A turn is passed on directly, so nobody can slip in between."""

    def __init__(self) -> None:
        self._list = Lock()
        self._taken = False
        self._ahead: deque[Event] = deque()
        self._others: deque[Event] = deque()

    @contextmanager
    def turn(self, within: float, *, ahead: bool = False) -> Iterator[None]:
        """A turn for the block, or `TimeoutError` when it does not come `within` seconds.

        `ahead` is before all who wait and did not say so.
        """
        self._take(within, ahead)
        try:
            yield
        finally:
            self._pass_on()

    def _take(self, within: float, ahead: bool) -> None:
        line = self._ahead if ahead else self._others
        with self._list:
            if not self._taken:
                self._taken = True
                return
            mine = Event()
            line.append(mine)
        if mine.wait(within):
            return
        with self._list:
            if mine.is_set():
                return  # passed on at the last moment
            line.remove(mine)
        raise TimeoutError("no turn came in time")

    def _pass_on(self) -> None:
        with self._list:
            line = self._ahead or self._others
            if line:
                line.popleft().set()
            else:
                self._taken = False
