"""From an event to an answer: typed words, pressed buttons, opened homes.

Runs inside one transaction. Whoever acts is looked up from the signed payload;
what they press is checked against who they are.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import assert_never
from zoneinfo import ZoneInfo

from bot import conversation, hours, introductions
from bot.app.means import circle, next_round, promise, seen_by
from bot.app.profiles import join_form, profile_form, save_profile, save_settled
from bot.events import Command, Commanded, Event, NotUnderstood, Opened, Pressed, Submitted, Word
from bot.events import parse as parse_words
from bot.introductions import Said
from bot.model import (
    Answer,
    Introduction,
    IntroductionState,
    Meeting,
    Member,
    Membership,
    Programme,
    Standing,
    Taking,
)
from bot.ports import Reading, Transaction
from bot.privacy import patient_clue
from bot.ui import Ask, Card, Filled, Fix, Home, Nothing, Replace, Reply, Say, Show, refill
from bot.words import Seen, Voice, introducing, proposing, standing

SHOWN_ON_HOME = 20
"""How many of a member's introductions are looked through for open ones."""

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


@dataclass(frozen=True, slots=True)
class Desk:
    """One member at the desk: everything needed to answer them."""

    tx: Transaction
    voice: Voice
    now: datetime
    member: Member
    programme: Programme | None
    membership: Membership | None


def answer(tx: Transaction, voice: Voice, event: Event, now: datetime) -> Reply:
    """The answer to whoever acted; their state is changed in the transaction."""
    if not tx.first_time(event.id, now):
        return Nothing()
    member = tx.member_at(event.who)
    if member is None or member.standing is Standing.GONE:
        return Say(standing.stranger(voice))
    desk = Desk(tx, voice, now, member, *circle(tx, member))
    match event:
        case Commanded():
            return _commanded(desk, event)
        case Pressed():
            return _pressed(desk, event)
        case Submitted():
            return _submitted(desk, event)
        case Opened():
            return Show(home_of(tx, voice, member, now))
        case _:
            assert_never(event)


def home_of(reading: Reading, voice: Voice, member: Member, now: datetime) -> Home:
    """Where a member stands, what is open, what comes next."""
    programme, membership = circle(reading, member)
    open_ones = [
        seen_by(reading, each, member.id)
        for each in reading.introductions_of(member.id, SHOWN_ON_HOME)
        if _is_open(each, now)
    ]
    return standing.home(voice, member, membership, open_ones, next_round(programme, now))


def _is_open(introduction: Introduction, now: datetime) -> bool:
    """Whether it belongs on a home: to be answered, or to be met."""
    if introduction.state is IntroductionState.PROPOSED:
        return now < introduction.answer_by
    return introduction.state is IntroductionState.INTRODUCED


def _commanded(desk: Desk, event: Commanded) -> Reply:
    match parse_words(event.words):
        case NotUnderstood(nearest=nearest):
            return Say(standing.not_understood(desk.voice, nearest))
        case Command(word=word, rest=rest):
            return _word(desk, word, rest)


def _word(desk: Desk, word: Word, rest: str) -> Reply:
    match word:
        case Word.HOME:
            return Show(home_of(desk.tx, desk.voice, desk.member, desk.now))
        case Word.HELP:
            return Say(standing.help_(desk.voice))
        case Word.JOIN | Word.PROFILE:
            return _form(desk)
        case Word.WHY:
            return _why(desk)
        case Word.PAUSE:
            return _pause(desk, rest)
        case Word.RESUME:
            return _resume(desk)
        case _:
            assert_never(word)


def _form(desk: Desk) -> Reply:
    if desk.membership is None or desk.membership.taking is Taking.OUT:
        return Ask(join_form(desk.voice, desk.member))
    return Ask(profile_form(desk.voice, desk.member))


def _why(desk: Desk) -> Reply:
    for each in desk.tx.introductions_of(desk.member.id, SHOWN_ON_HOME):
        if _is_open(each, desk.now):
            return Say(proposing.why(desk.voice, seen_by(desk.tx, each, desk.member.id)))
    return Say(standing.nothing_open(desk.voice, next_round(desk.programme, desk.now)))


def _pause(desk: Desk, rest: str) -> Reply:
    if desk.membership is None or desk.membership.taking is Taking.OUT:
        return Say(standing.not_a_member(desk.voice))
    today = desk.now.astimezone(ZoneInfo(desk.member.timezone)).date()
    until = conversation.pause_until(rest, today)
    if until is None:
        return Say(standing.no_such_pause(desk.voice, _safe(rest)))
    paused = conversation.step(desk.membership, conversation.Paused(until))
    desk.tx.save_memberships((paused,))
    return Say(standing.paused(desk.voice, paused))


def _safe(typed: str) -> str:
    """Typed words fit to be shown again: never what looks like a patient."""
    return "…" if patient_clue(typed) else typed


def _resume(desk: Desk) -> Reply:
    if desk.membership is None or desk.membership.taking is Taking.OUT:
        return Say(standing.not_a_member(desk.voice))
    resumed = conversation.step(desk.membership, conversation.Resumed())
    desk.tx.save_memberships((resumed,))
    return Say(standing.resumed(desk.voice, next_round(desk.programme, desk.now)))


def _pressed(desk: Desk, event: Pressed) -> Reply:
    if event.action in _PLAIN_ACTIONS:
        return _PLAIN_ACTIONS[event.action](desk)
    introduction = desk.tx.introduction(event.target)
    if introduction is None or introduction.part_of(desk.member.id) is None:
        return Replace(proposing.over(desk.voice))
    if event.action in ANSWERS:
        return _answer(desk, introduction, ANSWERS[event.action])
    if event.action in MEETINGS:
        said = introductions.SaidOfMeeting(desk.member.id, MEETINGS[event.action])
        return Replace(_step(desk, introduction, said))
    seen = seen_by(desk.tx, introduction, desk.member.id)
    if event.action == "why":
        return Say(proposing.why(desk.voice, seen))
    if event.action == "show":
        return Say(_current(desk, seen))
    if event.action == "yes-with-words" and _can_answer(introduction, desk.now):
        return Ask(proposing.first_words(desk.voice, seen))
    return Replace(_current(desk, seen))


_PLAIN_ACTIONS: dict[str, Callable[[Desk], Reply]] = {
    "home": lambda desk: _word(desk, Word.HOME, ""),
    "help": lambda desk: _word(desk, Word.HELP, ""),
    "join": lambda desk: _word(desk, Word.JOIN, ""),
    "profile": lambda desk: _word(desk, Word.PROFILE, ""),
    "pause": lambda desk: _word(desk, Word.PAUSE, ""),
    "resume": lambda desk: _word(desk, Word.RESUME, ""),
}


def _can_answer(introduction: Introduction, now: datetime) -> bool:
    return introduction.state is IntroductionState.PROPOSED and now < introduction.answer_by


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
        and all(_takes_part(desk.tx, each, introduction.programme) for each in people)
    )


def _takes_part(reading: Reading, member: str, programme: str) -> bool:
    """Whether they are still in the programme; a pause keeps what was agreed."""
    return any(
        each.programme == programme and each.taking is not Taking.OUT
        for each in reading.memberships(member)
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
    seen = seen_by(desk.tx, outcome.introduction, desk.member.id)
    return _said(desk.voice, outcome.said, seen)


def _said(voice: Voice, said: Said, seen: Seen) -> Card:
    match said:
        case Said.WAITING:
            return proposing.waiting(voice, seen)
        case Said.INTRODUCED:
            return introducing.introduced(voice, seen)
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


def _current(desk: Desk, seen: Seen) -> Card:
    """The card as it stands now, for a press on an old one."""
    introduction, part = seen.introduction, seen.introduction.part_of(desk.member.id)
    if _can_answer(introduction, desk.now) and part is not None:
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
        return introducing.introduced(desk.voice, seen)
    return proposing.over(desk.voice)


def _submitted(desk: Desk, event: Submitted) -> Reply:
    match event.form:
        case "profile":
            return save_profile(
                desk.tx, desk.voice, desk.member, desk.programme, desk.membership, event, desk.now
            )
        case "settle":
            return save_settled(desk.tx, desk.voice, desk.member, desk.programme, event, desk.now)
        case "first-words":
            return _first_words(desk, event)
        case _:
            return Show(home_of(desk.tx, desk.voice, desk.member, desk.now))


def _first_words(desk: Desk, event: Submitted) -> Reply:
    introduction = desk.tx.introduction(event.target)
    if introduction is None or introduction.part_of(desk.member.id) is None:
        return Say(proposing.over(desk.voice))
    opening = event.filled.one("opening")
    form = proposing.first_words(desk.voice, seen_by(desk.tx, introduction, desk.member.id))
    fault = proposing.opening_fault(desk.voice, opening)
    if patient_clue(opening):
        return Fix(refill(form, Filled(), {"opening": standing.refused(desk.voice, 1)}))
    if fault:
        return Fix(refill(form, event.filled, {"opening": fault}))
    return _answer(desk, introduction, Answer.YES, opening)
