"""When a word on what to expect belongs: with the first proposal or ask, and after a long gap."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from bot.ports import Reading

LONG = timedelta(weeks=12)
"""After so long without a proposal or an ask, the first one is like a first."""

LOOKED_THROUGH = 5
"""How many of the newest are looked through for the one before."""


def first_in_a_while(reading: Reading, member: str, at: datetime) -> bool:
    """Whether no proposal to them and no ask of theirs began in the twelve weeks before."""
    proposed = (each.proposed_at for each in reading.introductions_of(member, LOOKED_THROUGH))
    if _lately(proposed, at):
        return False
    return not _lately((each.started_at for each in reading.askings_of(member, 2)), at)


def _lately(moments: Iterable[datetime], at: datetime) -> bool:
    return any(at - LONG < each < at for each in moments)
