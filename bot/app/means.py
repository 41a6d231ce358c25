"""What every use case is given: a store, a clock, ids, dice and a voice."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot import conversation, hours, introductions, rounds
from bot.app import together
from bot.app.contacts import contact
from bot.interests import Suggester
from bot.matching import History, Rules
from bot.model import (
    NO_CONTACT,
    Candidate,
    Contact,
    Introduction,
    Matching,
    Member,
    Membership,
    Notice,
    Programme,
)
from bot.ports import Reading, Store, Transaction
from bot.retention import USUAL, Retention
from bot.words import Seen, Voice

MatchApart = Callable[[Sequence[Candidate], History, Rules, int], Matching]
"""A pool, who met before, the rules and a seed; then what matching gives."""


@dataclass(frozen=True, slots=True)
class Means:
    """The outside, as arguments. `new_id` gives opaque ids, `dice` whole numbers.

    `suggester` knows more about what typed words may mean than their spelling.
    `contact` is whom the hospital names for concerns, `retention` how long things stay.
    `match_apart` matches without holding up whoever else works here.
    """

    store: Store
    clock: Callable[[], datetime]
    new_id: Callable[[], str]
    dice: Callable[[], int]
    voice: Voice
    suggester: Suggester | None = None
    contact: Contact = NO_CONTACT
    retention: Retention = USUAL
    match_apart: MatchApart | None = None


Moments = Mapping[tuple[str, datetime], datetime]
"""When each member is next reached, from a moment on."""


def seen_by(reading: Reading, introduction: Introduction, viewer: str) -> Seen:
    """An introduction as one of its members sees it."""
    people = reading.members(introduction.members)
    shown = introductions.as_shown_now(introduction, people)
    return Seen(shown, viewer, people, contact(reading, introduction, viewer))


def promise(
    tx: Transaction,
    notices: Iterable[Notice],
    people: Mapping[str, Member],
    known: Moments = MappingProxyType({}),
) -> None:
    """Put messages in the outbox, each at its recipient's next reachable moment.

    An introduction that has come about is told to all of them at once as well,
    where they share a place that can do that. `known` are moments worked out before.
    """

    def reachable(recipient: str, due: datetime) -> datetime:
        found = known.get((recipient, due))
        return found or hours.next_reachable(people[recipient], due)

    promised = tuple(notices)
    tx.promise(
        replace(notice, due=reachable(notice.recipient, notice.due))
        for notice in (*promised, *together.notices(tx, promised))
    )


def circle(
    reading: Reading, member: Member, now: datetime
) -> tuple[Programme | None, Membership | None]:
    """The programme a member's words are about, and their part in it today.

    Their own first one; for someone who joined none, the hospital's first.
    """
    programmes = {each.id: each for each in reading.programmes()}
    for membership in reading.memberships(member.id):
        if membership.programme in programmes:
            today = now.astimezone(ZoneInfo(member.timezone)).date()
            current = conversation.step(membership, conversation.DayCame(today)).membership
            return programmes[membership.programme], current
    return next(iter(programmes.values()), None), None


def next_round(programme: Programme | None, now: datetime) -> datetime | None:
    """When that programme's next round starts."""
    return rounds.next_moment(programme, now) if programme else None
