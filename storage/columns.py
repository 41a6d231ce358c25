"""The kinds of columns there are, and what must be said about each.

Every column says what it holds (its class), what for, and how long. A test
fails for one that does not.
"""

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from functools import lru_cache
from types import MappingProxyType
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    DateTime,
    Dialect,
    String,
    TypeDecorator,
    func,
)

from bot.notes import Holds, Kept
from storage.sealing import SEALED

Value = TypeVar("Value")


class Moment(TypeDecorator[datetime]):
    """A moment in UTC. A datetime without a time zone is refused, never guessed."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """To UTC; SQLite then keeps it as text that sorts as time does."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, _dialect: Dialect) -> datetime | None:
        """An aware datetime in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class OneOf(TypeDecorator[StrEnum]):
    """One of the members of an enumeration, kept as its value."""

    impl = String
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind
        # Dictionaries, for there are rows by the hundred thousand.
        self._known = {each.value: each for each in kind}
        self._texts = {each.value: each.value for each in kind}

    def process_bind_param(self, value: StrEnum | None, _dialect: Dialect) -> str | None:
        """The value as text; anything that is not a member of the enumeration is refused."""
        return None if value is None else self._texts[value]

    def process_result_value(self, value: str | None, _dialect: Dialect) -> StrEnum | None:
        """The member."""
        return None if value is None else self._known[value]


class Closed(TypeDecorator[str]):
    """Sealed text. What is in the open is refused, so that none slips through."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: str | None, _dialect: Dialect) -> str | None:
        """The sealed text as it is; nothing written stays empty."""
        if value and not value.startswith(SEALED):
            raise ValueError("this text must be sealed before it is stored")
        return value


class Sealed(Closed):
    """What people wrote, sealed."""

    cache_ok = True


class Secret(Closed):
    """What a platform entrusted to us, or how to reach someone there, sealed."""

    cache_ok = True


class Several(TypeDecorator[tuple[str, ...]]):
    """A few texts in order. The same few come back again and again, so reading remembers."""

    impl = String
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, _dialect: Dialect) -> str:
        """A JSON list."""
        return json.dumps(list(value or ()), ensure_ascii=False)

    def process_result_value(self, value: str | None, _dialect: Dialect) -> tuple[str, ...]:
        """The texts."""
        return _several(value or "[]")


@lru_cache(maxsize=4096)
def _several(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


class Days(TypeDecorator[frozenset[date]]):
    """A set of dates."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: frozenset[date] | None, _dialect: Dialect) -> list[str]:
        """ISO dates, in order."""
        return sorted(day.isoformat() for day in value or ())

    def process_result_value(self, value: list[str] | None, _dialect: Dialect) -> frozenset[date]:
        """The dates."""
        return frozenset(map(date.fromisoformat, value or ()))


class Moments(TypeDecorator[tuple[datetime, ...]]):
    """A few moments in order."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: tuple[datetime, ...] | None, _dialect: Dialect
    ) -> list[str]:
        """ISO moments in UTC."""
        return [each.astimezone(UTC).isoformat() for each in value or ()]

    def process_result_value(
        self, value: list[str] | None, _dialect: Dialect
    ) -> tuple[datetime, ...]:
        """The moments."""
        return tuple(map(datetime.fromisoformat, value or ()))


class Figures(TypeDecorator[Mapping[str, float]]):
    """Numbers by name."""

    impl = JSON
    cache_ok = True

    def process_bind_param(
        self, value: Mapping[str, float] | None, _dialect: Dialect
    ) -> dict[str, float]:
        """A JSON object."""
        return dict(value or {})

    def process_result_value(
        self, value: dict[str, float] | None, _dialect: Dialect
    ) -> Mapping[str, float]:
        """The numbers, which nobody can change."""
        return MappingProxyType(value or {})


Id = String().with_variant(String(collation="C"), "postgresql")
"""Text that sorts by code point on both databases, as Python sorts it."""


def column(
    name: str, type_: Any, holds: Holds, kept: Kept, purpose: str, *rest: Any, **options: Any
) -> Column[Any]:
    """A column that says what it holds, what for, and how long. Not null unless said."""
    options.setdefault("nullable", False)
    about = {"holds": holds, "kept": kept, "purpose": purpose}
    return Column(name, type_, *rest, info=about, **options)


def unindexed(column: ColumnElement[Value]) -> ColumnElement[Value]:
    """The same value, and no index of it.

    For one member's few rows: a database that plans before it knows whose, may go
    through the index of a state or a month, and so through everybody's.
    """
    return func.coalesce(column, column)
