"""Answers to proposals, and where an introduction stands now."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import chain
from typing import assert_never

from bot import hours, introductions
from bot.app import apart, arranging, brought
from bot.app.contacts import can_write
from bot.app.desk import LOOKED_THROUGH, Desk, avoids
from bot.app.means import promise
from bot.events import Submitted
from bot.introductions import Said
from bot.model import (
    Answer,
    Appointment,
    Introduction,
    IntroductionState,
    Meeting,
    Standing,
    Taking,
)
from bot.privacy import patient_clue
from bot.ui import Card, Filled, Fix, Replace, Reply, Say, Show, refill
from bot.words import (
    Seen,
    afterwards,
    choosing,
    guiding,
    introducing,
    meeting,
    membership,
    proposing,
    standing,
)

LATELY = timedelta(weeks=2)
"""How long after others closed an introduction a member's own words still reach it."""


NOT_MET = {
    Said.NOT_YET: introducing.not_yet,
    Said.DID_NOT_WORK_OUT: introducing.did_not_work_out,
    Said.SKIPPED: introducing.skipped,
}
"""What is answered to whoever did not say that they met."""


def still_theirs(desk: Desk, introduction: Introduction) -> bool:
    """Whether they are in it, and it can be shown: somebody forgotten has no name any more."""
    theirs = introduction.part_of(desk.member.id) is not None
    return theirs and len(desk.tx.members(introduction.members)) == len(introduction.members)


def asked_whether(desk: Desk) -> Reply | None:
    """Whether that was a yes, where words could be one; None when nothing waits for an answer."""
    waiting = _waiting(desk)
    if len(waiting) == 1:
        return Say(proposing.is_that_a_yes(desk.voice, desk.seen(waiting[0])))
    return Show(desk.home()) if waiting else None


def _waiting(desk: Desk) -> list[Introduction]:
    """What they can answer now."""
    mine = desk.tx.open_introductions_of(desk.member.id, LOOKED_THROUGH)
    return [
        each
        for each in mine
        if can_answer(desk, each)
        and takes_part(desk, desk.member.id, each.programme)
        and not avoids(desk.tx, desk.member.id, each)
    ]


def typed_answer(desk: Desk, given: Answer) -> Reply:
    """A yes, a later or a no typed instead of pressed: to the one proposal that is open."""
    waiting = _waiting(desk)
    if len(waiting) == 1:
        return Say(answer(desk, waiting[0], given))
    if waiting:
        return Show(desk.home())
    if not desk.takes_part:
        return Say(membership.not_a_member(desk.voice))
    return Say(standing.nothing_open(desk.voice, desk.next_round))


def typed_closing(desk: Desk, said: Meeting) -> Reply:
    """How it went, typed instead of pressed: of the newest whose time has passed."""
    still_ahead: Appointment | None = None
    for each in _to_close(desk):
        agreed = desk.tx.appointment(each.id)
        if agreed is None or agreed.agreed is None or agreed.agreed <= desk.now:
            card = step(desk, each, introductions.SaidOfMeeting(desk.member.id, said))
            return Say(introducing.about(desk.voice, desk.seen(each), card))
        still_ahead = still_ahead or agreed
    if still_ahead is None:
        return Say(introducing.nothing_to_close(desk.voice))
    ahead = desk.tx.introduction(still_ahead.introduction)
    assert ahead is not None, "an appointment is about an introduction"
    return Say(introducing.not_over_yet(desk.voice, desk.seen(ahead), still_ahead))


def _to_close(desk: Desk) -> Iterator[Introduction]:
    """Those they were introduced in and said nothing final of, newest first.

    What the others closed lately comes last: there is still something to say of it.
    """
    # One by one: the first is nearly always the one.
    for each in chain(_to_be_met(desk), _lately_closed(desk)):
        if still_theirs(desk, each) and not avoids(desk.tx, desk.member.id, each):
            yield each


def _to_be_met(desk: Desk) -> Iterator[Introduction]:
    for each in desk.tx.open_introductions_of(desk.member.id, LOOKED_THROUGH):
        if each.state is IntroductionState.INTRODUCED:
            yield each


def _lately_closed(desk: Desk) -> Iterator[Introduction]:
    for each in desk.tx.introductions_of(desk.member.id, LOOKED_THROUGH):
        if _closed_by_others(desk, each):
            yield each


def _closed_by_others(desk: Desk, introduction: Introduction) -> bool:
    part = introduction.part_of(desk.member.id)
    return (
        introduction.state in (IntroductionState.MET, IntroductionState.NOT_MET)
        and introduction.closed_at is not None
        and desk.now < introduction.closed_at + LATELY
        and part is not None
        and part.meeting in (Meeting.NONE, Meeting.NOT_YET)
    )


def can_answer(desk: Desk, introduction: Introduction) -> bool:
    """Whether its days to answer are not over."""
    return introduction.state is IntroductionState.PROPOSED and desk.now < introduction.answer_by


def answer(desk: Desk, introduction: Introduction, given: Answer, opening: str = "") -> Card:
    """An answer to a proposal, kept; where it stands now."""
    event = introductions.Answered(
        desk.member.id, given, opening, possible=_possible(desk, introduction)
    )
    return step(desk, introduction, event)


def _possible(desk: Desk, introduction: Introduction) -> bool:
    """Whether all are still here, taking part, and have a common quarter-hour."""
    people = desk.tx.members(introduction.members)
    here = all(each.standing is Standing.HERE for each in people.values())
    return (
        here
        and len(people) == len(introduction.members)
        and not apart.kept_apart(desk.tx, introduction)
        and hours.can_meet(tuple(people.values()), desk.now)
        and can_write(desk.tx, introduction.members)
        and all(takes_part(desk, each, introduction.programme) for each in people)
    )


def takes_part(desk: Desk, member: str, programme: str) -> bool:
    """Whether they are still in the programme; a pause keeps what was agreed."""
    return any(
        each.programme == programme and each.taking is not Taking.OUT
        for each in desk.tx.memberships(member)
    )


def step(desk: Desk, introduction: Introduction, event: introductions.Event) -> Card:
    """Change an introduction, promise what follows, and say where it stands now.

    Whoever brings an introduction about sees it as their answer: their own
    promised message is left out.
    """
    outcome = introductions.step(introduction, event, desk.now)
    if outcome.introduction != introduction:
        desk.tx.save_introduction(outcome.introduction)
        people = desk.tx.members(introduction.members)
        mine = f"{introduction.id}:introduced:{desk.member.id}"
        promise(desk.tx, (n for n in outcome.notices if n.key != mine), people)
        if outcome.introduction.state is IntroductionState.INTRODUCED:
            brought.opened(desk.tx, outcome.introduction, desk.now)
    seen = desk.seen(outcome.introduction)
    return _said(desk, outcome.said, seen)


def _said(desk: Desk, said: Said, seen: Seen) -> Card:
    voice = desk.voice
    match said:
        case Said.WAITING:
            return proposing.waiting(voice, seen)
        case Said.INTRODUCED:
            return _introduced(desk, seen)
        case Said.DECLINED:
            return proposing.declined(voice, seen)
        case Said.LATER:
            return proposing.later(voice, seen)
        case Said.MET:
            return afterwards.met(voice, seen)
        case Said.NOT_YET | Said.DID_NOT_WORK_OUT | Said.SKIPPED:
            return NOT_MET[said](voice)
        case Said.DEPTH_KEPT:
            return _guide_or_kept(desk, seen)
        case Said.OVER | Said.NOT_THEIRS | Said.NOTHING:
            return proposing.over(voice)
        case _:
            assert_never(said)


def _introduced(desk: Desk, seen: Seen) -> Card:
    appointment = arranging.appointment_of(desk.tx, seen.introduction, seen.people)
    choices = meeting.choices(desk.voice, seen, appointment)
    return introducing.introduced(desk.voice, seen, choices, appointment.minutes)


def _guide_or_kept(desk: Desk, seen: Seen) -> Card:
    """The guide at its new depth; before the time, only that the wish is kept."""
    kept = desk.tx.appointment(seen.introduction.id)
    if kept is None or kept.agreed is None or desk.now < kept.agreed:
        return guiding.depth_kept(desk.voice, seen)
    return guiding.guide_again(desk.voice, seen)


def current(desk: Desk, seen: Seen) -> Card:
    """The card as it stands now, for a press on an old one."""
    introduction, part = seen.introduction, seen.introduction.part_of(desk.member.id)
    if can_answer(desk, introduction) and part is not None:
        match part.answer:
            case Answer.YES:
                return proposing.waiting(desk.voice, seen)
            case Answer.NO:
                return proposing.declined(desk.voice, seen)
            case Answer.LATER | Answer.NONE:
                return proposing.proposal(desk.voice, seen)
            case _:
                assert_never(part.answer)
    if introduction.state is IntroductionState.INTRODUCED:
        return _introduced(desk, seen)
    return proposing.over(desk.voice)


def first_words(desk: Desk, event: Submitted) -> Reply:
    """A yes with first words of their own."""
    introduction = desk.tx.introduction(event.target)
    if introduction is None or not still_theirs(desk, introduction):
        return Say(proposing.over(desk.voice))
    opening = event.filled.one("opening")
    form = proposing.first_words(desk.voice, desk.seen(introduction))
    fault = proposing.opening_fault(desk.voice, opening)
    if patient_clue(opening):
        return Fix(refill(form, Filled(), {"opening": choosing.nothing_kept(desk.voice)}))
    if fault:
        return Fix(refill(form, event.filled, {"opening": fault}))
    return Replace(answer(desk, introduction, Answer.YES, opening))
