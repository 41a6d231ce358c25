"""What becomes of introductions a colleague brought about: words, deadline, and who may know."""

from dataclasses import replace
from datetime import datetime

from bot import introductions
from bot.app.desk import avoids
from bot.app.means import Means, promise, seen_by
from bot.delivery import Moot
from bot.model import (
    Answer,
    Brought,
    Introduction,
    IntroductionState,
    Member,
    Notice,
    NoticeKind,
)
from bot.ports import Reading, Transaction
from bot.ui import Card
from bot.words import Voice
from bot.words import bringing as words


def compose(
    reading: Reading, voice: Voice, notice: Notice, member: Member, now: datetime
) -> Card | Moot:
    """A message about such an introduction, unless there is nothing to say any more."""
    made, kept = reading.introduction(notice.about), reading.brought(notice.about)
    if made is None:
        return Moot()
    people = reading.members(made.members)
    if len(people) < len(made.members):
        return Moot()
    if notice.kind is NoticeKind.BROUGHT_ABOUT:
        wanted = kept is not None and set(kept.tell) >= set(made.members)
        return (
            words.came_about(voice, voice.listed([each.name for each in people.values()]))
            if wanted
            else Moot()
        )
    if made.part_of(member.id) is None:
        return Moot()
    seen = seen_by(reading, made, member.id)
    if notice.kind is NoticeKind.BROUGHT_CLOSED:
        return words.closed(voice, seen.names(voice))
    return card(reading, voice, made, kept, member, now) or Moot()


def card(
    reading: Reading,
    voice: Voice,
    made: Introduction,
    kept: Brought | None,
    member: Member,
    now: datetime,
) -> Card | None:
    """The proposal with the introducer's words, while it can be answered."""
    part = made.part_of(member.id)
    waits = made.state is IntroductionState.PROPOSED and now < made.answer_by
    if avoids(reading, member.id, made):
        return None
    if kept is None or part is None or not waits or part.answer not in (Answer.NONE, Answer.LATER):
        return None
    introducer = reading.members([kept.introducer]).get(kept.introducer)
    if introducer is None:
        return None
    return words.proposal(voice, seen_by(reading, made, member.id), kept, introducer)


def allow(tx: Transaction, introduction: Introduction, member: str, *, may: bool) -> None:
    """Whether the introducer may know, as a member's newest answer says."""
    kept = None if introduction.round else tx.brought(introduction.id)
    if kept and may is not (member in kept.tell):
        others = tuple(each for each in kept.tell if each != member)
        tx.save_brought(replace(kept, tell=(*others, member) if may else others))


def opened(tx: Transaction, introduction: Introduction, now: datetime) -> None:
    """It came about: the introducer hears of it if all of them allowed that."""
    kept = None if introduction.round else tx.brought(introduction.id)
    if kept and set(kept.tell) >= set(introduction.members):
        key = f"{introduction.id}:brought-about"
        told = Notice(key, NoticeKind.BROUGHT_ABOUT, kept.introducer, introduction.id, now)
        promise(tx, (told,), tx.members((kept.introducer,)))


def close_over(means: Means, now: datetime) -> int:
    """Close those whose days to answer are over, and tell the willing; how many there were."""
    with means.store.reading() as reading:
        over = reading.brought_to_close(now)
    for each in over:
        with means.store.writing() as tx:
            made = tx.introduction(each.id)
            if made is None or made.state is not IntroductionState.PROPOSED:
                continue
            tx.save_introduction(
                introductions.step(made, introductions.DeadlineCame(), now).introduction
            )
            told = [
                Notice(
                    f"{made.id}:closed:{member}", NoticeKind.BROUGHT_CLOSED, member, made.id, now
                )
                for member in sorted(introductions.willing(made))
            ]
            people = tx.members(notice.recipient for notice in told)
            promise(tx, (n for n in told if n.recipient in people), people)
    return len(over)
