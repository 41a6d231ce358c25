"""Rounds by the clock: caught up, skipped aloud, run once whoever ticks."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from bot.app import App
from bot.model import OddOne, RoundState, Why
from tests.stories.hospital import MONDAY, PROGRAMME, Hospital


def crowd(hospital: Hospital, number: int = 4) -> Hospital:
    for place in range(number):
        hospital.add(f"Person{place} Roe", "golf")
    return hospital


def rounds(hospital: Hospital):
    with hospital.store.reading() as reading:
        return [(r.slot, r.wave, r.state) for r in reading.rounds("everyone", 20)]


def test_down_for_the_whole_day_is_caught_up(hospital):
    crowd(hospital)
    hospital.now = MONDAY + timedelta(hours=26)
    hospital.run_round()
    assert rounds(hospital) == [(date(2026, 3, 16), 1, RoundState.RUN)]
    assert len(hospital.messages("person0")) == 1


def test_down_for_longer_is_skipped_aloud_and_the_next_one_runs(hospital):
    crowd(hospital)
    hospital.now = MONDAY + timedelta(hours=49)
    ticked = hospital.app.tick()
    assert [r.slot for r in ticked.skipped] == [date(2026, 3, 16)]
    assert hospital.messages("person0") == []
    hospital.wait(days=6)
    assert rounds(hospital)[0] == (date(2026, 3, 23), 1, RoundState.RUN)


def test_many_ticks_and_a_second_replica_run_it_once(hospital):
    crowd(hospital)
    replica = App(replace(hospital.app.means, new_id=lambda: f"other{hospital.now.timestamp()}"))
    for app in (hospital.app, replica, hospital.app):
        app.tick()
    hospital.deliver()
    assert rounds(hospital) == [(date(2026, 3, 16), 1, RoundState.RUN)]
    assert len(hospital.messages("person0")) == 1


@pytest.mark.parametrize("hours", [-3, -48])
def test_a_clock_set_back_repeats_nothing(hospital, hours):
    crowd(hospital)
    hospital.run_round()
    hospital.now = MONDAY + timedelta(hours=hours)
    hospital.run_round()
    assert len(rounds(hospital)) == 1
    assert len(hospital.messages("person0")) == 1


def test_a_holiday_is_skipped(tmp_path):
    closed = replace(PROGRAMME, holidays=frozenset({date(2026, 3, 16)}))
    hospital = crowd(Hospital(tmp_path, closed))
    hospital.run_round()
    assert rounds(hospital) == [(date(2026, 3, 16), 1, RoundState.SKIPPED)]
    hospital.close()


def test_an_odd_one_is_told_and_comes_first_next_time(tmp_path):
    resting = replace(PROGRAMME, odd_one=OddOne.REST)
    hospital = crowd(Hospital(tmp_path, resting), 5)
    hospital.run_round()
    names = [f"person{place}" for place in range(5)]
    alone = [n for n in names if "No introduction yet" in hospital.messages(n)[0]]
    assert len(alone) == 1
    with hospital.store.reading() as reading:
        (round_,) = reading.rounds("everyone", 5)
        assert [(e.member, e.why) for e in reading.left_out_of(round_.id)] == [
            (alone[0], Why.ODD_ONE)
        ]
    hospital.wait(days=7)
    assert "Would you like to meet" in hospital.messages(alone[0])[-1]
    hospital.close()


def asked_again(hospital):
    return sum("Would you like to meet" in m for m in hospital.messages("person0"))


@pytest.mark.parametrize("met", [False, True])
def test_two_who_did_not_meet_are_tried_again_sooner_than_two_who_did(tmp_path, met):
    hospital = crowd(Hospital(tmp_path, replace(PROGRAMME, gap_weeks=6, retry_weeks=3)), 2)
    hospital.run_round()
    for name in ("person0", "person1"):
        hospital.presses(name, "Yes, introduce us")
    hospital.wait(days=8)
    hospital.types("person0", "met" if met else "didn't work out")
    hospital.wait(days=12)
    assert asked_again(hospital) == 1
    hospital.wait(days=2)
    assert asked_again(hospital) == (1 if met else 2)
    hospital.close()


def test_two_who_met_are_kept_apart_until_the_gap_is_over(tmp_path):
    short = replace(PROGRAMME, gap_weeks=3, retry_weeks=2)
    hospital = crowd(Hospital(tmp_path, short), 2)
    hospital.run_round()
    hospital.presses("person0", "Yes, introduce us")
    hospital.presses("person1", "Yes, introduce us")
    before = len(hospital.messages("person0"))
    hospital.wait(days=14, hours=1)
    assert not any("Would you like" in m for m in hospital.messages("person0")[before:])
    hospital.wait(days=7)
    assert "Would you like to meet Person1?" in hospital.messages("person0")[-1]
    assert "You have not been introduced before." not in hospital.messages("person0")[-1]
    hospital.close()
