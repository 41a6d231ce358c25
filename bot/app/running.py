"""Keeping a round: the row of a programme, date and wave decides who runs it.

However many processes try, a crash, a second one or a late tick changes nothing.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot import hours, introductions, rounds
from bot.app.means import Means, promise
from bot.app.planning import Plan
from bot.app.still_so import still_so
from bot.model import (
    Consent,
    Group,
    Introduction,
    Notice,
    NoticeKind,
    Programme,
    Round,
    RoundState,
    Why,
)
from bot.ports import Served, Store, Transaction

MEMORY = 0.3
"""Weight of the newest round in a member's running average (docs/matching.md)."""

LOOKED_FOR = frozenset({Why.ODD_ONE, Why.NOBODY_FREE, Why.ALL_MET_LATELY, Why.RULES})
"""Reasons of those who took part and for whom nobody was found."""


def keep(
    means: Means, worked_out: Plan, closing: Round | None = None, seconds: float = 0.0
) -> Round | None:
    """Keep a plan: round, introductions and promised messages, all or nothing.

    `closing` is the wave whose deadline came; it is closed in the same
    transaction. None when another process has this wave.
    """
    now = worked_out.started_at
    # Before the transaction: while it lasts, nobody else can write.
    reached = {
        (each.id, now): hours.next_reachable(each, now) for each in worked_out.people.values()
    }
    with means.store.writing() as tx:
        worked_out = still_so(tx, worked_out)
        round_ = _round(means, worked_out, seconds)
        if not tx.start_round(round_):
            return None
        people = worked_out.people
        closed = close(tx, closing, now) if closing else {}
        # Whoever said yes and left since then waits for nothing.
        waited = {member: old for member, old in closed.items() if member in people}
        kept = tuple(replace(each, round=round_.id) for each in worked_out.introductions)
        opened = [_opened(worked_out.programme, each, now) for each in kept]
        tx.add_introductions(outcome.introduction for outcome in opened)
        tx.add_left_out(round_.id, worked_out.left_out)
        tx.note_served(worked_out.programme.id, worked_out.slot, _served(worked_out))
        notices = [notice for outcome in opened for notice in outcome.notices]
        notices += _told(worked_out, round_, kept, waited)
        promise(tx, notices, people, reached)
    return round_


def _round(means: Means, worked_out: Plan, seconds: float) -> Round:
    return Round(
        id=means.new_id(),
        programme=worked_out.programme.id,
        slot=worked_out.slot,
        wave=worked_out.wave,
        seed=worked_out.seed,
        state=RoundState.RUN,
        started_at=worked_out.started_at,
        answer_by=worked_out.answer_by,
        closed=worked_out.programme.consent is Consent.AT_ONCE,
        figures=worked_out.figures() | {"seconds": seconds},
    )


def _opened(
    programme: Programme, introduction: Introduction, now: datetime
) -> introductions.Outcome:
    if programme.consent is Consent.AT_ONCE:
        return introductions.open_at_once(introduction, now)
    return introductions.Outcome(introduction)


def _served(worked_out: Plan) -> Iterable[Served]:
    """New running averages. Only the first wave counts being left out."""
    recent = {c.id: c.recent for c in worked_out.pool.candidates}
    for group in worked_out.matching.groups:
        for member in group.members:
            yield Served(member, _average(recent[member], _worth(group)), left_out=False)
    if worked_out.wave == 1:
        for each in worked_out.matching.left_out:
            yield Served(each.member, _average(recent[each.member], 0.0), left_out=True)


def _worth(group: Group) -> float:
    """What a match is worth to each of its members, before fairness (docs/matching.md).

    Two in a pair have the whole score each; a trio's is the sum of three pairs.
    """
    return 2 * group.score / len(group.members)


def _average(recent: float | None, newest: float) -> float:
    return newest if recent is None else (1 - MEMORY) * recent + MEMORY * newest


def _told(
    worked_out: Plan,
    round_: Round,
    kept: tuple[Introduction, ...],
    waited: Mapping[str, str],
) -> Iterable[Notice]:
    """Who hears what when a wave starts, in an order that says nothing."""
    now = worked_out.started_at
    if worked_out.programme.consent is Consent.AT_ONCE:
        return
    for new in kept:
        for member in new.members:
            kind = NoticeKind.MOVED_ON_AND_NEXT if member in waited else NoticeKind.PROPOSAL
            yield Notice(f"{new.id}:proposal:{member}", kind, member, new.id, now)
    placed = {member for new in kept for member in new.members}
    yield from moved_on(waited, placed, now)
    if worked_out.wave == 1:
        for each in worked_out.matching.left_out:
            key = f"{round_.id}:rested:{each.member}"
            yield Notice(key, NoticeKind.RESTED, each.member, round_.id, now)


def due_rounds(store: Store, now: datetime) -> tuple[tuple[Programme, rounds.Due], ...]:
    """Every programme's dates that have come and have no round yet."""
    with store.reading() as reading:
        found = []
        for programme in reading.programmes():
            latest = reading.rounds(programme.id, 1)
            since = max([programme.starts_on - timedelta(days=1), *(each.slot for each in latest)])
            found += [(programme, due) for due in rounds.due(programme, now, since)]
        return tuple(found)


def skip(means: Means, programme: Programme, due: rounds.Due) -> Round | None:
    """Record, aloud, a date whose round will not run."""
    skipped = Round(
        id=means.new_id(),
        programme=programme.id,
        slot=due.slot,
        wave=1,
        seed=0,
        state=RoundState.SKIPPED,
        started_at=means.clock(),
        answer_by=due.at,
        closed=True,
    )
    with means.store.writing() as tx:
        return skipped if tx.start_round(skipped) else None


def moved_on(waited: Mapping[str, str], placed: set[str], now: datetime) -> Iterable[Notice]:
    """Word for the willing who were not placed again, by what they waited for."""
    for member, old in waited.items():
        if member not in placed:
            key = f"{old}:moved-on:{member}"
            yield Notice(key, NoticeKind.MOVED_ON, member, old, now)


def close(tx: Transaction, wave: Round, now: datetime) -> Mapping[str, str]:
    """Close a wave and every introduction in it that did not open; the willing, by what."""
    tx.save_round(replace(wave, closed=True))
    return tx.close_proposals(wave.id, now)
