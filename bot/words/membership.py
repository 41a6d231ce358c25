"""A membership in words: joining, pausing, how often, how many, leaving."""

from datetime import date, datetime

from bot.model import Drawn, Duty, Membership
from bot.ui import (
    Block,
    Button,
    Buttons,
    Card,
    Line,
    Note,
    Paragraph,
    Shape,
    Strong,
    Theirs,
    Weight,
    When,
)
from bot.words.voice import Voice


def invitation(voice: Voice) -> Line:
    """What it is, for someone who has not joined."""
    return voice.tongue.line(
        "Once a week I suggest one colleague you might enjoy meeting, and say why."
        " You are introduced only if you both say yes."
    )


def paused_until(voice: Voice, membership: Membership) -> Line:
    """That they are paused, and until when."""
    if membership.paused_until is None:
        return voice.tongue.line("You are paused. I stay quiet until you say you are back.")
    return voice.tongue.line(
        "You are paused until {day}. I stay quiet until then.", day=_day(membership.paused_until)
    )


def _day(day: date) -> Strong:
    return Strong(f"{day.day} {day:%B %Y}")


def often(voice: Voice, membership: Membership) -> Card:
    """How often is kept."""
    tongue = voice.tongue
    return Card(tongue.say("As you wish"), (Paragraph(_how_often(voice, membership)),))


def _how_often(voice: Voice, membership: Membership) -> Line:
    tongue, weeks = voice.tongue, membership.every_weeks
    if weeks == 0:
        return tongue.line("I suggest someone only when you ask.")
    if weeks == 1:
        return tongue.line("I suggest someone every week.")
    return tongue.line("I suggest someone every {weeks} weeks.", weeks=str(weeks))


def how_often(voice: Voice, membership: Membership | None, typed: str) -> Card:
    """How often was asked, or not understood; nothing changed."""
    tongue = voice.tongue
    blocks = _as_it_stands(voice, typed, _how_often(voice, membership) if membership else None)
    blocks.append(
        Note(
            tongue.line(
                "Try “often every week”, “often 2 weeks”, “often 4 weeks”"
                " or “often only when I ask”."
            )
        )
    )
    return Card(tongue.say("How often?"), tuple(blocks))


def _as_it_stands(voice: Voice, typed: str, now: Line | None) -> list[Block]:
    """That what was typed was not read, or else what holds now, if anything does."""
    if typed:
        return [Paragraph(_not_read(voice, typed))]
    return [Paragraph(now)] if now else []


def _not_read(voice: Voice, typed: str) -> Line:
    return voice.tongue.line(
        "I could not read “{typed}”. Nothing has changed.", typed=Theirs(typed[:100])
    )


def budget(voice: Voice, membership: Membership) -> Card:
    """The bother budget is kept."""
    tongue = voice.tongue
    return Card(tongue.say("As you wish"), (Paragraph(_how_many(voice, membership)),))


def drawn_to(voice: Voice, drawn: Drawn) -> Card:
    """Whom they would rather meet is kept: a light wish, taken back in one tap."""
    tongue = voice.tongue
    said = {
        Drawn.ANYONE: tongue.line("I look for anyone you may enjoy meeting."),
        Drawn.NEWCOMER: tongue.line(
            "Where little else decides, I look for someone newly arrived for you."
        ),
        Drawn.STEP_BEHIND: tongue.line(
            "Where little else decides, I look for someone one career step behind you,"
            " so that you can listen."
        ),
    }
    undo = Button(tongue.say("Anyone is fine"), "drawn-to", Drawn.ANYONE)
    return Card(
        tongue.say("As you wish"),
        (
            Paragraph(said[drawn]),
            *(() if drawn is Drawn.ANYONE else (Buttons((undo,)),)),
        ),
    )


def _how_many(voice: Voice, membership: Membership) -> Line:
    tongue, number = voice.tongue, membership.budget
    if number == 0:
        return tongue.line("No introductions for now. I stay quiet until you raise it.")
    if number == 1:
        return tongue.line("One introduction a month at most, whoever asks.")
    return tongue.line("{number} introductions a month at most, whoever asks.", number=str(number))


def how_many(voice: Voice, membership: Membership | None, typed: str) -> Card:
    """The bother budget was asked, or not understood; nothing changed."""
    tongue = voice.tongue
    blocks = _as_it_stands(voice, typed, _how_many(voice, membership) if membership else None)
    blocks.append(Note(tongue.line("Try “budget 2”: a number from 0 to 31.")))
    return Card(tongue.say("How many a month?"), tuple(blocks))


def still_there(voice: Voice) -> Card:
    """Asked once after three rounds without an answer: whether to pause."""
    tongue = voice.tongue
    return Card(
        tongue.say("Shall I be quiet for a while?"),
        (
            Paragraph(
                tongue.line(
                    "The last suggestions found you busy, which is the job. Nothing is counted,"
                    " and I ask this only once."
                )
            ),
            Buttons(
                (
                    Button(tongue.say("Pause two weeks"), "pause"),
                    Button(tongue.say("Carry on"), "resume"),
                )
            ),
        ),
    )


def left(voice: Voice) -> Card:
    """They left; nothing is held against them."""
    tongue = voice.tongue
    join = Button(tongue.say("Join again"), "join")
    return Card(
        tongue.say("You have left"),
        (
            Paragraph(
                tongue.line(
                    "Thank you for having been part of it. You get no more suggestions."
                    " Whoever you were still to meet is told that it has closed, and not why;"
                    " nobody else is told anything. You can join again whenever you like."
                )
            ),
            Buttons((join,)),
        ),
    )


def paused(voice: Voice, membership: Membership) -> Card:
    """Paused, until it ends by itself."""
    tongue = voice.tongue
    resume = Button(tongue.say("Resume"), "resume")
    return Card(
        tongue.say("Paused"),
        (Paragraph(paused_until(voice, membership)), Buttons((resume,))),
    )


def resumed(voice: Voice, next_round: datetime | None, *, was_paused: bool = True) -> Card:
    """Welcome back, or: you were never away."""
    tongue = voice.tongue
    back = (
        tongue.line("Welcome back. Nothing was counted.")
        if was_paused
        else tongue.line("You were not paused. All is well.")
    )
    blocks: tuple[Block, ...] = (Paragraph(back),)
    if next_round:
        blocks += (
            Note(
                tongue.line(
                    "The next introductions come on {when}.", when=When(next_round, Shape.DAY)
                )
            ),
        )
    return Card(tongue.say("You are back"), blocks)


def takes_no_part(voice: Voice) -> Card:
    """Someone who is not in it asked to be out."""
    tongue = voice.tongue
    said = tongue.line("I suggest nobody to you. Should you ever like to be in, say join.")
    return Card(tongue.say("You take no part"), (Paragraph(said),))


def not_a_member(voice: Voice) -> Card:
    """Someone who has not joined asked for something members have."""
    tongue = voice.tongue
    join = Button(tongue.say("Join"), "join", weight=Weight.MAIN)
    return Card(
        tongue.say("Would you like to join?"),
        (Paragraph(invitation(voice)), Buttons((join,))),
    )


def no_such_pause(voice: Voice, typed: str) -> Card:
    """A pause that was not understood; nothing changed."""
    tongue = voice.tongue
    return Card(
        tongue.say("How long?"),
        (
            Paragraph(
                tongue.line(
                    "I could not read “{typed}” as a time. Nothing has changed."
                    " Try “pause 2 weeks”, “pause until 12 Jan”, “pause till after my nights”"
                    " or “pause until I say so”.",
                    typed=Theirs(typed[:100]),
                )
            ),
        ),
    )


def no_such_hours(voice: Voice, duty: Duty) -> Card:
    """A pause till after nights, call or leave that I know nothing of; nothing changed."""
    tongue = voice.tongue
    said = {
        Duty.NIGHT: tongue.line("I know of no nights of yours ahead, so nothing has changed."),
        Duty.CALL: tongue.line("I know of no call of yours ahead, so nothing has changed."),
        Duty.LEAVE: tongue.line("I know of no leave of yours ahead, so nothing has changed."),
    }
    other = tongue.line("I know of no days off of yours ahead, so nothing has changed.")
    return Card(
        tongue.say("How long?"),
        (
            Paragraph(said.get(duty, other)),
            Note(tongue.line("Tell me your hours, or say “pause 2 weeks”.")),
            Buttons((Button(tongue.say("My hours"), "hours"),)),
        ),
    )
