"""Finding a time for those who were introduced: presses and typed wishes, answered."""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot import dates, hours, invitation, meeting, ways
from bot.app.desk import LOOKED_THROUGH, Desk
from bot.app.means import promise
from bot.events import Pressed, Submitted
from bot.meeting import Said
from bot.model import Appointment, Introduction, IntroductionState, Member
from bot.ports import Reading
from bot.privacy import patient_clue
from bot.ui import Ask, Card, Download, Filled, Fix, Replace, Reply, Say, refill
from bot.words import choosing, proposing
from bot.words import meeting as words

ACTIONS = frozenset(
    {"time", "times", "none-of-these", "another-time", "called-away", "calendar", "ways", "way"}
)

_CLOCK = re.compile(r"^(\d{1,2})(?:[:.h](\d{2}))?\s*(am|pm)?$", re.I)


def appointment_of(
    reading: Reading, introduction: Introduction, people: Mapping[str, Member]
) -> Appointment:
    """When they meet as far as they said, or the first times on offer.

    The first offer is worked out from the moment they were introduced, so that
    everyone sees the same until somebody acts.
    """
    kept = reading.appointment(introduction.id)
    start = introduction.opened_at or introduction.proposed_at
    return kept or _offered(Appointment(introduction.id), people, start)


def _offered(appointment: Appointment, people: Mapping[str, Member], now: datetime) -> Appointment:
    """Times long enough for the way they chose, or else for how both like to meet."""
    way = appointment.way or ways.usual(each.formats for each in people.values()) or ""
    minutes = ways.MINUTES.get(way, ways.USUAL_MINUTES)
    start = _whole_quarter(now)
    common = -1
    for each in people.values():
        common &= hours.free(each, start)
    zone = ZoneInfo(next(iter(people.values())).timezone)
    fresh = meeting.offer(common, start, minutes, appointment.refused, zone)
    return replace(appointment, offered=fresh, minutes=minutes, way=way)


def _whole_quarter(now: datetime) -> datetime:
    """The next moment on a quarter of an hour, in UTC: every zone in use shares those."""
    seconds = int(now.timestamp())
    return datetime.fromtimestamp(-(-seconds // 900) * 900, UTC)


def times(desk: Desk) -> Reply:
    """The times of the newest introduction that is open."""
    for each in desk.tx.open_introductions_of(desk.member.id, LOOKED_THROUGH):
        if each.state is IntroductionState.INTRODUCED:
            return Say(_card(desk, each))
    return Say(proposing.nothing_to_time(desk.voice))


def pressed(desk: Desk, event: Pressed) -> Reply:
    """A time was pressed, or none of them, or somebody is called away."""
    target, at = event.target, None
    if event.action == "way":
        return _way(desk, event)
    if event.action == "time":
        try:
            target, seconds = words.read_wish(event.target)
            at = datetime.fromtimestamp(seconds, UTC)
        except (ValueError, OverflowError, OSError):
            return Replace(proposing.over(desk.voice))
    introduction = _mine(desk, target)
    if introduction is None:
        return Replace(proposing.over(desk.voice))
    if at is not None:
        return _wish(desk, introduction, at)
    match event.action:
        case "another-time":
            return Ask(words.another_time(desk.voice, desk.seen(introduction)))
        case "calendar":
            return _calendar(desk, introduction)
        case "times":
            return Say(_card(desk, introduction))
        case "ways":
            return Say(_ways(desk, introduction))
        case _:
            return _changed(desk, introduction, called_away=event.action == "called-away")


def _ways(desk: Desk, introduction: Introduction) -> Card:
    """How to meet, to choose from; once a time is agreed, that."""
    seen = desk.seen(introduction)
    appointment = appointment_of(desk.tx, introduction, seen.people)
    if appointment.agreed is not None:
        return words.agreed(desk.voice, seen, appointment)
    return words.how_to_meet(desk.voice, seen, appointment)


def _way(desk: Desk, event: Pressed) -> Reply:
    """A way to meet was pressed: other times where the talk takes longer, and word to the other."""
    target, way = words.read_way(event.target)
    introduction = _mine(desk, target)
    if introduction is None or way not in ways.CHOSEN:
        return Replace(proposing.over(desk.voice))
    people = desk.tx.members(introduction.members)
    before = appointment_of(desk.tx, introduction, people)
    fresh = _offered(replace(before, way=way), people, desk.now)
    at = before.suggested
    suits = at is not None and _suits(people, fresh, at, desk.now)
    chosen = meeting.WayChosen(desk.member.id, way, fresh.minutes, fresh.offered, suits=suits)
    outcome = meeting.step(before, introduction, chosen, desk.now)
    if outcome.appointment != before:
        desk.tx.save_appointment(outcome.appointment)
        promise(desk.tx, outcome.notices, people)
    return Replace(_card(desk, introduction))


def _calendar(desk: Desk, introduction: Introduction) -> Reply:
    """The agreed time, or that it is called off, as a file for a calendar."""
    seen = desk.seen(introduction)
    appointment = appointment_of(desk.tx, introduction, seen.people)
    if appointment.agreed is None and not appointment.sequence:
        return Replace(_card(desk, introduction))
    subject = words.subject(desk.voice, seen)
    text = words.calendar_text(desk.voice, appointment)
    data = invitation.calendar(appointment, subject, text, desk.now)
    return Download("coffee.ics", invitation.MEDIA_TYPE, data)


def _mine(desk: Desk, target: str) -> Introduction | None:
    """The introduction, if it is open and the member is in it."""
    found = desk.tx.introduction(target)
    if found is None or found.part_of(desk.member.id) is None:
        return None
    return found if found.state is IntroductionState.INTRODUCED else None


def _card(desk: Desk, introduction: Introduction) -> Card:
    seen = desk.seen(introduction)
    return words.times(desk.voice, seen, appointment_of(desk.tx, introduction, seen.people))


def _wish(desk: Desk, introduction: Introduction, at: datetime) -> Reply:
    said = _step(desk, introduction, at)
    if said in (Said.PAST, Said.DOES_NOT_SUIT):
        return Replace(words.too_late(desk.voice))
    return Replace(_card(desk, introduction))


def _step(desk: Desk, introduction: Introduction, at: datetime) -> Said:
    """Keep a wish, and promise what follows from it."""
    people = desk.tx.members(introduction.members)
    before = appointment_of(desk.tx, introduction, people)
    event = meeting.Wished(desk.member.id, at, suits=_suits(people, before, at, desk.now))
    outcome = meeting.step(before, introduction, event, desk.now)
    if outcome.appointment != before:
        desk.tx.save_appointment(outcome.appointment)
        promise(desk.tx, outcome.notices, people)
    return outcome.said


def _suits(
    people: Mapping[str, Member], appointment: Appointment, at: datetime, now: datetime
) -> bool:
    """Whether every quarter-hour of a talk at that moment is in everyone's hours."""
    start = _whole_quarter(at)
    if start != at or not now < at <= now + timedelta(days=14):
        return False
    needed = (1 << -(-appointment.minutes // 15)) - 1
    return all(hours.free(each, start) & needed == needed for each in people.values())


def _changed(desk: Desk, introduction: Introduction, *, called_away: bool) -> Reply:
    """Other times; and, for an agreed one, word to whoever waits."""
    people = desk.tx.members(introduction.members)
    before = appointment_of(desk.tx, introduction, people)
    gone = replace(before, refused=(*before.refused, *before.offered))
    fresh = _offered(gone, people, desk.now).offered
    event = (
        meeting.CalledAway(desk.member.id, fresh)
        if called_away
        else meeting.NoneSuits(desk.member.id, fresh)
    )
    outcome = meeting.step(before, introduction, event, desk.now)
    desk.tx.save_appointment(outcome.appointment)
    promise(desk.tx, outcome.notices, people)
    if outcome.said is Said.CALLED_AWAY:
        return Replace(words.called_away(desk.voice, desk.seen(introduction)))
    return Replace(_card(desk, introduction))


def another_time(desk: Desk, event: Submitted) -> Reply:
    """A typed wish; what was typed stays beside what is wrong with it."""
    introduction = _mine(desk, event.target)
    if introduction is None:
        return Say(proposing.over(desk.voice))
    typed = event.filled.one("when")
    form = words.another_time(desk.voice, desk.seen(introduction))
    if patient_clue(typed):
        return Fix(refill(form, Filled(), {"when": choosing.nothing_kept(desk.voice)}))
    at = moment(typed, desk.now, desk.member.timezone)
    if at is None:
        return Fix(refill(form, event.filled, {"when": words.time_fault(desk.voice)}))
    if _step(desk, introduction, at) in (Said.PAST, Said.DOES_NOT_SUIT):
        return Fix(refill(form, event.filled, {"when": words.does_not_suit(desk.voice)}))
    return Say(_card(desk, introduction))


def moment(typed: str, now: datetime, zone: str) -> datetime | None:
    """A day and a time as people write them: "Thursday 12:30", "12 Jan at 9am"."""
    said = dates.plain(typed).replace(" at ", " ")
    day_words, _, clock_words = said.rpartition(" ")
    if clock_words in ("am", "pm"):
        day_words, _, number = day_words.rpartition(" ")
        clock_words = number + clock_words
    clock = _clock(clock_words)
    today = now.astimezone(ZoneInfo(zone)).date()
    day = today if day_words == "today" else dates.day(day_words, today)
    if clock is None or day is None:
        return None
    return datetime.combine(day, clock, ZoneInfo(zone)).astimezone(UTC)


def _clock(words_: str) -> time | None:
    found = _CLOCK.match(words_)
    if found is None:
        return time(12) if words_ == "noon" else None
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "pm" else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None
