"""A hospital's year in a database: members, weekly rounds, asks, and what was lately sent.

Everyone is due every fourth week. This week's round is still to be answered, last
week's members are introduced, and all earlier introductions have ended.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

from sqlalchemy import text, update

from bot.asking import Asking, AskState, Turn
from bot.delivery import Place
from bot.events import Who
from bot.interests import taxonomy
from bot.model import (
    Answer,
    Appointment,
    Choice,
    Introduction,
    IntroductionState,
    Meeting,
    Member,
    Membership,
    Notice,
    NoticeKind,
    Part,
    Programme,
    Round,
    RoundState,
    Side,
    Term,
    TermKind,
)
from bot.ports import Transaction
from storage import SqlStore, open_store, upgrade
from storage.database import open_database
from storage.schema import outbox
from storage.states import State

NOW = datetime(2026, 12, 2, 15, tzinfo=UTC)
NEW_YORK = "America/New_York"
PLACE = Place("slack:T1", "slack", "Hospital", looks_up=True, groups=True)
PROGRAMME = Programme("all", "Everyone", NEW_YORK)
WEEKS, CADENCE, KEPT_WEEKS = 52, 4, 4
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
ENDED = (IntroductionState.MET, IntroductionState.NOT_MET, IntroductionState.CLOSED)

Mine = tuple[str, str]
"""A member, and the introduction or the ask that is theirs to act on."""


@dataclass(frozen=True)
class Year:
    """Who can do what now; nobody is named twice, and no introduction is either."""

    proposed: list[Mine]
    introduced: list[Mine]
    agreed: list[Mine]
    met: list[Mine]
    asking: list[Mine]
    asked: list[Mine]
    free: list[str]
    topics: list[str]


def kept(url: str, keys: str, size: int, *, weeks: int = WEEKS, seed: int = 1) -> Year:
    """Upgrade the database at `url`, and fill it with `size` members and so many weeks of theirs.

    `weeks` is a multiple of `CADENCE`.
    """
    upgrade(url, keys)
    dice, topics = random.Random(seed), _topics(seed)
    members = [_member(n, dice, topics) for n in range(size)]
    store = open_store(url, keys)
    try:
        with store.writing() as tx:
            _keep_people(tx, members)
        rounds = [_keep_week(store, week, members[week % CADENCE :: CADENCE], dice)
                  for week in range(WEEKS - weeks, WEEKS)]  # fmt: skip
        with store.writing() as tx:
            looking = _keep_asks(tx, members, dice, topics)
            agreed = _keep_appointments(tx, rounds[-2])
            _keep_rules(tx, members, dice)
    finally:
        store.close()
    _settle(url)
    return Year(
        proposed=_firsts(rounds[-1]),
        introduced=_firsts(each for n, each in enumerate(rounds[-2]) if n % 5),
        agreed=_firsts(agreed),
        met=_firsts(each for each in rounds[-3] if each.state is IntroductionState.MET),
        asking=[(each.asker, each.id) for each in looking],
        asked=[(each.turns[-1].expert, each.id) for each in looking],
        free=[member.id for member in members[WEEKS % CADENCE :: CADENCE]],
        topics=topics,
    )


def name_of(member: str) -> str:
    """Their full name, which nobody else has: the number in letters."""
    number, letters = int(member.removeprefix("m")), ""
    for _ in range(4):
        number, place = divmod(number, 26)
        letters += chr(ord("a") + place)
    return f"Robin {letters.capitalize()}son"


def _topics(seed: int) -> list[str]:
    """The interests that are not private, the most popular first."""
    known = taxonomy()
    topics = sorted(each.id for each in known if not known.is_private(each.id))
    random.Random(seed).shuffle(topics)
    return topics


def _member(number: int, dice: random.Random, topics: Sequence[str]) -> Member:
    """One in three offers something, two in five are curious; few things are chosen by many."""
    id_ = f"m{number:06}"
    five = dice.choices(topics, [1 / (place + 3) for place in range(len(topics))], k=5)
    sides = [Side.SHARES] * 3
    sides += [Side.OFFERS] * (dice.random() < 0.3) + [Side.CURIOUS] * (dice.random() < 0.4)
    return Member(
        id=id_,
        name=name_of(id_),
        given_name="Robin",
        timezone=NEW_YORK,
        department=f"department {number % 80}",
        choices=tuple(Choice(*each) for each in zip(five, sides, strict=False)),
    )


def _keep_people(tx: Transaction, members: Sequence[Member]) -> None:
    tx.save_place(PLACE)
    tx.save_programme(PROGRAMME)
    tx.save_members(members)
    tx.save_memberships(Membership(PROGRAMME.id, each.id, every_weeks=CADENCE) for each in members)
    tx.save_addresses((Who(PLACE.id, each.id), each.id) for each in members)


def _keep_week(
    store: SqlStore, week: int, due: Sequence[Member], dice: random.Random
) -> list[Introduction]:
    """One round with all its introductions; what it sent, while that is still kept."""
    at = NOW - WEEK * (WEEKS - 1 - week) - DAY
    slot = date.fromordinal(at.toordinal())
    over = week < WEEKS - 1
    round_ = Round(
        f"r{week}", PROGRAMME.id, slot, 1, week, RoundState.RUN, at, at + 3 * DAY, closed=over
    )
    ids = [member.id for member in dice.sample(due, len(due))]
    made = [
        _introduction(round_, f"{round_.id}-{n}", pair, week, dice)
        for n, pair in enumerate(list(pairwise(ids))[::2])
    ]
    with store.writing() as tx:
        assert tx.start_round(round_)
        tx.add_introductions(made)
        if week >= WEEKS - KEPT_WEEKS:
            tx.promise(_sent(made, at))
    return made


def _introduction(
    round_: Round, id_: str, pair: Sequence[str], week: int, dice: random.Random
) -> Introduction:
    at, state, answer, said = round_.started_at, IntroductionState.PROPOSED, Answer.NONE, None
    opened = closed = None
    if week < WEEKS - 1:
        state, answer = IntroductionState.INTRODUCED, Answer.YES
        # Last week's were introduced just now, so that the times on offer are ahead.
        said = opened = at + DAY if week < WEEKS - 2 else NOW - HOUR
    if week < WEEKS - 2:
        state = dice.choices(ENDED, (5, 1, 4))[0]
        closed = at + 5 * DAY
    if state is IntroductionState.CLOSED:
        answer, said, opened = Answer.NO, at + DAY, None
    met = Meeting.MET if state is IntroductionState.MET else Meeting.NONE
    one, other = pair
    terms = (
        Term(TermKind.SHARED, 1.5, ("baking",), (one, other)),
        Term(TermKind.OTHER_DEPARTMENT, 0.4),
        Term(TermKind.NEW_TO_EACH_OTHER, 0.2),
    )
    parts = tuple(Part(member, answer, said, meeting=met) for member in pair)
    return Introduction(
        id_, PROGRAMME.id, round_.id, parts, terms, 2.1, state, at, round_.answer_by,
        opened, closed,
    )  # fmt: skip


def _sent(made: Sequence[Introduction], at: datetime) -> Iterator[Notice]:
    for each in made:
        for member in each.members:
            for kind in (NoticeKind.PROPOSAL, NoticeKind.CHECK_IN):
                yield Notice(f"{each.id}:{kind.value}:{member}", kind, member, each.id, at)


def _settle(url: str) -> None:
    """Say that all was delivered; let PostgreSQL count its rows, as it does by itself in time."""
    database = open_database(url)
    with database.writing() as connection:
        connection.execute(update(outbox).values(state=State.SENT, ref="1700000000.000100"))
        if connection.dialect.name == "postgresql":
            connection.execute(text("ANALYZE"))
    database.close()


def _keep_asks(
    tx: Transaction, members: Sequence[Member], dice: random.Random, topics: Sequence[str]
) -> list[Asking]:
    """One ask for every eight members over the year; the last are looking, and given back."""
    experts = dice.sample(
        [each.id for each in members if each.chose(Side.OFFERS)], len(members) // 8
    )
    askers = [each.id for each in members[1::CADENCE]]
    looking = []
    for n, expert in enumerate(experts):
        asker = askers[n % len(askers)]
        if asker == expert:
            continue
        at = NOW - timedelta(days=370) * (1 - n / len(experts))
        is_open = n >= len(experts) - max(1, len(members) // 100)
        at = NOW - DAY if is_open else min(at, NOW - 9 * DAY)
        ask = _asking(f"ask{n}", asker, expert, dice.choice(topics), at, is_open=is_open)
        tx.save_asking(ask)
        looking += [ask] if is_open else []
    return looking


def _asking(
    id_: str, asker: str, expert: str, topic: str, at: datetime, *, is_open: bool
) -> Asking:
    until = at + 2 * DAY
    turn = Turn(1, expert, at, until, Answer.NONE if is_open else Answer.NO)
    state = AskState.LOOKING if is_open else AskState.ENDED
    opening = "How did you begin with it?"
    return Asking(
        id_, PROGRAMME.id, asker, topic, opening, True, at, until, at + 8 * DAY,
        state, 1, None if is_open else at + 8 * DAY, (turn,),
    )  # fmt: skip


def _keep_appointments(tx: Transaction, introduced: Sequence[Introduction]) -> list[Introduction]:
    """One in five has agreed when to meet."""
    agreed = list(introduced[::5])
    for each in agreed:
        tx.save_appointment(Appointment(each.id, agreed=NOW + 2 * DAY, sequence=1))
    return agreed


def _keep_rules(tx: Transaction, members: Sequence[Member], dice: random.Random) -> None:
    """Two pairs in a hundred members are never to meet: by a rule, or because one asked."""
    for _ in range(len(members) // 100):
        one, other, asker, avoided = (each.id for each in dice.sample(members, 4))
        tx.keep_apart(one, other, "a rule")
        tx.avoid(asker, avoided, NOW - WEEK)


def _firsts(introductions: Iterator[Introduction] | Sequence[Introduction]) -> list[Mine]:
    return [(each.members[0], each.id) for each in introductions]
