"""Where a member's own chat with the bot is: all that a message out of the blue needs."""

import json
from dataclasses import asdict, dataclass

from adapters.teams.activities import Arrival


class UnreadableReference(ValueError):
    """What was kept is no reference this version can read."""


@dataclass(frozen=True, slots=True)
class Reference:
    """Ids of Teams' own, and the address they are good at."""

    service_url: str
    conversation: str
    user: str
    bot: str
    tenant: str

    def write(self) -> str:
        """As it is kept; `read` gives the same back."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def read(cls, kept: str) -> "Reference":
        """The reference that was kept. Raises `UnreadableReference`."""
        try:
            said = json.loads(kept)
            parts = {name: said[name] for name in cls.__slots__}
        except (ValueError, KeyError, TypeError) as fault:
            raise UnreadableReference(type(fault).__name__) from fault
        if not all(isinstance(each, str) for each in parts.values()):
            raise UnreadableReference("not all texts")
        return cls(**parts)


def reference_of(arrival: Arrival) -> Reference | None:
    """Where that activity's sender can be written to; None where others would read along."""
    if not (arrival.personal and arrival.who and arrival.conversation and arrival.service_url):
        return None
    return Reference(
        arrival.service_url, arrival.conversation, arrival.user, arrival.bot, arrival.tenant
    )
