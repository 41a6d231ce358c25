"""`never` beats every path by which two could be put together: round, ask, introduce."""

import random

import pytest

from tests.stories.hospital import PROGRAMME, Hospital
from tests.stories.test_ask import NO_ROUNDS, SEPSIS

NAMES = ("Ana Díaz", "Ben Stone", "Cleo Park", "Dan Roe", "Eve Moss", "Fay Lund")
SEEDS = range(2)
YES = "Yes, introduce us"


def lived(folder, seed: int, path: str, *, apart: bool) -> set[frozenset[str]]:
    """Which of three pairs, apart or not, were put together by that path in three weeks."""
    dice = random.Random(seed)
    hospital = Hospital(folder, PROGRAMME if path == "round" else NO_ROUNDS)
    for name in NAMES:
        hospital.add(name, "baking", offers=SEPSIS)
    people = [name.split()[0].lower() for name in NAMES]
    kept_apart = [dice.sample(NAMES, 2) for _ in range(3)]
    if apart:
        for one, other in kept_apart:
            said = hospital.types(one.split()[0].lower(), f"never {other}")
            assert "never be suggested" in said
    for day in range(21):
        for one, other in kept_apart if path == "introduce" and day % 7 == 1 else ():
            third = dice.choice([n for n in NAMES if n not in (one, other)])
            hospital.types(third.split()[0].lower(), f"introduce {one} and {other} because of tea")
        if path == "ask" and day % 2 == 0:
            asker = dice.choice(kept_apart)[0].split()[0].lower()
            if "Ask, quietly" in hospital.types(asker, "ask sepsis"):
                hospital.fills(asker)
        hospital.wait(days=1)
        for name in people:
            if YES in "".join(hospital.messages(name)[-1:]):
                hospital.presses(name, YES)
    with hospital.store.reading() as reading:
        found = {
            frozenset(each.members)
            for name in people
            for each in reading.introductions_of(name, 99)
        }
    hospital.close()
    wanted = {frozenset(each.split()[0].lower() for each in pair) for pair in kept_apart}
    return {pair for pair in wanted if any(pair <= members for members in found)}


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("path", ["round", "ask", "introduce"])
def test_two_kept_apart_are_put_together_by_no_path(tmp_path, seed, path):
    for folder in ("apart", "free"):
        (tmp_path / folder).mkdir()
    assert lived(tmp_path / "free", seed, path, apart=False), "without the word they are"
    assert lived(tmp_path / "apart", seed, path, apart=True) == set()
