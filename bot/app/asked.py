"""The expert's answer to an ask, and the introduction that a yes makes."""

from bot import asking as asks
from bot import introductions
from bot.app.arranging import appointment_of
from bot.app.ask_cards import asker_for, offered
from bot.app.desk import Desk
from bot.app.means import promise
from bot.asking import Asking, Said
from bot.events import Pressed
from bot.model import (
    Answer,
    Introduction,
    IntroductionState,
    Member,
    Part,
    Term,
    TermKind,
)
from bot.ui import Card, Replace, Reply
from bot.words import Voice, introducing, meeting, proposing
from bot.words import asking as words


def pressed(desk: Desk, event: Pressed) -> Reply:
    """An expert's answer, on a card however old."""
    asking = desk.tx.asking(event.target)
    if asking is None or desk.member.id not in asking.experts:
        return Replace(proposing.over(desk.voice))
    asker = asker_for(desk.tx, asking, desk.member)
    answer = asks.ExpertAnswered(
        desk.member.id, yes=event.action == "ask-yes", possible=asker is not None
    )
    outcome = asks.step(asking, answer, desk.now)
    if outcome.asking != asking:
        desk.tx.save_asking(outcome.asking)
    if outcome.said is Said.INTRODUCED:
        return Replace(_introduced(desk, outcome.asking))
    if outcome.said is Said.DECLINED:
        return Replace(words.declined(desk.voice, outcome.asking))
    return Replace(proposing.over(desk.voice))


def _introduced(desk: Desk, asking: Asking) -> Card:
    """Introduce the two at once. The expert reads it as their answer, the asker is told."""
    expert, id_ = desk.member.id, desk.new_id()
    made = Introduction(
        id=id_,
        programme=asking.programme,
        round="",
        parts=(
            Part(asking.asker, Answer.YES, asking.started_at, asking.opening),
            Part(expert, Answer.YES, desk.now),
        ),
        terms=_terms(desk.voice, asking, desk.member),
        score=1.0,
        state=IntroductionState.PROPOSED,
        proposed_at=desk.now,
        answer_by=asking.next_at,
    )
    outcome = introductions.open_at_once(made, desk.now)
    desk.tx.add_introductions((outcome.introduction,))
    mine = f"{id_}:introduced:{expert}"
    people = desk.tx.members(made.members)
    promise(desk.tx, (n for n in outcome.notices if n.key != mine), people)
    seen = desk.seen(outcome.introduction)
    appointment = appointment_of(desk.tx, seen.introduction, seen.people)
    return introducing.introduced(desk.voice, seen, meeting.choices(desk.voice, seen, appointment))


def _terms(voice: Voice, asking: Asking, expert: Member) -> tuple[Term, ...]:
    """Why these two: one asked about what the other offered, or about something close."""
    what, pair = offered(voice, asking, expert), (asking.asker, expert.id)
    if what == asking.interest:
        return (Term(TermKind.CURIOUS, 1.0, (what,), pair),)
    return (Term(TermKind.RELATED, 1.0, (asking.interest, what), pair),)
