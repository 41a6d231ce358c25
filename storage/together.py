"""Group commit: units that wait for the one writer share a single commit.

A commit costs one wait for the disk, however much it holds. Whoever gets the
writer first runs the units of all who are waiting; there is no thread of its
own that could die unseen.
"""

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection

from storage.trouble import DatabaseTrouble

Result = TypeVar("Result")
Unit = Callable[[Connection], Any]

MOST = 64
"""Units in one commit, so that nobody waits long behind others."""


class Together:
    """Runs units in the transactions that `writing` opens."""

    def __init__(self, writing: Callable[[], AbstractContextManager[Connection]]) -> None:
        self._writing = writing
        self._waiting: list[tuple[Unit, Future[Any]]] = []
        self._list = Lock()
        self._turn = Lock()

    def run(self, unit: Callable[[Connection], Result]) -> Result:
        """Run a unit and return what it returned, once it is committed."""
        mine: Future[Result] = Future()
        with self._list:
            self._waiting.append((unit, mine))
        while not mine.done():
            with self._turn:
                if not mine.done():
                    self._serve()
        return mine.result()

    def _serve(self) -> None:
        with self._list:
            batch, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            self._commit(batch)
        finally:
            # Interrupted in the middle: what has no result goes back, so nobody hangs.
            with self._list:
                self._waiting = [pair for pair in batch if not pair[1].done()] + self._waiting

    def _commit(self, batch: list[tuple[Unit, Future[Any]]]) -> None:
        try:
            with self._writing() as connection:
                results = [unit(connection) for unit, _ in batch]
        except DatabaseTrouble as trouble:
            for _, future in batch:
                future.set_exception(trouble)
        except Exception:  # noqa: BLE001 - one unit's fault is not its neighbours': each alone
            for unit, future in batch:
                self._alone(unit, future)
        else:
            for (_, future), result in zip(batch, results, strict=True):
                future.set_result(result)

    def _alone(self, unit: Unit, future: Future[Any]) -> None:
        try:
            with self._writing() as connection:
                result = unit(connection)
        except Exception as error:  # noqa: BLE001 - raised again where the unit was asked for
            future.set_exception(error)
        else:
            future.set_result(result)
