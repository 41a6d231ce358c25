"""A round in numbers: nothing about fewer than ten people gets out."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.model import (
    Introduction,
    IntroductionState,
    LeftOut,
    Member,
    Part,
    Round,
    RoundState,
    Why,
)
from bot.round_view import FEWEST, MOST_ROWS, OTHER, RoundView, merged, view_round

MONDAY = datetime(2026, 11, 23, 14, tzinfo=UTC)
ROUND = Round(
    "r", "p", date(2026, 11, 23), 1, 7, RoundState.RUN, MONDAY, MONDAY + timedelta(days=3)
)


def viewed(
    groups: list[tuple[str, ...]], left_out: tuple[LeftOut, ...] = (), **numbers: int
) -> RoundView:
    """`groups` names the department of each member; every name is a new member."""
    people: dict[str, Member] = {}
    introductions = []
    for place, departments in enumerate(groups):
        parts = []
        for side, department in enumerate(departments):
            who = f"m{place}-{side}"
            people[who] = Member(who, "Someone", "Some", "UTC", department=department)
            parts.append(Part(who))
        introductions.append(
            Introduction(
                f"i{place}", "p", "r", tuple(parts), (), 1.0,
                IntroductionState.PROPOSED, MONDAY, ROUND.answer_by,
            )
        )  # fmt: skip
    return view_round(
        ROUND,
        introductions,
        people,
        left_out,
        members=numbers.get("members", 0),
        due=numbers.get("due", 0),
    )


def test_totals_are_counted_and_passed_on() -> None:
    view = viewed([("ER", "ICU")] * 5 + [("ER", "ER", "ICU")], members=40, due=14)
    assert (view.members, view.due, view.matched, view.introductions) == (40, 14, 13, 6)
    assert (view.slot, view.wave, view.started_at) == (ROUND.slot, 1, MONDAY)


def test_a_cell_of_ten_people_is_shown_and_one_of_eight_is_not() -> None:
    shown = viewed([("ER", "ICU")] * 5 + [("ER", "ER")] * 3 + [("ICU", "ICU")] * 3)
    assert shown.between("ER", "ICU") == shown.between("ICU", "ER") == 5
    assert shown.between("ER", "ER") is None
    hidden = viewed([("ER", "ICU")] * 4 + [("ER", "ER")] * 3 + [("ICU", "ICU")] * 3)
    assert hidden.departments == ("ER", "ICU")
    assert hidden.between("ER", "ICU") is None


def test_no_introduction_at_all_looks_like_a_few() -> None:
    none = viewed([("ER", "ER")] * 5 + [("ICU", "ICU")] * 6)
    few = viewed([("ER", "ER")] * 5 + [("ICU", "ICU")] * 6 + [("ER", "ICU")])
    assert none.between("ER", "ICU") is None
    assert few.between("ER", "ICU") is None


def test_one_hidden_number_alone_cannot_be_taken_from_the_total() -> None:
    view = viewed([("ER", "ER")] * 8 + [("ICU", "ICU")] * 6 + [("ER", "ICU")] * 2)
    assert view.between("ER", "ICU") is None
    assert view.between("ICU", "ICU") is None, "the smallest shown one is hidden too"
    assert view.between("ER", "ER") == 8


def test_small_departments_become_one() -> None:
    people = {f"n{i}": "Nursing" for i in range(20)}
    people |= {f"a{i}": "Art" for i in range(4)} | {f"b{i}": "Books" for i in range(7)}
    homes = merged(people)
    assert Counter(homes.values()) == {"Nursing": 20, OTHER: 11}


def test_others_too_few_take_the_next_smallest_with_them() -> None:
    people = {f"n{i}": "Nursing" for i in range(20)} | {f"l{i}": "Lab" for i in range(11)}
    people |= {"a": "Art", "x": ""}
    assert Counter(merged(people).values()) == {"Nursing": 20, OTHER: 13}


def test_a_handful_of_people_gives_no_departments_at_all() -> None:
    view = viewed([("ER", "ICU")] * 4)
    assert view.departments == ()
    assert view.cells == ()


def test_departments_are_by_size_and_others_last() -> None:
    view = viewed([("B", "A")] * 10 + [("A", "C")] * 12 + [(f"d{i}", "") for i in range(20)])
    assert view.departments == ("A", "C", "B", OTHER)


def test_reasons_are_counted_and_small_ones_hidden() -> None:
    left_out = [LeftOut(f"m{i}", Why.NOT_DUE) for i in range(10)]
    left_out += [LeftOut(f"n{i}", Why.PAUSED) for i in range(9)] + [LeftOut("o", Why.ODD_ONE)]
    view = viewed([], tuple(left_out))
    assert view.left_out == ((Why.NOT_DUE, 10), (Why.ODD_ONE, None), (Why.PAUSED, None))


@pytest.mark.parametrize("size", [0, 1])
def test_a_round_without_introductions(size: int) -> None:
    view = viewed([("ER", "ICU")] * size)
    assert (view.matched, view.departments, view.cells) == (2 * size, (), ())


departments = st.sampled_from([f"d{i}" for i in range(20)] + ["big"] * 8 + [""])


@given(st.lists(st.lists(departments, min_size=2, max_size=4).map(tuple), max_size=90))
def test_nothing_about_fewer_than_ten_people_is_shown(groups: list[tuple[str, ...]]) -> None:
    view = viewed(groups)
    sizes = Counter(
        merged({f"{g}-{i}": d for g, ds in enumerate(groups) for i, d in enumerate(ds)}).values()
    )
    assert len(view.departments) <= MOST_ROWS + 1
    if view.departments:
        assert set(view.departments) == set(sizes)
        assert min(sizes.values()) >= FEWEST
    pairs = len(view.departments) * (len(view.departments) + 1) // 2
    assert len(view.cells) == pairs
    shown = [cell.introductions for cell in view.cells if cell.introductions is not None]
    # A group of four is six pairs of four people, so ten people are at least four pairs.
    assert all(count >= 4 for count in shown)
    assert len(view.cells) - len(shown) != 1
