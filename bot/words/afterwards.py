"""After they met: thanks in one's own words, a note for oneself, keeping in touch."""

from collections.abc import Sequence

from bot.model import Afterwards
from bot.ui import (
    Button,
    Buttons,
    Card,
    Form,
    Note,
    Paragraph,
    Quote,
    Theirs,
    Weight,
    Write,
    line,
)
from bot.words.voice import Seen, Voice

WORDS_LIMIT = 600


def met(voice: Voice, seen: Seen) -> Card:
    """They met: one question to think about, and what one may like to do."""
    tongue, target = voice.tongue, seen.introduction.id
    questions = voice.prompts.reflections
    question = questions[sum(map(ord, target + seen.viewer)) % len(questions)]
    return Card(
        tongue.say("Good to hear"),
        (
            Paragraph(tongue.line("A question to think about, just for you:")),
            Quote(line(question.text)),
            Note(tongue.line("Nothing of it is kept, unless you keep a note for yourself.")),
            Buttons(
                (
                    Button(tongue.say("Say thank you"), "thanks", target, Weight.MAIN),
                    Button(tongue.say("Keep in touch"), "keep-in-touch", target),
                    Button(tongue.say("Keep a note for myself"), "note", target),
                )
            ),
        ),
    )


def thanks(voice: Voice, seen: Seen) -> Form:
    """Thank you, in their own words, passed on as they are."""
    tongue = voice.tongue
    return Form(
        name="thanks",
        title=tongue.say("Thank you"),
        intro=(
            Note(
                tongue.line(
                    "I pass your words on as they are. {no_patients}",
                    no_patients=voice.prompts.no_patients,
                )
            ),
        ),
        fields=(
            Write(
                "words",
                tongue.say("To {names}", names=seen.names(voice)),
                hint=tongue.say("Name one thing you heard"),
                lines=4,
                limit=WORDS_LIMIT,
            ),
        ),
        submit=tongue.say("Pass it on"),
        target=seen.introduction.id,
    )


def words_fault(voice: Voice, typed: str) -> str:
    """What is wrong with words to be passed on or kept, or nothing."""
    if not typed:
        return voice.tongue.say("A word or two is enough, but it cannot be empty.")
    if len(typed) > WORDS_LIMIT:
        return voice.tongue.say(
            "That is {length} characters; {limit} is the most.",
            length=len(typed),
            limit=WORDS_LIMIT,
        )
    return ""


def thanked(voice: Voice, seen: Seen) -> Card:
    """The thanks are on their way."""
    tongue = voice.tongue
    return Card(
        tongue.say("On its way"),
        (
            Paragraph(
                tongue.line("I pass it on to {names} in their hours.", names=seen.names(voice))
            ),
        ),
    )


def thanks_for_you(voice: Voice, words: Sequence[tuple[str, str]]) -> Card:
    """Somebody says thank you: who, and their words."""
    tongue = voice.tongue
    return Card(
        tongue.say("{names} says thank you", names=voice.listed([name for name, _ in words])),
        tuple(Quote((Theirs(said),)) for _, said in words),
    )


def note(voice: Voice, seen: Seen, kept: Afterwards | None) -> Form:
    """A note for oneself alone."""
    tongue = voice.tongue
    return Form(
        name="note",
        title=tongue.say("A note for yourself"),
        intro=(
            Note(
                tongue.line(
                    "Only you can read it. It goes when you leave it empty. {no_patients}",
                    no_patients=voice.prompts.no_patients,
                )
            ),
        ),
        fields=(
            Write(
                "words",
                tongue.say("After meeting {names}", names=seen.names(voice)),
                value=kept.note if kept else "",
                lines=4,
                limit=WORDS_LIMIT,
                optional=True,
            ),
        ),
        submit=tongue.say("Keep it"),
        target=seen.introduction.id,
    )


def note_kept(voice: Voice, said: Afterwards) -> Card:
    """The note is kept, or gone."""
    tongue = voice.tongue
    if not said.note:
        return Card(tongue.say("No note"), (Paragraph(tongue.line("Nothing is kept.")),))
    return Card(tongue.say("Kept, for you alone"), (Quote((Theirs(said.note),)),))


def touch_waiting(voice: Voice, seen: Seen) -> Card:
    """They would like to keep in touch; whether the other would is not told."""
    tongue = voice.tongue
    return Card(
        tongue.say("Kept to myself"),
        (
            Paragraph(
                tongue.line(
                    "If {names} would like to keep in touch too, I tell you both."
                    " Otherwise this stays with me.",
                    names=seen.names(voice),
                )
            ),
        ),
    )


def in_touch(voice: Voice, seen: Seen) -> Card:
    """All of them would like to keep in touch."""
    tongue = voice.tongue
    return Card(
        tongue.say("You both would like to keep in touch"),
        (
            Paragraph(
                tongue.line(
                    "{names} would like to keep in touch, as you do. Write when you feel like it.",
                    names=seen.names(voice),
                )
            ),
        ),
    )
