"""A chat platform that outlives every process, and fails in every way.

What was posted is a line in a file, written with one call: a process killed the
moment after has posted all the same.
"""

import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from bot.delivery import Delivery, Failed, Later, Letter, Parcel, Refused, Sent, Unknown


@dataclass(frozen=True, slots=True)
class Platform:
    """The file of what was posted and what was refused."""

    path: Path

    def write(self, what: str, key: str) -> None:
        """Add one line, for good."""
        file = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(file, f"{what} {key}\n".encode())
        finally:
            os.close(file)

    def count(self, what: str) -> Counter[str]:
        """How often each key was posted, or refused."""
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        return Counter(
            key for did, _, key in (line.partition(" ") for line in lines) if did == what
        )


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


@dataclass(slots=True)
class FaultySpeaker:
    """Speaks to the platform; `faults` is how often, of 1, something goes wrong."""

    platform: Platform
    rng: random.Random
    faults: float = 0.0
    deadly: bool = True
    heard: int | None = None
    """A pipe that is told of every call, so that whoever kills can choose the moment."""

    async def speak(self, letter: Letter) -> Delivery:
        """Post, or fail in one of many ways, some of them after posting."""
        self._be_heard()
        if self.rng.random() >= self.faults:
            return self._post(letter.key)
        return self.rng.choice(self._ways())(letter.key)

    async def find(self, parcel: Parcel) -> Sent | Unknown | None:
        """Whether it was posted; sometimes nobody can say."""
        self._be_heard()
        if self.rng.random() < self.faults / 2:
            return Unknown("too many questions")
        return Sent("found") if self.platform.count("posted")[parcel.key] else None

    def _be_heard(self) -> None:
        if self.heard is not None:
            os.write(self.heard, b".")

    def _ways(self) -> tuple[Callable[[str], Delivery], ...]:
        return (
            lambda _: Later(0.01),
            lambda _: Failed("refused connection"),
            lambda _: Unknown("timed out before it was posted"),
            self._post_then_time_out,
            self._post_then_break,
            self._post_then_die,
            self._refuse,
        )

    def _post(self, key: str) -> Delivery:
        self.platform.write("posted", key)
        return Sent("posted")

    def _post_then_time_out(self, key: str) -> Delivery:
        self._post(key)
        return Unknown("timed out after it was posted")

    def _post_then_break(self, key: str) -> Delivery:
        self._post(key)
        raise RuntimeError("the answer could not be read")

    def _post_then_die(self, key: str) -> Delivery:
        self._post(key)
        if self.deadly:
            die()
        return Unknown("the process that posted it was stopped")

    def _refuse(self, key: str) -> Delivery:
        self.platform.write("refused", key)
        return Refused("no such conversation")
