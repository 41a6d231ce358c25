"""What is never done, looked for in all that happened; and how far introductions came."""

from collections import Counter, defaultdict
from datetime import timedelta
from itertools import combinations, pairwise

from bot.model import Introduction, IntroductionState, Why
from tests.simulation.hospital import BETWEEN_MEMBERS, Simulated
from tests.stories.hospital import PROGRAMME

NOT_LINED_UP = "This one did not line up"
WITHOUT_ANYONE = {Why.NOBODY_FREE, Why.ALL_MET_LATELY, Why.RULES}


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
    with hospital.store.reading() as reading:
        budgets = {
            name: each.budget for name, each in reading.all_memberships(PROGRAMME.id).items()
        }
    opened: dict[str, list[Introduction]] = defaultdict(list)
    for each in hospital.introductions():
        for name in each.members if each.opened_at else ():
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


def a_no_moves_nothing(hospital: Simulated) -> None:
    assert "declining" in hospital.life.answered.values()
    assert hospital.life.moved_by_a_no == []


def a_no_and_a_silence_look_the_same(hospital: Simulated) -> None:
    """Whoever said yes hears no sooner and in no other words, whatever the other did."""
    heard: dict[str, set[str]] = {"ignoring": set(), "declining": set()}
    for each in hospital.introductions():
        if len(each.members) != 2 or each.opened_at:
            continue
        for name, other in (each.members, each.members[::-1]):
            mine, theirs = (hospital.life.answered.get((each.id, who)) for who in (name, other))
            if mine != "willing" or theirs not in heard:
                continue
            told = [
                t
                for t in hospital.life.told[name]
                if t.at > each.proposed_at
                # A later wave's proposal also says that the one before it did not line up.
                and each.id not in {button.target for button in t.card.buttons()}
            ]
            ends = [t for t in told if NOT_LINED_UP in t.card.title][:1]
            assert all(t.at >= each.answer_by for t in ends), each.id
            heard[theirs] |= {t.card.title for t in ends}
    assert heard["ignoring"]
    assert heard["ignoring"] == heard["declining"]


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
