"""One human known in two places: asked, kept as one, and kept apart again."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from bot.model import Member
from bot.ui import Button, Buttons, Card, Note, Paragraph, Strong, Theirs, Weight
from bot.words.voice import Voice

TOOLS = {"slack": "Slack", "teams": "Microsoft Teams"}
"""What people call the tool of a place, by its kind."""


IN_A_ROW = 2
"""Buttons of one kind on a card; hardly anyone is known in more places."""

SHORTENED = 30
"""Characters of a place's own name on a button."""


def tools(places: Iterable[tuple[str, str, str]]) -> Mapping[str, str]:
    """Places as people call them, by id: the tool, and which one where there are several.

    A place is given as its id, kind and name.
    """
    every = tuple(places)
    kinds = Counter(kind for _, kind, _ in every)
    return {
        id_: TOOLS.get(kind, name) + (f" ({name[:SHORTENED]})" if kinds[kind] > 1 else "")
        for id_, kind, name in every
    }


def question(voice: Voice, member: Member, elsewhere: Sequence[str]) -> Card:
    """Whether whoever writes is the member known in the other places."""
    tongue = voice.tongue
    return Card(
        tongue.say("Have we met?"),
        (
            Paragraph(
                tongue.line(
                    "I know {name} from {places}, with the same work e-mail address as yours"
                    " here. Is that you?",
                    name=Theirs(member.name),
                    places=Theirs(voice.listed(list(elsewhere))),
                )
            ),
            Buttons(
                (
                    Button(tongue.say("Yes, that is me"), "link-yes", weight=Weight.MAIN),
                    Button(tongue.say("No"), "link-no"),
                )
            ),
            Note(
                tongue.line(
                    "With a yes you are one member in both: one profile, one set of introductions."
                    " You can take it back at any time. Until you say, nothing more of it is shown"
                    " here."
                )
            ),
        ),
    )


def linked(voice: Voice, member: Member, reached: str, others: Sequence[tuple[str, str]]) -> Card:
    """They are one member; where they hear from the bot, and `others`: (place id, its name)."""
    tongue = voice.tongue
    return Card(
        tongue.say("Good to have you here too, {name}", name=member.given_name),
        (_where(voice, reached), *((Buttons(_moves(voice, others)),) if others else ())),
    )


def one_in_two(
    voice: Voice,
    reached: str,
    others: Sequence[tuple[str, str]],
    apart: Sequence[tuple[str, str]],
) -> Card:
    """On the home of someone known in more than one place: where to write, or to part them.

    `others` and `apart` are places, as (id, name): where they could be written to,
    and which they said were theirs.
    """
    tongue = voice.tongue
    parting = tuple(
        Button(tongue.say("Keep {place} apart", place=name), "keep-apart", place)
        for place, name in apart[:IN_A_ROW]
    )
    return Card(
        tongue.say("You are known in two tools"),
        (_where(voice, reached), Buttons((*_moves(voice, others), *parting))),
    )


def moved(voice: Voice, reached: str) -> Card:
    """From now on they hear from the bot there."""
    return Card(voice.tongue.say("It is noted"), (_where(voice, reached),))


def apart_here(voice: Voice) -> Card:
    """The one who writes from here is somebody of their own."""
    tongue = voice.tongue
    return Card(
        tongue.say("Then we start fresh here"),
        (
            Paragraph(
                tongue.line(
                    "Nothing from elsewhere is shown here. To take part here, type {join}.",
                    join=Strong("join"),
                )
            ),
        ),
    )


def apart_there(voice: Voice, place: str) -> Card:
    """Somewhere else they are somebody of their own from now on."""
    tongue = voice.tongue
    return Card(
        tongue.say("The two are apart again"),
        (
            Paragraph(
                tongue.line(
                    "All you have with me stays here. In {place} I know nothing of it any more.",
                    place=Theirs(place),
                )
            ),
        ),
    )


def not_linked(voice: Voice) -> Card:
    """A button about a place in which they are not known."""
    tongue = voice.tongue
    return Card(
        tongue.say("That is done already"),
        (Paragraph(tongue.line("Type {home} to see where you stand.", home=Strong("home"))),),
    )


def _where(voice: Voice, reached: str) -> Paragraph:
    tongue = voice.tongue
    return Paragraph(
        tongue.line(
            "I write to you in {place}. What you type or press counts in both.",
            place=Theirs(reached),
        )
    )


def _moves(voice: Voice, others: Sequence[tuple[str, str]]) -> tuple[Button, ...]:
    return tuple(
        Button(voice.tongue.say("Write to me in {place}", place=name), "reach-me", place)
        for place, name in others[:IN_A_ROW]
    )
