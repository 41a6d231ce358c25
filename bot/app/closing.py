"""A wave's deadline: close it, and match the willing again while a wave remains."""

from bot import introductions
from bot.app.means import Means, promise
from bot.app.planning import plan
from bot.app.pooling import Again
from bot.app.running import LOOKED_FOR, close, keep, moved_on
from bot.model import IntroductionState, Round
from bot.ports import Reading


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
        closed = close(tx, wave, now)
        waited = {m: old for old in closed for m in introductions.willing(old)}
        promise(tx, moved_on(waited, set(), now), tx.members(waited))
