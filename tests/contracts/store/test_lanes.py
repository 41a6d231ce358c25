"""The pace of lanes and what a jumping clock does, over both databases."""

from datetime import datetime, timedelta

from bot.delivery import Later, Parcel, Place, Sent
from storage import SqlStore
from storage.outcomes import LEASE
from tests.contracts.store.people import DAY, NOW, notice
from tests.contracts.store.test_outbox import promised, states

SECOND = timedelta(seconds=1)
SLOW = Place("a-slow-place", "web", "Four a second", per_minute=240, looks_up=True)


def _many(store: SqlStore, count: int) -> None:
    promised(store, *(f"k{n}" for n in range(count)), place=SLOW)


def _claim_for(store: SqlStore, seconds: int, now: datetime = NOW) -> list[Parcel]:
    """Claim by two owners, ten times a second."""
    found: list[Parcel] = []
    for tenth in range(seconds * 10):
        for owner in ("me", "you"):
            found += store.outbox.claim(owner, now + tenth * SECOND / 10, 50)
    return found


def _busiest_second(turns: list[datetime]) -> int:
    return max(sum(start <= turn < start + SECOND for turn in turns) for start in turns)


def test_turns_keep_the_pace_and_waste_none(store: SqlStore) -> None:
    _many(store, 60)
    turns = [parcel.send_at for parcel in _claim_for(store, 10) if parcel.send_at]
    assert 40 <= len(turns) <= 45
    assert _busiest_second(turns) <= 4
    assert min(turns) == NOW


def test_a_batch_never_reaches_further_than_a_second(store: SqlStore) -> None:
    _many(store, 60)
    first = store.outbox.claim("me", NOW, 50)
    assert [parcel.send_at for parcel in first] == [NOW + n * SECOND / 4 for n in range(5)]
    assert store.outbox.claim("me", NOW, 50) == ()


def test_unused_time_is_not_saved_up(store: SqlStore) -> None:
    _many(store, 60)
    store.outbox.claim("me", NOW, 1)
    turns = [p.send_at for p in store.outbox.claim("me", NOW + DAY, 50) if p.send_at]
    assert len(turns) == 5
    assert _busiest_second(turns) <= 4


def test_a_clock_set_back_freezes_no_lane(store: SqlStore) -> None:
    _many(store, 60)
    first, *_ = store.outbox.claim("me", NOW, 50)
    assert store.outbox.finish(first, Later(60), NOW)
    back = NOW - timedelta(hours=3)
    with store.writing() as tx:
        tx.promise(notice(f"early-{n}", due=back) for n in range(9))
    assert store.outbox.claim("me", back, 50) == ()
    assert store.outbox.claim("me", back + 59 * SECOND, 50) == ()
    assert len(store.outbox.claim("me", back + 60 * SECOND, 50)) == 5


def test_a_clock_set_back_freezes_no_lease(store: SqlStore) -> None:
    _many(store, 1)
    (lost,) = store.outbox.claim("me", NOW, 1)
    back = NOW - timedelta(hours=3)
    assert store.outbox.claim("you", back, 1) == (), "taken back, and due at its own time"
    assert states(store) == {"pending": 1}
    (found,) = store.outbox.claim("you", NOW, 1)
    assert found.key == lost.key
    assert not store.outbox.finish(lost, Sent("ref"), NOW)


def test_a_clock_set_forward_ends_no_lease_of_its_own(store: SqlStore) -> None:
    _many(store, 1)
    (parcel,) = store.outbox.claim("me", NOW, 1)
    assert store.outbox.start_sending(parcel, NOW)
    assert store.outbox.claim("me", NOW + DAY, 9) == ()
    assert store.outbox.finish(parcel, Sent("ref"), NOW + DAY)
    assert states(store) == {"sent": 1}


def test_the_same_lease_ends_for_another_after_its_time(store: SqlStore) -> None:
    _many(store, 1)
    store.outbox.claim("me", NOW, 1)
    assert store.outbox.claim("you", NOW + LEASE - SECOND, 1) == ()
    assert len(store.outbox.claim("you", NOW + LEASE, 1)) == 1
