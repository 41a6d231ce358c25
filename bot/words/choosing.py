"""What a member chose, in words: the form, what each word meant, what is kept."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.interests import Ambiguous, Unsure
from bot.model import Drawn, Member, Side
from bot.ui import (
    Block,
    Button,
    Buttons,
    Card,
    Field,
    Form,
    Note,
    Option,
    Paragraph,
    Pick,
    PickMany,
    Plain,
    Shape,
    Strong,
    Theirs,
    When,
    Write,
)
from bot.ways import CHOSEN, MINUTES, Way
from bot.ways import chosen as chosen_ways
from bot.words.voice import Voice

TYPED_LIMIT = 60
QUOTES, QUOTED = 8, 40
"""How many unclear words are shown again, and how much of each."""

FIELD_LIMIT = 1_000
QUESTIONS_AT_ONCE = 10
SHOWN, USED = "shown", "used"


def chosen(voice: Voice, member: Member) -> Card:
    """What they chose, and what is still to be asked."""
    tongue = voice.tongue
    labels = {
        Side.SHARES: tongue.say("Interests"),
        Side.OFFERS: tongue.say("Ask me about"),
        Side.CURIOUS: tongue.say("Curious about"),
    }
    blocks: list[Block] = [
        Paragraph(
            (
                Strong(label + ": "),
                Plain(voice.chosen(member, side)),
                *(() if member.shows(side) else (Plain(" " + tongue.say("(only used)")),)),
            )
        )
        for side, label in labels.items()
        if member.chose(side)
    ]
    if not blocks:
        blocks.append(
            Paragraph(tongue.line("You have not chosen any interests yet. One or two are enough."))
        )
    if member.unsettled:
        blocks.append(_unsure(voice, member.unsettled))
    if ways := chosen_ways(member.formats):
        names = ways_to_meet(voice)
        listed = "; ".join(names[way] for way in ways)
        blocks.append(Paragraph((Strong(tongue.say("How you like to meet") + ": "), Plain(listed))))
    settle = tongue.say("Tell me what I misread") if member.unsettled else tongue.say("Change")
    return Card(tongue.say("What you chose"), (*blocks, Buttons((Button(settle, "profile"),))))


def _unsure(voice: Voice, typed: Sequence[str]) -> Paragraph:
    """Words without a single meaning: some of them, each cut to a few words."""
    shown = [f"{each[:QUOTED]}…" if len(each) > QUOTED else each for each in typed[:QUOTES]]
    words = Theirs(", ".join(shown))
    more = len(typed) - len(shown)
    if more:
        return Paragraph(
            voice.tongue.line(
                "I was not sure what you meant by {words}, and {more} more.",
                words=words,
                more=str(more),
            )
        )
    return Paragraph(voice.tongue.line("I was not sure what you meant by {words}.", words=words))


def profile(voice: Voice, member: Member, *, joining: bool, drawn_to: Drawn = Drawn.ANYONE) -> Form:
    """One short screen: what they choose, whether each is shown, and how they like to meet."""
    tongue = voice.tongue
    unsettled = ", ".join(member.unsettled)
    shares = voice.chosen_as_typed(member, Side.SHARES)
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
                limit=FIELD_LIMIT,
                optional=True,
            ),
            _shown(voice, member, Side.SHARES),
            Write(
                "offers",
                tongue.say("Ask me about"),
                value=voice.chosen_as_typed(member, Side.OFFERS),
                hint=tongue.say("What you would gladly be asked about"),
                lines=2,
                limit=FIELD_LIMIT,
                optional=True,
            ),
            _shown(voice, member, Side.OFFERS),
            Write(
                "curious",
                tongue.say("Curious about"),
                value=voice.chosen_as_typed(member, Side.CURIOUS),
                hint=tongue.say("What you would like to learn. Nobody minds a beginner."),
                lines=2,
                limit=FIELD_LIMIT,
                optional=True,
            ),
            _shown(voice, member, Side.CURIOUS),
            PickMany(
                "formats",
                tongue.say("How I like to meet"),
                tuple(Option(way, name) for way, name in ways_to_meet(voice).items()),
                values=chosen_ways(member.formats),
                hint=tongue.say("None chosen is fine: then any of them"),
                optional=True,
            ),
            *(() if joining else (_drawn(voice, drawn_to),)),
        ),
        submit=tongue.say("Join") if joining else tongue.say("Save"),
    )


def shown_field(side: Side) -> str:
    """The field that says whether a match may read what was chosen on that side."""
    return f"shown-{side.value}"


def _shown(voice: Voice, member: Member, side: Side) -> Pick:
    tongue = voice.tongue
    labels = {
        Side.SHARES: tongue.say("May a match read your interests?"),
        Side.OFFERS: tongue.say("May a match read what you may be asked about?"),
        Side.CURIOUS: tongue.say("May a match read what you are curious about?"),
    }
    return Pick(
        shown_field(side),
        labels[side],
        (
            Option(SHOWN, tongue.say("Shown: I say them in the reason")),
            Option(USED, tongue.say("Only used: I choose someone by them, and never say them")),
        ),
        value=SHOWN if member.shows(side) else USED,
    )


def ways_to_meet(voice: Voice) -> dict[Way, str]:
    """The ways a member chooses among, with how long a talk of each is."""
    say = voice.tongue.say
    names = {
        Way.HALLWAY: say("In the hallway"),
        Way.WALK: say("On a walk"),
        Way.PHONE: say("By phone"),
        Way.VIDEO: say("By video"),
        Way.SIT_DOWN: say("Sitting down"),
    }
    return {
        way: say("{way}, {minutes} minutes", way=names[way], minutes=MINUTES[way]) for way in CHOSEN
    }


def _drawn(voice: Voice, drawn_to: Drawn) -> Pick:
    tongue = voice.tongue
    return Pick(
        "drawn-to",
        tongue.say("Where little else decides, I would rather meet"),
        (
            Option(Drawn.ANYONE, tongue.say("Anyone")),
            Option(Drawn.NEWCOMER, tongue.say("Someone newly arrived")),
            Option(Drawn.STEP_BEHIND, tongue.say("Someone one career step behind me, to listen")),
        ),
        value=drawn_to,
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


def settle(
    voice: Voice,
    asked: Sequence[tuple[Side, Ambiguous | Unsure]],
    only_used: Iterable[Side] = (),
) -> Form:
    """Ask what each word means; "none of these" is always a fine answer.

    `only_used` are the sides of which nothing is shown: the form keeps them in mind.
    """
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
        target=",".join(side.value for side in only_used),
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


def nothing_kept(voice: Voice) -> str:
    """The same, where it was all that was written."""
    return voice.tongue.say(
        "That looked as if it might point to a patient, so I did not keep it."
        " Please write it again without."
    )


def too_long(voice: Voice, length: int) -> str:
    """More than anyone will read."""
    return voice.tongue.say(
        "That is {length} characters; {limit} is the most.", length=length, limit=FIELD_LIMIT
    )


def too_many(voice: Voice, limit: int) -> str:
    """More interests than anyone can be met about."""
    return voice.tongue.say("At most {limit} here, please. A few say more.", limit=limit)


def saved(voice: Voice, member: Member, next_round: datetime | None) -> Card:
    """The profile is saved: what was understood."""
    tongue = voice.tongue
    blocks: tuple[Block, ...] = chosen(voice, member).blocks
    if next_round:
        blocks += (
            Note(
                tongue.line(
                    "Your next introduction may come on {when}.", when=When(next_round, Shape.DAY)
                )
            ),
        )
    return Card(tongue.say("Saved"), blocks)
