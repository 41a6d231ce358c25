"""One membership: every state and every event has an outcome and something to say."""

from datetime import UTC, date, datetime

import pytest

from bot.conversation import (
    SAMPLES,
    BudgetChosen,
    DayCame,
    DrawnChosen,
    Joined,
    Left,
    OftenChosen,
    Paused,
    Resumed,
    Said,
    step,
)
from bot.model import Drawn, Membership, Taking

NOW = datetime(2026, 3, 2, 14, tzinfo=UTC)
DAY = date(2026, 3, 16)
IN = Membership("p", "m")
PAUSED = Membership("p", "m", Taking.PAUSED, DAY)
FOR_EVER = Membership("p", "m", Taking.PAUSED)
OUT = Membership("p", "m", Taking.OUT)

TABLE = [
    (IN, Joined(NOW), Taking.IN, None, Said.JOINED),
    (PAUSED, Joined(NOW), Taking.PAUSED, DAY, Said.JOINED),
    (OUT, Joined(NOW), Taking.IN, None, Said.JOINED),
    (IN, Paused(DAY), Taking.PAUSED, DAY, Said.PAUSED),
    (PAUSED, Paused(None), Taking.PAUSED, None, Said.PAUSED),
    (OUT, Paused(DAY), Taking.OUT, None, Said.NOT_IN),
    (IN, Resumed(), Taking.IN, None, Said.NOT_PAUSED),
    (PAUSED, Resumed(), Taking.IN, None, Said.RESUMED),
    (OUT, Resumed(), Taking.OUT, None, Said.NOT_IN),
    (IN, Left(), Taking.OUT, None, Said.LEFT),
    (PAUSED, Left(), Taking.OUT, None, Said.LEFT),
    (OUT, Left(), Taking.OUT, None, Said.NOT_IN),
    (IN, OftenChosen(0), Taking.IN, None, Said.OFTEN),
    (PAUSED, OftenChosen(2), Taking.PAUSED, DAY, Said.OFTEN),
    (OUT, OftenChosen(2), Taking.OUT, None, Said.NOT_IN),
    (IN, BudgetChosen(2), Taking.IN, None, Said.BUDGET),
    (PAUSED, BudgetChosen(2), Taking.PAUSED, DAY, Said.BUDGET),
    (OUT, BudgetChosen(2), Taking.OUT, None, Said.NOT_IN),
    (IN, DrawnChosen(Drawn.NEWCOMER), Taking.IN, None, Said.DRAWN),
    (PAUSED, DrawnChosen(Drawn.STEP_BEHIND), Taking.PAUSED, DAY, Said.DRAWN),
    (OUT, DrawnChosen(Drawn.NEWCOMER), Taking.OUT, None, Said.NOT_IN),
    (IN, DayCame(DAY), Taking.IN, None, Said.NOTHING),
    (PAUSED, DayCame(date(2026, 3, 15)), Taking.PAUSED, DAY, Said.NOTHING),
    (PAUSED, DayCame(DAY), Taking.IN, None, Said.NOTHING),
    (FOR_EVER, DayCame(date(2036, 1, 1)), Taking.PAUSED, None, Said.NOTHING),
    (OUT, DayCame(DAY), Taking.OUT, None, Said.NOTHING),
]


@pytest.mark.parametrize(("before", "event", "taking", "until", "said"), TABLE)
def test_every_state_and_event(before, event, taking, until, said):
    turn = step(before, event)
    assert (turn.membership.taking, turn.membership.paused_until, turn.said) == (
        taking,
        until,
        said,
    )


def test_the_table_leaves_no_state_and_no_event_out():
    assert {(row[0].taking, type(row[1])) for row in TABLE} == {
        (taking, type(event)) for taking in Taking for event in SAMPLES
    }


def test_saving_the_form_again_is_no_second_joining():
    joined = step(OUT, Joined(NOW)).membership
    again = step(joined, Joined(datetime(2026, 5, 1, tzinfo=UTC)))
    assert again.said is Said.SAVED
    assert again.membership.joined_at == NOW


def test_cadence_and_budget_are_kept_through_leaving_and_coming_back():
    chosen = step(step(IN, OftenChosen(4)).membership, BudgetChosen(1)).membership
    back = step(step(chosen, Left()).membership, Joined(NOW)).membership
    assert (back.every_weeks, back.budget) == (4, 1)
