"""One courier, over a memory outbox: what is said to whom, in which order."""

import asyncio
from datetime import timedelta

import pytest

from adapters.courier import courier as courier_module
from adapters.courier import delivering
from bot.delivery import (
    Delivery,
    Failed,
    Gone,
    Later,
    Letter,
    Moot,
    NotYet,
    Parcel,
    Place,
    Refused,
    Sent,
    Unknown,
)
from tests.adapters.courier_house import CARD, NOW, TEAMS, House, letter, parcel


@pytest.fixture
def house() -> House:
    return House()


async def test_sending_is_committed_before_the_call_and_recorded_after(house: House) -> None:
    house.outbox.waiting.append(parcel(1))
    assert await house.courier().drain() == 1
    assert house.outbox.told == [("sending", 1), ("Sent", 1)]
    assert house.outbox.finished == {1: Sent("ref-k1")}


@pytest.mark.parametrize(
    "answer",
    [Later(3), Gone("left"), Refused("no"), Failed("dns"), Unknown("timed out"), Moot()],
)
async def test_whatever_the_platform_says_is_recorded(house: House, answer: Delivery) -> None:
    house.slack.answers = [answer]
    house.outbox.waiting.append(parcel(1))
    assert await house.courier().drain() == 0
    assert house.outbox.finished == {1: answer}


@pytest.mark.parametrize("said", [Moot(), NotYet(NOW + timedelta(hours=8)), Gone("has left")])
async def test_what_need_not_be_said_is_never_sending(house: House, said: Delivery) -> None:
    house.compose = lambda _: said
    house.outbox.waiting.append(parcel(1))
    assert await house.courier().drain() == 0
    assert house.outbox.told == [(type(said).__name__, 1)]
    assert house.slack.spoken == []


async def test_a_lost_lease_is_not_spoken(house: House) -> None:
    house.outbox.lost.add(1)
    house.outbox.waiting.append(parcel(1))
    assert await house.courier().drain() == 0
    assert house.outbox.told == [("sending", 1)]
    assert house.slack.spoken == []


async def test_a_commit_that_took_too_long_leaves_too_little_lease(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "LONGEST_COMMIT", -1.0)
    house.outbox.waiting.append(parcel(1))
    assert await house.courier().drain() == 0
    assert house.outbox.finished == {1: NotYet(NOW)}
    assert house.slack.spoken == []


async def test_no_answer_in_time_is_unknown(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivering, "SEND_TIMEOUT", 0.05)
    house.slack.takes = 5
    house.outbox.waiting.append(parcel(1))
    assert await house.courier().drain() == 0
    assert isinstance(house.outbox.finished[1], Unknown)


async def test_what_may_be_posted_is_looked_for_first(house: House) -> None:
    house.slack.finds = [Sent("there"), None, Unknown("busy"), RuntimeError("bug")]
    house.outbox.waiting.extend(parcel(n, looked_for=True) for n in range(1, 5))
    await house.courier().drain()
    assert house.outbox.finished[1] == Sent("there")
    assert house.outbox.finished[2] == Sent("ref-k2")
    assert house.outbox.finished[3] == Unknown("busy")
    assert house.outbox.finished[4] == Unknown("a fault before sending: RuntimeError")
    assert [key for key, _ in house.slack.spoken] == ["k2"]


async def test_looked_for_and_posted_counts_even_when_there_is_no_more_to_say(
    house: House,
) -> None:
    house.compose = lambda _: Moot()
    house.slack.finds = [Sent("there"), None]
    house.outbox.waiting.extend([parcel(1, looked_for=True), parcel(2, looked_for=True)])
    await house.courier().drain()
    assert house.outbox.finished == {1: Sent("there"), 2: Moot()}


async def test_one_parcels_fault_stops_no_other(house: House) -> None:
    def compose(each: Parcel) -> Letter:
        if each.id == 2:
            raise ZeroDivisionError
        return letter(each, CARD)

    house.compose = compose
    house.slack.answers = [KeyError("bug in the speaker")]
    house.outbox.waiting.extend([parcel(1), parcel(2), parcel(3, TEAMS)])
    assert await house.courier().drain() == 1
    assert house.outbox.finished == {
        1: Unknown("a fault while sending: KeyError"),
        2: Failed("a fault before sending: ZeroDivisionError"),
        3: Sent("ref-k3"),
    }


async def test_a_place_nobody_speaks_for(house: House) -> None:
    house.outbox.waiting.append(parcel(1, Place("x", "irc", "Old")))
    assert await house.courier().drain() == 0
    assert house.outbox.finished == {1: Failed("a fault before sending: LookupError")}


async def test_an_outcome_is_recorded_when_the_database_is_back(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "RECORD_AGAIN", (0.01, 0.01))
    house.outbox.troubles = {"finish": [OSError("away"), OSError("away")]}
    house.outbox.waiting.append(parcel(1))
    assert await house.courier().drain() == 1
    assert house.outbox.finished == {1: Sent("ref-k1")}


async def test_what_could_not_be_recorded_is_let_go_of(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(delivering, "RECORD_AGAIN", (0.01,))
    house.outbox.troubles = {"finish": [OSError("away")] * 2}
    house.outbox.waiting.append(parcel(1))
    courier = house.courier()
    before = courier.owner
    assert await courier.drain() == 0
    assert courier.owner != before, "its old name's leases can be taken back, by itself too"


async def test_when_sending_cannot_be_committed_nothing_is_sent(house: House) -> None:
    house.outbox.troubles = {"start_sending": [OSError("away")]}
    house.outbox.waiting.append(parcel(1))
    await house.courier().drain()
    assert house.outbox.finished == {1: Failed("a fault before sending: OSError")}
    assert house.slack.spoken == []


async def test_draining_says_when_the_outbox_cannot_be_asked(house: House) -> None:
    house.outbox.troubles = {"claim": [OSError("away")]}
    with pytest.raises(OSError, match="away"):
        await house.courier().drain()


async def test_parcels_go_side_by_side_and_wait_their_turn(house: House) -> None:
    house.slack.takes = 0.05
    house.outbox.waiting.extend(parcel(n, in_=n * 0.05) for n in range(4))
    loop = asyncio.get_running_loop()
    began = loop.time()
    await house.courier().drain()
    waits = {key: at - began for key, at in house.slack.spoken}
    assert all(waits[f"k{n}"] >= n * 0.05 + 0.05 for n in range(4))

    house.outbox.waiting.extend(parcel(n) for n in range(30))
    await house.courier().drain()
    assert house.slack.most_at_once > 5


async def test_never_more_than_it_may_hold(house: House) -> None:
    house.slack.takes = 0.01
    house.outbox.waiting.extend(parcel(n) for n in range(300))
    assert await house.courier().drain() == 300
    assert house.slack.most_at_once <= courier_module.MOST_IN_FLIGHT


async def test_running_delivers_until_it_is_told_to_stop(house: House) -> None:
    stopping, courier = asyncio.Event(), house.courier()
    running = asyncio.create_task(courier.run(stopping))
    await asyncio.sleep(0.05)
    house.outbox.waiting.append(parcel(1))
    courier.nudge()
    await _until(lambda: 1 in house.outbox.finished, 0.5)
    house.slack.takes = 0.2
    house.outbox.waiting.append(parcel(2))
    courier.nudge()
    await _until(lambda: house.slack.at_once == 1, 0.5)
    stopping.set()
    await running
    assert house.outbox.finished[2] == Sent("ref-k2"), "what is in flight is ended"
    assert house.outbox.released == [courier.owner]


async def test_stopping_does_not_wait_for_ever(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "LAST_WORDS", 0.05)
    house.slack.takes = 60
    house.outbox.waiting.append(parcel(1))
    stopping = asyncio.Event()
    running = asyncio.create_task(house.courier().run(stopping))
    await _until(lambda: house.slack.at_once == 1, 0.5)
    stopping.set()
    await asyncio.wait_for(running, 1)
    assert house.outbox.finished == {}, "it stays *sending*, for the next process to look for"


async def test_a_database_that_was_away_does_not_end_it(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(courier_module, "AFTER_TROUBLE", 0.01)
    house.outbox.troubles = {"claim": [OSError("away"), OSError("away")]}
    house.outbox.waiting.append(parcel(1))
    stopping = asyncio.Event()
    running = asyncio.create_task(house.courier().run(stopping))
    await _until(lambda: 1 in house.outbox.finished, 1)
    stopping.set()
    await running
    assert len(set(house.outbox.owners)) == 3, "a claim of unknown outcome is left to be taken back"


async def test_draining_waits_for_what_the_running_loop_holds(house: House) -> None:
    house.slack.takes = 0.2
    house.outbox.waiting.append(parcel(1))
    stopping, courier = asyncio.Event(), house.courier()
    running = asyncio.create_task(courier.run(stopping))
    await _until(lambda: house.slack.at_once == 1, 0.5)
    assert await courier.drain() == 1
    assert house.outbox.finished == {1: Sent("ref-k1")}
    stopping.set()
    await running


async def _until(condition: object, within: float) -> None:
    assert callable(condition)
    async with asyncio.timeout(within + 2):
        while not condition():
            await asyncio.sleep(0.005)
