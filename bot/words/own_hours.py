"""A member's own hours: the form, what was understood, and what could not be read."""

from collections.abc import Iterator
from datetime import date

from bot.hours import dated, typed
from bot.hours.days import Days, days_of
from bot.hours.faults import Found
from bot.model import Duty, Hours, Member, Shift
from bot.ui import (
    Block,
    Button,
    Buttons,
    Card,
    Field,
    Form,
    Line,
    Note,
    Option,
    Pick,
    Plain,
    Steps,
    Upload,
    Write,
)
from bot.words.tongue import noted
from bot.words.voice import Voice

FILE_LIMIT = 5 * 1024 * 1024
"""Bytes of a calendar or a rota: two months of the fullest one are a tenth of it."""

PASTED_LIMIT = 3_000
TYPED_LIMIT = 900
DATES_LIMIT = 3_000
"""Room for the most entries that are kept, as the form writes them back."""

KEEP, FORGET = "keep", "forget"
RANGES_SHOWN = 6

_SHIFTS = {
    Shift.DAYS: noted("days"),
    Shift.EVENINGS: noted("evenings"),
    Shift.NIGHTS: noted("nights"),
    Shift.ROTATING: noted("rotating shifts"),
}


def form(voice: Voice, member: Member, today: date) -> Form:
    """When I work, when to leave me alone, and a calendar or a rota that says more."""
    tongue = voice.tongue
    promise = tongue.line(
        "I write to you and suggest times only when it suits. Of a file I keep times and kinds"
        " (night, call, leave, busy), never its words."
    )
    fields: tuple[Field, ...] = (*_typed(voice, member.hours, today), *_given(voice))
    if member.hours.read:
        fields += (_what_was_read(voice),)
    return Form("hours", tongue.say("Your hours"), fields, tongue.say("Save"), (Note(promise),))


def _typed(voice: Voice, hours: Hours, today: date) -> tuple[Field, ...]:
    """What is told by hand, as it can be typed again."""
    tongue = voice.tongue
    return (
        Write(
            "working",
            tongue.say("When you work"),
            value=typed.as_typed(hours.working),
            hint=tongue.say("Mon-Fri 7-15:30, or nights, or weekends. Empty: as the roster says"),
            limit=TYPED_LIMIT,
            optional=True,
        ),
        Write(
            "quiet",
            tongue.say("Quiet hours"),
            value=typed.as_typed(hours.quiet),
            hint=tongue.say("When I should stay silent besides: 20-7, weekends"),
            limit=TYPED_LIMIT,
            optional=True,
        ),
        Write(
            "dates",
            tongue.say("Nights, call and leave"),
            value=dated.as_typed(each for each in hours.dates if each.last >= today),
            hint=tongue.say("nights 3-6 Dec, call 12 Dec, leave 20 Dec - 2 Jan"),
            lines=2,
            limit=DATES_LIMIT,
            optional=True,
        ),
    )


def _given(voice: Voice) -> tuple[Field, ...]:
    """A file, or its text."""
    tongue = voice.tongue
    return (
        Upload(
            "file",
            tongue.say("A calendar or a rota"),
            accepts=(".ics", ".csv"),
            limit=FILE_LIMIT,
            hint=tongue.say("I look sixty days ahead, and do not keep the file"),
        ),
        Write(
            "pasted",
            tongue.say("Or paste it here"),
            hint=tongue.say("A rota has a date and a shift on each line: 2026-12-03,night"),
            lines=4,
            limit=PASTED_LIMIT,
            optional=True,
        ),
    )


def _what_was_read(voice: Voice) -> Pick:
    tongue = voice.tongue
    options = (
        Option(KEEP, tongue.say("Keep it, or take the new one instead")),
        Option(FORGET, tongue.say("Forget it")),
    )
    return Pick("read", tongue.say("What I read before"), options, value=KEEP)


def card(voice: Voice, member: Member, today: date) -> Card:
    """Their hours as they stand, for their home."""
    tongue = voice.tongue
    change = Button(tongue.say("Change my hours"), "hours")
    lines = understood(voice, member, today)
    return Card(tongue.say("Your hours"), (Steps(lines), Buttons((change,))))


def saved(
    voice: Voice, member: Member, today: date, found: Found | None = None, *, can_meet: bool = True
) -> Card:
    """What was understood, and what was left out of a file."""
    tongue = voice.tongue
    blocks: list[Block] = [Steps(understood(voice, member, today))]
    notes = list(_left_out(voice, found)) if found else []
    if not can_meet:
        notes.append(
            tongue.line(
                "I see no quarter of an hour in the next two weeks in which you could meet someone."
            )
        )
    blocks += [Note(each) for each in notes]
    change = Button(tongue.say("Change my hours"), "hours")
    return Card(tongue.say("Your hours are saved"), (*blocks, Buttons((change,))))


def _left_out(voice: Voice, found: Found) -> Iterator[Line]:
    tongue = voice.tongue
    if found.unread:
        said = tongue.count(
            "One entry had no time I could read, so I left it out.",
            "{number} entries had no time I could read, so I left them out.",
            found.unread,
        )
        yield (Plain(said),)
    if found.elsewhere:
        said = tongue.count(
            "One entry is in a time zone I do not know; I took it as yours.",
            "{number} entries are in a time zone I do not know; I took them as yours.",
            found.elsewhere,
        )
        yield (Plain(said),)


def understood(voice: Voice, member: Member, today: date) -> tuple[Line, ...]:
    """What I hold of their hours, a line for each kind; never empty."""
    tongue, hours = voice.tongue, member.hours
    shift = tongue.say(_SHIFTS[member.shift])
    lines = [
        tongue.line("You work {hours}.", hours=_dashes(typed.as_typed(hours.working)))
        if hours.working
        else tongue.line("Your hours are those of the roster: {shift}.", shift=shift)
    ]
    if hours.quiet:
        said = _dashes(typed.as_typed(hours.quiet))
        lines.append(tongue.line("I stay silent {hours}.", hours=said))
    lines += _by_date(voice, hours, member.timezone, today)
    lines += _counted(voice, hours)
    return tuple(lines)


def _by_date(voice: Voice, hours: Hours, zone: str, today: date) -> Iterator[Line]:
    tongue = voice.tongue
    says = {
        Duty.NIGHT: noted("Nights {days}; I stay silent until you have slept."),
        Duty.CALL: noted("On call {days}; I stay silent until the day after is over."),
        Duty.LEAVE: noted("Leave {days}; I stay silent until you are back."),
        Duty.OFF: noted("Off {days}; I stay silent."),
    }
    for duty, said in says.items():
        if days := days_of(hours, duty, zone, today):
            yield tongue.line(said, days=_ranges(voice, days))


def _counted(voice: Voice, hours: Hours) -> Iterator[Line]:
    tongue = voice.tongue
    counts = {duty: sum(each.duty is duty for each in hours.read) for duty in Duty}
    if shifts := counts[Duty.SHIFT]:
        said = tongue.count("One shift from your rota.", "{number} shifts from your rota.", shifts)
        yield (Plain(said),)
    if busy := counts[Duty.BUSY]:
        said = tongue.count(
            "One busy time from your calendar; I suggest no meeting then.",
            "{number} busy times from your calendar; I suggest no meeting then.",
            busy,
        )
        yield (Plain(said),)


def _ranges(voice: Voice, days: tuple[Days, ...]) -> str:
    said = [_range(first, last) for first, last in days[:RANGES_SHOWN]]
    more = len(days) - RANGES_SHOWN
    if more > 0:
        said.append(voice.tongue.say("{number} more", number=more))
    return voice.listed(said)


def _range(first: date, last: date) -> str:
    if first == last:
        return f"{last.day} {last:%B}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last.day} {last:%B}"
    return f"{first.day} {first:%B} – {last.day} {last:%B}"


def _dashes(hours: str) -> str:
    return hours.replace("-", "–").replace("; ", ", ")
