"""How two meet: what both like, the shortest of it, and how long it takes."""

import pytest

from bot import ways
from bot.ways import MINUTES, Way


@pytest.mark.parametrize(
    ("formats", "way", "minutes"),
    [
        ([("hallway",), ("hallway", "walk")], Way.HALLWAY, 15),
        ([("walk", "sit-down"), ("sit-down",)], Way.SIT_DOWN, 30),
        ([("walk", "phone"), ("phone",)], Way.PHONE, 20),
        ([("in person",), ("in person",)], Way.IN_PERSON, 20),
        ([("in person",), ("sit-down",)], Way.SIT_DOWN, 30),
        ([("in person", "video"), ("walk", "hallway")], Way.HALLWAY, 15),
        ([("phone",), ()], Way.PHONE, 20),
        ([("phone",), ("hallway",)], None, 20),
        ([(), ()], None, 20),
        ([], None, 20),
        ([("carrier pigeon",), ("walk",)], None, 20),
    ],
)
def test_the_way_both_like(formats, way, minutes):
    assert ways.usual(formats) is way
    assert MINUTES.get(way or "", ways.USUAL_MINUTES) == minutes


def test_every_way_has_its_minutes():
    assert set(MINUTES) == set(Way)


def test_in_person_on_the_roster_means_each_way_that_is():
    assert ways.chosen(["in person", "phone"]) == (
        Way.HALLWAY,
        Way.WALK,
        Way.PHONE,
        Way.SIT_DOWN,
    )
    assert ways.in_person(["sit-down"])
    assert not ways.in_person(["phone", "video"])
