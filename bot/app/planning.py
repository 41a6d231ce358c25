"""Working a round out: read, match, and nothing kept.

Runs outside any transaction, so that a large hospital's matching holds nobody up.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import combinations

from bot import rounds
from bot.app.means import Means
from bot.app.pooling import Again, Pool, gather, introduced_before, people_of
from bot.model import (
    Group,
    Introduction,
    IntroductionState,
    LeftOut,
    Matching,
    Member,
    Part,
    Programme,
    Term,
    TermKind,
)

Progress = Callable[[str, float], None]

SEEDS = 2**31


@dataclass(frozen=True, slots=True)
class Plan:
    """A round worked out and not yet kept: what `preview` shows and `run` keeps."""

    programme: Programme
    slot: date
    wave: int
    seed: int
    started_at: datetime
    answer_by: datetime
    pool: Pool
    matching: Matching
    introductions: tuple[Introduction, ...]

    @property
    def people(self) -> Mapping[str, Member]:
        """Everyone in the programme, by id."""
        return people_of(self.pool)

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Everyone left out, whether they took part or not."""
        return self.pool.left_out + self.matching.left_out

    def figures(self) -> dict[str, float]:
        """What the round counted and measured."""
        quality = self.matching.quality
        return {
            "members": len(self.pool.entrants),
            "due": len(self.pool.candidates),
            "matched": sum(len(group.members) for group in self.matching.groups),
            "introductions": len(self.introductions),
            "left_out": len(self.left_out),
            "total": quality.total,
            "bound": quality.bound,
            "quality": quality.fraction,
            "certified": float(quality.certified),
        }


def plan(
    means: Means,
    programme: Programme,
    slot: date,
    *,
    wave: int = 1,
    again: Again | None = None,
    certify: bool = False,
    progress: Progress | None = None,
) -> Plan:
    """Work a round out. Reads, decides, writes nothing."""
    now, seed = means.clock(), means.dice() % SEEDS
    with means.store.reading() as reading:
        if progress:
            progress("reading", 0.0)
        pool = gather(reading, programme, slot, now, means.voice.taxonomy, again)
    matching = _matched(means, pool, seed, certify=certify, progress=progress)
    with means.store.reading() as reading:
        before = introduced_before(reading, programme, _pairs(matching.groups), now)
    answer_by = rounds.working_days_later(programme, now, programme.answer_days)
    return Plan(
        programme=programme,
        slot=slot,
        wave=wave,
        seed=seed,
        started_at=now,
        answer_by=answer_by,
        pool=pool,
        matching=matching,
        introductions=tuple(
            _introduction(means.new_id(), programme, group, before, now, answer_by)
            for group in matching.groups
        ),
    )


def _matched(
    means: Means, pool: Pool, seed: int, *, certify: bool, progress: Progress | None
) -> Matching:
    """In a process of its own where there is one, unless somebody watches how far it is."""
    if means.match_apart and not certify and not progress:
        return means.match_apart(pool.candidates, pool.history, pool.rules, seed)
    # Here, so that only those who match wait for numerical libraries.
    from bot.matching.match import match

    return match(
        pool.candidates, pool.history, pool.rules, seed, certify=certify, progress=progress
    )


def _pairs(groups: Iterable[Group]) -> Iterable[tuple[str, str]]:
    for group in groups:
        yield from combinations(sorted(group.members), 2)


def _introduction(
    id_: str,
    programme: Programme,
    group: Group,
    before: frozenset[tuple[str, str]],
    now: datetime,
    answer_by: datetime,
) -> Introduction:
    new = tuple(
        Term(TermKind.NEW_TO_EACH_OTHER, 0.0, (), pair)
        for pair in combinations(sorted(group.members), 2)
        if pair not in before
    )
    return Introduction(
        id=id_,
        programme=programme.id,
        round="",
        parts=tuple(Part(member) for member in group.members),
        terms=group.terms + new,
        score=group.score,
        state=IntroductionState.PROPOSED,
        proposed_at=now,
        answer_by=answer_by,
    )
