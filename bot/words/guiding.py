"""The listening guide: who begins, three questions for this pair, and how far they go."""

from bot.model import Introduction, Member
from bot.stages import UNKNOWN, rank
from bot.ui import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Line,
    Note,
    Paragraph,
    Plain,
    Steps,
    Strong,
    Theirs,
    line,
)
from bot.words.voice import Seen, Voice

TURN = 7
"""The questions of a pair are chosen by a number from its id, spread by this prime."""

LIGHT, USUAL_DEPTH, DEEP = 1, 2, 3


def depth_of(introduction: Introduction) -> int:
    """How far the questions go: the lightest that any of them wishes; unsaid is in between."""
    return min(part.depth or USUAL_DEPTH for part in introduction.parts)


def in_turn(seen: Seen) -> tuple[Member, ...]:
    """Who begins with the first question, with the second and so on, round and round.

    The least senior begins, so that the more senior listen first; where that
    says nothing, the introduction's own number does, the same for all of them.
    """
    people = sorted(seen.people.values(), key=lambda each: each.id)
    first = _number(seen.introduction) % len(people)
    people = people[first:] + people[:first]
    ranks = [rank(each.career_stage) for each in people]
    if UNKNOWN not in ranks:
        people.sort(key=lambda each: rank(each.career_stage))
    return tuple(people)


def _number(introduction: Introduction) -> int:
    return sum(map(ord, introduction.id)) * TURN


def questions(voice: Voice, seen: Seen) -> tuple[str, ...]:
    """Three questions from what they share and where they stand, the same for all of them."""
    terms = [t for t in seen.introduction.terms if t.shown]
    groups = [voice.taxonomy.group_of(i).id for t in terms for i in t.interests]
    stages = [seen.people[member].career_stage for member in sorted(seen.people)]
    interest = next((i for t in terms for i in t.interests), None)
    topic = voice.interest(interest) if interest else voice.tongue.say("something you love")
    chosen = voice.prompts.questions(
        dict.fromkeys(groups),
        dict.fromkeys(stages),
        _number(seen.introduction),
        depth_of(seen.introduction),
    )
    return tuple(prompt.text.format(interest=topic) for prompt in chosen)


def outline(voice: Voice, seen: Seen, minutes: int) -> tuple[Block, ...]:
    """The minutes in which listening leads, and three questions for this pair."""
    tongue, prompts = voice.tongue, voice.prompts
    steps = prompts.plan_of(minutes)
    return (
        Heading(tongue.say("{minutes} minutes: one listens, then swap", minutes=minutes)),
        Steps(tuple(line(f"{each}′ {what}") for each, what in steps), numbered=True),
        Heading(tongue.say("Three questions, if you like")),
        Steps(tuple(line(text) for text in questions(voice, seen))),
        Note(line(prompts.no_patients)),
    )


def guide(voice: Voice, seen: Seen) -> Card:
    """At the agreed time: who listens first, and three questions. Then silence."""
    tongue, target = voice.tongue, seen.introduction.id
    return Card(
        tongue.say("Now: you and {names}", names=seen.names(voice)),
        (
            Paragraph(_who_listens(voice, seen)),
            Heading(tongue.say("Three questions, each answered by both")),
            Steps(_each_begun(voice, seen), numbered=True),
            Note(
                tongue.line(
                    "The listener only asks on. Leave out what you would rather not talk about."
                )
            ),
            Buttons(
                (Button(tongue.say("A way to ask on"), "followup", target), *deeper(voice, seen))
            ),
        ),
    )


def deeper(voice: Voice, seen: Seen) -> tuple[Button, ...]:
    """How far the viewer would like the questions to go."""
    say, target = voice.tongue.say, seen.introduction.id
    return (
        Button(say("Keep it light"), "lighter", target),
        Button(say("Go deeper"), "deeper", target),
    )


def depth_kept(voice: Voice, seen: Seen) -> Card:
    """Before the time: how far they would like to go is kept, and told to nobody."""
    tongue = voice.tongue
    return Card(tongue.say("Kept"), (Note(_lighter_holds(voice, seen)),))


def guide_again(voice: Voice, seen: Seen) -> Card:
    """The guide as it stands once one of them said how far they would like to go."""
    card = guide(voice, seen)
    return Card(card.title, (Note(_lighter_holds(voice, seen)), *card.blocks))


def _lighter_holds(voice: Voice, seen: Seen) -> Line:
    return voice.tongue.line(
        "The questions go as far as is easy for both of you: the lighter wish holds,"
        " and I tell {names} nothing of yours.",
        names=seen.names(voice),
    )


def _each_begun(voice: Voice, seen: Seen) -> tuple[Line, ...]:
    """Each question, and who begins with it."""
    tongue, order = voice.tongue, in_turn(seen)
    lines: list[Line] = []
    for number, text in enumerate(questions(voice, seen)):
        begins = order[number % len(order)]
        who = (
            tongue.line("You begin.")
            if begins.id == seen.viewer
            else tongue.line("{name} begins.", name=Theirs(begins.given_name))
        )
        lines.append((Strong(text), Plain(" "), *who))
    return tuple(lines)


def _who_listens(voice: Voice, seen: Seen) -> Line:
    tongue, first = voice.tongue, in_turn(seen)[0]
    mine = rank(seen.me.career_stage)
    theirs = [rank(other.career_stage) for other in seen.others]
    if first.id == seen.viewer:
        if seen.several:
            return tongue.line("The others listen first, so please begin.")
        return tongue.line(
            "{names} listens first, so please begin.", names=Theirs(seen.names(voice))
        )
    if UNKNOWN not in theirs and mine > max(theirs):
        return tongue.line("You have been here longer, so please listen first.")
    return tongue.line("{name} begins, so please listen first.", name=Theirs(first.given_name))


def follow_up(voice: Voice, stem: str) -> Card:
    """One way to ask on about what was just said."""
    tongue = voice.tongue
    return Card(tongue.say("A way to ask on"), (Paragraph(line(stem)),))
