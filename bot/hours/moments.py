"""Local wall-clock minutes as moments, with both changes of summer time.

A moment is whole seconds since 1970. In the hour that comes twice and the hour
that never comes, a wall clock means two moments: the earlier and the later.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.model import MIDNIGHT

Moment = int
Stretch = tuple[Moment, Moment]
"""From one moment up to, and not including, another."""


@lru_cache(maxsize=65_536)
def on_the_wall(day: date, minute: int, zone: str) -> tuple[Moment, Moment]:
    """The earlier and the later moment at which that day's wall clock shows the minute."""
    whole, minute = divmod(minute, MIDNIGHT)
    shown = time(minute // 60, minute % 60)
    local = datetime.combine(day + timedelta(days=whole), shown, ZoneInfo(zone))
    both = sorted(int(local.replace(fold=fold).timestamp()) for fold in (0, 1))
    return both[0], both[1]


def open_between(day: date, start: int, end: int, zone: str) -> Stretch:
    """Local hours as the shortest stretch they may mean: for what is allowed."""
    return on_the_wall(day, start, zone)[1], on_the_wall(day, end, zone)[0]


def kept_between(day: date, start: int, end: int, zone: str) -> Stretch:
    """Local hours as the longest stretch they may mean: for what is kept quiet."""
    return on_the_wall(day, start, zone)[0], on_the_wall(day, end, zone)[1]


def local_date(moment: Moment, zone: str) -> date:
    """The date on a member's wall at that moment."""
    return datetime.fromtimestamp(moment, ZoneInfo(zone)).date()


def as_datetime(moment: Moment) -> datetime:
    """The moment, aware, in UTC."""
    return datetime.fromtimestamp(moment, UTC)


def joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """The same time in order, without overlaps and without empty stretches."""
    whole: list[Stretch] = []
    for start, end in sorted(stretches):
        if end <= start:
            continue
        if whole and start <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(whole[-1][1], end)
        else:
            whole.append((start, end))
    return whole


def without(open_: Iterable[Stretch], closed: Iterable[Stretch]) -> list[Stretch]:
    """What is left of `open_` when `closed` is taken from it, in order."""
    left: list[Stretch] = []
    holes, passed = joined(closed), 0
    for start, end in joined(open_):
        while passed < len(holes) and holes[passed][1] <= start:
            passed += 1
        free_from, at = start, passed
        while at < len(holes) and holes[at][0] < end:
            if free_from < holes[at][0]:
                left.append((free_from, holes[at][0]))
            free_from, at = max(free_from, holes[at][1]), at + 1
        if free_from < end:
            left.append((free_from, end))
    return left
