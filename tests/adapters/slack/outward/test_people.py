"""The directory of a workspace: who is in it, who is not, and never half of it."""

from typing import Any

import pytest

from adapters.slack.people import NotRead, Wanted, directory, person_of
from adapters.slack.workspace import Workspace
from bot.app import Person
from tests.adapters.slack.outward.fake_web_api import Trouble

HOSPITAL = Workspace("T1", "Hospital", team="T1", token="xoxb-1")
GRID = Workspace("E1", "Health", enterprise="E1", token="xoxb-1")


def user(id_: str = "U1", **more: Any) -> dict[str, Any]:
    profile = {"real_name": "Zoë  O'Brien ", "first_name": "Zoë", "email": "zoe@hospital.example"}
    profile |= more.pop("profile", {})
    usual = {"id": id_, "team_id": "T1", "tz": "Europe/Madrid", "locale": "es-ES"}
    return usual | {"is_email_confirmed": True, "profile": profile} | more


async def _no_time(seconds: float) -> None:
    return None


async def read(client, workspace=HOSPITAL, wanted=None, sleep=_no_time) -> list[str]:
    people = await directory(client("xoxb-1"), workspace, wanted or Wanted(), sleep)
    return [person.user for person in people]


def test_a_person_is_read_as_the_directory_has_them():
    given = user(profile={"title": "Nurse, night team"})
    assert person_of(given, "T1", Wanted()) == Person(
        "U1", "Zoë O'Brien", "Zoë", "zoe@hospital.example", "Europe/Madrid", "es-ES",
        title="Nurse, night team",
    )  # fmt: skip


@pytest.mark.parametrize("confirmed", [{"is_email_confirmed": False}, {"is_email_confirmed": None}])
def test_an_address_that_nobody_verified_is_not_taken(confirmed):
    assert person_of(user(**confirmed), "T1", Wanted()).email == ""


@pytest.mark.parametrize("profile", [{"real_name": ""}, {"real_name": None}])
def test_there_is_always_a_name(profile):
    assert person_of(user(name="zoe", profile=profile), "T1", Wanted()).name == "zoe"


@pytest.mark.parametrize(
    "given",
    [
        user("USLACKBOT"),
        user(is_bot=True),
        user(is_app_user=True),
        user(team_id="T9"),
        user(is_stranger=True),
        {"id": None},
        {},
    ],
)
def test_who_is_no_person_of_ours(given):
    assert person_of(given, "T1", Wanted()) is None


@pytest.mark.parametrize("guest", [{"is_restricted": True}, {"is_ultra_restricted": True}])
def test_guests_take_part_where_the_hospital_says_so(guest):
    assert not person_of(user(**guest), "T1", Wanted()).here
    assert person_of(user(**guest), "T1", Wanted(guests=True)).here


async def test_everyone_is_read_in_pages_of_two_hundred(slack, client):
    slack.users = [user(f"U{n:04}") for n in range(450)]
    assert await read(client) == [f"U{n:04}" for n in range(450)]
    calls = slack.calls("users.list")
    assert [call["limit"] for call in calls] == ["200"] * 3
    assert "team_id" not in calls[0]


async def test_who_left_is_left_out(slack, client):
    slack.users = [user("U1"), user("U2", deleted=True), user("U3", is_bot=True)]
    assert await read(client) == ["U1"]


async def test_an_organisation_is_read_workspace_by_workspace_each_person_once(slack, client):
    slack.teams = [{"id": "T1"}, {"id": "T2"}]
    both = {"enterprise_user": {"enterprise_id": "E1", "teams": ["T1", "T2"]}}
    slack.users = [user("U1", **both), user("U2"), user("U3", team_id="T2")]
    assert sorted(await read(client, GRID)) == ["U1", "U2", "U3"]
    assert [call["team_id"] for call in slack.calls("users.list")] == ["T1", "T2"]


async def test_profile_fields_of_the_hospitals_own(slack, client):
    slack.users = [user("U1"), user("U2", profile={"title": "Nurse"})]
    slack.profiles["U1"] = {"fields": {"Xf01": {"value": " Cardiology "}, "Xf02": {"value": ""}}}
    slack.profiles["U2"] = {"fields": None}
    wanted = Wanted(fields={"department": "Xf01", "title": "Xf02"})
    one, two = await directory(client("t"), HOSPITAL, wanted, _no_time)
    assert (one.department, one.title) == ("Cardiology", "")
    assert (two.department, two.title) == ("", "Nurse")


async def test_a_rest_is_taken_and_reading_goes_on(slack, client):
    slack.users = [user(f"U{n}") for n in range(5)]
    slack.page = 2
    slack.goes_wrong("users.list", Trouble("ratelimited", 429, {"Retry-After": "40"}))
    naps: list[float] = []

    async def nap(seconds: float) -> None:
        naps.append(seconds)

    assert len(await read(client, sleep=nap)) == 5
    assert naps == [40.0]


@pytest.mark.parametrize("trouble", [Trouble("missing_scope"), Trouble("internal_error")])
async def test_half_a_directory_is_none(slack, client, trouble):
    slack.users = [user(f"U{n}") for n in range(5)]
    slack.page = 2
    slack.goes_wrong("users.list", *[trouble] * 6)
    with pytest.raises(NotRead, match=trouble.code):
        await read(client)
