"""A small hospital for stories: real core, real store, real courier, a clock of our own.

The only invention is the place: a list of messages for each member.
"""

import asyncio
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from pathlib import Path

from adapters.courier import Courier
from bot import plain
from bot.app import App, Means
from bot.delivery import Delivery, Letter, Parcel, Place, Sent, Unknown
from bot.events import Commanded, Pressed, Submitted, Who
from bot.interests import taxonomy
from bot.model import Choice, Member, Membership, Programme, Shift, Side
from bot.ui import Ask, Card, Filled, Fix, Form, PickMany, Replace, Reply, Say
from bot.words import Voice
from storage import open_store, upgrade
from tests.databases import keys_of
from tests.stories.ways import Directly, Way

NEW_YORK = "America/New_York"
MONDAY = datetime(2026, 3, 16, 13, tzinfo=UTC)  # 09:00 in New York
PLACE = Place("desk", "test", "The desk", per_minute=100_000, looks_up=True)
PROGRAMME = Programme("everyone", "Everyone", NEW_YORK, at=time(9), starts_on=date(2026, 3, 16))


class Desk:
    """A place that keeps what it is told."""

    def __init__(self, hospital: "Hospital") -> None:
        self._hospital = hospital

    async def speak(self, letter: Letter) -> Delivery:
        self._hospital.delivered(letter)
        return Sent(letter.key)

    async def find(self, parcel: Parcel) -> Sent | Unknown | None:
        return None


class Hospital:
    """Type, press, fill, wait; read what each member was told and when."""

    def __init__(self, folder: Path, programme: Programme = PROGRAMME, url: str = "") -> None:
        self.path = folder / "hospital.db"
        if not url:
            url = f"sqlite:///{self.path}"
            upgrade(url)
        self.now = MONDAY
        self.store = open_store(url, keys_of(url))
        self._ids = count(1)
        means = Means(
            self.store, lambda: self.now, lambda: f"id{next(self._ids):06}", lambda: 7, Voice()
        )
        self.app = App(means)
        self.place = PLACE.id
        self.way: Way = Directly(lambda: self.app)
        self.programme = programme
        self.told: dict[str, list[tuple[datetime, str]]] = defaultdict(list)
        self._cards: dict[str, list[Card]] = defaultdict(list)
        self._form: dict[str, Form] = {}
        self._courier = Courier(
            outbox=self.store.outbox,
            compose=self.app.compose,
            speakers={PLACE.kind: Desk(self)},
            clock=lambda: self.now,
            owner="stories",
            gone=lambda parcel: self.app.out_of_reach(parcel),
        )
        with self.store.writing() as tx:
            tx.save_place(PLACE)
            tx.save_programme(programme)

    def close(self) -> None:
        self.way.close()
        self.store.close()

    def add(
        self,
        name: str,
        interests: str = "",
        *,
        offers: str = "",
        curious: str = "",
        joined: bool = True,
        shift: Shift = Shift.DAYS,
        known_as: str = "",
        **fields: object,
    ) -> None:
        """A member called Name; their id is the name in small letters unless said."""
        given = name.split()[0]
        id_ = known_as or given.lower()
        choices = tuple(
            Choice(interest, side)
            for side, words in (
                (Side.SHARES, interests),
                (Side.OFFERS, offers),
                (Side.CURIOUS, curious),
            )
            for interest in words.split()
        )
        assert all(choice.interest in taxonomy() for choice in choices)
        known = {"department": f"{given} Unit", "profession": "pharmacy", "site": "Hospital A"}
        member = Member(
            id=id_,
            name=name,
            given_name=given,
            timezone=NEW_YORK,
            shift=shift,
            formats=("in person",),
            choices=choices,
        )
        with self.store.writing() as tx:
            tx.save_members((replace(member, **(known | fields)),))
            tx.save_addresses(((Who(PLACE.id, id_), id_),))
            if joined:
                tx.save_memberships((Membership(self.programme.id, id_),))

    def change(self, name: str, **fields: object) -> None:
        """What the roster says of a member has changed."""
        with self.store.writing() as tx:
            member = tx.member(name)
            assert member
            tx.save_members((replace(member, **fields),))

    def types(self, name: str, words: str) -> str:
        return self._answered(name, self.reply_to(name, words))

    def reply_to(self, name: str, words: str) -> Reply:
        """The answer to typed words as it is, before it is drawn."""
        return self.way.handle(Commanded(self._event(), self._who(name), words))

    def presses(self, name: str, label: str, event: str = "") -> str:
        """Press the newest button of that label that the member was ever shown."""
        button = next(
            b for card in reversed(self._cards[name]) for b in card.buttons() if b.label == label
        )
        pressed = Pressed(event or self._event(), self._who(name), button.action, button.target)
        return self._answered(name, self.way.handle(pressed))

    def fills(self, name: str, **values: str | tuple[str, ...]) -> str:
        """Send the open form with these fields changed."""
        return self._answered(name, self.fill_reply(name, **values))

    def fill_reply(self, name: str, **values: str | tuple[str, ...]) -> Reply:
        """The answer to the open form as it is, before it is drawn."""
        form = self._form[name]
        kept = {
            f.name: f.values if isinstance(f, PickMany) else (getattr(f, "value", ""),)
            for f in form.fields
        }
        said = {name: (each,) if isinstance(each, str) else each for name, each in values.items()}
        filled = Filled(tuple((kept | said).items()))
        return self.way.handle(
            Submitted(self._event(), self._who(name), form.name, form.target, filled)
        )

    def form(self, name: str) -> Form:
        return self._form[name]

    def run_round(self) -> None:
        self.app.tick()
        self.deliver()

    def deliver(self) -> None:
        asyncio.run(self._courier.drain())

    def wait(self, **time: float) -> None:
        """Let time pass, stopping wherever something is due."""
        goal = self.now + timedelta(**time)
        while (ahead := self.app.next_event()) and ahead <= goal:
            self._happen(max(ahead, self.now))
        self._happen(goal)

    def _happen(self, moment: datetime) -> None:
        self.now = moment
        self.app.tick()
        self.deliver()

    def messages(self, name: str) -> list[str]:
        """What the bot told a member by itself, in order."""
        return [text for _, text in self.told[name]]

    def delivered(self, letter: Letter) -> None:
        self.told[letter.user].append((self.now, plain.card(letter.card, NEW_YORK)))
        self._cards[letter.user].append(letter.card)
        self.way.delivered(letter)

    def _answered(self, name: str, reply: Reply) -> str:
        match reply:
            case Say() | Replace():
                self._cards[name].append(reply.card)
            case Ask() | Fix():
                self._form[name] = reply.form
            case _:
                pass
        home = getattr(reply, "home", None)
        for card in home.cards if home else ():
            self._cards[name].append(card)
        self.deliver()
        return plain.reply(reply, NEW_YORK)

    def _who(self, name: str) -> Who:
        return Who(PLACE.id, name)

    def _event(self) -> str:
        return f"event{next(self._ids)}"
