"""Rounds, who was left out, and who could enter, over both databases."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.model import (
    Entrant,
    IntroductionState,
    LeftOut,
    Membership,
    Round,
    RoundState,
    Standing,
    Taking,
    Why,
)
from bot.ports import Served
from storage import SqlStore
from tests.contracts.store.people import ANA, BEN, CHO, DAY, NOW, PAIR, ROUND, pair, settle


def test_a_round_comes_back_as_it_was(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
    with store.reading() as reading:
        assert reading.round("round-1") == ROUND
        assert reading.round_at("monday", ROUND.slot, 1) == ROUND
        assert reading.round_at("monday", ROUND.slot, 2) is None
        assert reading.round_at("other", ROUND.slot, 1) is None
        assert reading.round("nothing") is None


def test_a_date_and_wave_is_started_once(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        assert not tx.start_round(replace(ROUND, id="again"))
        assert tx.start_round(replace(ROUND, id="next wave", wave=2))
    with store.writing() as tx:
        assert not tx.start_round(replace(ROUND, id="and again"))
    with store.reading() as reading:
        assert [each.id for each in reading.rounds("monday", 9)] == ["next wave", "round-1"]


def test_rounds_are_changed_and_listed_newest_first(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        for week in range(1, 4):
            slot = ROUND.slot + week * 7 * DAY
            assert tx.start_round(replace(ROUND, id=f"later-{week}", slot=slot))
        tx.save_round(replace(ROUND, closed=True, figures={"due": 4.0}))
    with store.reading() as reading:
        assert [each.id for each in reading.rounds("monday", 2)] == ["later-3", "later-2"]
        found = reading.round("round-1")
    assert found is not None
    assert (found.closed, dict(found.figures)) == (True, {"due": 4.0})


def test_a_round_that_is_not_there_cannot_be_changed(store: SqlStore) -> None:
    with pytest.raises(LookupError, match="round-1"), store.writing() as tx:
        tx.save_round(ROUND)


def test_waves_to_close_and_the_next_deadline(store: SqlStore) -> None:
    def due(id_: str, wave: int, hours: int, **changes: object) -> Round:
        by = NOW + timedelta(hours=hours)
        return replace(ROUND, id=id_, wave=wave, answer_by=by, **changes)  # type: ignore[arg-type]

    with store.writing() as tx:
        settle(tx)
        for each in (
            due("now", 2, 0),
            due("past", 3, -1),
            due("ahead", 4, 1),
            due("closed", 5, -1, closed=True),
            due("skipped", 6, -1, state=RoundState.SKIPPED),
            due("skipped ahead", 7, 1, state=RoundState.SKIPPED),
        ):
            assert tx.start_round(each)
    with store.reading() as reading:
        assert [each.id for each in reading.waves_to_close(NOW)] == ["past", "now"]
        assert reading.next_deadline(NOW) == NOW + timedelta(hours=1)
        assert reading.next_deadline(NOW + timedelta(hours=1)) == ROUND.answer_by
        assert reading.next_deadline(ROUND.answer_by) is None


def test_who_was_left_out(store: SqlStore) -> None:
    out = (LeftOut("ana", Why.ODD_ONE), LeftOut("cho", Why.BUDGET))
    with store.writing() as tx:
        settle(tx)
        tx.add_left_out("round-1", reversed(out))
    with store.reading() as reading:
        assert reading.left_out_of("round-1") == out
        assert reading.left_out_of("nothing") == ()


def test_entrants_are_those_who_have_not_left(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.save_members(
            [replace(BEN, standing=Standing.GONE), replace(CHO, standing=Standing.ON_LEAVE)]
        )
        tx.save_memberships(
            [Membership("monday", "ana", Taking.PAUSED), Membership("other", "ben")]
        )
    with store.reading() as reading:
        assert reading.entrants("monday", NOW) == (
            Entrant(ANA, Membership("monday", "ana", Taking.PAUSED)),
            Entrant(replace(CHO, standing=Standing.ON_LEAVE), Membership("monday", "cho")),
        )
        assert reading.entrants("other", NOW) == ()
    with store.writing() as tx:
        tx.save_memberships([Membership("monday", "ana", Taking.OUT)])
        assert [each.member.id for each in tx.entrants("monday", NOW)] == ["cho"]


def test_entrants_know_what_lately_happened(store: SqlStore) -> None:
    opened = IntroductionState.INTRODUCED
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions(
            [
                pair("open", "ana", "ben", programme="other"),
                pair("edge", "ana", "cho", state=opened, opened_at=NOW - 30 * DAY),
                pair("inside", "ana", "cho", state=opened, opened_at=NOW - 29 * DAY),
                pair("now", "ana", "cho", programme="other", state=opened, opened_at=NOW),
                pair("ahead", "ana", "cho", state=opened, opened_at=NOW + DAY),
            ]
        )
        tx.note_served("monday", ROUND.slot, [Served("ana", 1.5, left_out=False)])
        tx.note_served("monday", ROUND.slot + 7 * DAY, [Served("cho", None, left_out=True)])
    with store.reading() as reading:
        ana, ben, cho = reading.entrants("monday", NOW)
    assert (ana.introductions_this_month, ana.in_one_already) == (2, True)
    assert (ana.recent_average, ana.left_out_last_round, ana.last_due) == (1.5, False, ROUND.slot)
    assert (ben.introductions_this_month, ben.in_one_already) == (0, True)
    assert (ben.recent_average, ben.left_out_last_round, ben.last_due) == (None, False, None)
    assert (cho.introductions_this_month, cho.in_one_already) == (2, False)
    assert cho.left_out_last_round
    assert cho.last_due == date(2026, 3, 9)


def test_changing_a_membership_keeps_what_rounds_gave(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.note_served("monday", ROUND.slot, [Served("ana", 2.5, left_out=True)])
        tx.save_memberships([Membership("monday", "ana", budget=1)])
    with store.reading() as reading:
        ana = reading.entrants("monday", NOW)[0]
    assert (ana.membership.budget, ana.recent_average, ana.left_out_last_round) == (1, 2.5, True)


def test_a_round_of_ten_thousand(store: SqlStore) -> None:
    members = [replace(BEN, id=f"m{n:05}") for n in range(10_000)]
    pairs = [pair(f"p{n:05}", f"m{n:05}", f"m{n + 1:05}") for n in range(0, 10_000, 2)]
    with store.writing() as tx:
        settle(tx)
        tx.save_members(members)
        tx.save_memberships(Membership("monday", member.id) for member in members)
        tx.add_introductions(iter(pairs))
        tx.add_left_out("round-1", (LeftOut(member.id, Why.RULES) for member in members))
        tx.note_served("monday", ROUND.slot, (Served(m.id, 1.0, False) for m in members))
    with store.reading() as reading:
        assert reading.introductions_in("round-1") == tuple(pairs)
        assert len(reading.left_out_of("round-1")) == 10_000
        busy = [each for each in reading.entrants("monday", NOW) if each.in_one_already]
        assert len(busy) == 10_000
        assert sum(1 for _ in reading.past_pairs("monday", PAIR.proposed_at)) == 5_000
