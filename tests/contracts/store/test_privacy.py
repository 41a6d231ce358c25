"""What a member may ask of whoever keeps data, over both databases."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text

from bot.events import Who
from bot.model import Answer, Concern, IntroductionState, Meeting
from bot.retention import Retention, purge
from storage import SqlStore
from storage.schema import metadata
from tests.contracts.store.people import ANA, BROWSER, NOW, PAIR, notice, settle

WEEK = timedelta(weeks=1)
ENDED = replace(
    PAIR,
    state=IntroductionState.MET,
    opened_at=NOW,
    closed_at=NOW,
    parts=tuple(
        replace(p, answer=Answer.YES, opening="hello there", meeting=Meeting.MET)
        for p in PAIR.parts
    ),
)


def rows(store: SqlStore) -> str:
    """Every row of every table, as one text."""
    with store.reading() as reading:
        run = reading._connection.execute
        return "\n".join(str(row) for table in metadata.sorted_tables for row in run(select(table)))


def test_what_one_asked_is_theirs_alone_and_rules_stay(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.avoid("cho", "ana", NOW)
        tx.avoid("cho", "ana", NOW + WEEK)
        tx.avoid("ana", "cho", NOW)
        tx.keep_apart("ben", "ana", "the hospital said so")
        assert tx.never_pairs() == {("ana", "cho"), ("ana", "ben")}
        assert tx.never_pairs_of("ana") == {"ben", "cho"}
        assert tx.never_pairs_of("ben") == tx.never_pairs_of("cho") == {"ana"}
        assert tx.never_pairs_of("dan") == frozenset()
        assert tx.avoided_by("cho") == ("ana",)
        tx.stop_avoiding("cho", "ana")
        assert tx.never_pairs() == {("ana", "cho"), ("ana", "ben")}, "the other asked too"
        tx.stop_avoiding("ana", "cho")
        tx.stop_avoiding("ana", "ben")
        assert tx.never_pairs() == {("ana", "ben")}
        with pytest.raises(ValueError, match="themselves"):
            tx.avoid("ana", "ana", NOW)


def test_free_text_is_nowhere_in_the_open_and_reads_back(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions([ENDED])
        tx.keep_apart("ana", "ben", "the hospital said so")
        tx.add_concern(Concern("c", "I was shouted at", NOW, "ana"))
    with store.reading() as reading:
        assert reading.introduction(ENDED.id) == ENDED
        assert reading.member("ana") == ANA
        assert reading.concern("c") == Concern("c", "I was shouted at", NOW, "ana")
    left = rows(store)
    for words in ("hello there", "2 meanings", "the hospital said so", "shouted"):
        assert words not in left
    assert "sealed:" in left


def test_whoever_is_forgotten_is_in_no_table_and_may_come_back(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.save_addresses([(Who(BROWSER.id, "u-ana-77"), "ana")])
        tx.add_introductions([ENDED])
        tx.avoid("ana", "cho", NOW)
        tx.avoid("ben", "ana", NOW)
        tx.keep_apart("ana", "ben", "x")
        tx.promise([notice("k-1")])
        tx.add_concern(Concern("c", "words", NOW, "ana"))
    with store.writing() as tx:
        tx.forget("ana", NOW)
    left = rows(store)
    for value in (ANA.name, "Müller", "u-ana-77", "'ana'", ANA.title, ANA.department):
        assert value not in left, value
    with store.reading() as reading:
        assert reading.member("ana") is None
        assert reading.concern("c") is None
        kept = reading.introduction(ENDED.id)
        assert kept
        assert [p.answer for p in kept.parts if p.member.startswith("gone-")] == [Answer.NONE]
        assert kept.terms == ()
        assert reading.forgotten(["ana", "ben", "cho"]) == {"ana"}
        (token,) = {m for m in kept.members if m.startswith("gone-")}
        assert reading.members([token]) == {}
    with store.writing() as tx:
        tx.save_members([replace(ANA, choices=(), unsettled=())])
    with store.reading() as reading:
        assert reading.never_pairs() == {("ana", "cho"), ("ana", "ben")}
        assert reading.avoided_by("ana") == ("cho",)
        assert set(reading.introduction(ENDED.id).members) == set(ENDED.members)
        assert reading.memberships("ana") == ()
        assert "gone-" not in rows(store).replace(token, "", 2), "only the mark itself is left"


def test_a_face_is_there_until_its_time(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions([PAIR])
    with store.writing() as tx:
        tx.forget("ana", NOW, NOW + WEEK)
    assert ANA.name not in rows(store)
    with store.reading() as reading:
        members = reading.introduction(PAIR.id).members
        (token,) = [m for m in members if m.startswith("gone-")]
        assert reading.members([token])[token].name == ANA.name
    with store.writing() as tx:
        tx.purge(purge(Retention(), NOW + WEEK))
        assert tx.members([token]) == {}


def test_forgetting_nobody_is_a_mistake(store: SqlStore) -> None:
    with store.writing() as tx, pytest.raises(LookupError):
        tx.forget("nobody", NOW)


@pytest.mark.parametrize(
    ("weeks", "opening", "meeting"),
    [(7, "hello there", Meeting.MET), (9, "hello there", Meeting.NONE), (27, "", Meeting.NONE)],
)
def test_what_is_old_goes_and_the_pair_stays(
    store: SqlStore, weeks: int, opening: str, meeting: Meeting
) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions([ENDED])
        tx.first_time("old", NOW)
        tx.add_concern(Concern("c", "words", NOW))
        for _ in range(2):
            tx.purge(purge(Retention(), NOW + weeks * WEEK))
        kept = tx.introduction(ENDED.id)
        assert kept
        assert {p.opening for p in kept.parts} == {opening}
        assert {p.meeting for p in kept.parts} == {meeting}
        assert kept.members == ENDED.members
        assert kept.state is IntroductionState.MET
        assert tx.first_time("old", NOW) is True
        assert tx.concern("c") is None


ONE_STORE = [HealthCheck.function_scoped_fixture]
SOMEBODY = st.sampled_from("abcdz")


@settings(max_examples=15, deadline=None, suppress_health_check=ONE_STORE)
@given(asked=st.lists(st.tuples(SOMEBODY, SOMEBODY), max_size=8))
def test_never_survives_being_forgotten_and_coming_back(store: SqlStore, asked) -> None:
    pairs = [(a, b) for a, b in asked if a != b]
    with store.writing() as tx:
        for table in ("avoided", "forgotten"):
            tx._connection.execute(text(f"DELETE FROM {table}"))
        everyone = [replace(ANA, id=each, choices=(), manager="") for each in "abcdz"]
        tx.save_members(everyone)
        for a, b in pairs:
            tx.avoid(a, b, NOW)
        before = tx.never_pairs()
        for each in "abcdz":
            theirs = {(min(each, other), max(each, other)) for other in tx.never_pairs_of(each)}
            assert theirs == {pair for pair in before if each in pair}
        for each in "ac":
            tx.forget(each, NOW)
        tx.save_members(everyone)
        assert tx.never_pairs() == before == {(min(p), max(p)) for p in pairs}
