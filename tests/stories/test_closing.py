"""How it went, and what follows when nobody answers."""

import pytest

from bot.app.desk import Desk
from bot.app.exporting import about
from bot.app.means import circle
from bot.model import IntroductionState
from bot.words import Voice
from tests.stories.hospital import Hospital
from tests.stories.test_times import agreed

QUESTION = "Shall I be quiet for a while?"


def weeks(hospital: Hospital, number: int) -> None:
    for _ in range(number):
        hospital.wait(days=7)


def titles(hospital: Hospital, name: str) -> list[str]:
    return [message.splitlines()[0] for message in hospital.messages(name)]


def crowd(hospital: Hospital, number: int = 8) -> None:
    for place in range(number):
        hospital.add(f"Person{place} Roe", "golf")


def test_three_silences_ask_once_and_a_fourth_asks_no_more(hospital):
    crowd(hospital)
    hospital.run_round()
    weeks(hospital, 5)
    assert titles(hospital, "person0").count(QUESTION) == 1
    assert titles(hospital, "person0").index(QUESTION) == 3


def test_an_answer_in_between_starts_anew(hospital):
    crowd(hospital)
    hospital.run_round()
    weeks(hospital, 1)
    hospital.presses("person0", "Not this time")
    weeks(hospital, 2)
    assert QUESTION not in titles(hospital, "person0")
    weeks(hospital, 2)
    assert titles(hospital, "person0").count(QUESTION) == 1


def test_a_pause_can_be_pressed_there(hospital):
    crowd(hospital)
    hospital.run_round()
    weeks(hospital, 3)
    assert "You are paused until" in hospital.presses("person0", "Pause two weeks")
    assert "You were not paused" in hospital.presses("person1", "Carry on")


def test_somebody_forgotten_is_asked_nothing_and_keeps_nobody_else_from_being_asked(hospital):
    crowd(hospital)
    hospital.run_round()
    weeks(hospital, 2)
    hospital.types("person0", "forget me")
    hospital.fills("person0", sure="erase")
    weeks(hospital, 2)
    assert QUESTION not in titles(hospital, "person0")
    assert [titles(hospital, f"person{n}").count(QUESTION) for n in range(1, 8)] == [1] * 7


def met(hospital: Hospital) -> Hospital:
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ben Stone", "golf")
    hospital.run_round()
    hospital.presses("ana", "Yes, introduce us")
    hospital.presses("ben", "Yes, introduce us")
    hospital.wait(days=7, minutes=1)
    hospital.presses("ana", "We met")
    return hospital


def test_thanks_are_passed_on_in_their_own_words(hospital):
    met(hospital)
    hospital.presses("ana", "Say thank you")
    assert "On its way" in hospital.fills("ana", words="You asked what nobody asks. <3")
    assert "Ana says thank you" in hospital.messages("ben")[-1]
    assert "You asked what nobody asks. <3" in hospital.messages("ben")[-1]


def test_thanks_about_a_patient_go_nowhere(hospital):
    met(hospital)
    hospital.presses("ana", "Say thank you")
    answer = hospital.fills("ana", words="Thanks for helping with MRN 4482913")
    assert "might point to a patient" in answer
    assert "4482913" not in answer
    assert "cannot be empty" in hospital.fills("ana", words="")
    assert not any("thank you" in message for message in hospital.messages("ben"))


def test_a_note_is_for_oneself_and_goes_when_it_is_emptied(hospital):
    met(hospital)
    hospital.presses("ana", "Keep a note for myself")
    assert "napkin" in hospital.fills("ana", words="She drew it on a napkin")
    assert not any("napkin" in message for message in hospital.messages("ben"))
    hospital.presses("ana", "Keep a note for myself")
    assert hospital.form("ana").fields[0].value == "She drew it on a napkin"
    assert "Nothing is kept" in hospital.fills("ana", words="")
    with hospital.store.reading() as reading:
        assert reading.notes_of("ana", 5) == ()


def test_keeping_in_touch_is_told_only_when_both_want_it(hospital):
    met(hospital)
    before = len(hospital.messages("ben"))
    assert "Otherwise this stays with me" in hospital.presses("ana", "Keep in touch")
    hospital.wait(hours=1)
    assert len(hospital.messages("ben")) == before
    hospital.presses("ben", "We met")
    assert "as you do" in hospital.presses("ben", "Keep in touch")
    assert "Ben would like to keep in touch, as you do." in hospital.messages("ana")[-1]
    hospital.wait(days=3)
    assert titles(hospital, "ana").count("A good talk, passed on?") == 1


def introduced(hospital: Hospital) -> Hospital:
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ben Stone", "golf")
    hospital.run_round()
    hospital.presses("ana", "Yes, introduce us")
    hospital.presses("ben", "Yes, introduce us")
    return hospital


def state_of(hospital: Hospital) -> IntroductionState:
    with hospital.store.reading() as reading:
        return reading.introductions_of("ana", 1)[0].state


@pytest.mark.parametrize(
    ("words", "said", "state"),
    [
        ("met", "Good to hear", IntroductionState.MET),
        ("We met!", "Good to hear", IntroductionState.MET),
        ("not yet", "ask once more in a week", IntroductionState.INTRODUCED),
        ("didn’t work out", "That happens", IntroductionState.NOT_MET),
        ("did not work out", "That happens", IntroductionState.NOT_MET),
        ("skip", "Nothing is counted", IntroductionState.INTRODUCED),
    ],
)
def test_how_it_went_can_be_typed(hospital, words, said, state):
    introduced(hospital)
    hospital.wait(days=8)
    answer = hospital.types("ana", words)
    assert said in answer
    assert "About Ben." in answer
    assert state_of(hospital) is state


@pytest.mark.parametrize("words", ["met", "not yet", "didn't work out", "skip"])
def test_with_nothing_to_close_the_answer_is_kind(hospital, words):
    hospital.add("Ana Díaz", "golf")
    assert "nothing has changed" in hospital.types("ana", words)


def test_what_is_only_proposed_is_not_closed_by_a_word(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ben Stone", "golf")
    hospital.run_round()
    assert "nothing has changed" in hospital.types("ana", "didn't work out")
    assert state_of(hospital) is IntroductionState.PROPOSED


def test_before_the_agreed_time_the_words_wait_for_it(hospital):
    agreed(hospital)
    assert "Its time is still to come" in hospital.types("ana", "didn't work out")
    assert state_of(hospital) is IntroductionState.INTRODUCED
    hospital.wait(days=3)
    assert "Good to hear" in hospital.types("ana", "met")


def test_what_the_other_closed_can_still_be_spoken_of_for_a_while(hospital):
    met(hospital)
    assert "Good to hear" in hospital.types("ben", "met")
    assert "nothing has changed" in hospital.types("ben", "met"), "it is said once"
    hospital.presses("ben", "Keep a note for myself")


def test_the_newest_is_the_one_that_is_meant(hospital):
    introduced(hospital)
    hospital.add("Cleo Park", "golf")
    hospital.types("ben", "pause 3 weeks")
    hospital.wait(days=7, hours=1)
    hospital.presses("ana", "Yes, introduce us")
    hospital.presses("cleo", "Yes, introduce us")
    assert "About Cleo." in hospital.types("ana", "skip")
    assert "About Cleo." in hospital.types("ana", "met")
    assert "About Ben." in hospital.types("ana", "didn't work out")


def test_nothing_to_keep_before_they_met(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ben Stone", "golf")
    hospital.run_round()
    hospital.presses("ana", "Yes, introduce us")
    hospital.presses("ben", "Yes, introduce us")
    with hospital.store.reading() as reading:
        (introduction,) = reading.introductions_of("ana", 1)
        assert reading.afterwards(introduction.id) == {}


def test_an_export_has_what_was_said_afterwards_and_only_ones_own(hospital):
    met(hospital)
    hospital.presses("ana", "Say thank you")
    hospital.fills("ana", words="You asked what nobody asks")
    hospital.presses("ana", "Keep a note for myself")
    hospital.fills("ana", words="She drew it on a napkin")
    with hospital.store.writing() as tx:
        for name, wanted in (("ana", True), ("ben", False)):
            member = tx.member(name)
            desk = Desk(tx, Voice(), hospital.now, member, *circle(tx, member, hospital.now))
            told = repr(about(desk))
            assert ("napkin" in told) is wanted
            assert ("nobody asks" in told) is wanted
