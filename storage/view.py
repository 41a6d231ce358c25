"""What every part of a reading stands on: one connection in one transaction."""

from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, FromClause, Select

from storage.sealing import Seal


class View:
    """One transaction's view. In one that writes, what is read alone is held.

    Two transactions that both read an introduction, then both save it, would
    lose one of two answers. SQLite lets one write at a time; on PostgreSQL the
    row is locked when it is read, and whoever comes second reads it afresh.
    """

    def __init__(self, connection: Connection, seal: Seal, *, writes: bool = False) -> None:
        self._connection = connection
        self._seal = seal
        self._writes = writes

    def _look_again(self) -> None:
        """What was read, and is remembered while the transaction lasts, holds no longer."""

    def _held(self, select: Select[Any], table: FromClause) -> Select[Any]:
        """The same select, holding the rows of `table` until the transaction ends."""
        return _holding(select, table) if self._writes else select


@lru_cache(maxsize=512)
def _holding(select: Select[Any], table: FromClause) -> Select[Any]:
    # Not the stronger FOR UPDATE: that would wait for everyone whose own new
    # row merely refers to this one.
    return select.with_for_update(of=table, key_share=True)
