"""Three people in Microsoft's own client, the real endpoint, the real core and its database."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from aiohttp.test_utils import TestServer

from adapters.teams import (
    PATH,
    Connector,
    Doorkeeper,
    Framework,
    Listening,
    SigningKeys,
    TeamsSettings,
    make_app,
)
from adapters.teams.fields import PREFIX
from bot.delivery import Place
from bot.events import Event, Who
from bot.interests import search
from bot.ui import Option, Reply
from bot.words import Voice
from tests.adapters.teams.conftest import Memory
from tests.adapters.teams.playground import TENANT, Person, must_be_here, people
from tests.adapters.teams.strict import faults
from tests.stories.hospital import Hospital

pytestmark = pytest.mark.slow


@dataclass
class RealCore:
    """The application itself."""

    hospital: Hospital

    def handle(self, event: Event) -> Reply:
        return self.hospital.app.handle(event)

    def interest_options(self, words: str, limit: int) -> tuple[Option, ...]:
        taxonomy = self.hospital.app.means.voice.taxonomy
        return tuple(Option(i.id, i.label) for i in search(words, taxonomy, limit))


def moved_in(hospital: Hospital) -> None:
    """Ana and Ben share an interest and were matched; Cy has none yet."""
    place = Place(f"teams:{TENANT}", "teams", "The hospital")
    hospital.add("Ana Díaz", "sepsis-improvement", curious="quality-improvement")
    hospital.add("Ben Stone", "sepsis-improvement", offers="quality-improvement")
    hospital.add("Cy Moss", joined=False)
    with hospital.store.writing() as tx:
        tx.save_place(place)
        for name in ("ana", "ben", "cy"):
            tx.save_addresses(((Who(place.id, f"object-{name}"), name),))
    hospital.run_round()


@pytest.fixture
def hospital(tmp_path: Path) -> Iterator[Hospital]:
    must_be_here()
    hospital = Hospital(tmp_path)
    moved_in(hospital)
    yield hospital
    hospital.close()


@pytest.fixture
async def ward(hospital: Hospital, tmp_path: Path) -> AsyncIterator[dict[str, Person]]:
    settings = TeamsSettings(development=True)

    async def no_token() -> str:
        return ""

    async with aiohttp.ClientSession() as session:
        connector = Connector(session, no_token, settings.may_send_to)
        keys, memory = SigningKeys(session, settings.cloud.metadata), Memory()
        here = Listening(
            Framework(Doorkeeper(settings, keys), connector),
            connector,
            RealCore(hospital),
            memory,
            memory,
            Voice(),
            lambda: hospital.now,
            lambda _who, _file: "https://bot.hospital.example/file",
        )
        async with TestServer(make_app(here), host="127.0.0.1") as server:
            endpoint = str(server.make_url(PATH))
            async with people(endpoint, tmp_path, "ana", "ben", "cy") as everyone:
                yield everyone


def button(card: dict[str, Any], label: str) -> dict[str, Any]:
    """The button of that label, wherever it stands on the card."""
    found: list[dict[str, Any]] = []

    def look(part: Any) -> None:
        if isinstance(part, dict):
            if part.get("title") == label and str(part.get("type")).startswith("Action."):
                found.append(part)
            for inside in part.values():
                look(inside)
        elif isinstance(part, list):
            for inside in part:
                look(inside)

    look(card["body"])
    return found[0]


async def test_three_people_meet_in_teams(ward: dict[str, Person]) -> None:
    ana, ben, cy = ward["ana"], ward["ben"], ward["cy"]

    # Ana installs the bot, and is shown where she stands with her proposal.
    await ana.installs()
    message, home = await ana.waits_for("Show it again")
    await ana.presses(message, button(home, "Show it again"))
    message, proposal = await ana.waits_for("Yes, introduce us")
    yes = button(proposal, "Yes, introduce us")
    said = await ana.presses(message, yes)
    assert "Your yes is kept" in str(said)
    assert faults(home) == faults(proposal) == []

    # Cy has taken no part, and cannot answer for the two, whatever the button says.
    await cy.types("home")
    theirs, _ = await cy.waits_for("Hello Cy")
    for each in (yes, button(proposal, "Not this time")):
        pressed = await cy.presses(theirs, each)
        assert "Ben" not in str(pressed)
        assert "Ana" not in str(pressed)

    # Ben's client is an older one: it sends instead of running.
    await ben.types("home")
    message, home = await ben.waits_for("Show it again")
    await ben.sends(message, button(home, "Show it again")["fallback"]["data"])
    message, proposal = await ben.waits_for("Yes, introduce us")
    await ben.sends(message, button(proposal, "Yes, introduce us")["fallback"]["data"])
    await ben.waits_for("You both said yes")

    # Cy asks for a long form, which opens as a dialog.
    await cy.types("join")
    _, opener = await cy.waits_for("Open the form")
    assert button(opener, "Open the form")["data"]["msteams"] == {"type": "task/fetch"}

    # A group is answered in one line.
    await ana.types("home", chat="group-of-ana")
    await ana.waits_for("I have answered you in our own chat.")


async def test_a_form_in_the_chat_keeps_what_was_typed(ward: dict[str, Person]) -> None:
    ana = ward["ana"]
    await ana.types("never")
    message, form = await ana.waits_for("Input.Text")
    send = next(a for part in form["body"] for a in part.get("actions", ()))
    inputs = [e["id"] for e in form["body"] if e["type"].startswith("Input.")]
    said = await ana.presses(message, send, **{inputs[0]: "Nobody Atall"})
    assert said["type"] == "application/vnd.microsoft.card.adaptive"
    assert "Nobody Atall" in str(said["value"]["body"])
    assert inputs[0].startswith(PREFIX)
