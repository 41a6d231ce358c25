"""Every button and form, used in Teams by those whose it is not: nothing happens to the pair."""

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from adapters.teams.fields import PREFIX
from bot.delivery import Place
from bot.events import Who
from bot.model import Standing
from bot.pace import Pace
from tests.adapters.teams.conftest import UNHURRIED, Teams
from tests.adapters.teams.microsoft import TENANT
from tests.contracts.adapters.actions import ACTIONS, FORMS, TYPED
from tests.stories.hospital import Hospital

PLACE = Place(f"teams:{TENANT}", "teams", "The hospital")
PAIRS = {"ana": "sepsis-improvement", "ben": "sepsis-improvement", "cy": "baking", "dee": "baking"}
OTHERS = ("cy", "eve", "gone", "nobody")
"""One of another pair, one who has not joined, one who left, and one whom nobody knows."""


@pytest.fixture
def hospital(tmp_path: Path) -> Iterator[Hospital]:
    hospital = Hospital(tmp_path)
    for name, interest in PAIRS.items():
        hospital.add(f"{name.title()} Unlikely", interest)
    hospital.add("Eve Later", joined=False)
    hospital.add("Gone Away")
    with hospital.store.writing() as tx:
        tx.save_place(PLACE)
        gone = tx.member("gone")
        assert gone
        tx.save_members((replace(gone, standing=Standing.GONE),))
        for name in (*PAIRS, "eve", "gone"):
            tx.save_addresses(((Who(PLACE.id, f"{name}-object"), name),))
    hospital.run_round()
    yield hospital
    hospital.close()


def theirs(hospital: Hospital) -> object:
    """All that is kept about what Ana and Ben were proposed."""
    with hospital.store.reading() as reading:
        (pair,) = reading.introductions_of("ana", 5)
        assert {part.member for part in pair.parts} == {"ana", "ben"}
        return (
            pair,
            reading.appointment(pair.id),
            reading.afterwards(pair.id),
            reading.brought(pair.id),
            reading.promised_to("ana"),
            reading.promised_to("ben"),
        )


@pytest.mark.parametrize("actor", OTHERS)
async def test_nobody_acts_for_another_pair(teams: Teams, hospital: Hospital, actor: str) -> None:
    teams.core.reply = hospital.app.handle
    object.__setattr__(teams.here, "commands", Pace(UNHURRIED, time.monotonic))
    before = theirs(hospital)
    target = before[0].id
    sender = {"from": {"id": f"29:{actor}", "aadObjectId": f"{actor}-object"}}
    said = [
        await teams.run({"do": "press", "action": action, "target": at}, **sender)
        for action in ACTIONS
        for at in (target, f"{target}@1795600800")
    ]
    for form in FORMS:
        data = {"do": "submit", "form": form, "target": target, "many": [], "one": []}
        typed = {f"{PREFIX}{n}": "Hello" for n in TYPED}
        said.append(await teams.run(data | typed, **sender))
    assert len(teams.core.events) == len(said)
    assert theirs(hospital) == before
    shown = str(said) + str(teams.connector.cards)
    assert "Ana Unlikely" not in shown
    assert "Ben Unlikely" not in shown
    assert "Something went wrong" not in shown


async def test_the_two_themselves_can(teams: Teams, hospital: Hospital) -> None:
    """The same press by one whose it is does change it: the test above can fail."""
    teams.core.reply = hospital.app.handle
    before = theirs(hospital)
    sender = {"from": {"id": "29:ana", "aadObjectId": "ana-object"}}
    said = await teams.run({"do": "press", "action": "yes", "target": before[0].id}, **sender)
    assert "Your yes is kept" in str(said)
    assert theirs(hospital) != before
