"""From entrants to a pool: who takes part in a round, and what matching may know.

Everyone who does not take part is left out with a reason, so that nobody
disappears without a word.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot import conversation, hours, stages, ways
from bot.addresses import is_chat
from bot.interests import Taxonomy
from bot.matching import History, Relations, Rules
from bot.model import (
    Candidate,
    Entrant,
    IntroductionState,
    LeftOut,
    Member,
    Membership,
    Programme,
    Side,
    Standing,
    Taking,
    Why,
)
from bot.ports import PastPair, Reading

NEARLY_A_WEEK = timedelta(days=3)
"""A round a little early or late does not make a member wait another week."""

NEW_FOR = timedelta(weeks=12)
"""How long after joining someone is newly arrived."""


@dataclass(frozen=True, slots=True)
class Again:
    """Whom a later wave is for: those whose yes met no yes, and those left alone before.

    The proposal of the `willing` closes as the wave starts; it does not keep
    them out.
    """

    willing: frozenset[str]
    alone: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pool:
    """Who takes part, who does not and why, and what may not be put together."""

    entrants: tuple[Entrant, ...]
    candidates: tuple[Candidate, ...]
    left_out: tuple[LeftOut, ...]
    history: History
    rules: Rules


@dataclass(frozen=True, slots=True)
class Tools:
    """In which chats members are reached, and whose address is known."""

    places: Mapping[str, frozenset[str]] = field(default_factory=dict)
    by_mail: frozenset[str] = frozenset()


def _tools(reading: Reading, entrants: Iterable[Entrant]) -> Tools:
    """Only where there is more than one chat: with one, everyone is in it."""
    if sum(is_chat(place.id) for place in reading.places()) < 2:
        return Tools()
    ids = [entrant.member.id for entrant in entrants]
    places = {
        member: frozenset(a.who.place for a in found if a.active and is_chat(a.who.place))
        for member, found in reading.addresses(ids).items()
    }
    return Tools(places, reading.known_by_email(ids))


def gather(
    reading: Reading,
    programme: Programme,
    slot: date,
    now: datetime,
    taxonomy: Taxonomy,
    again: Again | None = None,
) -> Pool:
    """The pool of a round, or of a later wave for those it is for."""
    entrants = reading.entrants(programme.id, now)
    tools = _tools(reading, entrants)
    candidates: list[Candidate] = []
    left_out: list[LeftOut] = []
    for entrant in entrants:
        if again and entrant.member.id not in again.willing | again.alone:
            continue
        why = _kept_out(entrant, slot, again)
        if why:
            left_out.append(LeftOut(entrant.member.id, why))
        else:
            candidates.append(_candidate(entrant, now, taxonomy, tools))
    return Pool(
        entrants=entrants,
        candidates=tuple(candidates),
        left_out=tuple(left_out),
        history=History(tuple(_apart(reading, programme, slot, now))),
        rules=Rules(
            never=reading.never_pairs(),
            odd_one=programme.odd_one,
            relations=relations(taxonomy),
        ),
    )


def _kept_out(entrant: Entrant, slot: date, again: Again | None) -> Why | None:
    """Why someone does not take part this time, or None when they do."""
    waits = again is not None and entrant.member.id in again.willing
    membership = conversation.step(entrant.membership, conversation.DayCame(slot)).membership
    if entrant.member.standing is Standing.ON_LEAVE:
        return Why.ON_LEAVE
    if membership.taking is not Taking.IN:
        return Why.PAUSED
    if entrant.in_one_already and not waits:
        return Why.ALREADY_IN_ONE
    if entrant.introductions_this_month >= membership.budget:
        return Why.BUDGET
    if again is None and not _due(membership.every_weeks, entrant.last_due, slot):
        return Why.NOT_DUE
    return None


def _due(every_weeks: int, last_due: date | None, slot: date) -> bool:
    if every_weeks == 0:
        return False
    return last_due is None or slot - last_due >= timedelta(weeks=every_weeks) - NEARLY_A_WEEK


def _candidate(entrant: Entrant, now: datetime, taxonomy: Taxonomy, tools: Tools) -> Candidate:
    member = entrant.member
    told = [c for c in member.choices if c.shown or not taxonomy.is_private(c.interest)]
    return Candidate(
        id=member.id,
        interests=frozenset(c.interest for c in told if c.side is Side.SHARES),
        offers=frozenset(c.interest for c in told if c.side is Side.OFFERS),
        curious=frozenset(c.interest for c in told if c.side is Side.CURIOUS),
        unshown=frozenset(c.interest for c in told if not c.shown),
        department=member.department,
        profession=member.profession,
        site=member.site,
        in_person=ways.in_person(member.formats),
        manager=member.manager,
        free=hours.free(member, now),
        recent=entrant.recent_average,
        rested=entrant.left_out_last_round,
        drawn_to=entrant.membership.drawn_to,
        newcomer=_newly_arrived(entrant.membership, now),
        stage=stages.rank(member.career_stage),
        places=tools.places.get(member.id, frozenset()),
        by_mail=member.id in tools.by_mail,
    )


def _newly_arrived(membership: Membership, now: datetime) -> bool:
    return membership.joined_at is not None and now - membership.joined_at < NEW_FOR


def _apart(
    reading: Reading, programme: Programme, slot: date, now: datetime
) -> Iterable[tuple[str, str]]:
    longest = timedelta(weeks=max(programme.gap_weeks, programme.retry_weeks, 1))
    for pair in reading.past_pairs(programme.id, now - longest):
        if pair.slot == slot or now - pair.at < _gap(programme, pair.state):
            yield pair.one, pair.other


def _gap(programme: Programme, state: IntroductionState) -> timedelta:
    """How long two stay apart, by what came of their last introduction."""
    came_to_nothing = state in (IntroductionState.CLOSED, IntroductionState.NOT_MET)
    return timedelta(weeks=programme.retry_weeks if came_to_nothing else programme.gap_weeks)


def introduced_before(
    reading: Reading, programme: Programme, wanted: Iterable[tuple[str, str]], now: datetime
) -> frozenset[tuple[str, str]]:
    """Those of the wanted pairs (smaller id first) who were ever introduced."""
    pairs = frozenset(wanted)
    ever = reading.past_pairs(programme.id, now - timedelta(weeks=52 * 50))
    return frozenset(_key(p) for p in ever if _key(p) in pairs and _was_opened(p))


def _key(pair: PastPair) -> tuple[str, str]:
    return (pair.one, pair.other) if pair.one < pair.other else (pair.other, pair.one)


def _was_opened(pair: PastPair) -> bool:
    return pair.state in (
        IntroductionState.INTRODUCED,
        IntroductionState.MET,
        IntroductionState.NOT_MET,
    )


def relations(taxonomy: Taxonomy) -> Relations:
    """What the taxonomy says of interests, as matching reads it."""
    ids = [interest.id for interest in taxonomy.all]
    return Relations(
        related={i: taxonomy.related(i) for i in ids if taxonomy.related(i)},
        group={i: taxonomy.interest(i).group for i in ids},
        private=frozenset(i for i in ids if taxonomy.is_private(i)),
    )


def people_of(pool: Pool) -> dict[str, Member]:
    """Everyone in a pool, by id."""
    return {entrant.member.id: entrant.member for entrant in pool.entrants}
