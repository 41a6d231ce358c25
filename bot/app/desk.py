"""The desk: one member and all that is needed to answer them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.app import ask_cards, link_cards
from bot.app.means import next_round, seen_by
from bot.interests import Suggester
from bot.model import (
    NO_CONTACT,
    Contact,
    Introduction,
    IntroductionState,
    Member,
    Membership,
    Programme,
    Taking,
)
from bot.ports import Reading, Transaction
from bot.retention import USUAL, Retention
from bot.ui import Home
from bot.words import Seen, Voice, own_hours, standing

LOOKED_THROUGH = 20
"""How many of a member's introductions are looked through for open ones."""


@dataclass(frozen=True, slots=True)
class Desk:
    """One member at the desk: everything needed to answer them."""

    tx: Transaction
    voice: Voice
    now: datetime
    member: Member
    programme: Programme | None
    membership: Membership | None
    suggester: Suggester | None = None
    new_id: Callable[[], str] = str
    contact: Contact = NO_CONTACT
    retention: Retention = USUAL

    @property
    def takes_part(self) -> bool:
        """Whether they joined and have not left."""
        return self.membership is not None and self.membership.taking is not Taking.OUT

    @property
    def next_round(self) -> datetime | None:
        """When their programme's next round starts."""
        return next_round(self.programme, self.now)

    def home(self) -> Home:
        """Where they stand, what is open, what comes next."""
        return home_of(self.tx, self.voice, self.member, self.now, self.programme, self.membership)

    def seen(self, introduction: Introduction) -> Seen:
        """An introduction as they see it."""
        return seen_by(self.tx, introduction, self.member.id)


def home_of(
    reading: Reading,
    voice: Voice,
    member: Member,
    now: datetime,
    programme: Programme | None,
    membership: Membership | None,
) -> Home:
    """Where a member stands, what is open, what comes next."""
    open_ones = [
        seen_by(reading, each, member.id)
        for each in reading.open_introductions_of(member.id, LOOKED_THROUGH)
        if is_open(each, now) and not avoids(reading, member.id, each)
    ]
    home = standing.home(voice, member, membership, open_ones, next_round(programme, now))
    asks = ask_cards.on_home(reading, voice, member, now)
    today = now.astimezone(ZoneInfo(member.timezone)).date()
    hours = (own_hours.card(voice, member, today),) if member.hours else ()
    places = link_cards.on_home(reading, voice, member)
    return Home((*home.cards[:1], *asks, *home.cards[1:], *hours, *places))


def avoids(reading: Reading, member: str, introduction: Introduction) -> bool:
    """Whether they asked never to meet someone in it: then they hear no more of it."""
    return not set(reading.avoided_by(member)).isdisjoint(introduction.members)


def is_open(introduction: Introduction, now: datetime) -> bool:
    """Whether it belongs on a home: to be answered, or to be met."""
    if introduction.state is IntroductionState.PROPOSED:
        return now < introduction.answer_by
    return introduction.state is IntroductionState.INTRODUCED
