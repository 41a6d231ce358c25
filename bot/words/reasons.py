"""Why these people: the terms of the score, in words, and nothing else.

A term that either of them keeps unshown counted, and is left out here.
"""

from collections.abc import Iterable

from bot.model import Member, Term, TermKind
from bot.ui import Line, Plain, Steps, Strong
from bot.words.tongue import noted
from bot.words.voice import Seen, Voice

NAMED_AT_MOST = 3
"""Shared interests named in a reason; the rarest, which weigh most, come first."""

_COUNTED = {
    TermKind.SHARED: noted("You share {what}"),
    TermKind.CURIOUS: noted("One is curious, one offers: {what}"),
    TermKind.RELATED: noted("Close to one another: {what}"),
    TermKind.SAME_GROUP: noted("Interests of the same kind: {what}"),
    TermKind.OTHER_DEPARTMENT: noted("Different departments"),
    TermKind.OTHER_PROFESSION: noted("Different professions"),
    TermKind.SAME_SITE: noted("The same site"),
    TermKind.NEW_TO_EACH_OTHER: noted("Not introduced before"),
    TermKind.NEWLY_ARRIVED: noted("Newly arrived, as one of you wished"),
    TermKind.STEP_BEHIND: noted("One career step apart, as one of you wished"),
}
"""What each kind of term is called when all that counted is listed."""


def reasons(voice: Voice, seen: Seen, other: Member) -> tuple[Line, ...]:
    """Why the viewer might enjoy meeting that other, a sentence at a time."""
    terms = [t for t in seen.terms if t.shown and other.id in (t.members or (other.id,))]
    return tuple(_about(voice, terms, other)) or (_nothing_named(voice),)


def _about(voice: Voice, terms: list[Term], person: Member) -> Iterable[Line]:
    other, name = person.id, person.given_name
    both = [i for t in terms if t.kind is TermKind.SHARED for i in t.interests][:NAMED_AT_MOST]
    tongue = voice.tongue
    if both:
        yield tongue.line("You both chose {interests}.", interests=Strong(voice.interests(both)))
    for term in terms:
        if term.kind is TermKind.CURIOUS:
            yield _curious(voice, term, other, name)
    close = [t for t in terms if t.kind is TermKind.RELATED]
    if close and not both:
        yield _close(voice, close[0], other, name)
    alike = [t for t in terms if t.kind is TermKind.SAME_GROUP]
    if alike and not both and not close:
        yield tongue.line(
            "Your interests are neighbours: {one} and {other}.", **_two(voice, alike[0])
        )
    for term in terms:
        if term.kind in (TermKind.NEWLY_ARRIVED, TermKind.STEP_BEHIND):
            yield _wished(voice, term, person)
    yield from _setting(voice, {term.kind for term in terms})


def _curious(voice: Voice, term: Term, other: str, name: str) -> Line:
    interest = Strong(voice.interest(term.interests[0]))
    if term.members[0] == other:
        template = "{name} is curious about {interest}, which you offered."
    else:
        template = "You are curious about {interest}, and {name} is glad to be asked about it."
    return voice.tongue.line(template, name=name, interest=interest)


def _wished(voice: Voice, term: Term, other: Member) -> Line:
    """Whom one of them would rather meet, and that the other is so."""
    theirs = term.members[0] == other.id
    if term.kind is TermKind.NEWLY_ARRIVED:
        template = (
            "{name} gladly meets people who have just arrived."
            if theirs
            else "You wished to meet someone newly arrived, and {name} is."
        )
    else:
        template = (
            "{name} would like to listen to someone at your stage."
            if theirs
            else "You wished to listen to someone one step behind you, as {name} is."
        )
    return voice.tongue.line(template, name=other.given_name)


def _close(voice: Voice, term: Term, other: str, name: str) -> Line:
    theirs, yours = term.interests
    if term.members and term.members[0] != other:
        theirs, yours = yours, theirs
    return voice.tongue.line(
        "{name} chose {theirs}, close to your {yours}.",
        name=name,
        theirs=Strong(voice.interest(theirs)),
        yours=Strong(voice.interest(yours)),
    )


def _two(voice: Voice, term: Term) -> dict[str, str]:
    one, other = (*term.interests, *term.interests)[:2]
    return {"one": voice.interest(one), "other": voice.interest(other)}


def _setting(voice: Voice, kinds: set[TermKind]) -> Iterable[Line]:
    tongue = voice.tongue
    elsewhere = TermKind.OTHER_DEPARTMENT in kinds
    same_site = TermKind.SAME_SITE in kinds
    if elsewhere and same_site:
        yield tongue.line("Different departments, same site.")
    elif elsewhere:
        yield tongue.line("Different departments.")
    elif same_site:
        yield tongue.line("You work at the same site.")
    if TermKind.OTHER_PROFESSION in kinds and not elsewhere:
        yield tongue.line("Different professions.")
    if TermKind.NEW_TO_EACH_OTHER in kinds:
        yield tongue.line("You have not been introduced before.")


def _nothing_named(voice: Voice) -> Line:
    return voice.tongue.line("You work in the same hospital, and your paths have not crossed here.")


def counted(voice: Voice, seen: Seen) -> Steps:
    """Each term that counted, heaviest first, with its share of the whole."""
    mine = [t for t in seen.terms if t.weight > 0]
    whole = sum(term.weight for term in mine) or 1.0
    lines = [
        voice.tongue.line(
            "{what}: {share} of 100",
            what=_named(voice, term),
            share=str(max(1, round(100 * term.weight / whole))),
        )
        for term in sorted(mine, key=lambda t: -t.weight)
    ]
    return Steps(tuple(lines) or (voice.tongue.line("Nothing but that you both joined."),))


def _named(voice: Voice, term: Term) -> Plain | Strong:
    say = voice.tongue.say
    if not term.shown:
        return Plain(say("Something one of you keeps to yourself"))
    return Strong(say(_COUNTED[term.kind], what=voice.interests(term.interests)))
