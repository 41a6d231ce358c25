"""From the introduction to the talk: times, agreement, being called away, the guide."""

from datetime import UTC, datetime, timedelta

import pytest
from icalendar import Calendar

from bot import hours
from bot.app.arranging import moment
from bot.events import Pressed, Who
from bot.model import Shift
from bot.ui import Button
from tests.stories.hospital import MONDAY, NEW_YORK, PLACE

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
    assert questions_of(guide) == questions_of(other)
    assert [line.rpartition("?")[2].strip() for line in numbered(guide)] == [
        "Ben begins.",
        "You begin.",
        "Ben begins.",
    ]
    assert "What" in hospital.types("ana", "follow-up") or hospital.types("ana", "follow-up")


def numbered(guide):
    return [line for line in guide.splitlines() if line.lstrip()[:2] in ("1.", "2.", "3.")]


def questions_of(guide):
    return [line.rpartition("?")[0] for line in numbered(guide)]


def test_how_far_the_questions_go_is_the_lighter_wish_and_tells_nobody(hospital):
    agreed(hospital)
    hospital.wait(days=1, hours=12)
    told = len(hospital.messages("ben"))
    before = questions_of(hospital.messages("ana")[-1])
    assert "I tell Ben nothing of yours" in hospital.presses("ana", "Go deeper")
    assert questions_of(hospital.presses("ana", "Go deeper")) == before, "Ben has not said so"
    deep = questions_of(hospital.presses("ben", "Go deeper"))
    assert deep != before
    assert questions_of(hospital.presses("ana", "Go deeper")) == deep
    light = questions_of(hospital.presses("ana", "Keep it light"))
    assert light not in (before, deep)
    assert questions_of(hospital.presses("ben", "Go deeper")) == light
    assert len(hospital.messages("ben")) == told


def test_how_far_can_be_said_the_day_before_and_is_then_only_kept(hospital):
    introduced(hospital)
    hospital.presses("ben", offered(hospital, "ben")[1].label)
    hospital.presses("ana", "That suits me")
    hospital.wait(days=1, hours=5)
    assert hospital.messages("ana")[-1].startswith("Tomorrow")
    assert hospital.presses("ana", "Keep it light").startswith("Kept")


WAYS = [
    ("In the hallway, 15 minutes", 15),
    ("On a walk, 20 minutes", 20),
    ("By phone, 20 minutes", 20),
    ("Sitting down, 30 minutes", 30),
]


@pytest.mark.parametrize(("label", "minutes"), WAYS)
def test_how_they_meet_changes_the_minutes_the_times_and_the_invitation(hospital, label, minutes):
    introduced(hospital)
    hospital.presses("ben", "How we meet")
    said = hospital.presses("ben", label)
    assert f"{label}. These times suit you both" in said
    times = offered(hospital, "ben")
    hospital.presses("ben", times[0].label)
    assert f"{label}." in hospital.messages("ana")[-1]
    assert f"{label}." in hospital.presses("ana", "That suits me")
    reply = hospital.way.handle(
        Pressed("calendar", Who(PLACE.id, "ana"), "calendar", times[0].target.partition("@")[0])
    )
    (entry,) = Calendar.from_ical(reply.data).walk("VEVENT")
    assert entry["DTEND"].dt - entry["DTSTART"].dt == timedelta(minutes=minutes)
    assert label in entry["DESCRIPTION"]
    with hospital.store.reading() as reading:
        needed = (1 << -(-minutes // 15)) - 1
        for member in reading.members(["ana", "ben"]).values():
            for button in times:
                at = datetime.fromtimestamp(int(button.target.partition("@")[2]), UTC)
                assert hours.free(member, at) & needed == needed


def test_how_both_like_to_meet_comes_first(hospital):
    hospital.add("Ana Díaz", "golf", formats=("phone", "sit-down"))
    hospital.add("Ben Stone", "golf", formats=("sit-down",))
    hospital.run_round()
    hospital.presses("ana", YES)
    assert "Sitting down, 30 minutes. These times" in hospital.presses("ben", YES)


def test_nobody_else_says_how_they_meet_and_no_invented_way_is_kept(hospital):
    introduced(hospital)
    hospital.presses("ben", "How we meet")
    hospital.add("Eve Moss", "golf")
    hospital._cards["eve"] = hospital._cards["ben"]
    assert "This one has closed" in hospital.presses("eve", WAYS[0][0])
    with hospital.store.reading() as reading:
        (introduction,) = reading.introductions_of("ana", 1)
        for target in (f"{introduction.id}~by rocket", introduction.id, "~", ""):
            pressed = Pressed(f"e{target}", Who(PLACE.id, "ben"), "way", target)
            assert "This one has closed" in str(hospital.way.handle(pressed))
        assert reading.appointment(introduction.id) is None


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
