"""Before the yes: the proposal, what each answer is told, and moving on.

What the willing side reads is the same for a no, a silence and a clash.
"""

from bot.model import Member, Side, TermKind
from bot.ui import (
    Block,
    Button,
    Buttons,
    Card,
    Divider,
    Form,
    Heading,
    Line,
    Note,
    Paragraph,
    Plain,
    Quote,
    Shape,
    Span,
    Strong,
    Theirs,
    Weight,
    When,
    Write,
)
from bot.words.contacting import beforehand
from bot.words.reasons import counted, reasons
from bot.words.voice import Seen, Voice

OPENING_LIMIT = 400


def opening(voice: Voice, seen: Seen) -> str:
    """A first line that suits these two, for the viewer to make their own."""
    other = seen.others[0]
    named = [t for t in seen.terms if t.shown and t.interests and other.id in t.members]
    shared = [t for t in named if t.kind is TermKind.SHARED]
    interest = next((t.interests[0] for t in (*shared, *named)), None)
    prompt = voice.prompts.opener(
        voice.taxonomy.group_of(interest).id if interest else "",
        _situations(seen, interest, other),
        interest=interest is not None,
        shared=bool(shared),
    )
    return prompt.text.format(
        name=other.given_name,
        interest=voice.interest(interest) if interest else "",
        unit=other.department or voice.tongue.say("your team"),
        minutes=20,
    )


def _situations(seen: Seen, interest: str | None, other: Member) -> list[str]:
    """What the openers call the difference between these two, most telling first."""
    found = []
    if interest in seen.me.chose(Side.CURIOUS):
        found.append("reaching_up")
    if any(t.kind is TermKind.OTHER_PROFESSION for t in seen.terms):
        found.append("cross_role")
    if seen.me.career_stage == other.career_stage != "":
        found.append("same_level")
    if seen.me.site != other.site:
        found.append("cross_site")
    return found


def who_and_why(voice: Voice, seen: Seen) -> tuple[Block, ...]:
    """Who they are, and the reason, as the body of a proposal."""
    blocks: list[Block] = []
    for other in seen.others:
        who = (Strong(other.name), Plain(" · "), Theirs(voice.work(other) or "–"))
        why: list[Span] = []
        for sentence in reasons(voice, seen, other):
            why += [*([Plain(" ")] if why else []), *sentence]
        blocks += [Paragraph(who), Paragraph(tuple(why))]
    return tuple(blocks)


def expectation(voice: Voice) -> Note:
    """What people usually find, said once and after a long gap; it promises nothing.

    Epley and Schroeder 2014, Sandstrom and Boothby 2021 (less awkward than
    feared); Flynn and Lake 2008 (asked, people say yes more often).
    """
    return Note(
        voice.tongue.line(
            "People usually find these talks less awkward than they feared,"
            " and colleagues say yes more often than we think."
        )
    )


def proposal(voice: Voice, seen: Seen, *, first: bool = False) -> Card:
    """Someone you might enjoy meeting: who, why, a first line, three answers.

    `first` is whether it is their first, or the first after a long gap.
    """
    tongue = voice.tongue
    return Card(
        tongue.say("Would you like to meet {names}?", names=seen.names(voice)),
        (
            *who_and_why(voice, seen),
            Note(tongue.line("A way to begin, if you say yes. It is yours to change and to send:")),
            Quote((Theirs(opening(voice, seen)),)),
            *beforehand(voice, seen),
            *((expectation(voice),) if first else ()),
            _answers(voice, seen),
            _promise(voice, seen),
        ),
    )


def reminder(voice: Voice, seen: Seen) -> Card:
    """The same proposal, because they said *later*."""
    who = seen.names(voice)
    return Card(
        voice.tongue.say("You said later: {names}", names=who),
        (
            *who_and_why(voice, seen),
            _answers(voice, seen),
            _promise(voice, seen),
        ),
    )


def _answers(voice: Voice, seen: Seen) -> Buttons:
    say = voice.tongue.say
    return Buttons(
        (
            Button(say("Yes, introduce us"), "yes", seen.introduction.id, Weight.MAIN),
            Button(say("Yes, with my own first words"), "yes-with-words", seen.introduction.id),
            Button(say("Later"), "later", seen.introduction.id),
            Button(say("Not this time"), "not-this-time", seen.introduction.id),
        )
    )


def _promise(voice: Voice, seen: Seen) -> Note:
    tongue, when = voice.tongue, When(seen.introduction.answer_by)
    if seen.several:
        return Note(
            tongue.line(
                "I introduce you only if all of you say yes, and I never tell anyone a no."
                " Open until {when}.",
                when=when,
            )
        )
    return Note(
        tongue.line(
            "I introduce you only if you both say yes, and I never tell anyone a no."
            " Open until {when}.",
            when=when,
        )
    )


def is_that_a_yes(voice: Voice, seen: Seen) -> Card:
    """Typed words that began like a yes and went on otherwise."""
    return Card(
        voice.tongue.say("Is that a yes?"),
        (
            Paragraph(voice.tongue.line("I would rather ask than guess. Nothing has changed yet.")),
            *who_and_why(voice, seen),
            _answers(voice, seen),
            _promise(voice, seen),
        ),
    )


def first_words(voice: Voice, seen: Seen) -> Form:
    """The opening line, to edit before saying yes."""
    say = voice.tongue.say
    return Form(
        name="first-words",
        title=say("Your first words"),
        intro=(
            Note(
                voice.tongue.line(
                    "If you are introduced, this comes back to you, ready to send as yourself."
                    " I never send it for you. {no_patients}",
                    no_patients=voice.prompts.no_patients,
                )
            ),
        ),
        fields=(
            Write(
                "opening",
                say("To {names}", names=seen.names(voice)),
                value=opening(voice, seen),
                lines=4,
                limit=OPENING_LIMIT,
            ),
        ),
        submit=say("Yes, introduce us"),
        target=seen.introduction.id,
    )


def opening_fault(voice: Voice, typed: str) -> str:
    """What is wrong with first words, or nothing."""
    if not typed:
        return voice.tongue.say("A word or two is enough, but it cannot be empty.")
    if len(typed) > OPENING_LIMIT:
        return voice.tongue.say(
            "That is {length} characters; {limit} is the most.",
            length=len(typed),
            limit=OPENING_LIMIT,
        )
    return ""


def waiting(voice: Voice, seen: Seen) -> Card:
    """After a yes, whatever the other side has done so far."""
    tongue, who = voice.tongue, seen.names(voice)
    first = (
        tongue.line("If {names} say yes too, I introduce you at once.", names=who)
        if seen.several
        else tongue.line("If {names} says yes too, I introduce you at once.", names=who)
    )
    return Card(
        tongue.say("Your yes is kept: {names}", names=who),
        (
            Paragraph(first),
            Paragraph(
                tongue.line(
                    "Either way you hear from me when this closes, {when}."
                    " There is nothing else to do.",
                    when=When(seen.introduction.answer_by),
                )
            ),
            Buttons(
                (Button(tongue.say("I changed my mind"), "not-this-time", seen.introduction.id),)
            ),
        ),
    )


def declined(voice: Voice, seen: Seen) -> Card:
    """After a no: no reason asked, and a way back while it is open."""
    tongue = voice.tongue
    return Card(
        tongue.say("Not this time"),
        (
            Paragraph(
                tongue.line(
                    "Done. You do not need a reason, and I will not give one."
                    " You are still welcome next time."
                )
            ),
            Buttons(
                (Button(tongue.say("I would like to after all"), "yes", seen.introduction.id),)
            ),
        ),
    )


def later(voice: Voice, seen: Seen) -> Card:
    """After *later*."""
    tongue, who = voice.tongue, seen.names(voice)
    return Card(
        tongue.say("Later it is"),
        (
            Paragraph(
                tongue.line(
                    "I will ask about {names} once more before {when}, in your own hours.",
                    names=who,
                    when=When(seen.introduction.answer_by, Shape.DAY),
                )
            ),
            _answers(voice, seen),
        ),
    )


def over(voice: Voice) -> Card:
    """A press on a card whose time has passed."""
    tongue = voice.tongue
    return Card(
        tongue.say("This one has closed"),
        (
            Paragraph(
                tongue.line("That is all right. Busy weeks are normal here. There will be another.")
            ),
        ),
    )


def moved_on(voice: Voice, names_: str) -> Card:
    """It did not line up, and this round has nobody else."""
    return Card(
        voice.tongue.say("This one did not line up"),
        (
            _did_not_line_up(voice, names_),
            Paragraph(voice.tongue.line("Rest until the next round. You will be first in line.")),
        ),
    )


def moved_on_and_next(voice: Voice, names_: str, seen: Seen) -> Card:
    """It did not line up, and here is someone else."""
    return Card(
        voice.tongue.say("This one did not line up. Here is someone else."),
        (
            _did_not_line_up(voice, names_),
            Divider(),
            Heading(
                voice.tongue.say(
                    "Would you like to meet {names}?",
                    names=seen.names(voice),
                )
            ),
            *who_and_why(voice, seen),
            _answers(voice, seen),
            _promise(voice, seen),
        ),
    )


def _did_not_line_up(voice: Voice, names_: str) -> Paragraph:
    return Paragraph(
        voice.tongue.line(
            "The talk with {names} will not happen this time."
            " Busy weeks are normal here, and no one needs a reason.",
            names=names_,
        )
    )


def nothing_to_time(voice: Voice) -> Card:
    """Nobody to find a time with."""
    tongue = voice.tongue
    return Card(
        tongue.say("No time to find just now"),
        (Paragraph(tongue.line("When you are introduced to someone, times come with it.")),),
    )


def rested(voice: Voice, waves_to_come: bool) -> Card:
    """Nobody was found for a member this time."""
    tongue = voice.tongue
    if waves_to_come:
        body = tongue.line("I have not found someone for you yet. I will look again in a few days.")
    else:
        body = tongue.line("I did not find someone for you this time.")
    return Card(
        tongue.say("No introduction yet"),
        (
            Paragraph(body),
            Paragraph(tongue.line("You are first in line for the next one.")),
        ),
    )


def why(voice: Voice, seen: Seen) -> Card:
    """The terms of the score in words: what was used, and what was not."""
    tongue = voice.tongue
    return Card(
        tongue.say("Why {names}?", names=seen.names(voice)),
        (
            *who_and_why(voice, seen),
            Heading(tongue.say("What counted")),
            counted(voice, seen),
            Note(_not_used(voice)),
        ),
    )


def _not_used(voice: Voice) -> Line:
    return voice.tongue.line(
        "Not used: your messages (I cannot read them), your name, age, gender, pay or ratings,"
        " how often you answer, and anything you did not tell me or the roster does not say."
        " People who wait longer or had less luck lately come first."
    )
