"""A product that tells, or forgets who is away, is caught: each promise can be broken."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from bot.app import answers, composing, pooling, pressing
from bot.app.means import promise
from bot.model import Answer, Notice, NoticeKind, Standing
from tests.simulation import promises
from tests.simulation.hospital import Simulated

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("simulation")]


def tells_of_a_no_at_once(patch: pytest.MonkeyPatch) -> None:
    def answer(desk, introduction, given, opening=""):
        card = answers.answer(desk, introduction, given, opening)
        if given is Answer.NO:
            people = desk.tx.members(introduction.members)
            promise(desk.tx, _moved_on(introduction, people, desk), people)
        return card

    patch.setattr(pressing, "answer", answer)


def _moved_on(introduction, people, desk) -> Iterator[Notice]:
    for other in set(people) - {desk.member.id}:
        key = f"{introduction.id}:moved-on:{other}"
        yield Notice(key, NoticeKind.MOVED_ON, other, introduction.id, desk.now)


def says_it_in_other_words(patch: pytest.MonkeyPatch) -> None:
    before = composing._Page.moved_on_and_next

    def moved_on_and_next(page):
        card, old = before(page), page.what_it_follows()
        if old and Answer.NO in {part.answer for part in old.parts}:
            blocks = (*card.blocks[:1], *card.blocks[:1], *card.blocks[1:])
            return replace(card, blocks=blocks)
        return card

    patch.setattr(composing._Page, "moved_on_and_next", moved_on_and_next)


def proposes_to_those_on_leave(patch: pytest.MonkeyPatch) -> None:
    before = pooling._kept_out

    def kept_out(entrant, slot, again):
        here = replace(entrant.member, standing=Standing.HERE)
        return before(replace(entrant, member=here), slot, again)

    patch.setattr(pooling, "_kept_out", kept_out)


@pytest.mark.parametrize(
    ("mutant", "broken"),
    [
        (
            tells_of_a_no_at_once,
            {
                promises.a_no_and_a_silence_look_the_same: "heard early",
                promises.a_no_moves_nothing: "told at once",
            },
        ),
        (
            says_it_in_other_words,
            {promises.a_no_and_a_silence_look_the_same: "heard in other words"},
        ),
        (
            proposes_to_those_on_leave,
            {promises.nobody_away_is_proposed_to_or_written_to: "proposed to somebody away"},
        ),
    ],
)
def test_it_is_caught(tmp_path, monkeypatch, mutant, broken):
    mutant(monkeypatch)
    hospital = Simulated(tmp_path, members=60)
    hospital.live(weeks=2)
    for promise_, why in broken.items():
        with pytest.raises(AssertionError, match=why):
            promise_(hospital)
    hospital.close()


def test_a_wave_that_favours_one_of_the_two_is_caught():
    """Placed again: nine in ten after a silence, half after a no."""
    assert not promises.as_often([True, False] * 30, ([True] * 9 + [False]) * 6)
    assert promises.as_often([True, False] * 30, [True, False, False, True, True] * 12)
    assert promises.as_often([True], [False] * 60), "one alone may be chance"
