"""What must hold whenever and however often processes died."""

from collections import Counter
from dataclasses import dataclass

from sqlalchemy import Row, select

from storage import SqlStore
from storage.schema import introductions, outbox, parts, rounds
from storage.states import State
from tests.crash.hospital import ASKED, MEMBERS
from tests.crash.platform import Platform

ON_THE_WAY = {State.PENDING, State.LEASED, State.SENDING}


@dataclass(frozen=True, slots=True)
class Found:
    """What is in the database and on the platform, and what of it may not be."""

    violations: tuple[str, ...]
    rounds: int
    messages: int
    states: dict[str, int]
    posted: int

    @property
    def on_the_way(self) -> int:
        """Messages that are not settled yet."""
        return sum(self.states.get(state.value, 0) for state in ON_THE_WAY)


def look(store: SqlStore, platform: Platform) -> Found:
    """Compare the two. Call it when nothing runs; `violations` only when all is settled."""
    with store.reading() as reading:
        connection = reading._connection
        messages = connection.execute(select(outbox)).all()
        slots = Counter(connection.scalars(select(rounds.c.slot)))
        owed = {
            f"{slot}/{introduction}/{member}"
            for slot, introduction, member in connection.execute(
                select(rounds.c.slot, introductions.c.id, parts.c.member)
                .join_from(rounds, introductions, introductions.c.round == rounds.c.id)
                .join(parts, parts.c.introduction == introductions.c.id)
            )
        }
    posted, refused = platform.count("posted"), platform.count("refused")
    wrong = [f"{slot} was run {count} times" for slot, count in slots.items() if count > 1]
    if len(owed) != len(slots) * len(MEMBERS):
        wrong.append(f"{len(slots)} rounds have {len(owed)} parts: one was saved by halves")
    promised = Counter(row.key for row in messages)
    wrong += [f"{key} was not promised" for key in owed - set(promised)]
    wrong += [f"{key} was promised {count} times" for key, count in promised.items() if count > 1]
    wrong += [f"{key} was posted, and never promised" for key in set(posted) - set(promised)]
    for row in messages:
        wrong += [f"{row.key}: {what}" for what in _wrong(row, posted[row.key], refused[row.key])]
    return Found(
        violations=tuple(wrong),
        rounds=len(slots),
        messages=len(messages),
        states=dict(Counter(row.state.value for row in messages)),
        posted=posted.total(),
    )


def _wrong(row: Row, posted: int, refused: int) -> list[str]:
    """What may not be of one message."""
    wrong = []
    if posted > 1:
        wrong.append(f"doubled: posted {posted} times")
    if row.state in ON_THE_WAY:
        wrong.append(f"lost: still {row.state}")
    if row.state is State.SENT and not posted:
        wrong.append("lost: recorded as sent, never posted")
    if row.state is State.DEAD and not refused:
        wrong.append(f"lost: given up without being refused ({row.reason})")
    if row.state is State.DEAD and posted:
        wrong.append("recorded as refused, but posted")
    if row.state is State.UNKNOWN and row.place == ASKED.id:
        wrong.append("unknown, where the platform could have been asked")
    if row.state is State.MOOT:
        wrong.append("lost: moot")
    return wrong
