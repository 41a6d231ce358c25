"""Finding a time, keeping it, and being called away, in words."""

from datetime import datetime

from bot import invitation, plain
from bot.model import Appointment
from bot.ui import (
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Link,
    Links,
    Note,
    Paragraph,
    Strong,
    Weight,
    When,
    Write,
)
from bot.ways import Way
from bot.words import contacting
from bot.words.choosing import ways_to_meet
from bot.words.guiding import deeper
from bot.words.voice import Seen, Voice


def wish(introduction: str, at: datetime) -> str:
    """What pressing a time sends back: which introduction, and when."""
    return f"{introduction}@{int(at.timestamp())}"


def read_wish(target: str) -> tuple[str, int]:
    """The introduction and the moment (Unix seconds) of a pressed time.

    Raises `ValueError` for anything `wish` did not write.
    """
    introduction, _, seconds = target.rpartition("@")
    return introduction, int(seconds)


def way_wish(introduction: str, way: str) -> str:
    """What pressing a way to meet sends back: which introduction, and how."""
    return f"{introduction}~{way}"


def read_way(target: str) -> tuple[str, str]:
    """The introduction and the way that were pressed; empty for what `way_wish` did not write."""
    introduction, _, way = target.rpartition("~")
    return introduction, way


def how(voice: Voice, appointment: Appointment) -> str:
    """How they meet and for how long, as far as anyone said."""
    minutes = appointment.minutes
    if appointment.way == Way.IN_PERSON:
        return voice.tongue.say("In person, {minutes} minutes", minutes=minutes)
    known = {way.value: name for way, name in ways_to_meet(voice).items()}
    if appointment.way in known:
        return known[appointment.way]
    return voice.tongue.say("About {minutes} minutes", minutes=minutes)


def choices(voice: Voice, seen: Seen, appointment: Appointment) -> tuple[Block, ...]:
    """The times on offer, to press."""
    tongue, target = voice.tongue, seen.introduction.id
    zone = seen.me.timezone
    times = tuple(
        Button(plain.moment(When(at), zone), "time", wish(target, at), Weight.MAIN)
        for at in appointment.offered
    )
    others = (
        Button(tongue.say("None of these"), "none-of-these", target),
        Button(tongue.say("Another time"), "another-time", target),
        Button(tongue.say("How we meet"), "ways", target),
    )
    if not times:
        note = tongue.line("I know of no time that suits you both in the next two weeks.")
        return (Note(note), Buttons(others[1:]))
    lead = tongue.line(
        "{how}. These times suit you both; any of them can still change.",
        how=Strong(how(voice, appointment)),
    )
    return (Paragraph(lead), Buttons(times), Buttons(others))


def times(voice: Voice, seen: Seen, appointment: Appointment) -> Card:
    """Choose among proposed times, or see what is agreed."""
    if appointment.agreed is not None:
        return agreed(voice, seen, appointment)
    title = voice.tongue.say("A time with {names}", names=seen.names(voice))
    if appointment.suggested is None:
        return Card(title, choices(voice, seen, appointment))
    mine = seen.viewer in appointment.wanted_by
    return (
        suggestion_kept(voice, seen, appointment) if mine else suggested(voice, seen, appointment)
    )


def suggested(voice: Voice, seen: Seen, appointment: Appointment) -> Card:
    """One of them wants a certain time: the viewer is asked whether it suits."""
    tongue, target, at = voice.tongue, seen.introduction.id, _suggested(appointment)
    return Card(
        tongue.say("Would this time suit you?"),
        (
            Paragraph(
                tongue.line(
                    "{names} would like to meet on {when}. {how}.",
                    names=seen.names(voice),
                    when=When(at),
                    how=how(voice, appointment),
                )
            ),
            Buttons(
                (
                    Button(tongue.say("That suits me"), "time", wish(target, at), Weight.MAIN),
                    Button(tongue.say("Other times"), "none-of-these", target),
                    Button(tongue.say("Another time"), "another-time", target),
                    Button(tongue.say("How we meet"), "ways", target),
                )
            ),
        ),
    )


def how_to_meet(voice: Voice, seen: Seen, appointment: Appointment) -> Card:
    """The ways to meet, to choose from; the times on offer follow."""
    tongue, target = voice.tongue, seen.introduction.id
    buttons = tuple(
        Button(name, "way", way_wish(target, way)) for way, name in ways_to_meet(voice).items()
    )
    return Card(
        tongue.say("How would you like to meet {names}?", names=seen.names(voice)),
        (
            Paragraph(tongue.line("So far: {how}.", how=Strong(how(voice, appointment)))),
            Buttons(buttons),
            Note(
                tongue.line(
                    "It holds for both of you until a time is agreed;"
                    " {names} can choose again just as well.",
                    names=seen.names(voice),
                )
            ),
        ),
    )


def _suggested(appointment: Appointment) -> datetime:
    assert appointment.suggested is not None, "nobody suggested a time"
    return appointment.suggested


def suggestion_kept(voice: Voice, seen: Seen, appointment: Appointment) -> Card:
    """The wish is passed on."""
    tongue = voice.tongue
    return Card(
        tongue.say("I have asked {names}", names=seen.names(voice)),
        (
            Paragraph(
                tongue.line(
                    "You suggested {when}. When it suits {names} too, I tell you at once.",
                    when=When(_suggested(appointment)),
                    names=seen.names(voice),
                )
            ),
            Buttons((Button(tongue.say("Other times"), "none-of-these", seen.introduction.id),)),
        ),
    )


def agreed(voice: Voice, seen: Seen, appointment: Appointment) -> Card:
    """The time is agreed: into the calendar, or called away."""
    assert appointment.agreed is not None, "no time is agreed"
    tongue, target = voice.tongue, seen.introduction.id
    return Card(
        tongue.say("It is agreed: {names}", names=seen.names(voice)),
        (
            Paragraph(
                tongue.line(
                    "You meet on {when}. {how}.",
                    when=When(appointment.agreed),
                    how=how(voice, appointment),
                )
            ),
            Buttons(
                (
                    Button(tongue.say("Put it in my calendar"), "calendar", target, Weight.MAIN),
                    Button(tongue.say("I am called away"), "called-away", target),
                )
            ),
            links(voice, seen, appointment),
            Note(
                tongue.line(
                    "If you are called away, just go: one tap, and I tell {names} kindly."
                    " You do not need to say sorry.",
                    names=seen.names(voice),
                )
            ),
        ),
    )


def subject(voice: Voice, seen: Seen) -> str:
    """What a calendar entry is called."""
    return voice.tongue.say("Coffee with {names}", names=seen.names(voice))


def calendar_text(voice: Voice, appointment: Appointment) -> str:
    """What a calendar entry says."""
    return voice.tongue.say(
        "{how}. Come curious. Being called away is all right.", how=how(voice, appointment)
    )


def links(voice: Voice, seen: Seen, appointment: Appointment) -> Block:
    """The same entry for calendars that live in a browser."""
    told = (appointment, subject(voice, seen), calendar_text(voice, appointment))
    return Links(
        (
            Link(voice.tongue.say("Google Calendar"), invitation.google(*told)),
            Link(voice.tongue.say("Outlook"), invitation.outlook(*told)),
            *contacting.meeting(voice, seen, appointment, told[1]),
        )
    )


def day_before(voice: Voice, seen: Seen, appointment: Appointment) -> Card:
    """The day before: that it is so, and that it may still change."""
    assert appointment.agreed is not None, "no time is agreed"
    tongue, target = voice.tongue, seen.introduction.id
    return Card(
        tongue.say("Tomorrow: {names}", names=seen.names(voice)),
        (
            Paragraph(
                tongue.line(
                    "You meet {names} on {when}. {how}.",
                    names=seen.names(voice),
                    when=When(appointment.agreed),
                    how=how(voice, appointment),
                )
            ),
            Buttons(
                (
                    Button(tongue.say("I am called away"), "called-away", target),
                    *deeper(voice, seen),
                )
            ),
        ),
    )


def called_away(voice: Voice, seen: Seen) -> Card:
    """To the one who was called away."""
    tongue, target = voice.tongue, seen.introduction.id
    return Card(
        tongue.say("Go well"),
        (
            Paragraph(
                tongue.line(
                    "I tell {names} that you were called away, and offer other times.",
                    names=seen.names(voice),
                )
            ),
            Buttons(
                (
                    Button(tongue.say("Other times"), "times", target),
                    Button(tongue.say("Take it out of my calendar"), "calendar", target),
                )
            ),
        ),
    )


def was_called_away(voice: Voice, seen: Seen, appointment: Appointment) -> Card:
    """To the one who waits."""
    tongue, names = voice.tongue, seen.names(voice)
    return Card(
        tongue.say("{names} was called away", names=names),
        (
            Paragraph(
                tongue.line("That is the job, and says nothing about you. Here are other times.")
            ),
            *choices(voice, seen, appointment),
        ),
    )


def another_time(voice: Voice, seen: Seen, typed: str = "") -> Form:
    """Suggest a time of one's own."""
    tongue = voice.tongue
    return Form(
        name="another-time",
        title=tongue.say("Another time"),
        fields=(
            Write(
                "when",
                tongue.say("When would suit you?"),
                value=typed,
                hint=tongue.say("A day and a time within two weeks: Thursday 12:30"),
                limit=60,
            ),
        ),
        submit=tongue.say("Suggest it"),
        target=seen.introduction.id,
    )


def time_fault(voice: Voice) -> str:
    """A time that was not understood."""
    return voice.tongue.say("I could not read that as a day and a time. Try: Thursday 12:30")


def does_not_suit(voice: Voice) -> str:
    """A time outside somebody's hours, whoever's they are."""
    return voice.tongue.say(
        "That time is outside somebody's hours, or too soon. Please try another."
    )


def too_late(voice: Voice) -> Card:
    """A time that has passed."""
    tongue = voice.tongue
    return Card(
        tongue.say("That time has passed"),
        (Paragraph(tongue.line("Here is where you stand: type “times”.")),),
    )
