"""After both said yes: the introduction, a way to talk, and how it went."""

from collections.abc import Mapping
from dataclasses import replace

from bot.model import Answer, Appointment, Introduction, Member
from bot.ui import (
    Block,
    Button,
    Buttons,
    Card,
    Line,
    Note,
    Paragraph,
    Plain,
    Quote,
    Steps,
    Strong,
    Theirs,
    Weight,
    When,
)
from bot.ways import USUAL_MINUTES
from bot.words.contacting import how_to_write
from bot.words.guiding import outline
from bot.words.proposing import expectation, opening, who_and_why
from bot.words.voice import Seen, Voice


def introduced(
    voice: Voice,
    seen: Seen,
    times: tuple[Block, ...] = (),
    minutes: int = USUAL_MINUTES,
    *,
    first: bool = False,
) -> Card:
    """You both said yes: who, your first words, times to meet, and the listening guide.

    `first` is whether they were not asked before, and it is the first in a while.
    """
    tongue = voice.tongue
    part = seen.introduction.part_of(seen.viewer)
    asked = part is not None and part.answer is Answer.YES
    words = (part.opening if part else "") or opening(voice, seen)
    lead = _lead(voice, seen, asked=asked)
    return Card(
        tongue.say("Meet {names}", names=seen.names(voice)),
        (
            Paragraph(lead),
            *who_and_why(voice, seen),
            Note(tongue.line("Your first words, ready to send as yourself:")),
            Quote((Theirs(words),)),
            *how_to_write(voice, seen, words),
            *((expectation(voice),) if first else ()),
            *times,
            *outline(voice, seen, minutes),
            Buttons(
                (Button(tongue.say("Why this person?"), "why", seen.introduction.id),),
            ),
        ),
    )


def _lead(voice: Voice, seen: Seen, *, asked: bool) -> Line:
    tongue, names = voice.tongue, _names(voice, seen)
    if not asked:
        return tongue.line("I would like you to meet {names}.", names=names)
    if seen.several:
        return tongue.line("You all said yes, so here you are: meet {names}.", names=names)
    return tongue.line("You both said yes, so here you are: meet {names}.", names=names)


def _names(voice: Voice, seen: Seen) -> Strong:
    return Strong(voice.listed([other.name for other in seen.others]))


def together(voice: Voice, introduction: Introduction, people: Mapping[str, Member]) -> Card:
    """To all of them at once: who they are, what brought them together, and the next step."""
    tongue = voice.tongue
    names = voice.listed([people[member].given_name for member in introduction.members])
    who = Steps(
        tuple(
            (Strong(each.name), Plain(" · "), Theirs(voice.work(each) or "–"))
            for each in (people[member] for member in introduction.members)
        )
    )
    shared = dict.fromkeys(i for term in introduction.terms if term.shown for i in term.interests)
    why = (
        (Paragraph(tongue.line("What brought you here: {what}.", what=voice.interests(shared))),)
        if shared
        else ()
    )
    times = Button(tongue.say("Find a time"), "times", introduction.id, Weight.MAIN)
    return Card(
        tongue.say("{names}, meet each other", names=names),
        (
            who,
            *why,
            Note(tongue.line("I read nothing that you write here. Whoever answers first is kind.")),
            Buttons((times,)),
        ),
    )


def out_of_reach(voice: Voice, names: list[str]) -> Card:
    """The others cannot be reached any more, through nobody's fault; forgotten, without a name."""
    tongue = voice.tongue
    nameless = Plain(tongue.say("the colleague you were to meet"))
    whom = Strong(voice.listed(names)) if names else nameless
    said = tongue.line(
        "I cannot reach {names} here any more, so I have closed this introduction. It has nothing"
        " to do with you. I will look for someone new next time.",
        names=whom,
    )
    return Card(tongue.say("This one has to rest"), (Paragraph(said),))


def check_in(voice: Voice, seen: Seen) -> Card:
    """Did you get to meet? Asked once."""
    tongue, target = voice.tongue, seen.introduction.id
    return Card(
        tongue.say("Did you get to meet {names}?", names=seen.names(voice)),
        (
            Paragraph(tongue.line("Any answer is fine. It stays between you and me.")),
            Buttons(
                (
                    Button(tongue.say("We met"), "met", target, Weight.MAIN),
                    Button(tongue.say("Not yet"), "not-yet", target),
                    Button(tongue.say("It did not work out"), "did-not-work-out", target),
                    Button(tongue.say("Skip"), "skip", target),
                )
            ),
        ),
    )


def about(voice: Voice, seen: Seen, card: Card) -> Card:
    """The same card, saying whom it is about: nobody pressed it on theirs."""
    note = Note(voice.tongue.line("About {names}.", names=Theirs(seen.names(voice))))
    return replace(card, blocks=(note, *card.blocks))


def nothing_to_close(voice: Voice) -> Card:
    """Said how it went, and there is nothing it could be about."""
    tongue = voice.tongue
    return Card(
        tongue.say("Thank you for telling me"),
        (
            Paragraph(
                tongue.line(
                    "I know of no introduction of yours that waits for it, so nothing has changed."
                )
            ),
            Buttons((Button(tongue.say("Where I stand"), "home"),)),
        ),
    )


def not_over_yet(voice: Voice, seen: Seen, appointment: Appointment) -> Card:
    """Said how it went before its time has come."""
    assert appointment.agreed is not None, "no time is agreed"
    tongue, target = voice.tongue, seen.introduction.id
    return Card(
        tongue.say("Its time is still to come"),
        (
            Paragraph(
                tongue.line(
                    "You and {names} meet on {when}. I ask how it went afterwards.",
                    names=Theirs(seen.names(voice)),
                    when=When(appointment.agreed),
                )
            ),
            Buttons(
                (
                    Button(tongue.say("I am called away"), "called-away", target),
                    Button(tongue.say("We met already"), "met", target),
                    Button(tongue.say("It did not work out"), "did-not-work-out", target),
                )
            ),
        ),
    )


def not_yet(voice: Voice) -> Card:
    """Not met yet: asked once more in a week."""
    tongue = voice.tongue
    return Card(
        tongue.say("No problem"),
        (Paragraph(tongue.line("I keep it open and ask once more in a week.")),),
    )


def did_not_work_out(voice: Voice) -> Card:
    """It came to nothing, and that is all right."""
    tongue = voice.tongue
    return Card(
        tongue.say("Thank you for telling me"),
        (Paragraph(tongue.line("That happens. I will look for someone new next time.")),),
    )


def skipped(voice: Voice) -> Card:
    """No answer wanted."""
    tongue = voice.tongue
    return Card(
        tongue.say("Skipped"), (Paragraph(tongue.line("That is fine. Nothing is counted.")),)
    )
