"""What is stored, told to whoever asks: the notes of every column, and promised messages."""

from sqlalchemy import BindParameter, bindparam, select

from bot.events import Who
from bot.notes import Note
from bot.ports import Missed, Promised, Traces, Turn
from storage.schema import addresses, left_out, memberships, metadata, outbox, rounds
from storage.view import View

# Built once: that takes longer than running them.
THEIRS: BindParameter[str] = bindparam("member")
REACHED = (
    select(addresses.c.place, addresses.c.user)
    .where(addresses.c.member == THEIRS)
    .order_by(addresses.c.place, addresses.c.user)
)
SERVED = (
    select(
        memberships.c.programme,
        memberships.c.recent_average,
        memberships.c.left_out_last,
        memberships.c.last_due,
    )
    .where(memberships.c.member == THEIRS)
    .order_by(memberships.c.programme)
)
MISSED = (
    select(rounds.c.slot, left_out.c.why)
    .join(rounds, rounds.c.id == left_out.c.round)
    .where(left_out.c.member == THEIRS)
    .order_by(rounds.c.slot)
)
PROMISED = (
    select(outbox.c.kind, outbox.c.due, outbox.c.state)
    .where(outbox.c.recipient == THEIRS)
    .order_by(outbox.c.due, outbox.c.id)
)


class Telling(View):
    """What a member may know of what is kept."""

    def notes(self) -> tuple[Note, ...]:
        """What each column holds, what for and how long, table by table."""
        return tuple(
            Note(table.name, each.name, each.info["holds"], each.info["purpose"], each.info["kept"])
            for table in metadata.sorted_tables
            for each in table.columns
        )

    def traces(self, member: str) -> Traces:
        """Their addresses, what rounds gave them, and the rounds that left them out."""
        reached, served, missed = (
            self._connection.execute(each, {"member": member}) for each in (REACHED, SERVED, MISSED)
        )
        return Traces(
            tuple(Who(*row) for row in reached),
            tuple(Turn(*row) for row in served),
            tuple(Missed(*row) for row in missed),
        )

    def promised_to(self, member: str) -> tuple[Promised, ...]:
        """Messages promised to a member and how far each got, by when they were due."""
        rows = self._connection.execute(PROMISED, {"member": member})
        return tuple(Promised(kind, due, state.value) for kind, due, state in rows)
