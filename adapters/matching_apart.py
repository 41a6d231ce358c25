"""Matching in a process of its own: it computes for seconds, and would hold everyone up meanwhile.

Numerical libraries keep Python's one lock while they work, so a thread does not do:
nobody is listened to until they end. What they take of memory goes with the process.
"""

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

import structlog

from bot.matching import History, Rules
from bot.model import Candidate, Matching

log = structlog.get_logger(__name__)

BEHIND_OTHERS = 10
"""Steps of niceness: members are answered first."""


def match_apart(pool: Sequence[Candidate], history: History, rules: Rules, seed: int) -> Matching:
    """What `bot.matching.match.match` gives, worked out elsewhere. Raises what it raises.

    Where no process can be had, or it is killed, it is worked out here after all.
    """
    try:
        # Spawned, not forked: a fork would take threads' locks with it, closed for good.
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
            return process.submit(_match, pool, history, rules, seed).result()
    except (BrokenProcessPool, OSError) as fault:
        log.warning("matching.not_apart", fault=type(fault).__name__)
        return _match(pool, history, rules, seed, behind=0)


def _match(
    pool: Sequence[Candidate],
    history: History,
    rules: Rules,
    seed: int,
    behind: int = BEHIND_OTHERS,
) -> Matching:
    # Here: numerical libraries are for whoever matches.
    from bot.matching.match import match

    os.nice(behind)
    return match(pool, history, rules, seed)
