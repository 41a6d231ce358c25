"""Nobody gets in without Slack's signature, and nobody answers for anyone else."""

import json

import pytest

from bot.events import Who
from bot.model import Answer, IntroductionState, Standing
from tests.adapters.slack.conftest import PLACE, Slack
from tests.adapters.slack.fake_slack import Json
from tests.adapters.slack.hostile import attack
from tests.contracts.adapters.actions import ACTIONS, FORMS, TYPED
from tests.stories.hospital import Hospital

OUTSIDERS = ("UCY", "UDEE", "UEVE", "UGONE")
"""One of another pair, one deactivated in Slack, a stranger, and one who left the hospital."""


@pytest.mark.parametrize("seed", range(3))
async def test_hostile_requests_are_refused_and_reach_nobody(slack: Slack, seed: int) -> None:
    """Ten thousand by `python -m tests.adapters.slack.hostile`."""
    statuses = await attack(slack, 200, seed)
    assert {200, 400, 401} <= set(statuses), "the attack is of every kind"


@pytest.fixture
def pair(hospital: Hospital) -> str:
    """Ana and Ben have a proposal, and so have Cy and Dee; Gone left, Eve is a stranger."""
    names = {"Ana": "baking", "Ben": "baking", "Cy": "gardening", "Dee": "gardening", "Gone": ""}
    for name, interest in names.items():
        hospital.add(f"{name} Unlikely", interest)
    with hospital.store.writing() as tx:
        tx.save_addresses((Who(PLACE.id, f"U{each.upper()}"), each.lower()) for each in names)
    hospital.change("gone", standing=Standing.GONE)
    hospital.app.tick()
    with hospital.store.reading() as reading:
        (both,) = reading.introductions_of("ana", 5)
    assert set(both.members) == {"ana", "ben"}
    with hospital.store.writing() as tx:
        tx.set_reachable((Who(PLACE.id, "UDEE"),), active=False)
    return both.id


def kept_of(hospital: Hospital, pair: str) -> object:
    """All that is kept about the pair, and promised to its two."""
    with hospital.store.reading() as reading:
        return (
            reading.introduction(pair),
            reading.appointment(pair),
            reading.afterwards(pair),
            reading.brought(pair),
            reading.promised_to("ana"),
            reading.promised_to("ben"),
        )


def form_view(slack: Slack, name: str, pair: str) -> Json:
    typed = {"type": "plain_text_input", "value": "Hello"}
    return {
        "id": f"V{slack.fake.number()}",
        "type": "modal",
        "callback_id": "form",
        "private_metadata": json.dumps({"form": name, "target": pair}),
        "state": {"values": {f"field.{each}": {each: typed} for each in TYPED}},
        "blocks": [],
    }


@pytest.mark.parametrize("user", OUTSIDERS)
async def test_nobody_acts_for_another_pair(
    slack: Slack, hospital: Hospital, pair: str, user: str
) -> None:
    before = kept_of(hospital, pair)
    said = []
    for action in ACTIONS:
        for target in (pair, f"{pair}@1774000000"):
            said.append(await slack.send(slack.fake.press(user, f"press.{action}.0.0", target)))
    for name in FORMS:
        view = form_view(slack, name, pair)
        said.append(await slack.send(slack.fake.submission(user, view, {}) | {"view": view}))
    assert len(slack.core.events) == len(said)
    assert kept_of(hospital, pair) == before
    shown = f"{said}{[call.sent for call in slack.fake.calls]}{slack.fake.hooked}"
    assert "Ana Unlikely" not in shown
    assert "Ben Unlikely" not in shown
    assert "Something went wrong" not in shown


async def test_the_same_user_of_another_workspace_is_somebody_else(
    slack: Slack, hospital: Hospital, pair: str
) -> None:
    before = kept_of(hospital, pair)
    for action in ACTIONS:
        press = slack.fake.press("UANA", f"press.{action}.0.0", pair)
        await slack.send(press | {"team": {"id": "T0ELSEWHERE"}})
    assert kept_of(hospital, pair) == before


async def test_an_insider_answers_for_themselves(
    slack: Slack, hospital: Hospital, pair: str
) -> None:
    """The positive control: the same press by one of the two is their own answer."""
    with hospital.store.reading() as reading:
        members = reading.introduction(pair).members
    for member in members:
        await slack.send(slack.fake.press(f"U{member.upper()}", "press.yes.0.0", pair))
    with hospital.store.reading() as reading:
        kept = reading.introduction(pair)
    assert kept.state is IntroductionState.INTRODUCED
    assert all(part.answer is Answer.YES for part in kept.parts)
