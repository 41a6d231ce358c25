"""A colleague brings two others together: their words, a mutual yes, and one thank-you.

The introducer reads the same whatever becomes of it, unless both want them to know.
"""

from bot.model import Brought, Member
from bot.ui import (
    Button,
    Buttons,
    Card,
    Form,
    Note,
    Paragraph,
    Quote,
    Strong,
    Theirs,
    Weight,
    When,
    Write,
)
from bot.words.voice import Seen, Voice

BECAUSE_LIMIT = 400
NAME_LIMIT = 100


def form(voice: Voice, one: str = "", other: str = "", because: str = "") -> Form:
    """Whom, and why."""
    say = voice.tongue.say
    return Form(
        name="introduce",
        title=say("Bring two together"),
        intro=(
            Note(
                voice.tongue.line(
                    "Both read your words, and are introduced only if both say yes."
                    " You hear of it only if both want you to. {no_patients}",
                    no_patients=voice.prompts.no_patients,
                )
            ),
        ),
        fields=(
            Write("one", say("Who?"), value=one, hint=say("Their full name"), limit=NAME_LIMIT),
            Write("other", say("And who?"), value=other, limit=NAME_LIMIT),
            Write(
                "because",
                say("Why these two?"),
                value=because,
                hint=say("They read this: what might they enjoy about each other?"),
                lines=3,
                limit=BECAUSE_LIMIT,
            ),
        ),
        submit=say("Suggest it to both"),
    )


def no_such_name(voice: Voice) -> str:
    """A name that is nobody's, or more than one person's; people are never listed."""
    return voice.tongue.say(
        "I could not find exactly one person of that name who takes part. Try the full name."
    )


def two_others(voice: Voice) -> str:
    """The same person twice, or oneself."""
    return voice.tongue.say("It takes two different people, and neither of them you.")


def because_fault(voice: Voice, typed: str) -> str:
    """What is wrong with the words, or nothing."""
    if not typed:
        return voice.tongue.say("A few words on why, please. They are all that both read of you.")
    if len(typed) > BECAUSE_LIMIT:
        return voice.tongue.say(
            "That is {length} characters; {limit} is the most.",
            length=len(typed),
            limit=BECAUSE_LIMIT,
        )
    return ""


def thanked(voice: Voice) -> Card:
    """The introducer's thank-you: the same whatever happens, and whatever rules hold."""
    tongue = voice.tongue
    return Card(
        tongue.say("Thank you"),
        (
            Paragraph(
                tongue.line(
                    "That is a kind thought. If nothing stands against it I suggest it to both."
                    " What they make of it stays theirs: you hear of it only if both want you to."
                )
            ),
        ),
    )


def proposal(voice: Voice, seen: Seen, brought: Brought, introducer: Member) -> Card:
    """A colleague thinks that you two should meet: who, their words, your answers."""
    tongue, target = voice.tongue, seen.introduction.id
    return Card(
        tongue.say("Would you like to meet {names}?", names=seen.names(voice)),
        (
            *(
                Paragraph((Strong(other.name), Theirs(f" · {voice.work(other) or '–'}")))
                for other in seen.others
            ),
            Paragraph(tongue.line("{name} suggests it:", name=Strong(introducer.name))),
            Quote((Theirs(brought.because),)),
            Buttons(
                (
                    Button(tongue.say("Yes, introduce us"), "yes", target, Weight.MAIN),
                    Button(
                        tongue.say("Yes, and {name} may know", name=introducer.given_name),
                        "yes-and-tell",
                        target,
                    ),
                    Button(tongue.say("Later"), "later", target),
                    Button(tongue.say("Not this time"), "not-this-time", target),
                )
            ),
            Note(
                tongue.line(
                    "I introduce you only if you both say yes, and I never tell anyone a no."
                    " Open until {when}.",
                    when=When(seen.introduction.answer_by),
                )
            ),
        ),
    )


def closed(voice: Voice, names: str) -> Card:
    """It did not line up; to whoever said yes."""
    tongue = voice.tongue
    return Card(
        tongue.say("This one did not line up"),
        (
            Paragraph(
                tongue.line(
                    "The talk with {names} will not happen this time."
                    " Busy weeks are normal here, and no one needs a reason.",
                    names=names,
                )
            ),
        ),
    )


def came_about(voice: Voice, names: str) -> Card:
    """To the introducer, when both said yes and both want them to know."""
    tongue = voice.tongue
    return Card(
        tongue.say("You brought two people together"),
        (
            Paragraph(
                tongue.line(
                    "{names} both said yes, and both wanted you to know. Thank you.", names=names
                )
            ),
        ),
    )
