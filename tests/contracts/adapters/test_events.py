"""The same thing done on any platform is the same event, by the one who signed it."""

from dataclasses import replace

import pytest

from bot.events import Event
from tests.contracts.adapters.platforms import (
    FORM,
    HAPPENINGS,
    PAYLOADS,
    PLATFORMS,
    Platform,
    happenings,
    recording,
)

EACH = [
    pytest.param(platform, happening, id=f"{platform.name}-{happening}")
    for platform in PLATFORMS
    for happening in HAPPENINGS
    if recording(platform, happening)
]


async def heard(platform: Platform, happening: str) -> Event:
    event = await platform.hears(recording(platform, happening))
    assert event is not None
    return event


@pytest.mark.parametrize(("platform", "happening"), EACH)
async def test_a_recording_is_the_neutral_event_of_its_signed_sender(
    platform: Platform, happening: str
) -> None:
    """The recordings name other people in places where only a forger would look for them."""
    assert await heard(platform, happening) == happenings(platform.who)[happening]


@pytest.mark.parametrize(("platform", "happening"), EACH)
async def test_a_delivery_and_its_repeat_have_one_id(platform: Platform, happening: str) -> None:
    first, again = [await heard(platform, happening) for _ in range(2)]
    assert first.id
    assert first.id == again.id


@pytest.mark.parametrize("platform", PLATFORMS, ids=lambda each: each.name)
async def test_every_delivery_has_an_id_of_its_own(platform: Platform) -> None:
    events = [await heard(platform, each) for each in HAPPENINGS if recording(platform, each)]
    assert len({event.id for event in events}) == len(events) >= 3


@pytest.mark.parametrize("happening", HAPPENINGS)
async def test_all_platforms_say_the_same(happening: str) -> None:
    nobody = happenings(PLATFORMS[0].who)[happening].who
    said = [
        replace(await heard(platform, happening), id="", who=nobody)
        for platform in PLATFORMS
        if recording(platform, happening)
    ]
    assert len(said) >= 2
    assert all(each == said[0] for each in said)


def test_every_recording_is_used_and_every_platform_has_its_own() -> None:
    files = {(path.parent.name, path.stem) for path in PAYLOADS.rglob("*.json")}
    assert files == {(platform.name, h) for platform, h in (p.values for p in EACH)}
    for platform in PLATFORMS:
        assert all(recording(platform, each) for each in ("typed", "pressed", "submitted"))


def test_the_form_that_is_filled_in_is_one_that_platforms_can_draw() -> None:
    assert all(FORM.title in platform.draws(FORM).seen for platform in PLATFORMS)
