"""What is never done, looked for in all that happened; and how far introductions came."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import combinations, pairwise, takewhile
from math import sqrt

from bot import hours, plain
from bot.model import Introduction, IntroductionState, Why
from bot.ui import Card, Divider
from tests.simulation.hospital import BETWEEN_MEMBERS, Simulated, Told
from tests.stories.hospital import NEW_YORK, PROGRAMME

NOT_LINED_UP = "This one did not line up"
ENOUGH = 20
"""So few noes or silences in a wave may differ by chance as they like."""


def nothing_in_quiet_hours(hospital: Simulated) -> None:
    told = [(name, each) for name, all_ in hospital.life.told.items() for each in all_]
    assert len(told) > len(hospital.people)
    assert not [(name, each.at, each.card.title) for name, each in told if not each.reachable]


def never_pairs_never_meet(hospital: Simulated) -> None:
    assert hospital.life.never
    for each in hospital.introductions():
        for pair in map(frozenset, combinations(each.members, 2)):
            since = hospital.life.never.get(pair)
            assert since is None or each.proposed_at <= since, (pair, each.id)


def nobody_meets_again_too_soon(hospital: Simulated) -> None:
    """In rounds: whoever asks, or is brought together by a colleague, may meet one passed by."""
    past: dict[frozenset[str], list[Introduction]] = defaultdict(list)
    for each in hospital.introductions():
        for pair in combinations(each.members, 2):
            past[frozenset(pair)].append(each)
    for together in past.values():
        for first, second in pairwise(together):
            if not second.round:
                assert not first.opened_at, (first, second)
                continue
            opened = first.opened_at and first.state is not IntroductionState.NOT_MET
            weeks = PROGRAMME.gap_weeks if opened else PROGRAMME.retry_weeks
            apart = second.proposed_at - first.proposed_at
            assert apart >= timedelta(weeks=weeks) - timedelta(days=3), (first, second)


def budgets_hold(hospital: Simulated) -> None:
    """Over rounds, asks and what colleagues brought about; who asks wished for one more."""
    with hospital.store.reading() as reading:
        budgets = {
            name: each.budget for name, each in reading.all_memberships(PROGRAMME.id).items()
        }
        asked = {
            each.id: each.members[0]
            for each in hospital.introductions()
            if not each.round and reading.brought(each.id) is None
        }
    opened: dict[str, list[Introduction]] = defaultdict(list)
    for each in hospital.introductions():
        for name in each.members if each.opened_at else ():
            if asked.get(each.id) != name:
                opened[name].append(each)
    for name, mine in opened.items():
        for first in mine:
            until = first.opened_at + timedelta(days=28)
            month = [each for each in mine if first.opened_at <= each.opened_at < until]
            assert len(month) <= budgets.get(name, 99), (name, len(month))


def nobody_is_left_out_twice_running(hospital: Simulated) -> None:
    """Of those who could have been in a group: an odd one out has a group the next time."""
    before: set[str] = set()
    for slot in hospital.slots():
        with hospital.store.reading() as reading:
            round_ = reading.round_at(PROGRAMME.id, slot, 1)
            left = reading.left_out_of(round_.id) if round_ else ()
        alone = {each.member for each in left if each.why is Why.ODD_ONE}
        assert not alone & before, slot
        before = alone


def nobody_away_is_proposed_to_or_written_to(hospital: Simulated) -> None:
    """A pause keeps what was agreed before it, and what is said of that."""
    assert {each.how for each in hospital.life.away} >= {"on leave", "paused", "left"}
    for away in hospital.life.away:
        proposed = [e.proposed_at for e in hospital.introductions() if away.member in e.members]
        there = [at for at in proposed if away.since < at < away.until]
        assert not there, ("proposed to somebody away", away)
        told = hospital.life.told[away.member] if away.how != "paused" else []
        assert not [each.key for each in told if away.since < each.at < away.until], away


def whoever_was_away_is_proposed_to_again(hospital: Simulated) -> None:
    """Or the promise before this one would be easy to keep."""
    back = [each for each in hospital.life.away if each.until < hospital.now]
    mine = [
        (each, e) for e in hospital.introductions() for each in back if each.member in e.members
    ]
    assert not back or any(each.until < e.proposed_at for each, e in mine)


def a_no_moves_nothing(hospital: Simulated) -> None:
    assert any(each.mood == "declining" for each in hospital.life.answered.values())
    assert not hospital.life.moved_by_a_no, "told at once"


@dataclass(frozen=True, slots=True)
class Ended:
    """What somebody saw who said yes, when the other said no or nothing."""

    introduction: Introduction
    willing: str
    other: str
    mood: str


def a_no_and_a_silence_look_the_same(hospital: Simulated) -> None:
    """Whoever said yes hears no sooner, no later and in no other words, whatever the other did."""
    ended = list(_ended(hospital))
    words: dict[str, dict[str, set[str]]] = {"ignoring": {}, "declining": {}}
    for each in ended:
        assert not _heard_early(hospital, each), ("heard early", each)
        last = _last_word(hospital, each)
        free = hours.next_reachable(hospital.known(each.willing), each.introduction.answer_by)
        assert last.at == free, ("heard at another moment", each)
        assert ("someone else" in last.card.title) == _placed_again(hospital, each), each
        said = _of_the_last(last.card).replace(hospital.called[each.other], "…")
        words[each.mood].setdefault(last.card.title, set()).add(said)
    assert all(words.values()), "too few to compare: no noes, or no silences"
    for title in words["ignoring"].keys() & words["declining"].keys():
        said_in_all = words["ignoring"][title] | words["declining"][title]
        assert len(said_in_all) == 1, ("heard in other words", said_in_all)
    _placed_again_as_often(hospital, ended)


def _ended(hospital: Simulated) -> Iterator[Ended]:
    """Only where both answered in time, and whoever waited was there all the while."""
    life = hospital.life
    for each in hospital.introductions():
        over = each.answer_by + timedelta(days=7)
        if len(each.members) != 2 or each.opened_at or over > hospital.now or not each.round:
            continue
        for name, other in (each.members, each.members[::-1]):
            mine, theirs = (life.answered.get((each.id, who)) for who in (name, other))
            if not mine or not theirs or max(mine.at, theirs.at) >= each.answer_by:
                continue
            away = life.away_between(name, each.proposed_at, over)
            if mine.mood == "willing" != theirs.mood and not away:
                yield Ended(each, name, other, theirs.mood)


def _heard_early(hospital: Simulated, ended: Ended) -> list[Told]:
    """What came about it before the deadline, but the proposal and its reminder."""
    id_ = ended.introduction.id
    return [
        told
        for told in hospital.life.told[ended.willing]
        if told.key.startswith(f"{id_}:")
        and told.at < ended.introduction.answer_by
        and not told.key.startswith((f"{id_}:proposal:", f"{id_}:reminder:"))
    ]


def _last_word(hospital: Simulated, ended: Ended) -> Told:
    """That it did not line up."""
    told = hospital.life.told[ended.willing]
    after = (t for t in told if t.at >= ended.introduction.answer_by)
    return next(each for each in after if NOT_LINED_UP in each.card.title)


def _placed_again(hospital: Simulated, ended: Ended) -> bool:
    """Whether the next wave found somebody else for them."""
    at = ended.introduction.answer_by
    mine = (e for e in hospital.introductions() if ended.willing in e.members)
    return any(each.proposed_at == at for each in mine)


def _of_the_last(card: Card) -> str:
    """What is said of the one that ended, before anybody new is named."""
    about = tuple(takewhile(lambda block: not isinstance(block, Divider), card.blocks))
    return plain.card(Card(card.title, about), NEW_YORK)


def _placed_again_as_often(hospital: Simulated, ended: Iterable[Ended]) -> None:
    """In each wave, as often after a no as after a silence."""
    with hospital.store.reading() as reading:
        waves = {each.id: each.wave for each in reading.rounds(PROGRAMME.id, 1_000)}
    placed: dict[int, dict[str, list[bool]]] = defaultdict(lambda: defaultdict(list))
    for each in ended:
        again = _placed_again(hospital, each)
        placed[waves[each.introduction.round]][each.mood].append(again)
    for wave, after in placed.items():
        assert as_often(after["declining"], after["ignoring"]), (
            "placed again not by chance alone",
            wave,
        )


def as_often(some: list[bool], others: list[bool]) -> bool:
    """Whether the two shares are the same but for chance: two proportions, four deviations."""
    if min(len(some), len(others)) < ENOUGH:
        return True
    both = (sum(some) + sum(others)) / (len(some) + len(others))
    spread = sqrt(both * (1 - both) * (1 / len(some) + 1 / len(others)))
    return abs(sum(some) / len(some) - sum(others) / len(others)) <= 4 * spread


def nothing_said_between_members_is_kept(hospital: Simulated) -> None:
    tables = hospital.path.read_bytes() + b"".join(
        path.read_bytes() for path in hospital.path.parent.glob(hospital.path.name + "-wal")
    )
    assert hospital.programme.name.encode() in tables, "the search looks where it should"
    for words in (BETWEEN_MEMBERS, "zanzibar", "4482913", *hospital.life.forgotten.values()):
        assert words.encode() not in tables, words


PROMISES = (
    nothing_in_quiet_hours,
    never_pairs_never_meet,
    nobody_meets_again_too_soon,
    budgets_hold,
    nobody_is_left_out_twice_running,
    nobody_away_is_proposed_to_or_written_to,
    whoever_was_away_is_proposed_to_again,
    a_no_moves_nothing,
    a_no_and_a_silence_look_the_same,
    nothing_said_between_members_is_kept,
)


def funnel(hospital: Simulated) -> dict[str, int]:
    """How many introductions came how far."""
    all_ = hospital.introductions()
    with hospital.store.reading() as reading:
        arranged = [reading.appointment(each.id) for each in all_]
    states = Counter(each.state for each in all_)
    return {
        "proposed": len(all_),
        "both yes": sum(each.opened_at is not None for each in all_),
        "time agreed": sum(bool(each and each.agreed) for each in arranged),
        "met": states[IntroductionState.MET],
    }
