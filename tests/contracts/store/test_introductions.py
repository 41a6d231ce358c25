"""Introductions, past pairs and rules, over both databases."""

from dataclasses import replace
from threading import Barrier, Thread

import pytest

from bot.introductions import DeadlineCame, step
from bot.model import Answer, Introduction, IntroductionState, Meeting, Part
from bot.ports import PastPair
from storage import SqlStore
from tests.contracts.store.people import DAY, NOW, PAIR, ROUND, pair, settle

CLOSED = IntroductionState.CLOSED
ANSWERED = replace(
    PAIR,
    parts=(
        Part("ben", Answer.YES, NOW + DAY, "¿Un café? 'quoted' ; -- ☕", Meeting.MET),
        Part("ana", Answer.LATER, NOW),
    ),
    state=IntroductionState.INTRODUCED,
    answer_by=NOW + 4 * DAY,
    opened_at=NOW + DAY,
    closed_at=NOW + 2 * DAY,
)


def test_an_introduction_comes_back_as_it_was(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions([PAIR])
    with store.reading() as reading:
        assert reading.introduction("pair-1") == PAIR
        assert reading.introduction("nothing") is None


def test_state_parts_and_moments_change(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions([PAIR])
        tx.save_introduction(ANSWERED)
    with store.reading() as reading:
        assert reading.introduction("pair-1") == ANSWERED


def test_an_introduction_that_is_not_there_cannot_be_changed(store: SqlStore) -> None:
    with pytest.raises(LookupError, match="pair-1"), store.writing() as tx:
        tx.save_introduction(PAIR)


def test_one_outside_any_round(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions([replace(PAIR, round="")])
    with store.reading() as reading:
        assert reading.introduction("pair-1") == replace(PAIR, round="")
        (past,) = reading.past_pairs("monday", NOW)
        assert past.slot == NOW.date()


def test_a_members_introductions_newest_first(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions(
            pair(f"p{day}", "ana", "ben", proposed_at=NOW + day * DAY) for day in range(5)
        )
        tx.add_introductions([pair("not hers", "cho", "ben")])
    with store.reading() as reading:
        assert [each.id for each in reading.introductions_of("ana", 3)] == ["p4", "p3", "p2"]
        assert reading.introductions_of("nobody", 3) == ()
        assert [each.id for each in reading.introductions_in("round-1")][:2] == ["not hers", "p0"]
        assert reading.introductions_in("nothing") == ()


def test_past_pairs_of_a_trio_are_three(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions(
            [
                pair("trio", "cho", "ana", "ben", state=CLOSED),
                pair("elsewhere", "ana", "ben", programme="other"),
                pair("before", "ana", "ben", proposed_at=NOW - DAY),
            ]
        )
    with store.reading() as reading:
        found = set(reading.past_pairs("monday", NOW))
    assert found == {
        PastPair(one, other, NOW, CLOSED, ROUND.slot)
        for one, other in (("ana", "ben"), ("ana", "cho"), ("ben", "cho"))
    }


def test_never_pairs_have_the_smaller_id_first(store: SqlStore) -> None:
    with store.writing() as tx:
        tx.keep_apart("b", "a", "asked")
        tx.keep_apart("a", "b", "asked again")
        tx.keep_apart("Z", "a", "capitals come first")
        tx.keep_apart("é", "z", "accents come last")
    with store.reading() as reading:
        assert reading.never_pairs() == {("a", "b"), ("Z", "a"), ("z", "é")}


def test_an_error_undoes_everything(store: SqlStore) -> None:
    def fails_half_way() -> None:
        with store.writing() as tx:
            settle(tx)
            tx.add_introductions([PAIR])
            tx.keep_apart("a", "b", "")
            raise RuntimeError("half way")

    with pytest.raises(RuntimeError, match="half way"):
        fails_half_way()
    with store.reading() as reading:
        assert reading.programmes() == ()
        assert list(reading.everyone()) == []
        assert reading.introduction("pair-1") is None
        assert reading.never_pairs() == frozenset()


def test_a_reading_sees_one_moment(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
    with store.reading() as reading:
        before = reading.introductions_in("round-1")
        with store.writing() as tx:
            tx.add_introductions([PAIR])
        assert reading.introductions_in("round-1") == before == ()
    with store.reading() as reading:
        assert reading.introductions_in("round-1") == (PAIR,)


def test_two_answers_at_the_same_time_are_both_kept(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions([PAIR])
    together = Barrier(2)

    def answer(member: str) -> None:
        together.wait()
        with store.writing() as tx:
            found = tx.introduction("pair-1")
            assert found is not None
            tx.save_introduction(_said_yes(found, member))

    for _ in range(20):
        with store.writing() as tx:
            tx.save_introduction(PAIR)
        both = [Thread(target=answer, args=(member,)) for member in ("ana", "ben")]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join()
        with store.reading() as reading:
            found = reading.introduction("pair-1")
        assert found is not None
        assert [part.answer for part in found.parts] == [Answer.YES, Answer.YES]


def _said_yes(introduction: Introduction, member: str) -> Introduction:
    parts = (
        replace(part, answer=Answer.YES) if part.member == member else part
        for part in introduction.parts
    )
    return replace(introduction, parts=tuple(parts))


def test_closing_a_round_closes_each_as_its_deadline_would(store: SqlStore) -> None:
    yes = replace(PAIR.parts[0], answer=Answer.YES, answered_at=NOW)
    waiting = replace(pair("pair-2", "cas", "dia"), parts=(yes, Part("dia", Answer.NO)))
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions([ANSWERED, waiting])
        before = {each.id: each for each in tx.introductions_in(ROUND.id)}
        willing = tx.close_proposals(ROUND.id, NOW + DAY)
    assert willing == {yes.member: "pair-2"}
    with store.reading() as reading:
        for each in reading.introductions_in(ROUND.id):
            expected = step(before[each.id], DeadlineCame(), NOW + DAY).introduction
            assert each == expected


def test_those_that_are_open_newest_first(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        for number, state in enumerate(IntroductionState):
            at = NOW + number * DAY
            tx.add_introductions([pair(state.value, "ana", "ben", state=state, proposed_at=at)])
    with store.reading() as reading:
        found = [each.id for each in reading.open_introductions_of("ana", 9)]
        assert found == ["introduced", "proposed"]
        assert [each.id for each in reading.open_introductions_of("ben", 1)] == ["introduced"]
        assert reading.open_introductions_of("cho", 9) == ()


@pytest.mark.parametrize(
    ("told", "busy_or_met"),
    [
        ({"state": IntroductionState.PROPOSED}, True),
        ({"state": IntroductionState.MET, "opened_at": NOW}, True),
        ({"state": IntroductionState.MET, "opened_at": NOW - DAY}, False),
        ({"state": CLOSED}, False),
    ],
)
def test_whether_two_are_busy_or_were_introduced(store: SqlStore, told, busy_or_met) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions([pair("theirs", "ana", "ben", **told)])
    since = NOW - DAY
    with store.reading() as reading:
        assert reading.are_busy_or_met("ana", "ben", since) == busy_or_met
        assert reading.are_busy_or_met("ben", "ana", since) == busy_or_met
        waits = told["state"] is IntroductionState.PROPOSED
        assert reading.are_busy_or_met("ana", "cho", since) == waits
        assert reading.are_busy_or_met("cho", "ben", since) == waits
