"""The outbox's states, over both databases."""

from datetime import datetime, timedelta

import pytest

from bot.delivery import (
    Delivery,
    Failed,
    Gone,
    Later,
    Moot,
    NotYet,
    Parcel,
    Place,
    Refused,
    Sent,
    Unknown,
)
from bot.events import Who
from storage import SqlStore
from storage.outcomes import LEASE, MOST_ATTEMPTS, wait_after
from tests.contracts.store.people import DAY, NOW, notice, settle

SECOND = timedelta(seconds=1)
SILENT = Place("a-silent-place", "silent", "Cannot be asked", per_minute=60_000)


def promised(store: SqlStore, *keys: str, place: Place | None = None) -> None:
    """Promise Ana a message for each key, in the browser or another place."""
    with store.writing() as tx:
        if tx.programme("monday") is None:
            settle(tx)
        if place is not None:
            tx.save_place(place)
            tx.save_addresses([(Who(place.id, "u"), "ana")])
        tx.promise(map(notice, keys))


def one(store: SqlStore, now: datetime = NOW, owner: str = "me") -> Parcel:
    (parcel,) = store.outbox.claim(owner, now, 9)
    return parcel


def states(store: SqlStore) -> dict[str, int]:
    with store.reading() as reading:
        return {state: count for state, count in reading.deliveries().items() if count}


def reason(store: SqlStore) -> str:
    with store.reading() as reading:
        return reading.undelivered(1)[0].reason


def test_a_parcel_says_what_was_promised(store: SqlStore) -> None:
    promised(store, "a")
    parcel = one(store)
    assert (parcel.key, parcel.notice, parcel.user) == ("a", notice("a"), "u-ana")
    assert (parcel.place.id, parcel.attempts, parcel.looked_for) == ("browser", 1, False)
    assert parcel.lease_until == NOW + LEASE
    assert states(store) == {"leased": 1}


def test_what_is_not_due_stays(store: SqlStore) -> None:
    promised(store, "a")
    assert store.outbox.claim("me", NOW - SECOND, 9) == ()


def test_what_one_holds_no_other_gets(store: SqlStore) -> None:
    promised(store, "a")
    one(store)
    assert store.outbox.claim("you", NOW + LEASE - SECOND, 9) == ()
    assert store.outbox.claim("me", NOW, 9) == ()


def test_no_more_than_the_limit(store: SqlStore) -> None:
    promised(store, *"abcdef")
    assert len(store.outbox.claim("me", NOW, 4)) == 4
    assert store.outbox.claim("me", NOW, 0) == ()


FINAL: list[tuple[Delivery, str, str]] = [
    (Sent("ref"), "sent", ""),
    (Gone("left"), "dead", "left"),
    (Refused("no"), "dead", "no"),
    (Moot(), "moot", ""),
]


@pytest.mark.parametrize(("delivery", "state", "why"), FINAL)
def test_final_outcomes(store: SqlStore, delivery: Delivery, state: str, why: str) -> None:
    promised(store, "a")
    parcel = one(store)
    assert store.outbox.start_sending(parcel, NOW)
    assert states(store) == {"sending": 1}
    assert store.outbox.finish(parcel, delivery, NOW)
    assert states(store) == {state: 1}
    assert not why or reason(store) == why
    assert store.outbox.claim("you", NOW + DAY, 9) == ()


def test_later_rests_the_whole_lane_and_costs_nothing(store: SqlStore) -> None:
    promised(store, "a", "b")
    first, _ = store.outbox.claim("me", NOW, 2)
    assert store.outbox.finish(first, Later(90), NOW)
    assert store.outbox.release("me", NOW) == 1
    assert store.outbox.claim("me", NOW + 89 * SECOND, 9) == ()
    again = store.outbox.claim("me", NOW + 90 * SECOND, 9)
    assert {(parcel.key, parcel.attempts) for parcel in again} == {("a", 1), ("b", 1)}


def test_a_rest_holds_no_other_lane(store: SqlStore) -> None:
    promised(store, "a")
    assert store.outbox.finish(one(store), Later(90), NOW)
    promised(store, "b", place=SILENT)
    assert one(store).key == "b"


def test_not_yet_waits_for_that_member_alone(store: SqlStore) -> None:
    promised(store, "a", "b")
    first, second = store.outbox.claim("me", NOW, 2)
    assert store.outbox.finish(first, NotYet(NOW + DAY), NOW)
    assert store.outbox.finish(second, NotYet(NOW), NOW)
    assert one(store).key == second.key
    assert one(store, NOW + DAY).attempts == 1


def test_failed_is_tried_again_later_each_time_then_given_up(store: SqlStore) -> None:
    promised(store, "a")
    now = NOW
    for attempt in range(1, MOST_ATTEMPTS):
        parcel = one(store, now)
        assert parcel.attempts == attempt
        assert store.outbox.finish(parcel, Failed("refused connection"), now)
        assert store.outbox.claim("me", now + wait_after(attempt) - SECOND, 9) == ()
        now += wait_after(attempt)
    assert store.outbox.finish(one(store, now), Failed("refused connection"), now)
    assert states(store) == {"dead": 1}
    assert reason(store) == "refused connection"


def test_unknown_is_looked_for_where_the_place_can_be_asked(store: SqlStore) -> None:
    promised(store, "a")
    parcel = one(store)
    assert store.outbox.start_sending(parcel, NOW)
    assert store.outbox.finish(parcel, Unknown("timed out"), NOW)
    again = one(store, NOW + wait_after(1))
    assert again.looked_for
    assert store.outbox.finish(again, Failed("not posted, and no connection"), NOW)
    assert not one(store, NOW + DAY).looked_for


def test_unknown_stays_unknown_where_nobody_can_be_asked(store: SqlStore) -> None:
    promised(store, "a", place=SILENT)
    parcel = one(store)
    assert store.outbox.start_sending(parcel, NOW)
    assert store.outbox.finish(parcel, Unknown("timed out"), NOW)
    assert states(store) == {"unknown": 1}
    assert reason(store) == "timed out"
    assert store.outbox.claim("me", NOW + DAY, 9) == ()


def test_a_lease_that_ended_before_sending_is_claimed_afresh(store: SqlStore) -> None:
    promised(store, "a")
    lost = one(store)
    found = one(store, NOW + LEASE, "you")
    assert (found.attempts, found.looked_for) == (2, False)
    assert found.fence != lost.fence
    assert not store.outbox.start_sending(lost, NOW + LEASE)
    assert not store.outbox.finish(lost, Sent("ref"), NOW + LEASE)
    assert store.outbox.finish(found, Sent("ref"), NOW + LEASE)


def test_a_lease_that_ended_while_sending_is_looked_for(store: SqlStore) -> None:
    promised(store, "a")
    lost = one(store)
    assert store.outbox.start_sending(lost, NOW + 60 * SECOND)
    assert store.outbox.claim("you", NOW + LEASE, 9) == (), "sending takes a fresh lease"
    found = one(store, NOW + 60 * SECOND + LEASE, "you")
    assert (found.looked_for, found.attempts) == (True, 2)
    assert not store.outbox.finish(lost, Sent("ref"), NOW + 2 * LEASE)


def test_what_is_looked_for_is_still_looked_for_when_the_next_courier_vanishes(
    store: SqlStore,
) -> None:
    promised(store, "a")
    assert store.outbox.start_sending(one(store), NOW)
    one(store, NOW + 2 * LEASE, "you")
    assert one(store, NOW + 4 * LEASE, "third").looked_for


def test_ended_while_sending_is_unknown_where_nobody_can_be_asked(store: SqlStore) -> None:
    promised(store, "a", place=SILENT)
    assert store.outbox.start_sending(one(store), NOW)
    assert store.outbox.claim("you", NOW + LEASE, 9) == ()
    assert states(store) == {"unknown": 1}
    assert reason(store) == "the process that was sending it ended before it heard back"


@pytest.mark.parametrize(("sends", "state"), [(False, "dead"), (True, "unknown")])
def test_a_parcel_that_ends_every_process_is_given_up(
    store: SqlStore, sends: bool, state: str
) -> None:
    promised(store, "a")
    now = NOW
    for attempt in range(MOST_ATTEMPTS):
        parcel = one(store, now, f"process {attempt}")
        if sends:
            assert store.outbox.start_sending(parcel, now)
        now += 2 * LEASE
    assert store.outbox.claim("last", now, 9) == ()
    assert states(store) == {state: 1}


def test_giving_back_costs_nothing_and_spares_what_is_sending(store: SqlStore) -> None:
    promised(store, "a", "b")
    first, _ = store.outbox.claim("me", NOW, 9)
    assert store.outbox.start_sending(first, NOW)
    assert store.outbox.release("you", NOW) == 0
    assert store.outbox.release("me", NOW) == 1
    assert one(store, owner="you").attempts == 1
    assert states(store) == {"leased": 1, "sending": 1}


def test_saying_it_twice_is_believed(store: SqlStore) -> None:
    promised(store, "a")
    parcel = one(store)
    assert store.outbox.start_sending(parcel, NOW)
    assert store.outbox.start_sending(parcel, NOW)
    assert store.outbox.finish(parcel, Sent("ref"), NOW)
    assert store.outbox.finish(parcel, Sent("ref"), NOW)
    assert not store.outbox.finish(parcel, Refused("no"), NOW)


def test_the_order_tells_nothing_of_who_came_first(store: SqlStore) -> None:
    promised(store, *(f"k{n:02}" for n in range(20)))
    order = [parcel.key for parcel in store.outbox.claim("me", NOW, 20)]
    assert sorted(order) != order
    assert len(set(order)) == 20


def test_what_is_due_first_goes_first(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.promise(notice(f"k{n}", due=NOW - n * SECOND) for n in range(9))
    keys = [parcel.key for parcel in store.outbox.claim("me", NOW, 9)]
    assert keys == [f"k{n}" for n in reversed(range(9))]
