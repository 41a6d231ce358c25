"""Messages promised, counted and listed, over both databases."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.delivery import Place, Sent, Unknown
from bot.events import Who
from bot.model import AGAIN, NoticeKind
from bot.ports import Undelivered
from storage import SqlStore
from tests.contracts.store.people import BROWSER, NOW, notice, settle

NOBODY_YET = {
    "pending": 0,
    "leased": 0,
    "sending": 0,
    "sent": 0,
    "unknown": 0,
    "dead": 0,
    "moot": 0,
}


def test_an_event_is_new_once(store: SqlStore) -> None:
    with store.writing() as tx:
        assert tx.first_time("slack:1", NOW)
        assert not tx.first_time("slack:1", NOW)
        assert tx.first_time("slack:2", NOW)
    with store.writing() as tx:
        assert not tx.first_time("slack:2", NOW)


def test_an_event_whose_handling_failed_is_still_new(store: SqlStore) -> None:
    def handle_and_fail() -> None:
        with store.writing() as tx:
            assert tx.first_time("slack:1", NOW)
            raise RuntimeError("handling failed")

    with pytest.raises(RuntimeError, match="handling"):
        handle_and_fail()
    with store.writing() as tx:
        assert tx.first_time("slack:1", NOW)


def test_promising_twice_promises_once(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        assert tx.deliveries() == NOBODY_YET
        tx.promise([notice("a"), notice("b"), notice("a", "ben")])
    with store.writing() as tx:
        tx.promise([notice("b", "cho"), notice("c")])
    with store.reading() as reading:
        assert reading.deliveries() == NOBODY_YET | {"pending": 3}
    (first, *_) = sorted(store.outbox.claim("me", NOW, 9), key=lambda parcel: parcel.key)
    assert first.notice == notice("a")


def test_the_first_place_of_several(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.save_place(Place("a-place", "web", "First by id"))
        tx.save_addresses([(Who("a-place", "second"), "ana"), (Who("a-place", "first"), "ana")])
        tx.promise([notice("a")])
    (parcel,) = store.outbox.claim("me", NOW, 9)
    assert (parcel.place.id, parcel.user) == ("a-place", "first")


def test_what_may_not_have_arrived_is_found_until_it_is_said_once_more(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.save_place(replace(BROWSER, looks_up=False))
        tx.promise([notice("a"), notice("b"), notice("c"), notice(f"d{AGAIN}")])
    parcels = {each.key: each for each in store.outbox.claim("me", NOW, 9)}
    for key, became in {
        "a": Unknown("no answer"), "b": Sent("1"), f"d{AGAIN}": Unknown("no answer"),
    }.items():  # fmt: skip
        store.outbox.finish(parcels[key], became, NOW)
    with store.reading() as reading:
        assert reading.unclear(NOW) == (notice("a"),)
        assert reading.unclear(NOW + timedelta(seconds=1)) == ()
    with store.writing() as tx:
        tx.promise([notice(f"a{AGAIN}")])
        assert tx.unclear(NOW) == ()


def test_whoever_has_no_address_is_listed(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx, addresses=False)
        tx.promise([notice("a"), notice("b", "ben", NOW + timedelta(hours=1))])
    with store.reading() as reading:
        assert reading.deliveries() == NOBODY_YET | {"dead": 2}
        reason = "the member has no address in any place"
        ben = Undelivered("b", NoticeKind.PROPOSAL, "ben", "", "dead", reason)
        assert reading.undelivered(9) == (ben, replace(ben, key="a", recipient="ana"))
        assert reading.undelivered(1) == (ben,)
    assert store.outbox.claim("me", NOW + timedelta(days=1), 9) == ()


def test_when_the_next_message_is_due(store: SqlStore) -> None:
    later = NOW + timedelta(hours=2)
    with store.writing() as tx:
        settle(tx)
        assert tx.next_due(NOW) is None
        tx.promise([notice("a"), notice("b", due=later)])
    with store.reading() as reading:
        assert reading.next_due(NOW) == later
        assert reading.next_due(later) is None


def test_a_moment_without_a_time_zone_is_refused(store: SqlStore) -> None:
    naive = datetime(2026, 3, 2)
    with pytest.raises(Exception, match="without a time zone"), store.writing() as tx:
        tx.first_time("a", naive)


def test_ten_thousand_promises(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.promise(notice(f"k{n}") for n in range(10_000))
        tx.promise(notice(f"k{n}") for n in range(10_001))
    with store.reading() as reading:
        assert reading.deliveries()["pending"] == 10_001


def test_a_message_to_nobody_is_a_fault(store: SqlStore) -> None:
    def promise_to_nobody() -> None:
        with store.writing() as tx:
            settle(tx)
            tx.promise([notice("a", "nobody")])

    with pytest.raises(IntegrityError):
        promise_to_nobody()
    with store.reading() as reading:
        assert reading.programmes() == ()
