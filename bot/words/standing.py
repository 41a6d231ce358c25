"""Where a member stands: home, help, and kind dead ends."""

from collections.abc import Sequence
from datetime import datetime

from bot.events import OF_ONE, Word
from bot.model import (
    Answer,
    IntroductionState,
    Member,
    Membership,
    Taking,
)
from bot.ui import (
    Button,
    Buttons,
    Card,
    Home,
    Note,
    Paragraph,
    Plain,
    Shape,
    Steps,
    Strong,
    Weight,
    When,
)
from bot.words.choosing import chosen
from bot.words.membership import invitation, paused_until
from bot.words.voice import Seen, Voice


def home(
    voice: Voice,
    member: Member,
    membership: Membership | None,
    open_ones: Sequence[Seen],
    next_round: datetime | None,
) -> Home:
    """Where I stand, what is open, what comes next."""
    cards = [_where(voice, member, membership, next_round)]
    cards += [_open(voice, seen) for seen in open_ones[:5]]
    if membership and membership.taking is not Taking.OUT:
        cards.append(chosen(voice, member))
    return Home(tuple(cards))


def _where(
    voice: Voice, member: Member, membership: Membership | None, next_round: datetime | None
) -> Card:
    tongue = voice.tongue
    title = tongue.say("Hello {name}", name=member.given_name)
    if membership is None or membership.taking is Taking.OUT:
        join = Button(tongue.say("Join"), "join", weight=Weight.MAIN)
        return Card(title, (Paragraph(invitation(voice)), Buttons((join,))))
    if membership.taking is Taking.PAUSED:
        resume = Button(tongue.say("Resume"), "resume", weight=Weight.MAIN)
        return Card(title, (Paragraph(paused_until(voice, membership)), Buttons((resume,))))
    ahead = (
        tongue.line("The next introductions come on {when}.", when=When(next_round, Shape.DAY))
        if next_round
        else tongue.line("No round is planned at the moment.")
    )
    return Card(
        title,
        (
            Paragraph(ahead),
            Buttons(
                (
                    Button(tongue.say("Ask quietly"), "ask"),
                    Button(tongue.say("Bring two together"), "introduce"),
                    Button(tongue.say("My interests"), "profile"),
                    Button(tongue.say("Pause two weeks"), "pause"),
                    Button(tongue.say("Help"), "help"),
                )
            ),
        ),
    )


def _open(voice: Voice, seen: Seen) -> Card:
    tongue, introduction = voice.tongue, seen.introduction
    part = introduction.part_of(seen.viewer)
    target, who = introduction.id, seen.names(voice)
    if introduction.state is IntroductionState.INTRODUCED:
        return Card(
            tongue.say("You are introduced: {names}", names=who),
            (
                Buttons(
                    (
                        Button(tongue.say("We met"), "met", target, Weight.MAIN),
                        Button(tongue.say("Show it again"), "show", target),
                        Button(tongue.say("It did not work out"), "did-not-work-out", target),
                    )
                ),
            ),
        )
    if part and part.answer is Answer.YES:
        title = tongue.say("Your yes is kept: {names}", names=who)
    elif part and part.answer is Answer.NO:
        title = tongue.say("Not this time: {names}", names=who)
    else:
        title = tongue.say("Would you like to meet {names}?", names=who)
    note = Note(tongue.line("Open until {when}.", when=When(introduction.answer_by)))
    return Card(title, (note, Buttons((Button(tongue.say("Show it again"), "show", target),))))


def stranger(voice: Voice) -> Card:
    """Someone the hospital's roster does not know."""
    tongue = voice.tongue
    return Card(
        tongue.say("I do not know you yet"),
        (
            Paragraph(
                tongue.line(
                    "I only know people on the hospital's roster. If you are new here, please"
                    " try again in a day or two, or ask your Coffee Rounds contact."
                )
            ),
        ),
    )


def nothing_open(voice: Voice, next_round: datetime | None) -> Card:
    """There is no introduction to speak about."""
    tongue = voice.tongue
    ahead = (
        tongue.line("The next introductions come on {when}.", when=When(next_round, Shape.DAY))
        if next_round
        else tongue.line("No round is planned at the moment.")
    )
    return Card(tongue.say("Nothing is open just now"), (Paragraph(ahead),))


def help_(voice: Voice) -> Card:
    """The words a member can type."""
    tongue = voice.tongue
    words = {
        Word.HOME: tongue.say("where you stand, what is open, what comes next"),
        Word.JOIN: tongue.say("take part; one short form"),
        Word.PROFILE: tongue.say("see and change what you chose"),
        Word.YES: tongue.say("or “later”, or “no”: your answer to the one that is open"),
        Word.TIMES: tongue.say("choose among times that suit you both, or move"),
        Word.MET: tongue.say("or “not yet”, “didn't work out”, “skip”: how it went, if you like"),
        Word.FOLLOW_UP: tongue.say("a way to ask on, for the talk itself"),
        Word.WHY: tongue.say("why this person: what counted and what was not used"),
        Word.ASK: tongue.say("“ask sepsis pathways”: find someone who gladly talks about it"),
        Word.HOURS: tongue.say("your working hours, nights, call and leave; or a calendar"),
        Word.INTRODUCE: tongue.say(
            "“introduce Ana Díaz and Ben Stone because …”: bring two together"
        ),
        Word.PAUSE: tongue.say("“pause 2 weeks” or “pause until 12 Jan”; it ends by itself"),
        Word.RESUME: tongue.say("come back sooner"),
        Word.OFTEN: tongue.say("“often 2 weeks”, or “often only when I ask”"),
        Word.BUDGET: tongue.say("“budget 2”: how many introductions a month are enough"),
        Word.LEAVE: tongue.say("take part no more; “join” brings you back"),
        Word.NEVER: tongue.say("“never @name”: never meet someone; nobody is told"),
        Word.PRIVACY: tongue.say("what is kept about you, what for and how long"),
        Word.EXPORT: tongue.say("a file of all of it"),
        Word.FORGET: tongue.say("“forget me”: erase all of it"),
        Word.CONCERN: tongue.say("whom to turn to, in private"),
        Word.HELP: tongue.say("these words"),
    }
    rows = tuple((Strong(word.value), Plain(f" – {what}")) for word, what in words.items())
    return Card(
        tongue.say("What you can say to me"),
        (
            Steps(rows),
            Note(
                tongue.line(
                    "I never read what members write to each other, and I never tell who said no."
                )
            ),
        ),
    )


def not_understood(voice: Voice, nearest: Word | None) -> Card:
    """Words the bot does not know."""
    tongue = voice.tongue
    others = Button(tongue.say("What can I say?"), "help")
    if nearest:
        body = tongue.line("Did you mean {word}?", word=Strong(nearest.value))
    else:
        body = tongue.line("I did not understand that.")
    meant = []
    if nearest and nearest not in OF_ONE:
        meant = [Button(tongue.say("Yes, {word}", word=nearest.value), nearest.value)]
    return Card(tongue.say("Sorry?"), (Paragraph(body), Buttons((*meant, others))))
