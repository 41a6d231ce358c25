"""The outbox against a reference of a few lines, in any order of calls."""

from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, consumes, invariant, multiple, rule
from hypothesis.stateful import run_state_machine_as_test as run_machine
from sqlalchemy import delete

from bot.delivery import Delivery, Failed, Gone, Moot, NotYet, Parcel, Place, Refused, Sent, Unknown
from bot.events import Who
from storage import SqlStore
from storage.outcomes import LEASE, MOST_ATTEMPTS, wait_after
from storage.schema import metadata
from tests.contracts.store.people import BROWSER, NOW, notice, settle

SILENT = Place("silent", "web", "Cannot be asked", per_minute=60_000)
OWNERS = ("ada", "ben")
MINUTE = timedelta(minutes=1)

DELIVERIES = st.one_of(
    st.just(Sent("ref")),
    st.just(Moot()),
    st.just(Gone("gone")),
    st.just(Refused("no")),
    st.just(Failed("no connection")),
    st.just(Unknown("timed out")),
    st.integers(0, 60).map(lambda minutes: NotYet(NOW + minutes * MINUTE)),
)


@dataclass
class Message:
    """What the reference knows of one promised message."""

    looks_up: bool
    try_at: datetime
    state: str = "pending"
    attempts: int = 0
    looked_for: bool = False
    owner: str = ""
    fence: str = ""
    lease_until: datetime = NOW

    def ended(self, now: datetime) -> bool:
        return self.lease_until <= now or self.lease_until > now + 2 * LEASE

    def take_back(self, owner: str, now: datetime) -> None:
        if self.state not in {"leased", "sending"} or self.owner == owner or not self.ended(now):
            return
        posted = self.looked_for or self.state == "sending"
        if self.state == "sending" and not self.looks_up:
            self.state = "unknown"
        elif self.attempts >= MOST_ATTEMPTS:
            self.state = "unknown" if posted else "dead"
        else:
            self.state, self.looked_for = "pending", posted

    def finish(self, delivery: Delivery, now: datetime) -> None:
        match delivery:
            case Sent():
                self.state = "sent"
            case Moot():
                self.state = "moot"
            case NotYet(until):
                self.again(until, cost=0)
            case Failed() if self.attempts < MOST_ATTEMPTS:
                self.again(now + wait_after(self.attempts))
            case Unknown() if self.looks_up and self.attempts < MOST_ATTEMPTS:
                self.again(now + wait_after(self.attempts))
                self.looked_for = True
            case Unknown():
                self.state = "unknown"
            case _:
                self.state = "dead"

    def again(self, at: datetime, cost: int = 1) -> None:
        self.state, self.try_at, self.looked_for = "pending", at, False
        self.attempts -= 1 - cost


class OutboxMachine(RuleBasedStateMachine):
    """Promises, claims, sends and clock jumps, in any order."""

    store: SqlStore
    parcels = Bundle("parcels")

    def __init__(self) -> None:
        super().__init__()
        self.now = NOW
        self.messages: dict[str, Message] = {}
        with self.store.writing() as tx:
            for table in reversed(metadata.sorted_tables):
                tx._connection.execute(delete(table))
            settle(tx, addresses=False)
            tx.save_place(SILENT)
            tx.save_addresses([(Who(BROWSER.id, "u"), "ana"), (Who(SILENT.id, "u"), "ben")])

    @rule(number=st.integers(0, 8), silent=st.booleans(), wait=st.integers(0, 5))
    def promise(self, number: int, silent: bool, wait: int) -> None:
        key, due = f"k{number}", self.now + wait * MINUTE
        with self.store.writing() as tx:
            tx.promise([notice(key, "ben" if silent else "ana", due)])
        self.messages.setdefault(key, Message(looks_up=not silent, try_at=due))

    @rule(target=parcels, owner=st.sampled_from(OWNERS))
    def claim(self, owner: str) -> object:
        for message in self.messages.values():
            message.take_back(owner, self.now)
        due = {
            key
            for key, message in self.messages.items()
            if message.state == "pending" and message.try_at <= self.now
        }
        claimed = self.store.outbox.claim(owner, self.now, 50)
        assert {parcel.key for parcel in claimed} == due
        for parcel in claimed:
            message = self.messages[parcel.key]
            message.attempts += 1
            message.state, message.owner, message.fence = "leased", owner, parcel.fence
            message.lease_until = self.now + LEASE
            assert (parcel.attempts, parcel.looked_for) == (message.attempts, message.looked_for)
        return multiple(*claimed)

    @rule(parcel=parcels)
    def start_sending(self, parcel: Parcel) -> None:
        message = self.messages[parcel.key]
        mine = self.holds(parcel)
        assert self.store.outbox.start_sending(parcel, self.now) is mine
        if mine:
            message.state, message.lease_until = "sending", self.now + LEASE

    @rule(parcel=consumes(parcels), delivery=DELIVERIES)
    def finish(self, parcel: Parcel, delivery: Delivery) -> None:
        mine = self.holds(parcel)
        if not mine:
            return
        assert self.store.outbox.finish(parcel, delivery, self.now)
        self.messages[parcel.key].finish(delivery, self.now)

    @rule(parcel=parcels)
    def finish_what_another_holds(self, parcel: Parcel) -> None:
        if self.messages[parcel.key].fence != parcel.fence:
            assert not self.store.outbox.finish(parcel, Refused("late"), self.now)

    @rule(owner=st.sampled_from(OWNERS))
    def release(self, owner: str) -> None:
        theirs = [m for m in self.messages.values() if (m.state, m.owner) == ("leased", owner)]
        assert self.store.outbox.release(owner, self.now) == len(theirs)
        for message in theirs:
            message.state = "pending"
            message.attempts -= 1

    # Steps of two minutes: set back by less than one, a lane stands still for as long.
    @rule(minutes=st.sampled_from([2, 2, 2, 4, 10, 180, -4, -180]))
    def time_passes(self, minutes: int) -> None:
        self.now += minutes * MINUTE

    @invariant()
    def both_count_the_same(self) -> None:
        with self.store.reading() as reading:
            counted = reading.deliveries()
        expected = [message.state for message in self.messages.values()]
        assert {state: n for state, n in counted.items() if n} == {
            state: expected.count(state) for state in set(expected)
        }

    def holds(self, parcel: Parcel) -> bool:
        message = self.messages[parcel.key]
        return message.fence == parcel.fence and message.state in {"leased", "sending"}


@pytest.mark.slow
def test_the_outbox_does_as_the_reference_does(store: SqlStore) -> None:
    class Machine(OutboxMachine):
        pass

    Machine.store = store
    quick = store._database.__class__.__name__ == "SqliteDatabase"
    run_machine(
        Machine,
        settings=settings(
            max_examples=40 if quick else 20,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
