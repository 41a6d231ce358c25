"""Matching in a process of its own gives what matching here gives."""

import pytest

from adapters.matching_apart import match_apart
from bot.matching import History, Relations, Rules
from bot.matching.match import match
from bot.model import Candidate

POOL = [
    Candidate(f"m{n}", interests=frozenset({"sepsis", ("baking", "choir")[n % 2]}))
    for n in range(9)
]
RULES = Rules(
    never=frozenset({("m0", "m1")}),
    relations=Relations(),
)


def test_it_gives_the_same_groups_reasons_and_bound() -> None:
    assert match_apart(POOL, History(()), RULES, 7) == match(POOL, History(()), RULES, 7)


def test_what_is_wrong_with_a_pool_is_said_as_it_is_here() -> None:
    with pytest.raises(ValueError, match="the same id"):
        match_apart([POOL[0], POOL[0]], History(()), RULES, 7)


def test_where_no_process_can_be_had_it_is_done_here(monkeypatch) -> None:
    def refused(_: str) -> None:
        raise OSError("no more processes")

    monkeypatch.setattr("adapters.matching_apart.get_context", refused)
    assert match_apart(POOL, History(()), RULES, 7) == match(POOL, History(()), RULES, 7)
