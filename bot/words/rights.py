"""What is known of a member, a file of it, and being forgotten; and a concern, in private."""

from collections.abc import Iterable, Iterator

from bot.model import Concern, Contact
from bot.notes import PERSONAL, Holds, Kept, Note
from bot.retention import Retention
from bot.ui import (
    Block,
    Button,
    Buttons,
    Card,
    Form,
    Heading,
    Line,
    Option,
    Paragraph,
    Pick,
    Plain,
    Quote,
    Steps,
    Strong,
    Theirs,
    Write,
)
from bot.ui import Note as SmallPrint
from bot.words.tongue import noted
from bot.words.voice import Voice

CONCERN_LIMIT = 2_000
ERASE, KEEP = "erase", "keep"
NAMED, UNNAMED = "named", "unnamed"

_CLASSES = {
    Holds.IDENTITY: noted("Who you are and how to reach you"),
    Holds.PROFESSION: noted("Your work, as the roster or you describe it"),
    Holds.BEHAVIOUR: noted("What you chose, answered and were given"),
    Holds.FREE_TEXT: noted("What you wrote, kept encrypted"),
    Holds.RELATION: noted("Who is not to be matched with whom"),
}


def privacy(voice: Voice, notes: Iterable[Note], retention: Retention) -> Card:
    """What is stored about people: made from what storage itself says of every column."""
    tongue, every = voice.tongue, tuple(notes)
    blocks: list[Block] = [
        Paragraph(
            tongue.line(
                "This is all I keep about people, what for and how long. I cannot read what"
                " members write to each other, and nothing is sent anywhere else."
            )
        )
    ]
    for holds in PERSONAL:
        mine = [each for each in every if each.holds is holds]
        blocks += list(_class(voice, holds, mine, retention)) if mine else []
    words = (
        Button(tongue.say("A file of all about me"), "export"),
        Button(tongue.say("Forget me"), "forget"),
    )
    return Card(tongue.say("What I keep"), (*blocks, Buttons(words)))


def _class(voice: Voice, holds: Holds, notes: list[Note], retention: Retention) -> Iterator[Block]:
    """One class: a list for each length of time that things in it are kept."""
    yield Heading(voice.tongue.say(_CLASSES[holds]))
    for kept in Kept:
        purposes: dict[str, dict[str, None]] = {}
        for note in notes:
            if note.kept is kept:
                purposes.setdefault(note.column.replace("_", " "), {})[note.purpose] = None
        if purposes:
            yield SmallPrint(_how_long(voice, kept, retention))
            yield Steps(
                tuple(
                    (Strong(column), Plain(": " + "; ".join(uses)))
                    for column, uses in purposes.items()
                )
            )


def _how_long(voice: Voice, kept: Kept, retention: Retention) -> Line:
    tongue = voice.tongue
    match kept:
        case Kept.MEMBERSHIP:
            return tongue.line("Kept until you ask to be forgotten.")
        case Kept.RULES:
            return tongue.line(
                "Kept as long as the rule that needs it; once you are forgotten, only as an"
                " opaque token in place of you."
            )
        case Kept.HISTORY:
            return tongue.line(
                "Kept {weeks} weeks after an introduction ended.", weeks=str(retention.details)
            )
        case Kept.CHECK_INS:
            return tongue.line(
                "Kept {weeks} weeks after the introduction.", weeks=str(retention.check_ins)
            )
        case Kept.PASSING:
            return tongue.line(
                "Kept {weeks} weeks after it was settled.", weeks=str(retention.messages)
            )
        case Kept.PROGRAMME | Kept.INSTALLATION:
            return tongue.line("Kept as long as the programme.")


def forget_me(voice: Voice) -> Form:
    """Asks once whether to erase everything."""
    tongue = voice.tongue
    return Form(
        name="forget-me",
        title=tongue.say("Forget me"),
        intro=(
            Paragraph(
                tongue.line(
                    "I erase all I keep about you at once: what you chose and wrote, your answers,"
                    " your hours, messages not yet sent. This cannot be undone."
                )
            ),
            SmallPrint(
                tongue.line(
                    "An opaque token stays, so that whom you never want to meet, and whom you"
                    " have met, still holds if you come back. Whoever was just suggested to you"
                    " still sees that suggestion, as if you had not answered: your name, your"
                    " profession, department and site, and the reason, until they have heard that"
                    " it closed. Who you are is kept encrypted until then, eight days after its"
                    " last day at most. If the hospital's roster names you again,"
                    " I know you as someone who has not joined."
                )
            ),
        ),
        fields=(
            Pick(
                "sure",
                tongue.say("Are you sure?"),
                (
                    Option(ERASE, tongue.say("Yes, erase everything about me")),
                    Option(KEEP, tongue.say("No, leave it as it is")),
                ),
                value=KEEP,
            ),
        ),
        submit=tongue.say("Go on"),
    )


def not_forgotten(voice: Voice) -> Card:
    """They thought again."""
    tongue = voice.tongue
    return Card(tongue.say("Nothing has changed"), (Paragraph(tongue.line("All is as it was.")),))


def forgotten(voice: Voice) -> Card:
    """The last thing said to somebody."""
    tongue = voice.tongue
    return Card(
        tongue.say("You are forgotten"),
        (
            Paragraph(
                tongue.line(
                    "I have erased what I kept about you. Nobody is told. Thank you for having"
                    " been part of it; you would always be welcome."
                )
            ),
        ),
    )


def concern(voice: Voice, contact: Contact) -> Card | Form:
    """Whom to turn to; and, where the hospital named a member, a private form to them."""
    return _concern_form(voice, contact) if contact.member else concern_contact(voice, contact)


def concern_contact(voice: Voice, contact: Contact) -> Card:
    """The hospital's own contact, or that none was named."""
    return Card(voice.tongue.say("A concern"), _contact(voice, contact))


def _contact(voice: Voice, contact: Contact) -> tuple[Block, ...]:
    tongue = voice.tongue
    if not (contact.words or contact.link or contact.member):
        return (
            Paragraph(
                tongue.line(
                    "The hospital has not named a contact here yet. Please turn to your manager,"
                    " to human resources or to your staff representatives."
                )
            ),
        )
    lines = [Paragraph(tongue.line("The hospital's contact for concerns is there for you."))]
    lines += [Paragraph((Strong(each),)) for each in (contact.words, contact.link) if each]
    return tuple(lines)


def _concern_form(voice: Voice, contact: Contact) -> Form:
    tongue = voice.tongue
    return Form(
        name="concern",
        title=tongue.say("A concern"),
        intro=(
            *_contact(voice, contact),
            SmallPrint(
                tongue.line(
                    "What you write here goes to that one person and to nobody else. It is kept"
                    " encrypted and erased some weeks after it arrived. Please leave out anything"
                    " that could point to a patient."
                )
            ),
        ),
        fields=(
            Write("words", tongue.say("What is it about?"), lines=6, limit=CONCERN_LIMIT),
            Pick(
                "who",
                tongue.say("May they know who you are?"),
                (
                    Option(NAMED, tongue.say("Yes, say my name")),
                    Option(UNNAMED, tongue.say("No, leave my name out")),
                ),
                value=NAMED,
            ),
        ),
        submit=tongue.say("Send it"),
    )


def concern_fault(voice: Voice, words: str) -> str:
    """Why a concern cannot be sent as it is, or nothing."""
    if not words:
        return voice.tongue.say("Please write a few words, or close this form.")
    if len(words) > CONCERN_LIMIT:
        return voice.tongue.say(
            "That is {size} characters; {limit} is the most.", size=len(words), limit=CONCERN_LIMIT
        )
    return ""


def concern_patient(voice: Voice) -> str:
    """Why it was not kept. Never echoed."""
    return voice.tongue.say(
        "That looked as if it might point to a patient, so I did not keep it."
        " Please say it without."
    )


def concern_sent(voice: Voice) -> Card:
    """It is on its way."""
    tongue = voice.tongue
    return Card(
        tongue.say("Thank you for saying it"),
        (Paragraph(tongue.line("It is on its way to the named person, and to nobody else.")),),
    )


def concern_raised(voice: Voice, raised: Concern, name: str) -> Card:
    """For the named contact: what somebody wrote."""
    tongue = voice.tongue
    who = (
        tongue.line("{name} wrote to you in confidence:", name=Strong(name))
        if name
        else tongue.line("Somebody who left their name out wrote to you in confidence:")
    )
    return Card(
        tongue.say("A concern was raised"),
        (
            Paragraph(who),
            Quote((Theirs(raised.words),)),
            SmallPrint(tongue.line("You get this because the hospital named you for concerns.")),
        ),
    )
