"""Nobody gets in without Slack's signature, and nobody answers for anyone else."""

import pytest

from bot.events import Who
from bot.model import Answer, IntroductionState
from tests.adapters.slack.conftest import PLACE, Slack
from tests.adapters.slack.hostile import attack
from tests.stories.hospital import Hospital

ACTIONS = (
    "yes",
    "no",
    "later",
    "met",
    "not-yet",
    "did-not-work-out",
    "skip",
    "why",
    "first-words",
    "time",
    "times",
    "none-of-these",
    "another-time",
    "called-away",
    "calendar",
    "keep-in-touch",
    "thanks",
    "note",
    "ask-yes",
    "ask-no",
    "never",
)


@pytest.mark.parametrize("seed", range(3))
async def test_hostile_requests_are_refused_and_reach_nobody(slack: Slack, seed: int) -> None:
    """Ten thousand by `python -m tests.adapters.slack.hostile`."""
    statuses = await attack(slack, 200, seed)
    assert {200, 400, 401} <= set(statuses), "the attack is of every kind"


@pytest.fixture
def pair(hospital: Hospital):
    """Ana and Ben have a proposal; Cy is a member, Dee left, Eve is a stranger."""
    for name in ("Ana", "Ben", "Cy", "Dee"):
        hospital.add(
            name, "baking" if name in ("Ana", "Ben") else "gardening", known_as=name.lower()
        )
    with hospital.store.writing() as tx:
        tx.save_addresses(
            (Who(PLACE.id, f"U{each.upper()}"), each) for each in ("ana", "ben", "cy", "dee")
        )
    hospital.app.tick()
    with hospital.store.reading() as reading:
        (round_,) = reading.rounds("everyone", 1)
        both = [each for each in reading.introductions_in(round_.id) if "ana" in each.members]
    assert both
    return both[0].id


@pytest.mark.parametrize("action", ACTIONS)
async def test_an_outsider_changes_nothing_whatever_they_press(
    slack: Slack, hospital: Hospital, pair: str, action: str
) -> None:
    def state():
        with hospital.store.reading() as reading:
            kept = reading.introduction(pair)
            return kept, reading.appointment(pair), reading.afterwards(pair)

    before = state()
    insiders = {f"U{each.upper()}" for each in before[0].members}
    outsiders = {"UANA", "UBEN", "UCY", "UDEE", "UEVE"} - insiders
    for user in sorted(outsiders):
        target = f"{pair}@1774000000" if action == "time" else pair
        await slack.send(slack.fake.press(user, f"press.{action}.0.0", target))
        stranger = slack.fake.press(user, f"press.{action}.0.0", target)
        stranger["team"] = {"id": "T0ELSEWHERE"}
        await slack.send(stranger)
    assert state() == before


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
