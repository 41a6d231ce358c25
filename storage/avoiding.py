"""Whom members asked never to meet. Only whoever asked can see it or take it back."""

from datetime import datetime

from sqlalchemy import bindparam, delete, select

from storage.bulk import add_missing
from storage.schema import avoided
from storage.view import View

ASKED_BY = (
    select(avoided.c.other)
    .where(avoided.c.asker == bindparam("member"))
    .order_by(avoided.c.at, avoided.c.other)
)
"""Built once: it is read for every home."""


class Avoiding(View):
    """What was asked, as it is read."""

    def avoided_by(self, member: str) -> tuple[str, ...]:
        """Whom they asked never to meet, the first asked first."""
        return tuple(self._connection.scalars(ASKED_BY, {"member": member}))


class AvoidingWriting(Avoiding):
    """What was asked, as it is saved."""

    def avoid(self, asker: str, other: str, at: datetime) -> None:
        """Never match these two again, because one of them asked. Twice is once."""
        if asker == other:
            raise ValueError("nobody avoids themselves")
        row = {"asker": asker, "other": other, "at": at}
        add_missing(self._connection, avoided, [row], "asker", "other")

    def stop_avoiding(self, asker: str, other: str) -> None:
        """Take back what one asked; what others asked, and the hospital's rules, stay."""
        theirs = (avoided.c.asker == asker) & (avoided.c.other == other)
        self._connection.execute(delete(avoided).where(theirs))
