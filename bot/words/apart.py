"""Never to meet someone: said only to whoever asked."""

from collections.abc import Sequence

from bot.model import Member
from bot.ui import (
    OPTION_LIMIT,
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Line,
    Note,
    Option,
    Paragraph,
    Pick,
    Strong,
    Write,
)
from bot.words.voice import Voice

LISTED = 20
"""People to pick among; more are narrowed by another word."""


def who(voice: Voice) -> Form:
    """Whom never to meet."""
    tongue = voice.tongue
    return Form(
        name="never",
        title=tongue.say("Never meet someone"),
        intro=(Note(_promise(voice)),),
        fields=(
            Write("who", tongue.say("Their name"), hint=tongue.say("As the hospital writes it")),
        ),
        submit=tongue.say("Look for them"),
    )


def _promise(voice: Voice) -> Line:
    return voice.tongue.line(
        "I will never suggest the two of you to each other, whatever else is so."
        " Nobody is told, and you can take it back."
    )


def which(voice: Voice, found: Sequence[Member]) -> Form:
    """Several people have that name: ask who is meant."""
    tongue = voice.tongue
    options = [Option(each.id, _label(voice, each)) for each in found[:LISTED]]
    options.append(Option("-", tongue.say("None of these")))
    return Form(
        name="never-which",
        title=tongue.say("Whom do you mean?"),
        intro=(Note(_promise(voice)),),
        fields=(Pick("who", tongue.say("Never meet"), tuple(options)),),
        submit=tongue.say("Never meet them"),
    )


def _label(voice: Voice, member: Member) -> str:
    said = ", ".join(filter(None, (member.name, member.title or voice.work(member))))
    return said if len(said) <= OPTION_LIMIT else said[: OPTION_LIMIT - 1] + "…"


def nobody(voice: Voice) -> str:
    """Nobody of that name; never echoed."""
    return voice.tongue.say("I found nobody by that name. Nothing has changed.")


def too_many(voice: Voice) -> str:
    """The name says too little."""
    return voice.tongue.say("Many people match that. Please add the rest of the name.")


def nobody_picked(voice: Voice) -> Card:
    """They picked none of the people."""
    tongue = voice.tongue
    return Card(
        tongue.say("Nothing has changed"),
        (Paragraph(tongue.line("Try “never” with more of the name.")),),
    )


def kept(voice: Voice, other: Member) -> Card:
    """It holds from now on."""
    tongue = voice.tongue
    return Card(
        tongue.say("It is kept"),
        (
            Paragraph(
                tongue.line(
                    "You and {name} will never be suggested to each other. Nobody is told.",
                    name=Strong(other.name),
                )
            ),
            Buttons((Button(tongue.say("Take it back"), "meet-again", other.id), _list(voice))),
        ),
    )


def _list(voice: Voice) -> Button:
    return Button(voice.tongue.say("Whom I never meet"), "never-list")


def taken_back(voice: Voice) -> Card:
    """It holds no longer, as far as this member is concerned."""
    tongue = voice.tongue
    return Card(
        tongue.say("Taken back"),
        (
            Paragraph(
                tongue.line(
                    "As far as you are concerned, you may be suggested to each other again."
                )
            ),
            Buttons((_list(voice),)),
        ),
    )


def listed(voice: Voice, others: Sequence[tuple[str, Member | None]]) -> Card:
    """Whom they asked never to meet, each with a way back."""
    tongue = voice.tongue
    blocks: list[Block] = [Note(tongue.line("Only you can see this."))]
    for id_, other in others[:LISTED]:
        name = other.name if other else tongue.say("Somebody who is no longer here")
        back = Button(tongue.say("Take it back"), "meet-again", id_)
        blocks += [Paragraph((Strong(name),)), Buttons((back,))]
    if not others:
        blocks.append(Paragraph(tongue.line("Nobody. You can name someone at any time.")))
    blocks.append(Buttons((Button(tongue.say("Name someone"), "never"),)))
    return Card(tongue.say("Whom you never meet"), tuple(blocks))
