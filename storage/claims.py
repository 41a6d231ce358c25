"""One claim: take back what was left behind, reserve turns, lease what is due."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Row, Select, bindparam, or_, select, update

from bot.delivery import Parcel, Place
from bot.model import Notice
from storage.outcomes import LEASE, LeftBehind, taken_back
from storage.pace import Lane, awake, gap, taken, turns
from storage.schema import lanes, outbox, places
from storage.states import State
from storage.values import Kept

LANE = Kept(Lane, lanes)
PLACE = Kept(Place, places)
NOTICE = Kept(Notice, outbox)


@dataclass(slots=True)
class Claim:
    """A unit of work that leases due parcels to an owner.

    Run again (because nobody knows if the first run was kept) it hands over
    what the first one leased.
    """

    owner: str
    now: datetime
    limit: int
    fence: str
    runs: int = field(default=0, init=False)

    def __call__(self, connection: Connection) -> tuple[Parcel, ...]:
        """Claim, and say what was claimed, in the order of their turns."""
        self.runs += 1
        if self.runs > 1:
            self._undo(connection)
        _take_back(connection, self.owner, self.now)
        places_due = connection.execute(_due_lanes(self.now)).all()
        share = -(-self.limit // max(len(places_due), 1))
        parcels = [
            parcel for row in places_due for parcel in self._from_lane(connection, row, share)
        ]
        return tuple(sorted(parcels, key=attrgetter("send_at")))

    def _undo(self, connection: Connection) -> None:
        connection.execute(
            update(outbox)
            .where(outbox.c.fence == self.fence, outbox.c.state == State.LEASED)
            .values(state=State.PENDING, attempts=outbox.c.attempts - 1)
        )

    def _from_lane(self, connection: Connection, row: Row[Any], share: int) -> Iterator[Parcel]:
        place, kept = Place(*row[: len(PLACE.names)]), Lane(*row[len(PLACE.names) :])
        lane, every = awake(kept, self.now), gap(place.per_minute)
        first, free = turns(lane, self.now, every)
        rows = self._lease(connection, place.id, min(free, share))
        if rows:
            lane = taken(lane, first, every, len(rows))
        if lane != kept:
            save_lane(connection, place.id, lane)
        for turn, leased in enumerate(rows):
            yield self._parcel(leased, place, first + every * turn)

    def _lease(self, connection: Connection, place: str, count: int) -> list[Row[Any]]:
        if count < 1:
            return []
        due = _pending(self.now).where(outbox.c.place == place)
        picked = (
            due.order_by(outbox.c.try_at, outbox.c.shuffle)
            .limit(count)
            .with_for_update(skip_locked=True)
            .cte("picked")
            .prefix_with("MATERIALIZED")
        )
        leased = connection.execute(
            update(outbox)
            .where(outbox.c.id.in_(select(picked.c.id)))
            .values(
                state=State.LEASED,
                owner=self.owner,
                fence=self.fence,
                lease_until=self.now + LEASE,
                attempts=outbox.c.attempts + 1,
            )
            .returning(outbox)
        )
        return sorted(leased, key=attrgetter("try_at", "shuffle"))

    def _parcel(self, row: Row[Any], place: Place, send_at: datetime) -> Parcel:
        return Parcel(
            id=row.id,
            key=row.key,
            notice=Notice(*(getattr(row, name) for name in NOTICE.names)),
            place=place,
            user=row.user,
            fence=self.fence,
            attempts=row.attempts,
            lease_until=row.lease_until,
            looked_for=row.looked_for,
            send_at=send_at,
        )


def lane_of(connection: Connection, place: str) -> Lane:
    """The lane of a place, held until the transaction ends."""
    return Lane(
        *connection.execute(LANE.select.where(lanes.c.place == place).with_for_update()).one()
    )


def save_lane(connection: Connection, place: str, lane: Lane) -> None:
    """Keep a lane."""
    connection.execute(update(lanes).where(lanes.c.place == place).values(LANE.row(lane)))


def _pending(now: datetime) -> Select[Any]:
    return select(outbox.c.id).where(outbox.c.state == State.PENDING, outbox.c.try_at <= now)


def _due_lanes(now: datetime) -> Select[Any]:
    """Places with something due, and their lanes, held in one order so that nobody deadlocks."""
    return (
        PLACE.select.add_columns(*(lanes.c[name] for name in LANE.names))
        .join(lanes, lanes.c.place == places.c.id)
        .where(_pending(now).where(outbox.c.place == places.c.id).exists())
        .order_by(places.c.id)
        .with_for_update(of=lanes)
    )


def _take_back(connection: Connection, owner: str, now: datetime) -> None:
    """Free what couriers left behind. A lease far ahead is of a clock since set back."""
    ended = or_(outbox.c.lease_until <= now, outbox.c.lease_until > now + 2 * LEASE)
    left = connection.execute(
        select(
            outbox.c.id,
            outbox.c.state,
            places.c.looks_up,
            outbox.c.looked_for,
            outbox.c.attempts,
        )
        .join(places, places.c.id == outbox.c.place)
        .where(outbox.c.state.in_([State.LEASED, State.SENDING]), ended, outbox.c.owner != owner)
        .with_for_update(of=outbox, skip_locked=True)
    ).all()
    for id_, *held in left:
        change = taken_back(LeftBehind(*held))
        connection.execute(
            update(outbox).where(outbox.c.id == bindparam("of")).values(change), {"of": id_}
        )
