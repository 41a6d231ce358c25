"""Concerns raised with the hospital's named contact."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Select, bindparam

from bot.model import Concern
from storage.bulk import add
from storage.schema import concerns
from storage.values import Kept
from storage.view import View

CONCERN = Kept(Concern, concerns)

# Built once: that takes longer than running them.
ONE = CONCERN.select.where(concerns.c.id == bindparam("concern"))
THEIRS = CONCERN.select.where(concerns.c.author == bindparam("member")).order_by(
    concerns.c.at, concerns.c.id
)


class Concerns(View):
    """Concerns as they are read."""

    def concern(self, concern: str) -> Concern | None:
        """One concern, if it has not gone."""
        found = self._concerns(ONE, concern=concern)
        return found[0] if found else None

    def concerns_by(self, member: str) -> tuple[Concern, ...]:
        """Those a member raised under their name, the first first."""
        return self._concerns(THEIRS, member=member)

    def _concerns(self, wanted: Select[Any], **said: str) -> tuple[Concern, ...]:
        rows = self._connection.execute(wanted, said)
        every = (Concern(*row) for row in rows)
        return tuple(replace(each, words=self._seal.open(each.words)) for each in every)


class ConcernsWriting(Concerns):
    """Concerns as they are saved."""

    def add_concern(self, concern: Concern) -> None:
        """Keep a concern until it was delivered and its time has come."""
        row = CONCERN.row(concern) | {"words": self._seal.close(concern.words)}
        add(self._connection, concerns, [row])
