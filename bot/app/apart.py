"""`never`: two who are never put together because one of them asked. Nobody else is told."""

from bot import introductions
from bot.app.desk import LOOKED_THROUGH, Desk
from bot.events import Pressed, Submitted
from bot.model import Answer, Introduction, IntroductionState, Member, Standing
from bot.ports import Reading
from bot.privacy import patient_clue
from bot.ui import Ask, Card, Filled, Fix, Replace, Reply, Say, refill
from bot.words import apart

SHORTEST = 2
"""Letters of a name; fewer would list half the hospital."""

LIST = "list"


def never(desk: Desk, rest: str) -> Reply:
    """The answer to `never @name`, `never list`, or `never` alone."""
    words = rest.strip().lstrip("@＠").strip()
    if words.casefold() == LIST:
        return Say(_listed(desk))
    return _looked_for(desk, words) if words else Ask(apart.who(desk.voice))


def named(desk: Desk, event: Submitted) -> Reply:
    """They typed a name into the form."""
    return _looked_for(desk, event.filled.one("who").lstrip("@＠"), event.filled)


def picked(desk: Desk, event: Submitted) -> Reply:
    """They picked among people of the same name."""
    other = desk.tx.member(event.filled.one("who"))
    if other is None or other.id == desk.member.id:
        return Say(apart.nobody_picked(desk.voice))
    return _keep(desk, other)


def _looked_for(desk: Desk, words: str, filled: Filled | None = None) -> Reply:
    found = _found(desk, words) if len(words) >= SHORTEST else ()
    exact = [each for each in found if each.name.casefold() == words.casefold()]
    if len(found) == 1 or len(exact) == 1:
        return _keep(desk, (exact or found)[0])
    if found and len(found) <= apart.LISTED:
        return Ask(apart.which(desk.voice, found))
    typed = Filled() if patient_clue(words) else filled or Filled((("who", (words,)),))
    fault = apart.too_many(desk.voice) if found else apart.nobody(desk.voice)
    return Fix(refill(apart.who(desk.voice), typed, {"who": fault}))


def _found(desk: Desk, words: str) -> tuple[Member, ...]:
    every = desk.tx.search_members(words, apart.LISTED + 2)
    return tuple(
        each for each in every if each.id != desk.member.id and each.standing is not Standing.GONE
    )


def _keep(desk: Desk, other: Member) -> Reply:
    desk.tx.avoid(desk.member.id, other.id, desk.now)
    for each in desk.tx.open_introductions_of(desk.member.id, LOOKED_THROUGH):
        if other.id in each.members:
            _decline(desk, each)
    return Say(apart.kept(desk.voice, other))


def _decline(desk: Desk, introduction: Introduction) -> None:
    """What they have not answered becomes a no, which nobody can see.

    A yes stays, so that they are matched again: it can no longer open.
    """
    part = introduction.part_of(desk.member.id)
    open_ = introduction.state is IntroductionState.PROPOSED
    if part and open_ and part.answer in (Answer.NONE, Answer.LATER):
        no = introductions.Answered(desk.member.id, Answer.NO)
        desk.tx.save_introduction(introductions.step(introduction, no, desk.now).introduction)


def meet_again(desk: Desk, event: Pressed) -> Reply:
    """They took it back. Whatever is pressed only touches what they asked themselves."""
    desk.tx.stop_avoiding(desk.member.id, event.target)
    return Replace(apart.taken_back(desk.voice))


def listed(desk: Desk, _event: Pressed) -> Reply:
    """They pressed for their list."""
    return Say(_listed(desk))


def _listed(desk: Desk) -> Card:
    asked = desk.tx.avoided_by(desk.member.id)
    known = desk.tx.members(asked)
    return apart.listed(desk.voice, [(each, known.get(each)) for each in asked])


def kept_apart(reading: Reading, introduction: Introduction) -> bool:
    """Whether two of its members may never meet, whoever said so."""
    *some, _last = introduction.members
    return any(not reading.never_pairs_of(each).isdisjoint(introduction.members) for each in some)


PRESSED = {"meet-again": meet_again, "never-list": listed}
"""Buttons of these cards."""
