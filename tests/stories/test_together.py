"""One message to both where a place can do that; and what happens when one is out of reach."""

import pytest

from bot.delivery import Delivery, Gone, Letter, Place, Sent
from bot.events import Who
from bot.model import IntroductionState, Notice, NoticeKind
from tests.stories import hospital as stories
from tests.stories.hospital import PLACE, Hospital

GROUPS = Place(PLACE.id, PLACE.kind, PLACE.name, 100_000, looks_up=True, groups=True)


@pytest.fixture
def posted(hospital: Hospital, monkeypatch) -> list[Letter]:
    """Every letter as it went out. Whose user id is in `silent` cannot be reached."""
    letters: list[Letter] = []

    async def speak(desk, letter: Letter) -> Delivery:
        if letter.user in hospital.silent:
            return Gone("deactivated")
        letters.append(letter)
        if not letter.together:
            hospital.delivered(letter)
        return Sent(letter.key)

    hospital.silent = set()
    monkeypatch.setattr(stories.Desk, "speak", speak)
    with hospital.store.writing() as tx:
        tx.save_place(GROUPS)
    return letters


def introduce(hospital: Hospital) -> None:
    hospital.add("Ana Díaz", "baking")
    hospital.add("Ben Ruiz", "baking")
    hospital.run_round()
    hospital.presses("ana", "Yes, introduce us")
    hospital.presses("ben", "Yes, introduce us")
    hospital.deliver()


def test_both_are_told_in_one_conversation(hospital: Hospital, posted: list[Letter]) -> None:
    introduce(hospital)
    (both,) = [letter for letter in posted if letter.together]
    assert set(both.together) == {"ana", "ben"}
    assert "meet each other" in both.card.title
    assert "Baking" in str(both.card)


def test_never_where_the_place_cannot(hospital: Hospital, posted: list[Letter]) -> None:
    with hospital.store.writing() as tx:
        tx.save_place(PLACE)
    introduce(hospital)
    assert [letter for letter in posted if letter.together] == []


def test_it_waits_until_neither_wishes_to_be_left_alone(
    hospital: Hospital, posted: list[Letter]
) -> None:
    hospital.add("Nia Cole", "baking", shift=stories.Shift.NIGHTS)
    hospital.add("Ben Ruiz", "baking")
    hospital.run_round()
    hospital.wait(hours=30)
    for name in ("nia", "ben"):
        hospital.presses(name, "Yes, introduce us")
    hospital.wait(hours=48)
    assert [letter.together for letter in posted if letter.together] == [("ben", "nia")] or [
        set(letter.together) for letter in posted if letter.together
    ] == [{"ben", "nia"}]


def test_whoever_is_out_of_reach_leaves_nobody_waiting(
    hospital: Hospital, posted: list[Letter]
) -> None:
    introduce(hospital)
    hospital.silent.add("ben")
    hospital.wait(days=8)
    (told,) = [text for text in hospital.messages("ana") if "cannot reach" in text]
    assert "nothing to do with you" in told
    with hospital.store.reading() as reading:
        (kept,) = reading.introductions_of("ana", 5)
        assert kept.state is IntroductionState.NOT_MET
        assert {each.reason for each in reading.undelivered(9)} == {"deactivated"}
    hospital.silent.clear()
    assert "Hello Ben" in hospital.types("ben", "home")
    with hospital.store.reading() as reading:
        assert reading.addresses(["ben"])["ben"][0].active, "they wrote, so they are reached again"


def test_whoever_is_out_of_reach_is_in_no_round(hospital: Hospital, posted: list[Letter]) -> None:
    hospital.add("Ana Díaz", "baking")
    hospital.add("Ben Ruiz", "baking")
    with hospital.store.writing() as tx:
        tx.set_reachable([Who(PLACE.id, "ben")], active=False)
    hospital.run_round()
    assert posted == [letter for letter in posted if letter.user == "ana"]
    with hospital.store.reading() as reading:
        assert reading.introductions_of("ana", 5) == ()


def test_a_message_goes_to_another_place_that_reaches_them(
    hospital: Hospital, posted: list[Letter]
) -> None:
    hospital.add("Ana Díaz", "baking")
    other = Place("other", PLACE.kind, "Another", 100_000)
    with hospital.store.writing() as tx:
        tx.save_place(other)
        tx.save_addresses([(Who("other", "a7"), "ana")])
        tx.prefer("ana", PLACE.id)
        tx.promise([Notice("k", NoticeKind.STILL_THERE, "ana", "everyone", hospital.now)])
    hospital.silent.add("ana")
    hospital.deliver()
    hospital.deliver()
    assert [(letter.place.id, letter.user, letter.key) for letter in posted] == [
        ("other", "a7", "k@other")
    ]
