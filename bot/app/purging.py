"""Once a day, what is older than it may be goes."""

from datetime import datetime, timedelta

from bot import retention
from bot.app.means import Means

LAST = "last purge on"
"""The setting under which the day (UTC) of the last purge is kept."""

LATELY = timedelta(days=2)
"""Longer than from one purge to the next."""


def purge_daily(means: Means, now: datetime) -> bool:
    """Let go of what is old, on the first tick of a day. Whether this tick did.

    Where somebody was forgotten lately, unused bytes go, too.
    """
    with means.store.reading() as reading:
        if not retention.is_due(reading.setting(LAST), now):
            return False
        erased = reading.any_forgotten_since(now - LATELY)
    with means.store.writing() as tx:
        tx.purge(retention.purge(means.retention, now))
        tx.keep_setting(LAST, now.date().isoformat())
    if erased:
        means.store.compact()
    return True
