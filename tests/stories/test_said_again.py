"""A message that may not have arrived: said once more, as a reminder, while it is still so."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import hours
from bot.delivery import Delivery, Letter, Place, Sent, Unknown
from tests.stories import hospital as stories
from tests.stories.hospital import PLACE, Hospital

UNASKED = Place(PLACE.id, PLACE.kind, PLACE.name, 100_000)
"""A place that cannot be asked what arrived, as Teams cannot."""

REMINDER = "in case my first message about this did not reach you"


@pytest.fixture
def unsure(hospital: Hospital, monkeypatch) -> set[str]:
    """Members whose platform takes a message, shows it, and does not say so."""
    members: set[str] = set()

    async def speak(desk, letter: Letter) -> Delivery:
        hospital.delivered(letter)
        return Unknown("no answer") if letter.user in members else Sent(letter.key)

    monkeypatch.setattr(stories.Desk, "speak", speak)
    with hospital.store.writing() as tx:
        tx.save_place(UNASKED)
    return members


def pass_time(hospital: Hospital, hours: int) -> None:
    """Let time pass, looking every hour for what is due, as the heartbeat does every minute."""
    for _ in range(hours):
        hospital.wait(hours=1)


def proposed(hospital: Hospital) -> None:
    hospital.add("Ana Díaz", "baking")
    hospital.add("Ben Ruiz", "baking")
    hospital.run_round()


def test_it_comes_once_more_and_says_that_it_is_a_reminder(
    hospital: Hospital, unsure: set[str]
) -> None:
    unsure.add("ana")
    proposed(hospital)
    hospital.wait(minutes=1)
    assert len(hospital.messages("ana")) == 1, "not at once"
    pass_time(hospital, 4)
    first, again = hospital.messages("ana")
    assert REMINDER in again
    assert REMINDER not in first
    assert [each for each in first.splitlines() if each not in again.splitlines()] == []
    pass_time(hospital, 24)
    assert len(hospital.messages("ana")) == 2, "unclear again, it is left at that"
    (ben,) = hospital.messages("ben")
    assert REMINDER not in ben


def test_its_buttons_work_and_the_first_ones_do_too(hospital: Hospital, unsure: set[str]) -> None:
    unsure.add("ana")
    proposed(hospital)
    pass_time(hospital, 4)
    assert REMINDER in hospital.messages("ana")[-1]
    unsure.clear()
    hospital.presses("ana", "Yes, introduce us")
    hospital.presses("ben", "Yes, introduce us")
    hospital.wait(minutes=5)
    assert "meet Ben Ruiz" in hospital.messages("ana")[-1]


def test_whoever_answered_it_hears_nothing_more(hospital: Hospital, unsure: set[str]) -> None:
    unsure.add("ana")
    proposed(hospital)
    hospital.wait(minutes=1)
    hospital.presses("ana", "Yes, introduce us")
    pass_time(hospital, 4)
    assert [text for text in hospital.messages("ana") if REMINDER in text] == []


def test_quiet_hours_hold_for_it_as_well(hospital: Hospital, unsure: set[str]) -> None:
    hospital.add("Nia Cole", "baking", shift=stories.Shift.NIGHTS)
    hospital.add("Ben Ruiz", "baking")
    unsure.add("nia")
    hospital.run_round()
    pass_time(hospital, 48)
    with hospital.store.reading() as reading:
        member = reading.member("nia")
    told = hospital.told["nia"]
    assert len(told) == 2
    assert all(hours.reachable(member, at) for at, _ in told)


def test_what_went_to_both_together_is_not_repeated(hospital: Hospital, monkeypatch) -> None:
    letters: list[Letter] = []

    async def speak(desk, letter: Letter) -> Delivery:
        letters.append(letter)
        if letter.together:
            return Unknown("no answer")
        hospital.delivered(letter)
        return Sent(letter.key)

    monkeypatch.setattr(stories.Desk, "speak", speak)
    with hospital.store.writing() as tx:
        tx.save_place(replace(UNASKED, groups=True))
    proposed(hospital)
    for name in ("ana", "ben"):
        hospital.presses(name, "Yes, introduce us")
    pass_time(hospital, 12)
    assert len([each for each in letters if each.together]) == 1
    assert [text for text in hospital.messages("ana") if REMINDER in text] == []


def test_what_was_unclear_long_ago_is_let_be(hospital: Hospital, unsure: set[str]) -> None:
    """After days of standing still nobody is reminded of what is past."""
    unsure.add("ana")
    proposed(hospital)
    hospital.now += timedelta(days=2, minutes=5)
    hospital.app.tick()
    pass_time(hospital, 2)
    assert [text for text in hospital.messages("ana") if REMINDER in text] == []
