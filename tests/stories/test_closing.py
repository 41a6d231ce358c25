"""How it went, and what follows when nobody answers."""

from tests.stories.hospital import Hospital

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
