"""An ask's life: every state and event, and whom to ask next."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.asking import (
    TURNS,
    Asking,
    AskState,
    Expert,
    ExpertAnswered,
    Offer,
    Said,
    TurnCame,
    Withdrew,
    next_expert,
    ranked,
    step,
    worth,
)
from bot.model import Answer, Membership, NoticeKind

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
TWO_DAYS = timedelta(days=2)
NEW = Asking("a", "p", "ana", "tea", "How?", True, NOW, NOW, NOW + timedelta(days=8))


def asked(expert: str = "ben", asking: Asking = NEW, at: datetime = NOW) -> Asking:
    return step(asking, TurnCame(expert, at + TWO_DAYS), at).asking


def test_a_turn_asks_one_expert_and_tells_nobody_else():
    outcome = step(NEW, TurnCame("ben", NOW + TWO_DAYS), NOW)
    (notice,) = outcome.notices
    assert (notice.kind, notice.recipient, notice.about) == (NoticeKind.ASKED, "ben", "a")
    assert outcome.asking.turn_of("ben", NOW) is not None
    assert outcome.asking.turn_of("ben", NOW + TWO_DAYS) is None
    assert outcome.asking.turn_of("ana", NOW) is None


def test_a_turn_before_its_time_changes_nothing():
    held = asked()
    assert step(held, TurnCame("cleo", NOW + TWO_DAYS), NOW + timedelta(days=1)).asking == held


def test_the_end_comes_after_the_same_turns_however_few_could_be_asked():
    with_experts, without, at = NEW, NEW, NOW
    for turn in range(TURNS):
        with_experts = asked(f"expert{turn}", with_experts, at)
        without = step(without, TurnCame(None, at + TWO_DAYS), at).asking
        assert with_experts.next_at == without.next_at
        at += TWO_DAYS
    one, other = (step(each, TurnCame(None, at), at) for each in (with_experts, without))
    assert one.asking.state is other.asking.state is AskState.ENDED
    assert one.notices == other.notices
    assert one.notices[0].recipient == "ana"


@pytest.mark.parametrize(
    ("answer", "state", "said"),
    [
        (ExpertAnswered("ben", yes=True), AskState.INTRODUCED, Said.INTRODUCED),
        (ExpertAnswered("ben", yes=False), AskState.LOOKING, Said.DECLINED),
        (ExpertAnswered("ben", yes=True, possible=False), AskState.LOOKING, Said.OVER),
        (ExpertAnswered("cleo", yes=True), AskState.LOOKING, Said.OVER),
        (Withdrew(), AskState.WITHDRAWN, Said.WITHDRAWN),
    ],
)
def test_answers(answer, state, said):
    outcome = step(asked(), answer, NOW + timedelta(hours=1))
    assert (outcome.asking.state, outcome.said) == (state, said)
    assert outcome.notices == ()


def test_a_no_changes_nothing_that_the_asker_sees():
    held = asked()
    after = step(held, ExpertAnswered("ben", yes=False), NOW).asking
    assert replace(after, turns=held.turns) == held


ANY_EVENT = st.sampled_from(
    [
        TurnCame("ben", NOW + 9 * TWO_DAYS),
        TurnCame(None, NOW + 9 * TWO_DAYS),
        ExpertAnswered("ben", yes=True),
        ExpertAnswered("ben", yes=False),
        Withdrew(),
    ]
)


@given(st.lists(st.tuples(ANY_EVENT, st.integers(0, 400)), max_size=12))
def test_whatever_happens_what_is_closed_stays_closed(events):
    asking, at = NEW, NOW
    for event, hours in events:
        at += timedelta(hours=hours)
        after = step(asking, event, at).asking
        assert len(after.turns) <= TURNS
        if asking.state is not AskState.LOOKING:
            assert after == asking
        assert (after.state is AskState.LOOKING) == (after.closed_at is None)
        yes = [each for each in after.turns if each.answer is Answer.YES]
        assert bool(yes) == (after.state is AskState.INTRODUCED)
        asking = after


def expert(name: str = "ben", fit: float = 1.0, wait: float = 0, **said: object) -> Expert:
    budget = said.pop("budget", 4)
    offer = Offer(name, "tea", True, Membership("p", name, budget=budget), **said)
    return Expert(offer, fit, timedelta(hours=wait))


BETTER = [
    (expert(fit=1.0), expert(fit=0.5)),
    (expert(), expert(last_asked=NOW - timedelta(days=300))),
    (expert(last_asked=NOW - timedelta(days=20)), expert(last_asked=NOW - timedelta(days=10))),
    (expert(heard_of=1), expert(heard_of=3)),
    (expert(wait=1), expert(wait=30)),
    (expert(fit=0.5), expert(last_asked=NOW - timedelta(days=1))),
]


@pytest.mark.parametrize(("better", "worse"), BETTER)
def test_best_fit_least_recently_asked_budget_left_soonest_reached(better, worse):
    assert worth(better, NOW, TWO_DAYS) > worth(worse, NOW, TWO_DAYS) > 0
    assert next_expert([worse, better], NOW, TWO_DAYS, "seed") == better


@pytest.mark.parametrize(
    "kept_out",
    [expert(heard_of=4), expert(budget=0), expert(holds_one=True), expert(wait=48)],
)
def test_never_over_budget_nor_two_at_a_time_nor_out_of_reach(kept_out):
    assert next_expert([kept_out], NOW, TWO_DAYS, "seed") is None


def test_equals_come_in_an_order_only_the_seed_decides():
    same = [expert(f"e{n}") for n in range(20)]
    one = ranked(same, NOW, TWO_DAYS, "seed")
    assert one == ranked(reversed(same), NOW, TWO_DAYS, "seed")
    firsts = {ranked(same, NOW, TWO_DAYS, f"{n}")[0].offer.member for n in range(200)}
    assert len(firsts) > 12
