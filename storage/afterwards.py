"""What members wanted after they met. Their words are sealed."""

from collections.abc import Mapping
from dataclasses import replace

from sqlalchemy import bindparam, select

from bot import model
from storage.bulk import upsert
from storage.schema import afterwards, introductions
from storage.values import Kept
from storage.view import View

AFTERWARDS = Kept(model.Afterwards, afterwards)

# Built once: that takes longer than running them.
OF_ALL = AFTERWARDS.select.where(afterwards.c.introduction == bindparam("introduction"))
THEIRS = AFTERWARDS.select.where(afterwards.c.member == bindparam("member"))


class Afterwards(View):
    """What was wanted afterwards, as it is read."""

    def afterwards(self, introduction: str) -> Mapping[str, model.Afterwards]:
        """What its members wanted after they met, by member; absent who said nothing."""
        held = self._held(OF_ALL, afterwards)
        rows = self._connection.execute(held, {"introduction": introduction})
        return {each.member: each for each in (self._read(*row) for row in rows)}

    def afterwards_of(self, member: str) -> Mapping[str, model.Afterwards]:
        """What one member wanted after each of their introductions, by introduction."""
        rows = self._connection.execute(THEIRS, {"member": member})
        return {each.introduction: each for each in (self._read(*row) for row in rows)}

    def notes_of(self, member: str, limit: int) -> tuple[model.Afterwards, ...]:
        """What a member said afterwards, where they kept a note for themselves; newest first."""
        rows = self._connection.execute(
            select(*AFTERWARDS.select.selected_columns)
            .join(introductions, introductions.c.id == afterwards.c.introduction)
            .where(afterwards.c.member == member, afterwards.c.note != "")
            .order_by(introductions.c.proposed_at.desc(), introductions.c.id)
            .limit(limit)
        )
        return tuple(self._read(*row) for row in rows)

    def _read(self, *row: object) -> model.Afterwards:
        kept = model.Afterwards(*row)  # type: ignore[arg-type]  # columns are the fields
        return replace(kept, thanks=self._seal.open(kept.thanks), note=self._seal.open(kept.note))


class AfterwardsWriting(Afterwards):
    """What was wanted afterwards, as it is saved."""

    def save_afterwards(self, said: model.Afterwards) -> None:
        """Add or change what one member wanted after they met."""
        sealed = {"thanks": self._seal.close(said.thanks), "note": self._seal.close(said.note)}
        upsert(self._connection, afterwards, [AFTERWARDS.row(said) | sealed])
