"""A wave's deadline: close it, and match the willing again while a wave remains."""

from collections.abc import Iterator
from datetime import datetime

from bot import introductions
from bot.app.means import Means, promise
from bot.app.planning import plan
from bot.app.pooling import Again
from bot.app.running import LOOKED_FOR, close, keep, moved_on
from bot.model import (
    Answer,
    Introduction,
    IntroductionState,
    Notice,
    NoticeKind,
    Round,
    Standing,
)
from bot.ports import Reading

UNANSWERED = 3
"""Proposals in a row without an answer before the bot asks whether to pause."""


def close_wave(means: Means, wave: Round) -> Round | None:
    """A wave's deadline has come: close it, and match the willing again if one follows.

    The next wave's round, or None when there is none or another process has it.
    """
    with means.store.reading() as reading:
        programme = reading.programme(wave.programme)
        again = _to_match_again(reading, wave)
    if programme is None or wave.wave >= programme.waves or not again.willing:
        _close_for_good(means, wave)
        return None
    next_wave = plan(means, programme, wave.slot, wave=wave.wave + 1, again=again)
    return keep(means, next_wave, closing=wave)


def ask_the_silent(means: Means, wave: Round) -> None:
    """One kind question to whoever has let three proposals pass, once in each silence.

    Asked of people one by one, outside the transaction that closed the wave, and
    seen by nobody else.
    """
    now = means.clock()
    with means.store.reading() as reading:
        closed = reading.introductions_in(wave.id)
        silent = [p.member for each in closed for p in each.parts if _let_pass(each, p.member)]
        people = reading.members(silent)
        # Of somebody forgotten there is only a face by now, or nothing at all.
        here = [
            each for each in silent if each in people and people[each].standing is not Standing.GONE
        ]
        asked = [notice for member in here for notice in _question(reading, wave, member, now)]
    if asked:
        with means.store.writing() as tx:
            promise(tx, asked, people)


def _question(reading: Reading, wave: Round, member: str, now: datetime) -> Iterator[Notice]:
    """The key is the first of the three, so that a fourth asks nothing more."""
    latest = reading.introductions_of(member, UNANSWERED + 1)
    passed = [_let_pass(each, member) for each in latest]
    if passed[:UNANSWERED] == [True] * UNANSWERED and passed[UNANSWERED:] != [True]:
        key = f"{latest[UNANSWERED - 1].id}:still-there:{member}"
        yield Notice(key, NoticeKind.STILL_THERE, member, wave.programme, now)


def _let_pass(introduction: Introduction, member: str) -> bool:
    part = introduction.part_of(member)
    closed = introduction.state is IntroductionState.CLOSED
    return closed and part is not None and part.answer is Answer.NONE


def _to_match_again(reading: Reading, wave: Round) -> Again:
    """The willing of this wave, and those for whom the first found nobody."""
    willing = {
        member
        for each in reading.introductions_in(wave.id)
        if each.state is IntroductionState.PROPOSED
        for member in introductions.willing(each)
    }
    first = reading.round_at(wave.programme, wave.slot, 1)
    alone = reading.left_out_of(first.id) if first else ()
    return Again(
        frozenset(willing),
        frozenset(each.member for each in alone if each.why in LOOKED_FOR) - willing,
    )


def _close_for_good(means: Means, wave: Round) -> None:
    now = means.clock()
    with means.store.writing() as tx:
        waited = close(tx, wave, now)
        promise(tx, moved_on(waited, set(), now), tx.members(waited))
