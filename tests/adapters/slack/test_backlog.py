"""What waits to be answered: in turn, not too many at once, and not all of it in memory."""

import asyncio

import pytest

from adapters.slack import backlog
from adapters.slack.backlog import AT_ONCE, IN_MEMORY, Backlog


class House:
    """Answers when it is told to; its inbox has all words."""

    def __init__(self) -> None:
        self.answered: list[tuple[str, str]] = []
        self.read: list[str] = []
        self.at_once, self.most = 0, 0
        self.open = asyncio.Event()
        self.fails: dict[str, int] = {}
        self.backlog = Backlog(self.answer, self.words, self.lull)

    async def answer(self, id_: str, words: str) -> bool:
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        await self.open.wait()
        self.at_once -= 1
        if self.fails.get(id_, 0):
            self.fails[id_] -= 1
            if self.fails[id_] % 2:
                raise OSError("the disk is full")
            return False
        self.answered.append((id_, words))
        return True

    async def words(self, id_: str) -> str:
        self.read.append(id_)
        return f"{id_} kept"

    async def lull(self) -> None:
        await asyncio.sleep(0)


async def test_all_are_answered_in_turn_a_few_at_once() -> None:
    house = House()
    many = [f"{number:04}" for number in range(4 * AT_ONCE)]
    for each in many:
        house.backlog.add(each, "words", kept=True)
    await asyncio.sleep(0.1)
    assert len(house.backlog) == len(many)
    assert many[-1] in house.backlog
    house.open.set()
    await house.backlog.settled()
    assert [id_ for id_, _ in house.answered] == many
    assert house.most == AT_ONCE
    assert len(house.backlog) == 0


async def test_the_words_of_a_long_line_are_read_when_their_turn_comes() -> None:
    house = House()
    for number in range(IN_MEMORY):
        house.backlog.add(f"{number:04}", "here", kept=True)
    house.backlog.add("only here", "mrn 1", kept=False)
    house.backlog.add("kept", "long", kept=True)
    assert [each.words for each in house.backlog._line][-2:] == ["mrn 1", ""]
    house.open.set()
    await house.backlog.settled()
    assert house.answered[-2:] == [("only here", "mrn 1"), ("kept", "kept kept")]
    assert house.read == ["kept"]


async def test_what_fails_is_tried_again_a_few_times_and_holds_up_nobody(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(backlog, "AGAIN_AFTER", (0.01, 0.01, 0.01))
    house = House()
    house.open.set()
    house.fails = {"late": 3, "never": 1000}
    for each in ("late", "never", "well"):
        house.backlog.add(each, each, kept=True)
    await house.backlog.settled()
    assert house.answered == [("well", "well")]
    async with asyncio.timeout(20):
        while len(house.answered) < 2 or house.fails["never"] > 996:
            await asyncio.sleep(0.01)
    assert house.answered[1] == ("late", "late")
    await asyncio.sleep(0.1)
    assert house.fails["never"] == 996, "once and three times more"
    assert len(house.backlog) == 0


async def test_what_comes_just_as_the_last_ends_is_not_left_lying(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(backlog, "AT_ONCE", 1)
    house = House()
    house.open.set()

    async def answer(id_: str, words: str) -> bool:
        house.answered.append((id_, words))
        if id_ == "first":
            # Runs once this task has ended, and before anyone was told that it has.
            asyncio.get_running_loop().call_soon(lambda: line.add("next", "words", kept=True))
        return True

    line = Backlog(answer, house.words, house.lull)
    line.add("first", "words", kept=True)
    await asyncio.sleep(0.1)
    assert [id_ for id_, _ in house.answered] == ["first", "next"]
    assert len(line) == 0
