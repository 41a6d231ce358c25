"""When two meet: times that suit all of them, wishes, agreement, being called away.

`step` is total. Times are offered from the hours of everyone involved, never
two on one day, and what did not suit is not offered again.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import assert_never
from zoneinfo import ZoneInfo

from bot.model import QUARTERS_AHEAD, Appointment, Introduction, Notice, NoticeKind

OFFERED = 3
QUARTER = timedelta(minutes=15)
NOT_BEFORE = timedelta(hours=18)
"""Nobody is asked to meet sooner than about tomorrow."""

DAY_BEFORE = timedelta(hours=24)
ASK_AFTER = timedelta(hours=20)
"""How long after an agreed time the bot asks whether they met."""


@dataclass(frozen=True, slots=True)
class Wished:
    """A member wants to meet at that moment. `suits` is whether all can."""

    member: str
    at: datetime
    suits: bool = True


@dataclass(frozen=True, slots=True)
class NoneSuits:
    """No offered time suits a member; here are others."""

    member: str
    fresh: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class CalledAway:
    """A member cannot come after all; here are other times."""

    member: str
    fresh: tuple[datetime, ...]


@dataclass(frozen=True, slots=True)
class WayChosen:
    """A member would rather meet in that way; here are times long enough for it.

    `suits` is whether the time that was suggested is still in everyone's hours.
    """

    member: str
    way: str
    minutes: int
    fresh: tuple[datetime, ...]
    suits: bool = True


Event = Wished | NoneSuits | CalledAway | WayChosen


class Said(StrEnum):
    """What the one who acted is told."""

    SUGGESTED = "suggested"
    AGREED = "agreed"
    OFFERED = "offered"
    CALLED_AWAY = "called away"
    DOES_NOT_SUIT = "does not suit"
    PAST = "past"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The appointment afterwards, messages to promise, and the answer."""

    appointment: Appointment
    said: Said
    notices: tuple[Notice, ...] = ()


def offer(
    common: int, start: datetime, minutes: int, without: Iterable[datetime], zone: ZoneInfo
) -> tuple[datetime, ...]:
    """Up to three starts within the common quarter-hours, on different days, soonest first.

    `common` has bit q set when quarter-hour q from `start` suits everyone. On
    each day of `zone` the middle of the longest run is offered, where small
    changes of plan do least harm; `without` are moments not to be offered again.
    """
    needed, avoided = -(-minutes // 15), set(without)
    best: dict[date, tuple[int, datetime]] = {}
    for first, length in _runs(common):
        at = start + (first + (length - needed) // 2) * QUARTER
        day = at.astimezone(zone).date()
        if length < needed or at < start + NOT_BEFORE or at in avoided:
            continue
        if day not in best or length > best[day][0]:
            best[day] = (length, at)
    return tuple(at for _, at in (best[day] for day in sorted(best)))[:OFFERED]


def _runs(mask: int) -> Iterable[tuple[int, int]]:
    """Runs of set bits as (first, length), none longer than a day."""
    first = -1
    for quarter in range(QUARTERS_AHEAD + 1):
        is_set = bool(mask >> quarter & 1)
        if first >= 0 and (not is_set or quarter % 96 == 0):
            yield first, quarter - first
            first = -1
        if is_set and first < 0:
            first = quarter


def step(
    appointment: Appointment, introduction: Introduction, event: Event, now: datetime
) -> Outcome:
    """What an event makes of an appointment at a moment."""
    match event:
        case Wished():
            return _wished(appointment, introduction, event, now)
        case NoneSuits(fresh=fresh):
            return Outcome(_afresh(appointment, fresh), Said.OFFERED)
        case CalledAway(member=member, fresh=fresh):
            return _called_away(appointment, introduction, member, fresh, now)
        case WayChosen():
            return _way_chosen(appointment, introduction, event, now)
        case _:
            assert_never(event)


def _wished(
    appointment: Appointment, introduction: Introduction, event: Wished, now: datetime
) -> Outcome:
    if event.at <= now:
        return Outcome(appointment, Said.PAST)
    if appointment.agreed == event.at:
        return Outcome(appointment, Said.AGREED)
    if not event.suits:
        return Outcome(appointment, Said.DOES_NOT_SUIT)
    same = appointment.suggested == event.at
    wanted_by = dict.fromkeys((*(appointment.wanted_by if same else ()), event.member))
    wish = replace(appointment, suggested=event.at, wanted_by=tuple(wanted_by))
    others = [member for member in introduction.members if member != event.member]
    if set(wanted_by) == set(introduction.members):
        return _agreed(wish, introduction, event.at, others, now)
    told = [m for m in others if m not in wanted_by]
    kind = NoticeKind.TIME_SUGGESTED
    return Outcome(
        wish, Said.SUGGESTED, tuple(_notice(introduction, kind, m, event.at, now) for m in told)
    )


def _agreed(
    wish: Appointment, introduction: Introduction, at: datetime, others: list[str], now: datetime
) -> Outcome:
    moved = wish.agreed is not None
    agreed = replace(wish, agreed=at, sequence=wish.sequence + moved)
    notices = [_notice(introduction, NoticeKind.TIME_AGREED, m, at, now) for m in others]
    for member in introduction.members:
        if at - DAY_BEFORE > now:
            kind = NoticeKind.DAY_BEFORE
            notices.append(_notice(introduction, kind, member, at, at - DAY_BEFORE))
        notices.append(_notice(introduction, NoticeKind.GUIDE, member, at, at))
        notices.append(_notice(introduction, NoticeKind.CHECK_IN, member, at, at + ASK_AFTER))
    return Outcome(agreed, Said.AGREED, tuple(notices))


def _called_away(
    appointment: Appointment,
    introduction: Introduction,
    member: str,
    fresh: tuple[datetime, ...],
    now: datetime,
) -> Outcome:
    if appointment.agreed is None:
        return Outcome(_afresh(appointment, fresh), Said.OFFERED)
    free = replace(_afresh(appointment, fresh), agreed=None, sequence=appointment.sequence + 1)
    told = tuple(
        _notice(introduction, NoticeKind.CALLED_AWAY, other, appointment.agreed, now)
        for other in introduction.members
        if other != member
    )
    return Outcome(free, Said.CALLED_AWAY, told)


def _way_chosen(
    appointment: Appointment, introduction: Introduction, event: WayChosen, now: datetime
) -> Outcome:
    """Until a time is agreed, either may say how; a suggested time is then theirs, to be agreed."""
    if appointment.agreed is not None:
        return Outcome(appointment, Said.AGREED)
    if event.way == appointment.way:
        return Outcome(appointment, Said.OFFERED)
    chosen = replace(
        appointment, way=event.way, minutes=event.minutes, offered=event.fresh, wanted_by=()
    )
    at = appointment.suggested
    if at is None or at <= now or not event.suits:
        return Outcome(replace(chosen, suggested=None), Said.OFFERED)
    told = tuple(
        _notice(introduction, NoticeKind.TIME_SUGGESTED, other, at, now, event.way)
        for other in introduction.members
        if other != event.member
    )
    return Outcome(replace(chosen, wanted_by=(event.member,)), Said.SUGGESTED, told)


def _afresh(appointment: Appointment, fresh: tuple[datetime, ...]) -> Appointment:
    """New times on offer; the old ones are remembered so as not to come again."""
    gone = (*appointment.offered, *filter(None, (appointment.suggested, appointment.agreed)))
    refused = tuple(dict.fromkeys((*appointment.refused, *gone)))
    return replace(appointment, offered=fresh, suggested=None, wanted_by=(), refused=refused)


def _notice(
    introduction: Introduction,
    kind: NoticeKind,
    member: str,
    at: datetime,
    due: datetime,
    way: str = "",
) -> Notice:
    key = f"{introduction.id}:{kind.value.replace(' ', '-')}:{at:%Y%m%dT%H%MZ}:{way}{member}"
    return Notice(key, kind, member, introduction.id, due)
