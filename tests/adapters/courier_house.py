"""A courier with an outbox in memory, a speaker that does as it is told, and a clock."""

import asyncio
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from adapters.courier import Courier
from bot.delivery import Composed, Delivery, Letter, Parcel, Place, Sent, Unknown
from bot.model import Notice, NoticeKind
from bot.ui import Card

NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)
SLACK = Place("team", "slack", "Team", looks_up=True)
TEAMS = Place("tenant", "teams", "Tenant")
CARD = Card("Hello", ())

Answer = Delivery | Exception | Callable[[], None]


def letter(parcel: Parcel, card: Card) -> Letter:
    """What a parcel becomes when that card is what it says."""
    return Letter(parcel.key, parcel.place, parcel.user, card)


def parcel(
    number: int, place: Place = SLACK, *, looked_for: bool = False, in_: float = 0.0
) -> Parcel:
    """A parcel to be sent so many seconds from now."""
    notice = Notice(f"k{number}", NoticeKind.PROPOSAL, "ana", "pair", NOW)
    return Parcel(
        number,
        notice.key,
        notice,
        place,
        "u-ana",
        f"fence-{number}",
        1,
        NOW + timedelta(seconds=120),
        looked_for,
        NOW + timedelta(seconds=in_),
    )


@dataclass
class MemoryOutbox:
    """Hands out parcels once, and writes down what it is told."""

    waiting: deque[Parcel] = field(default_factory=deque)
    told: list[tuple[str, int]] = field(default_factory=list)
    finished: dict[int, Delivery] = field(default_factory=dict)
    owners: list[str] = field(default_factory=list)
    released: list[str] = field(default_factory=list)
    lost: set[int] = field(default_factory=set)
    troubles: dict[str, list[Exception]] = field(default_factory=dict)

    def _trouble(self, name: str) -> None:
        if self.troubles.get(name):
            raise self.troubles[name].pop(0)

    def claim(self, owner: str, now: datetime, limit: int) -> tuple[Parcel, ...]:
        self.owners.append(owner)
        self._trouble("claim")
        return tuple(self.waiting.popleft() for _ in range(min(limit, len(self.waiting))))

    def start_sending(self, parcel: Parcel, now: datetime) -> bool:
        self._trouble("start_sending")
        self.told.append(("sending", parcel.id))
        return parcel.id not in self.lost

    def finish(self, parcel: Parcel, delivery: Delivery, now: datetime) -> bool:
        self._trouble("finish")
        self.told.append((type(delivery).__name__, parcel.id))
        self.finished[parcel.id] = delivery
        return parcel.id not in self.lost

    def release(self, owner: str, now: datetime) -> int:
        self.released.append(owner)
        return 0


@dataclass
class ToldSpeaker:
    """Answers as it was told, in order; posts when nothing was said."""

    answers: list[Answer] = field(default_factory=list)
    finds: list[Sent | Unknown | Exception | None] = field(default_factory=list)
    spoken: list[tuple[str, float]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    takes: float = 0.0

    async def speak(self, letter: Letter) -> Delivery:
        self.at_once += 1
        self.most_at_once = max(self.most_at_once, self.at_once)
        try:
            await asyncio.sleep(self.takes)
        finally:
            self.at_once -= 1
        self.spoken.append((letter.key, asyncio.get_running_loop().time()))
        answer = self.answers.pop(0) if self.answers else Sent(f"ref-{letter.key}")
        if isinstance(answer, Exception):
            raise answer
        assert not callable(answer)
        return answer

    async def find(self, parcel: Parcel) -> Sent | Unknown | None:
        found = self.finds.pop(0)
        if isinstance(found, Exception):
            raise found
        return found


@dataclass
class House:
    """A courier and all it talks to."""

    outbox: MemoryOutbox = field(default_factory=MemoryOutbox)
    slack: ToldSpeaker = field(default_factory=ToldSpeaker)
    teams: ToldSpeaker = field(default_factory=ToldSpeaker)
    compose: Callable[[Parcel], Composed] = lambda each: letter(each, CARD)

    def courier(self) -> Courier:
        """A courier that has not begun."""
        return Courier(
            self.outbox,
            lambda parcel: self.compose(parcel),
            {"slack": self.slack, "teams": self.teams},
            lambda: NOW,
            "process",
        )
