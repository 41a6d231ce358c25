"""What becomes of a promised message: after a delivery, or when its courier vanished. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, assert_never

from bot.delivery import Delivery, Failed, Gone, Later, Moot, NotYet, Parcel, Refused, Sent, Unknown
from storage.states import State

LEASE = timedelta(seconds=120)
"""How long a courier holds a parcel: four times the longest a send may take."""

MOST_ATTEMPTS = 12
"""Attempts before giving up: some three and a half hours of a platform being away."""

FIRST_WAIT = timedelta(seconds=10)
LONGEST_WAIT = timedelta(hours=1)

VANISHED = "the process that was sending it ended before it heard back"
KEPT_VANISHING = f"the process that held it ended {MOST_ATTEMPTS} times"


@dataclass(frozen=True, slots=True)
class LeftBehind:
    """A parcel whose lease ended: how far it was, and whether its place can be asked."""

    state: State
    looks_up: bool
    looked_for: bool
    attempts: int


def wait_after(attempts: int) -> timedelta:
    """How long to wait after that many attempts: doubled each time, an hour at most."""
    return min(FIRST_WAIT * (1 << min(attempts - 1, 20)), LONGEST_WAIT)


def taken_back(left: LeftBehind) -> dict[str, Any]:
    """The row of a parcel whose courier vanished.

    Before *sending*, nothing was posted. While *sending*, nobody knows: it is
    looked for where the place can be asked, else it stays unknown. A parcel
    that keeps ending its couriers is given up.
    """
    maybe_posted = left.looked_for or left.state is State.SENDING
    if left.state is State.SENDING and not left.looks_up:
        return {"state": State.UNKNOWN, "reason": VANISHED}
    if left.attempts >= MOST_ATTEMPTS:
        return {
            "state": State.UNKNOWN if maybe_posted else State.DEAD,
            "reason": KEPT_VANISHING,
        }
    return {"state": State.PENDING, "looked_for": maybe_posted}


def recorded(parcel: Parcel, delivery: Delivery, now: datetime) -> dict[str, Any]:
    """The row of a parcel after a delivery. `Later` and `NotYet` cost no attempt."""
    match delivery:
        case Sent(ref):
            return {"state": State.SENT, "ref": ref, "reason": ""}
        case Moot():
            return {"state": State.MOOT, "reason": ""}
        case Gone(reason) | Refused(reason):
            return {"state": State.DEAD, "reason": reason}
        case Later():
            return _again(now, parcel.attempts - 1)
        case NotYet(until):
            return _again(until, parcel.attempts - 1)
        case Failed(reason) if parcel.attempts >= MOST_ATTEMPTS:
            return {"state": State.DEAD, "reason": reason}
        case Failed(reason):
            return _again(now + wait_after(parcel.attempts), parcel.attempts, reason)
        case Unknown(reason) if parcel.place.looks_up and parcel.attempts < MOST_ATTEMPTS:
            again = _again(now + wait_after(parcel.attempts), parcel.attempts, reason)
            return again | {"looked_for": True}
        case Unknown(reason):
            return {"state": State.UNKNOWN, "reason": reason}
        case _:
            assert_never(delivery)


def _again(at: datetime, attempts: int, reason: str = "") -> dict[str, Any]:
    return {
        "state": State.PENDING,
        "try_at": at,
        "attempts": attempts,
        "looked_for": False,
        "reason": reason,
    }
