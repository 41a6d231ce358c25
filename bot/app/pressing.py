"""Pressed buttons, answered. Whatever is pressed is checked against who pressed it."""

from typing import assert_never

from bot import hours, introductions
from bot.app import arranging, asked, asking
from bot.app.commanding import word_said
from bot.app.desk import Desk
from bot.app.means import promise
from bot.events import Pressed, Submitted, Word
from bot.introductions import Said
from bot.model import Answer, Introduction, IntroductionState, Meeting, Standing, Taking
from bot.privacy import patient_clue
from bot.ui import Ask, Card, Filled, Fix, Replace, Reply, Say, refill
from bot.words import Seen, choosing, introducing, meeting, proposing

ANSWERS = {
    "yes": Answer.YES,
    "later": Answer.LATER,
    "not-this-time": Answer.NO,
}
MEETINGS = {
    "met": Meeting.MET,
    "not-yet": Meeting.NOT_YET,
    "did-not-work-out": Meeting.DID_NOT_WORK_OUT,
    "skip": Meeting.SKIP,
}
WORDS = {word.value: word for word in Word if word not in (Word.WHY, Word.TIMES)}
"""Buttons that say what could also be typed; those two are pressed about one introduction."""
ABOUT_ASKS = {
    "ask-about": asking.pressed,
    "ask-withdraw": asking.pressed,
    "ask-yes": asked.pressed,
    "ask-no": asked.pressed,
}


def pressed(desk: Desk, event: Pressed) -> Reply:
    """The answer to a button, on whichever card and however old."""
    if event.action in WORDS:
        return word_said(desk, WORDS[event.action])
    if event.action in arranging.ACTIONS:
        return arranging.pressed(desk, event)
    if event.action in ABOUT_ASKS:
        return ABOUT_ASKS[event.action](desk, event)
    introduction = desk.tx.introduction(event.target)
    if introduction is None or introduction.part_of(desk.member.id) is None:
        return Replace(proposing.over(desk.voice))
    if event.action in ANSWERS:
        return _answer(desk, introduction, ANSWERS[event.action])
    if event.action in MEETINGS:
        said = introductions.SaidOfMeeting(desk.member.id, MEETINGS[event.action])
        return Replace(_step(desk, introduction, said))
    return _about(desk, introduction, event.action)


def _about(desk: Desk, introduction: Introduction, action: str) -> Reply:
    """Something to read about one's own introduction; anything else shows it as it stands."""
    seen = desk.seen(introduction)
    if action == "why":
        return Say(proposing.why(desk.voice, seen))
    if action == "deeper":
        return Say(meeting.deeper(desk.voice, seen))
    if action == "show":
        return Say(_current(desk, seen))
    if action == "yes-with-words" and _can_answer(desk, introduction):
        return Ask(proposing.first_words(desk.voice, seen))
    return Replace(_current(desk, seen))


def _can_answer(desk: Desk, introduction: Introduction) -> bool:
    return introduction.state is IntroductionState.PROPOSED and desk.now < introduction.answer_by


def _answer(desk: Desk, introduction: Introduction, given: Answer, opening: str = "") -> Reply:
    event = introductions.Answered(
        desk.member.id, given, opening, possible=_possible(desk, introduction)
    )
    return Replace(_step(desk, introduction, event))


def _possible(desk: Desk, introduction: Introduction) -> bool:
    """Whether all are still here, taking part, and have a common quarter-hour."""
    people = desk.tx.members(introduction.members)
    here = all(each.standing is Standing.HERE for each in people.values())
    return (
        here
        and hours.can_meet(tuple(people.values()), desk.now)
        and all(_takes_part(desk, each, introduction.programme) for each in people)
    )


def _takes_part(desk: Desk, member: str, programme: str) -> bool:
    """Whether they are still in the programme; a pause keeps what was agreed."""
    return any(
        each.programme == programme and each.taking is not Taking.OUT
        for each in desk.tx.memberships(member)
    )


def _step(desk: Desk, introduction: Introduction, event: introductions.Event) -> Card:
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
            return introducing.met(voice, seen)
        case Said.NOT_YET:
            return introducing.not_yet(voice)
        case Said.DID_NOT_WORK_OUT:
            return introducing.did_not_work_out(voice)
        case Said.SKIPPED:
            return introducing.skipped(voice)
        case Said.OVER | Said.NOT_THEIRS | Said.NOTHING:
            return proposing.over(voice)
        case _:
            assert_never(said)


def _introduced(desk: Desk, seen: Seen) -> Card:
    appointment = arranging.appointment_of(desk.tx, seen.introduction, seen.people)
    return introducing.introduced(desk.voice, seen, meeting.choices(desk.voice, seen, appointment))


def _current(desk: Desk, seen: Seen) -> Card:
    """The card as it stands now, for a press on an old one."""
    introduction, part = seen.introduction, seen.introduction.part_of(desk.member.id)
    if _can_answer(desk, introduction) and part is not None:
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
    if introduction is None or introduction.part_of(desk.member.id) is None:
        return Say(proposing.over(desk.voice))
    opening = event.filled.one("opening")
    form = proposing.first_words(desk.voice, desk.seen(introduction))
    fault = proposing.opening_fault(desk.voice, opening)
    if patient_clue(opening):
        return Fix(refill(form, Filled(), {"opening": choosing.refused(desk.voice, 1)}))
    if fault:
        return Fix(refill(form, event.filled, {"opening": fault}))
    return _answer(desk, introduction, Answer.YES, opening)
