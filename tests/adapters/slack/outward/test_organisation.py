"""Enterprise Grid: an organisation that has the app is one place, whichever team one is in."""

import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import urlencode

import pytest

from adapters.slack.arrivals import home_of, read
from adapters.slack.meaning import Heard, PersonChanged, Uninstalled, meaning
from bot.events import Who
from tests.adapters.slack.fake_slack import FakeSlack

FORM, JSON = "application/x-www-form-urlencoded", "application/json"
GRID = {"enterprise_id": "E1", "is_enterprise_install": "true"}
GRID_CLICK = {"enterprise": {"id": "E1"}, "is_enterprise_install": True}
GRID_EVENT = {
    "authorizations": [{"enterprise_id": "E1", "team_id": "T1", "is_enterprise_install": True}]
}


@pytest.fixture
async def fake() -> AsyncIterator[FakeSlack]:
    fake = FakeSlack()
    await fake.start()
    yield fake
    await fake.close()


def who(sent: dict[str, Any]) -> Who | None:
    if "command" in sent:
        return read(urlencode(sent), FORM).who
    if sent["type"] == "event_callback":
        return read(json.dumps(sent), JSON).who
    return read(urlencode({"payload": json.dumps(sent)}), FORM).who


def message(user: str) -> dict[str, Any]:
    return {"type": "message", "user": user, "channel_type": "im", "text": "home", "channel": "D1"}


async def test_one_member_is_one_member_in_every_team_of_the_organisation(fake):
    for team in ("T1", "T2"):
        sent = [
            fake.command("U1", "home", team_id=team) | GRID,
            fake.press("U1", "home") | {"team": {"id": team}} | GRID_CLICK,
            fake.event(message("U1")) | {"team_id": team} | GRID_EVENT,
        ]
        assert {who(each) for each in sent} == {Who("slack:E1", "U1")}


async def test_a_team_with_an_installation_of_its_own_is_its_own_place(fake):
    alone = {"is_enterprise_install": "false"}
    sent = [
        fake.command("U1", "home", team_id="T1") | GRID | alone,
        fake.press("U1", "home") | {"team": {"id": "T1"}} | GRID_CLICK | alone,
        fake.event(message("U1")) | {"team_id": "T1", "enterprise_id": "E1"},
    ]
    assert {who(each) for each in sent} == {Who("slack:T1", "U1")}


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"authorizations": "x", "team_id": 7, "enterprise": [], "team": None},
        {"authorizations": [3], "is_enterprise_install": True},
    ],
)
def test_a_payload_that_says_nothing_names_no_place(sent):
    assert home_of(sent) == ""


def changed(fake: FakeSlack, user: dict[str, Any], **more: Any) -> object:
    sent = fake.event({"type": "user_change", "user": user}) | {"team_id": "T1"} | more
    return meaning(read(json.dumps(sent), JSON))


async def test_people_of_other_organisations_are_not_kept(fake):
    ours = {"id": "U1", "team_id": "T1"}
    assert changed(fake, ours) == PersonChanged("slack:T1", ours)
    assert isinstance(changed(fake, ours | {"team_id": "T9"}), Heard)
    inside = {"id": "U1", "team_id": "T2", "enterprise_user": {"enterprise_id": "E1"}}
    assert changed(fake, inside, **GRID_EVENT) == PersonChanged("slack:E1", inside)
    elsewhere = {"id": "U1", "team_id": "T2", "enterprise_user": {"teams": ["T2", "T1"]}}
    assert changed(fake, elsewhere) == PersonChanged("slack:T1", elsewhere)
    assert isinstance(changed(fake, ours | {"enterprise_user": 3}, **GRID_EVENT), Heard)


async def test_an_organisation_that_removes_the_app_is_the_place_that_goes(fake):
    sent = fake.event({"type": "app_uninstalled"}) | GRID_EVENT
    assert meaning(read(json.dumps(sent), JSON)) == Uninstalled("slack:E1")
