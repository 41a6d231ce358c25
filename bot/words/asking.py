"""Asking quietly: a count and never a list, one colleague at a time, a kind end.

What the asker reads is the same for a no, a silence and an expert who left.
"""

from collections.abc import Sequence

from bot.asking import Asking
from bot.interests import Interest
from bot.model import Member
from bot.ui import (
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
    Quote,
    Shape,
    Strong,
    Theirs,
    Weight,
    When,
    Write,
)
from bot.words.proposing import OPENING_LIMIT, expectation
from bot.words.voice import Voice

NAMED, UNNAMED = "named", "unnamed"
ABOUT_LIMIT = 200
FEW = 10
"""Below so many, a number could point to someone; above, only whole tens are said."""


def about(voice: Voice) -> Form:
    """A topic, to begin with."""
    say = voice.tongue.say
    return Form(
        name="ask-about",
        title=say("Ask, quietly"),
        intro=(Note(voice.tongue.line("{no_patients}", no_patients=voice.prompts.no_patients)),),
        fields=(
            Write(
                "about",
                say("What would you like to hear about?"),
                hint=say("A topic in your own words: sepsis pathways, baking"),
                limit=ABOUT_LIMIT,
            ),
        ),
        submit=say("Look"),
    )


def opening(voice: Voice, interest: str) -> str:
    """A curious first line about an interest, to whoever it may be."""
    prompt = voice.prompts.opener(
        voice.taxonomy.group_of(interest).id, ["reaching_up"], interest=True, shared=False
    )
    return prompt.text.format(
        name=voice.tongue.say("there"),
        interest=voice.interest(interest),
        unit=voice.tongue.say("your team"),
        minutes=20,
    )


def question(
    voice: Voice, interest: str, offering: int, *, exactly: bool, first: bool = False
) -> Form:
    """How many offer it, a first line to make one's own, and whether to be named.

    `first` is whether it is their first ask, or the first after a long gap.
    """
    say = voice.tongue.say
    return Form(
        name="ask",
        title=say("Ask, quietly"),
        intro=(
            Paragraph(how_many(voice, interest, offering, exactly=exactly)),
            *((expectation(voice),) if first else ()),
            Note(
                voice.tongue.line(
                    "I ask one colleague at a time and introduce you to the first who says yes."
                    " {no_patients}",
                    no_patients=voice.prompts.no_patients,
                )
            ),
        ),
        fields=(
            Write(
                "opening",
                say("Your question, as they will read it"),
                value=opening(voice, interest),
                lines=4,
                limit=OPENING_LIMIT,
            ),
            Pick(
                "named",
                say("Should they see who asks?"),
                (
                    Option(UNNAMED, say("Only once they say yes")),
                    Option(NAMED, say("Yes, show my name")),
                ),
                value=UNNAMED,
            ),
        ),
        submit=say("Ask quietly"),
        target=interest,
    )


def how_many(voice: Voice, interest: str, offering: int, *, exactly: bool) -> Line:
    """How many offer it, in whole tens; never who, and nothing about what is kept private."""
    tongue, named = voice.tongue, Strong(voice.interest(interest))
    if voice.taxonomy.is_private(interest):
        return tongue.line(
            "If a colleague offered to talk about {interest}, I ask them quietly."
            " I tell nobody whether there is one.",
            interest=named,
        )
    if offering >= FEW:
        number = str(offering // FEW * FEW)
        template = (
            "At least {number} people here gladly talk about {interest}."
            if exactly
            else "At least {number} people here gladly talk about something close to {interest}."
        )
        return tongue.line(template, number=number, interest=named)
    template = (
        "Someone here gladly talks about {interest}, perhaps a few people."
        " I keep numbers below ten to myself."
        if exactly
        else "Someone here gladly talks about something close to {interest}, perhaps a few people."
        " I keep numbers below ten to myself."
    )
    return tongue.line(template, interest=named)


def which(voice: Voice, interests: Sequence[Interest]) -> Card:
    """Several meanings, or several topics: which one is asked about first."""
    tongue = voice.tongue
    return Card(
        tongue.say("Which one?"),
        (
            Paragraph(tongue.line("I would rather ask than guess. Tap what you mean.")),
            *(
                Buttons(
                    (
                        Button(
                            tongue.say("About {interest}", interest=each.label),
                            "ask-about",
                            each.id,
                        ),
                    )
                )
                for each in interests[:6]
            ),
            _other_words(voice),
        ),
    )


def _other_words(voice: Voice) -> Buttons:
    return Buttons((Button(voice.tongue.say("Say it in other words"), "ask"),))


def not_known(voice: Voice) -> Card:
    """Words that name nothing I know; nothing was asked."""
    tongue = voice.tongue
    return Card(
        tongue.say("What is that about?"),
        (
            Paragraph(
                tongue.line(
                    "I could not tell which topic you mean, so I asked nobody."
                    " One or two words are often enough: “ask sepsis”."
                )
            ),
            _other_words(voice),
        ),
    )


def nobody_yet(voice: Voice, interest: str) -> Card:
    """Nobody offered it; nothing was asked."""
    tongue = voice.tongue
    return Card(
        tongue.say("Nobody offers that yet"),
        (
            Paragraph(
                tongue.line(
                    "Nobody here has offered to be asked about {interest}, or about anything close"
                    " to it. If you add it to what you are curious about, the weekly rounds look"
                    " for it too.",
                    interest=Strong(voice.interest(interest)),
                )
            ),
            Buttons((Button(tongue.say("My interests"), "profile"),)),
        ),
    )


def refused(voice: Voice) -> Card:
    """Words that might point to a patient: kept nowhere, shown nowhere."""
    tongue = voice.tongue
    return Card(
        tongue.say("Without the patient, please"),
        (
            Paragraph(
                tongue.line(
                    "That looked as if it might point to a patient, so I did not keep it and asked"
                    " nobody. Ask about the topic alone."
                )
            ),
            _other_words(voice),
        ),
    )


def enough(voice: Voice, most: int) -> Card:
    """As many asks as a month takes."""
    tongue = voice.tongue
    return Card(
        tongue.say("Enough for this month"),
        (
            Paragraph(
                tongue.line(
                    "I ask at most {most} times a month for each of us, so that nobody is asked too"
                    " often. The weekly rounds go on.",
                    most=str(most),
                )
            ),
        ),
    )


def looking(voice: Voice, asking: Asking) -> Card:
    """The ask that is open: the same words from the first minute to the last."""
    tongue = voice.tongue
    return Card(
        tongue.say("I am asking about {interest}", interest=voice.interest(asking.interest)),
        (
            Paragraph(
                tongue.line(
                    "I ask one colleague at a time, quietly. You hear from me as soon as one says"
                    " yes, and by {day} in any case. There is nothing else to do.",
                    day=When(asking.hears_by, Shape.DAY),
                )
            ),
            Quote((Theirs(asking.opening),)),
            Note(_named_or_not(voice, asking)),
            Buttons((Button(tongue.say("Stop asking"), "ask-withdraw", asking.id),)),
        ),
    )


def _named_or_not(voice: Voice, asking: Asking) -> Line:
    if asking.unnamed:
        return voice.tongue.line("Nobody sees who asks until they say yes.")
    return voice.tongue.line("Whoever is asked sees your name.")


def withdrawn(voice: Voice) -> Card:
    """The asker stopped it."""
    tongue = voice.tongue
    return Card(
        tongue.say("I stopped asking"),
        (Paragraph(tongue.line("Nobody else is asked. Ask again whenever you like.")),),
    )


def ended(voice: Voice, asking: Asking) -> Card:
    """Nobody could take it: says nothing about the question, or about anyone."""
    tongue, interest = voice.tongue, voice.interest(asking.interest)
    return Card(
        tongue.say("It did not line up: {interest}", interest=interest),
        (
            Paragraph(
                tongue.line(
                    "Nobody could take your question about {interest} just now. Busy weeks are"
                    " normal here, and it says nothing about the question: asking was worth it.",
                    interest=Strong(interest),
                )
            ),
            Buttons((Button(tongue.say("Ask something else"), "ask"),)),
        ),
    )


def asked(voice: Voice, asking: Asking, asker: Member, offered: str) -> Card:
    """The expert's card: who asks (or a colleague), what about, in their words, two answers.

    `offered` is the expert's own interest that it was matched with.
    """
    tongue, interest = voice.tongue, voice.interest(asking.interest)
    return Card(
        tongue.say("Would you talk about {interest}?", interest=interest),
        (
            Paragraph(_who(voice, asking, asker)),
            _because(voice, asking.interest, offered),
            Quote((Theirs(asking.opening),)),
            Buttons(
                (
                    Button(tongue.say("Yes, introduce us"), "ask-yes", asking.id, Weight.MAIN),
                    Button(tongue.say("Not this time"), "ask-no", asking.id),
                )
            ),
            Note(
                tongue.line(
                    "Your yes introduces you at once. Otherwise I ask someone else, and nobody"
                    " learns that I asked you. Open until {when}.",
                    when=When(asking.next_at),
                )
            ),
        ),
    )


def _who(voice: Voice, asking: Asking, asker: Member) -> Line:
    tongue = voice.tongue
    if asking.unnamed:
        return tongue.line("A colleague asks. You learn who it is if you say yes.")
    return tongue.line(
        "{name} asks ({work}).",
        name=Strong(asker.name),
        work=Theirs(voice.work(asker) or "–"),
    )


def _because(voice: Voice, wanted: str, offered: str) -> Block:
    tongue = voice.tongue
    if wanted == offered:
        return Note(tongue.line("You offered to be asked about this."))
    named = Strong(voice.interest(offered))
    return Note(tongue.line("You offered {interest}, which is close to it.", interest=named))


def declined(voice: Voice, asking: Asking) -> Card:
    """After an expert's no: no reason asked, and a way back while it is theirs."""
    tongue = voice.tongue
    return Card(
        tongue.say("Not this time"),
        (
            Paragraph(
                tongue.line(
                    "Done. You do not need a reason, and nobody learns that I asked you."
                    " You are still welcome next time."
                )
            ),
            Buttons((Button(tongue.say("I would like to after all"), "ask-yes", asking.id),)),
        ),
    )
