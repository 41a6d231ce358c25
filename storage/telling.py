"""What is stored, told to whoever asks: the notes of every column, and promised messages."""

from sqlalchemy import select

from bot.notes import Note
from bot.ports import Promised
from storage.schema import metadata, outbox
from storage.view import View


class Telling(View):
    """What a member may know of what is kept."""

    def notes(self) -> tuple[Note, ...]:
        """What each column holds, what for and how long, table by table."""
        return tuple(
            Note(table.name, each.name, each.info["holds"], each.info["purpose"], each.info["kept"])
            for table in metadata.sorted_tables
            for each in table.columns
        )

    def promised_to(self, member: str) -> tuple[Promised, ...]:
        """Messages promised to a member and how far each got, by when they were due."""
        rows = self._connection.execute(
            select(outbox.c.kind, outbox.c.due, outbox.c.state)
            .where(outbox.c.recipient == member)
            .order_by(outbox.c.due, outbox.c.id)
        )
        return tuple(Promised(kind, due, state.value) for kind, due, state in rows)
