"""Where a member stands: home, help, the form, pausing, and kind dead ends."""

from collections.abc import Sequence
from datetime import date, datetime

from bot.events import Word
from bot.interests import Ambiguous, Unsure
from bot.model import (
    Answer,
    IntroductionState,
    Member,
    Membership,
    Side,
    Taking,
)
from bot.ui import (
    Block,
    Button,
    Buttons,
    Card,
    Field,
    Form,
    Home,
    Line,
    Note,
    Option,
    Paragraph,
    Pick,
    Plain,
    Shape,
    Steps,
    Strong,
    Theirs,
    Weight,
    When,
    Write,
)
from bot.words.voice import Seen, Voice

TYPED_LIMIT = 60
QUESTIONS_AT_ONCE = 10
SHOWN, USED = "shown", "used"


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
        cards.append(_chosen(voice, member))
    return Home(tuple(cards))


def _where(
    voice: Voice, member: Member, membership: Membership | None, next_round: datetime | None
) -> Card:
    tongue = voice.tongue
    title = tongue.say("Hello {name}", name=member.given_name)
    if membership is None or membership.taking is Taking.OUT:
        join = Button(tongue.say("Join"), "join", weight=Weight.MAIN)
        return Card(title, (Paragraph(_invitation(voice)), Buttons((join,))))
    if membership.taking is Taking.PAUSED:
        resume = Button(tongue.say("Resume"), "resume", weight=Weight.MAIN)
        return Card(title, (Paragraph(_paused_until(voice, membership)), Buttons((resume,))))
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
                    Button(tongue.say("My interests"), "profile"),
                    Button(tongue.say("Pause two weeks"), "pause"),
                    Button(tongue.say("Help"), "help"),
                )
            ),
        ),
    )


def _invitation(voice: Voice) -> Line:
    return voice.tongue.line(
        "Once a week I suggest one colleague you might enjoy meeting, and say why."
        " You are introduced only if you both say yes."
    )


def _paused_until(voice: Voice, membership: Membership) -> Line:
    if membership.paused_until is None:
        return voice.tongue.line("You are paused. I stay quiet until you say you are back.")
    return voice.tongue.line(
        "You are paused until {day}. I stay quiet until then.", day=_day(membership.paused_until)
    )


def _day(day: date) -> Strong:
    return Strong(f"{day.day} {day:%B %Y}")


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


def _chosen(voice: Voice, member: Member) -> Card:
    tongue = voice.tongue
    labels = {
        Side.SHARES: tongue.say("Interests"),
        Side.OFFERS: tongue.say("Ask me about"),
        Side.CURIOUS: tongue.say("Curious about"),
    }
    blocks: list[Block] = [
        Paragraph((Strong(label + ": "), Plain(voice.chosen(member, side))))
        for side, label in labels.items()
        if member.chose(side)
    ]
    if not blocks:
        blocks.append(
            Paragraph(tongue.line("You have not chosen any interests yet. One or two are enough."))
        )
    if member.unsettled:
        blocks.append(
            Paragraph(
                tongue.line(
                    "I was not sure what you meant by {words}.",
                    words=Theirs(", ".join(member.unsettled[:5])),
                )
            )
        )
    settle = tongue.say("Tell me what I misread") if member.unsettled else tongue.say("Change")
    return Card(tongue.say("What you chose"), (*blocks, Buttons((Button(settle, "profile"),))))


def profile(voice: Voice, member: Member, *, joining: bool) -> Form:
    """One short screen: interests, ask me about, curious about, and what is shown."""
    tongue = voice.tongue
    unsettled = ", ".join(member.unsettled)
    shares = voice.chosen_as_typed(member, Side.SHARES)
    all_shown = all(choice.shown for choice in member.choices)
    return Form(
        name="profile",
        title=tongue.say("Join Coffee Rounds") if joining else tongue.say("What you chose"),
        intro=(Note(tongue.line("{no_patients}", no_patients=voice.prompts.no_patients)),),
        fields=(
            Write(
                "interests",
                tongue.say("Interests"),
                value=", ".join(filter(None, (shares, unsettled))),
                hint=tongue.say("As you would say them, with commas between: sepsis, baking"),
                lines=3,
                limit=1_000,
                optional=True,
            ),
            Write(
                "offers",
                tongue.say("Ask me about"),
                value=voice.chosen_as_typed(member, Side.OFFERS),
                hint=tongue.say("What you would gladly be asked about"),
                lines=2,
                limit=1_000,
                optional=True,
            ),
            Write(
                "curious",
                tongue.say("Curious about"),
                value=voice.chosen_as_typed(member, Side.CURIOUS),
                hint=tongue.say("What you would like to learn. Nobody minds a beginner."),
                lines=2,
                limit=1_000,
                optional=True,
            ),
            Pick(
                "shown",
                tongue.say("May a match read these?"),
                (
                    Option(SHOWN, tongue.say("Yes, say them in the reason")),
                    Option(USED, tongue.say("No, only use them to choose someone")),
                ),
                value=SHOWN if all_shown else USED,
            ),
        ),
        submit=tongue.say("Join") if joining else tongue.say("Save"),
    )


def meaning(side: Side, typed: str, interest: str = "") -> str:
    """What picking one meaning sends back: all that is needed to save it."""
    return f"{side.value}|{interest}|{typed[:TYPED_LIMIT]}"


def read_meaning(value: str) -> tuple[Side, str, str]:
    """The side, the interest (or none) and the typed words of a picked meaning.

    Raises `ValueError` for anything `meaning` did not write.
    """
    side, interest, typed = value.split("|", 2)
    return Side(side), interest, typed


def settle(voice: Voice, asked: Sequence[tuple[Side, Ambiguous | Unsure]]) -> Form:
    """Ask what each word means; "none of these" is always a fine answer."""
    tongue = voice.tongue
    fields: list[Field] = []
    for place, (side, each) in enumerate(asked[:QUESTIONS_AT_ONCE]):
        choices = each.candidates if isinstance(each, Ambiguous) else each.suggestions
        options = [Option(meaning(side, each.typed, i.id), i.label) for i in choices]
        options.append(Option(meaning(side, each.typed), tongue.say("None of these")))
        fields.append(
            Pick(
                f"meaning{place}",
                tongue.say("By “{typed}” I mean", typed=each.typed[:TYPED_LIMIT]),
                tuple(options),
            )
        )
    return Form(
        name="settle",
        title=tongue.say("What did you mean?"),
        intro=(Note(tongue.line("I would rather ask than guess. Everything else is saved.")),),
        fields=tuple(fields),
        submit=tongue.say("Save"),
    )


def refused(voice: Voice, lines: int) -> str:
    """What was not saved because it might point to a patient. Never echoed."""
    return voice.tongue.count(
        "One line looked as if it might point to a patient, so I did not keep it."
        " The rest is still here.",
        "{number} lines looked as if they might point to a patient, so I did not keep them."
        " The rest is still here.",
        lines,
    )


def too_many(voice: Voice, limit: int) -> str:
    """More interests than anyone can be met about."""
    return voice.tongue.say("At most {limit} here, please. A few say more.", limit=limit)


def saved(voice: Voice, member: Member, next_round: datetime | None) -> Card:
    """The profile is saved: what was understood."""
    tongue = voice.tongue
    blocks: tuple[Block, ...] = _chosen(voice, member).blocks
    if next_round:
        blocks += (
            Note(
                tongue.line(
                    "Your next introduction may come on {when}.", when=When(next_round, Shape.DAY)
                )
            ),
        )
    return Card(tongue.say("Saved"), blocks)


def paused(voice: Voice, membership: Membership) -> Card:
    """Paused, until it ends by itself."""
    tongue = voice.tongue
    resume = Button(tongue.say("Resume"), "resume")
    return Card(
        tongue.say("Paused"),
        (Paragraph(_paused_until(voice, membership)), Buttons((resume,))),
    )


def resumed(voice: Voice, next_round: datetime | None) -> Card:
    """Welcome back."""
    tongue = voice.tongue
    blocks: tuple[Block, ...] = (Paragraph(tongue.line("Welcome back. Nothing was counted.")),)
    if next_round:
        blocks += (
            Note(
                tongue.line(
                    "The next introductions come on {when}.", when=When(next_round, Shape.DAY)
                )
            ),
        )
    return Card(tongue.say("You are back"), blocks)


def not_a_member(voice: Voice) -> Card:
    """Someone who has not joined asked for something members have."""
    tongue = voice.tongue
    join = Button(tongue.say("Join"), "join", weight=Weight.MAIN)
    return Card(
        tongue.say("Would you like to join?"),
        (Paragraph(_invitation(voice)), Buttons((join,))),
    )


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


def no_such_pause(voice: Voice, typed: str) -> Card:
    """A pause that was not understood; nothing changed."""
    tongue = voice.tongue
    return Card(
        tongue.say("How long?"),
        (
            Paragraph(
                tongue.line(
                    "I could not read “{typed}” as a time. Nothing has changed."
                    " Try “pause 2 weeks” or “pause 10 days”, up to 52 weeks.",
                    typed=Theirs(typed[:100]),
                )
            ),
        ),
    )


def help_(voice: Voice) -> Card:
    """The words a member can type."""
    tongue = voice.tongue
    words = {
        Word.HOME: tongue.say("where you stand, what is open, what comes next"),
        Word.JOIN: tongue.say("take part; one short form"),
        Word.PROFILE: tongue.say("see and change what you chose"),
        Word.WHY: tongue.say("why this person: what counted and what was not used"),
        Word.PAUSE: tongue.say("“pause 2 weeks”; it ends by itself"),
        Word.RESUME: tongue.say("come back sooner"),
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
    if nearest:
        body = tongue.line("Did you mean {word}?", word=Strong(nearest.value))
    else:
        body = tongue.line("I did not understand that.")
    return Card(
        tongue.say("Sorry?"),
        (Paragraph(body), Buttons((Button(tongue.say("What can I say?"), "help"),))),
    )
