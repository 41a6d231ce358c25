"""Values to rows and back: a column is named as the field it keeps."""

from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import Any, Generic, TypeVar

from sqlalchemy import Select, Table, select

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """How one kind of value is kept in one table."""

    def __init__(self, kind: Callable[..., Value], table: Table) -> None:
        names = [field.name for field in fields(kind)]  # type: ignore[arg-type]  # a dataclass
        self.names = tuple(name for name in names if name in table.c)
        self.select: Select[Any] = select(*(table.c[name] for name in self.names))
        self._get = attrgetter(*self.names)

    def row(self, value: Value) -> dict[str, Any]:
        """The value's fields that the table has, by name."""
        return dict(zip(self.names, self._get(value), strict=True))
