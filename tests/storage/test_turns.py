"""Turns at the one writer of SQLite."""

from contextlib import ExitStack
from threading import Event, Thread

import pytest

from storage.turns import Turns


def waiting(turns: Turns, name: str, order: list[str], *, ahead: bool = False) -> Thread:
    """A thread that is certainly in line, and notes its turn."""
    before = len(turns._ahead) + len(turns._others)

    def take() -> None:
        with turns.turn(10, ahead=ahead):
            order.append(name)

    thread = Thread(target=take)
    thread.start()
    while len(turns._ahead) + len(turns._others) == before:
        Event().wait(0.001)
    return thread


def test_turns_come_in_order_and_the_quick_before_the_others() -> None:
    turns, order = Turns(), list[str]()
    with turns.turn(1):
        threads = [
            waiting(turns, "first", order),
            waiting(turns, "second", order),
            waiting(turns, "quick", order, ahead=True),
            waiting(turns, "quick too", order, ahead=True),
        ]
    for thread in threads:
        thread.join(10)
    assert order == ["quick", "quick too", "first", "second"]


def test_whoever_gives_up_is_in_nobodys_way() -> None:
    turns, order = Turns(), list[str]()
    with turns.turn(1):
        with pytest.raises(TimeoutError), turns.turn(0.01):
            raise AssertionError("it is another's turn")
        thread = waiting(turns, "after", order)
    thread.join(10)
    assert order == ["after"]
    with turns.turn(0.01):
        pass


def test_an_error_in_a_turn_passes_it_on() -> None:
    turns = Turns()
    with pytest.raises(RuntimeError), turns.turn(1):
        raise RuntimeError
    with ExitStack() as stack:
        stack.enter_context(turns.turn(0.01))
