"""From the introduction to the talk: times, agreement, being called away, the guide."""

from datetime import UTC, datetime, timedelta

import pytest

from bot import hours
from bot.app.arranging import moment
from bot.model import Shift
from bot.ui import Button
from tests.stories.hospital import MONDAY, NEW_YORK

YES = "Yes, introduce us"


def introduced(hospital, **ben):
    hospital.add("Ana Díaz", "sepsis-improvement", career_stage="years_15_plus")
    hospital.add("Ben Stone", "sepsis-improvement", career_stage="first_5_years", **ben)
    hospital.run_round()
    if ben.get("shift") is Shift.NIGHTS:
        hospital.wait(hours=8)
    hospital.presses("ana", YES)
    hospital.presses("ben", YES)
    return hospital


def offered(hospital, name) -> list[Button]:
    card = hospital._cards[name][-1]
    return [button for button in card.buttons() if button.action == "time"]


def agreed(hospital, **ben):
    introduced(hospital, **ben)
    label = offered(hospital, "ben")[0].label
    hospital.presses("ben", label)
    assert "Would this time suit you?" in hospital.messages("ana")[-1]
    hospital.presses("ana", "That suits me")
    return hospital


def test_times_come_with_the_introduction_on_different_days_and_suit_both(hospital):
    introduced(hospital, shift=Shift.NIGHTS)
    times = offered(hospital, "ben")
    assert [b.target for b in times] == [b.target for b in offered(hospital, "ana")]
    moments = [datetime.fromtimestamp(int(b.target.partition("@")[2]), UTC) for b in times]
    assert len({at.date() for at in moments}) == 3
    with hospital.store.reading() as reading:
        for at in moments:
            for member in reading.members(["ana", "ben"]).values():
                assert hours.free(member, at) & 1


def test_one_suggests_the_other_agrees_and_both_have_it(hospital):
    agreed(hospital)
    assert "You meet on Tuesday 17 March" in hospital.messages("ben")[-1]
    with hospital.store.reading() as reading:
        (introduction,) = reading.introductions_of("ana", 1)
        assert reading.appointment(introduction.id).agreed
    assert "It is agreed" in hospital.types("ana", "times")
    assert "coffee.ics" in hospital.presses("ana", "Put it in my calendar")


def test_the_day_before_then_the_guide_at_the_time_then_silence_then_one_question(hospital):
    introduced(hospital)
    label = offered(hospital, "ben")[1].label
    hospital.presses("ben", label)
    hospital.presses("ana", "That suits me")
    before = len(hospital.messages("ana"))
    hospital.wait(days=4)
    titles = [m.splitlines()[0] for m in hospital.messages("ana")[before:]]
    assert titles == ["Tomorrow: Ben", "Now: you and Ben", "Did you get to meet Ben?"]
    guide = next(m for m in hospital.messages("ana") if m.startswith("Now"))
    assert "please listen first" in guide
    other = next(m for m in hospital.messages("ben") if m.startswith("Now"))
    assert "Ana listens first, so please begin." in other
    numbered = [line for line in guide.splitlines() if line.lstrip()[:2] in ("1.", "2.", "3.")]
    assert numbered == [x for x in other.splitlines() if x.lstrip()[:2] in ("1.", "2.", "3.")]
    assert "What" in hospital.types("ana", "follow-up") or hospital.types("ana", "follow-up")


def test_called_away_in_one_tap_the_other_is_told_kindly_and_offered_new_times(hospital):
    agreed(hospital)
    with hospital.store.reading() as reading:
        (introduction,) = reading.introductions_of("ana", 1)
        first = reading.appointment(introduction.id).agreed
    assert "Go well" in hospital.presses("ana", "I am called away")
    told = hospital.messages("ben")[-1]
    assert told.startswith("Ana was called away")
    assert "That is the job" in told
    targets = {b.target for b in offered(hospital, "ben")}
    assert targets
    assert f"{introduction.id}@{int(first.timestamp())}" not in targets
    before = len(hospital.messages("ana"))
    hospital.wait(days=2)
    assert not any(m.startswith(("Now", "Tomorrow")) for m in hospital.messages("ana")[before:])


def test_none_of_these_brings_others_and_tells_nobody(hospital):
    introduced(hospital)
    first = {b.target for b in offered(hospital, "ben")}
    told = len(hospital.messages("ana"))
    hospital.presses("ben", "None of these")
    second = {b.target for b in offered(hospital, "ben")}
    assert second
    assert not first & second
    assert len(hospital.messages("ana")) == told


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("12/1 at lunch", "could not read"),
        ("", "could not read"),
        ("Sunday 03:00", "outside somebody's hours"),
        ("tomorrow 25:00", "could not read"),
        ("1 Jan 2020 12:00", "outside somebody's hours"),
    ],
)
def test_a_time_of_ones_own_with_a_fault_keeps_what_was_typed(hospital, typed, said):
    introduced(hospital)
    hospital.presses("ben", "Another time")
    assert said in hospital.fills("ben", when=typed)
    assert hospital.form("ben").fields[0].value == typed


def test_a_time_of_ones_own_is_suggested(hospital):
    introduced(hospital)
    hospital.presses("ben", "Another time")
    assert "You suggested Thursday 19 March, 12:30" in hospital.fills("ben", when="Thursday 12:30")
    assert "Thursday 19 March, 12:30" in hospital.messages("ana")[-1]


def test_nobody_else_can_answer_for_their_time(hospital):
    introduced(hospital)
    hospital.add("Eve Moss", "golf")
    hospital._cards["eve"] = hospital._cards["ana"]
    for label in (offered(hospital, "ana")[0].label, "None of these", "Another time"):
        assert "This one has closed" in hospital.presses("eve", label)


def test_without_an_introduction_there_is_no_time_to_find(hospital):
    hospital.add("Ana Díaz", "golf")
    assert "No time to find" in hospital.types("ana", "times")


@pytest.mark.parametrize(
    ("typed", "hour"),
    [("Thursday 12:30", 12.5), ("thu at 9am", 9), ("Thursday 3 pm", 15), ("19 March noon", 12),
     ("thursday 12am", 0), ("2026-03-19 16.45", 16.75)],
)  # fmt: skip
def test_moments_as_people_write_them(typed, hour):
    wanted = datetime(2026, 3, 19, 4, tzinfo=UTC) + timedelta(hours=hour)
    assert moment(typed, MONDAY, NEW_YORK) == wanted
