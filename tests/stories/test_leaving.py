"""Going away: nobody is left to wait, nobody says a yes that cannot count."""

import pytest

from tests.stories.hospital import Hospital
from tests.stories.test_times import YES, agreed


def erase(hospital: Hospital, name: str) -> None:
    hospital.types(name, "forget me")
    hospital.fills(name, sure="erase")


def test_whoever_was_to_meet_one_who_leaves_is_told_kindly(hospital: Hospital) -> None:
    agreed(hospital)
    told = hospital.types("ben", "leave")
    assert "told that it has closed, and not why" in told
    before = len(hospital.messages("ben"))
    hospital.wait(days=9)
    (closed,) = [each for each in hospital.messages("ana") if "This one has to rest" in each]
    assert "I cannot reach Ben Stone here any more" in closed
    assert not any("Now:" in each or "Did you get" in each for each in hospital.messages("ana"))
    assert len(hospital.messages("ben")) == before
    assert "No time to find" in hospital.types("ana", "times")
    assert "Ana" not in hospital.types("ben", "home")


def test_whoever_was_to_meet_one_who_is_forgotten_is_told_without_a_name(
    hospital: Hospital,
) -> None:
    agreed(hospital)
    erase(hospital, "ben")
    hospital.wait(days=9)
    (closed,) = [each for each in hospital.messages("ana") if "This one has to rest" in each]
    assert "the colleague you were to meet" in closed
    assert "Ben" not in closed


@pytest.mark.parametrize("go", [lambda h: h.types("ben", "leave"), lambda h: erase(h, "ben")])
def test_when_the_time_has_passed_only_the_check_in_follows(hospital: Hospital, go) -> None:
    agreed(hospital)
    hospital.wait(days=3)
    go(hospital)
    hospital.wait(days=9)
    assert not any("has to rest" in each for each in hospital.messages("ana"))


def proposed(hospital: Hospital) -> None:
    hospital.add("Ana Díaz", "sepsis-improvement")
    hospital.add("Ben Stone", "sepsis-improvement")
    hospital.run_round()


@pytest.mark.parametrize("yes", [lambda h: h.types("ana", "yes"), lambda h: h.presses("ana", YES)])
def test_a_yes_after_never_is_not_kept_as_if_it_counted(hospital: Hospital, yes) -> None:
    proposed(hospital)
    hospital.presses("ben", YES)
    hospital.types("ana", "never Ben Stone")
    said = yes(hospital)
    assert "Your yes is kept" not in said
    assert "This one has closed" in said or "Nothing is open" in said


@pytest.mark.parametrize("yes", [lambda h: h.types("ana", "yes"), lambda h: h.presses("ana", YES)])
def test_a_yes_of_somebody_who_left_asks_them_to_join_first(hospital: Hospital, yes) -> None:
    proposed(hospital)
    hospital.types("ana", "leave")
    assert "Would you like to join?" in yes(hospital)


def test_a_yes_of_somebody_who_never_joined_asks_them_to_join_first(hospital: Hospital) -> None:
    hospital.add("Ana Díaz", joined=False)
    assert "Would you like to join?" in hospital.types("ana", "yes please")


@pytest.mark.parametrize("words", ["leave", "stop", "unsubscribe", "leave me alone"])
def test_leaving_once_more_is_no_invitation(hospital: Hospital, words: str) -> None:
    hospital.add("Ana Díaz", joined=False)
    assert "You take no part" in hospital.types("ana", words)
    hospital.types("ana", "join")
    hospital.fills("ana")
    assert "You have left" in hospital.types("ana", words)
    assert "You take no part" in hospital.types("ana", words)
