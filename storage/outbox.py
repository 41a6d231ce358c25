"""The outbox: promised messages, claimed at a pace and recorded behind a fence.

Each call is one short transaction that may be run twice and leaves the same.
"""

from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, bindparam, select, update

from bot.delivery import Delivery, Later, Parcel
from storage.claims import Claim, lane_of, save_lane
from storage.database import Database
from storage.outcomes import LEASE, recorded
from storage.pace import awake, rested
from storage.schema import outbox
from storage.states import State

UNDER_THE_FENCE = update(outbox).where(
    outbox.c.id == bindparam("its_id"),
    outbox.c.fence == bindparam("its_fence"),
    outbox.c.state.in_((State.LEASED, State.SENDING)),
)
"""Changes a row only while this very claim holds it. Built once: it is most of the work."""


class SqlOutbox:
    """Promised messages on their way."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def claim(self, owner: str, now: datetime, limit: int) -> tuple[Parcel, ...]:
        """Lease due parcels, at the pace of their lanes. Counts an attempt each."""
        return self._database.run(Claim(owner, now, limit, fence=token_hex(8)))

    def start_sending(self, parcel: Parcel, now: datetime) -> bool:
        """Commit *sending* under a fresh lease. False when another has it: do not speak."""
        return self._change(parcel, {"state": State.SENDING, "lease_until": now + LEASE})

    def finish(self, parcel: Parcel, delivery: Delivery, now: datetime) -> bool:
        """Record the outcome. False when another holds the parcel now."""
        change = recorded(parcel, delivery, now)

        def unit(connection: Connection) -> bool:
            if isinstance(delivery, Later):
                lane = awake(lane_of(connection, parcel.place.id), now)
                save_lane(connection, parcel.place.id, rested(lane, now, delivery.seconds))
            if _changed(connection, parcel, change):
                return True
            # Not held any more: by us, when an earlier run of this unit was kept.
            done = select(outbox.c.id).where(
                outbox.c.id == parcel.id,
                outbox.c.fence == parcel.fence,
                outbox.c.state == change["state"],
            )
            return connection.scalar(done) is not None

        return self._database.run(unit)

    def release(self, owner: str, now: datetime) -> int:
        """Give back every lease of `owner` that is not *sending*; how many."""
        back = {"state": State.PENDING, "attempts": outbox.c.attempts - 1, "lease_until": now}
        theirs = update(outbox).where(outbox.c.owner == owner, outbox.c.state == State.LEASED)
        return self._database.run(
            lambda connection: connection.execute(theirs.values(back)).rowcount
        )

    def _change(self, parcel: Parcel, change: dict[str, Any]) -> bool:
        return self._database.run(lambda connection: _changed(connection, parcel, change))


def _changed(connection: Connection, parcel: Parcel, change: dict[str, Any]) -> bool:
    its = {"its_id": parcel.id, "its_fence": parcel.fence}
    return connection.execute(UNDER_THE_FENCE, change | its).rowcount == 1
