"""The kinds of columns there are, and what must be said about each.

Every column says what it holds (its class), what for, and how long. A test
fails for one that does not.
"""

from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Column, DateTime, Dialect, String, TypeDecorator


class Holds(StrEnum):
    """What a column tells about a person, if anything."""

    IDENTITY = "identity"
    PROFESSION = "profession"
    BEHAVIOUR = "behaviour"
    FREE_TEXT = "free text"
    RELATION = "relation"
    SETTING = "setting"
    OPERATIONAL = "operational"


class Kept(StrEnum):
    """How long a column is kept."""

    MEMBERSHIP = "while a member; erased when they ask"
    RULES = "as long as the rule that needs it, also after a member is erased, as an opaque id"
    HISTORY = "two years after the introduction"
    PASSING = "thirty days after it was settled"
    PROGRAMME = "as long as the programme"
    INSTALLATION = "as long as the installation"


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


Id = String().with_variant(String(collation="C"), "postgresql")
"""Text that sorts by code point on both databases, as Python sorts it."""


def column(
    name: str, type_: Any, holds: Holds, kept: Kept, purpose: str, *rest: Any, **options: Any
) -> Column[Any]:
    """A column that says what it holds, what for, and how long. Not null unless said."""
    options.setdefault("nullable", False)
    about = {"holds": holds, "kept": kept, "purpose": purpose}
    return Column(name, type_, *rest, info=about, **options)
