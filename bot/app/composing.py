"""Putting a promised message into words, at the moment it is sent.

What was promised may have moved on meanwhile, the member may have left, or it
may be night for them: then nothing is said, or not yet.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import assert_never

from bot import hours
from bot.app import ask_cards, brought, passing_on, reaching, together
from bot.app.arranging import appointment_of
from bot.app.desk import avoids
from bot.app.expecting import first_in_a_while
from bot.app.means import seen_by
from bot.app.running import LOOKED_FOR
from bot.delivery import Gone, Moot, NotYet, Together
from bot.model import (
    Afterwards,
    Answer,
    Appointment,
    Introduction,
    IntroductionState,
    Member,
    Notice,
    NoticeKind,
    RoundState,
    Standing,
    Taking,
)
from bot.ports import Reading
from bot.ui import Card
from bot.words import (
    Seen,
    Voice,
    afterwards,
    guiding,
    introducing,
    meeting,
    membership,
    proposing,
    rights,
)
from bot.words.passing_on import pass_it_on

STILL_NOW = timedelta(hours=1)
"""How long after an agreed time its messages still make sense."""

A_DAY_OR_SO = timedelta(hours=30)

Told = Card | Together | Moot | NotYet | Gone

ELSEWHERE = {
    NoticeKind.ASKED: ask_cards.compose,
    NoticeKind.ASK_ENDED: ask_cards.compose,
    NoticeKind.BROUGHT: brought.compose,
    NoticeKind.BROUGHT_CLOSED: brought.compose,
    NoticeKind.BROUGHT_ABOUT: brought.compose,
    NoticeKind.TOGETHER: together.compose,
    NoticeKind.OUT_OF_REACH: reaching.compose,
}
"""Who composes what is about an ask, what a colleague brought about, what both read at once,
and that somebody is out of reach."""


def compose(reading: Reading, voice: Voice, notice: Notice, now: datetime) -> Told:
    """What to say to the recipient now, or why not."""
    member = reading.member(notice.recipient)
    if member is None or member.standing is Standing.GONE:
        return Gone("has left the hospital")
    if notice.kind is NoticeKind.CONCERN:
        return _concern(reading, voice, notice.about, member, now)
    if member.standing is Standing.ON_LEAVE or _has_left(reading, member):
        return Moot()
    if not hours.reachable(member, now):
        return NotYet(hours.next_reachable(member, now))
    if notice.kind is NoticeKind.STILL_THERE:
        return _still_there(reading, voice, notice.about, member)
    if notice.kind is NoticeKind.RESTED:
        return _rested(reading, voice, notice.about, member)
    if notice.kind in ELSEWHERE:
        return ELSEWHERE[notice.kind](reading, voice, notice, member, now)
    introduction = reading.introduction(notice.about)
    if introduction is None or introduction.part_of(member.id) is None:
        return Moot()
    if len(reading.members(introduction.members)) != len(introduction.members):
        return Moot()
    return _Page(reading, voice, introduction, member, now).card(notice.kind)


def _concern(
    reading: Reading, voice: Voice, concern: str, member: Member, now: datetime
) -> Card | Moot | NotYet:
    """To the named contact, who need not take part in anything, outside their quiet hours."""
    raised = reading.concern(concern)
    if raised is None:
        return Moot()
    if not hours.reachable(member, now):
        return NotYet(hours.next_reachable(member, now))
    author = reading.member(raised.author) if raised.author else None
    return rights.concern_raised(voice, raised, author.name if author else "")


def _has_left(reading: Reading, member: Member) -> bool:
    """Whether they left every circle since the message was promised."""
    return all(each.taking is Taking.OUT for each in reading.memberships(member.id))


def _still_there(reading: Reading, voice: Voice, programme: str, member: Member) -> Card | Moot:
    """Only to someone who takes part and has not paused meanwhile."""
    mine = [each for each in reading.memberships(member.id) if each.programme == programme]
    if not mine or mine[0].taking is not Taking.IN:
        return Moot()
    return membership.still_there(voice)


def _rested(reading: Reading, voice: Voice, round_id: str, member: Member) -> Card | Moot:
    round_ = reading.round(round_id)
    if round_ is None or round_.state is not RoundState.RUN:
        return Moot()
    programme = reading.programme(round_.programme)
    again = programme is not None and round_.wave < programme.waves
    mine = [each for each in reading.left_out_of(round_.id) if each.member == member.id]
    if not mine or mine[0].why not in LOOKED_FOR:
        return Moot()
    return proposing.rested(voice, waves_to_come=again)


@dataclass(frozen=True)
class _Page:
    """All that a message about one introduction is made from."""

    reading: Reading
    voice: Voice
    introduction: Introduction
    member: Member
    now: datetime

    def card(self, kind: NoticeKind) -> Card | Moot:
        """The message of that kind, unless there is nothing to say any more."""
        match kind:
            case NoticeKind.PROPOSAL:
                return self.proposal() if self.unanswered else Moot()
            case NoticeKind.REMINDER:
                return proposing.reminder(self.voice, self.seen) if self.unanswered else Moot()
            case NoticeKind.INTRODUCED:
                return self.introduced() if self.open else Moot()
            case NoticeKind.CHECK_IN:
                return self.check_in() if self.open else Moot()
            case NoticeKind.MOVED_ON:
                return proposing.moved_on(self.voice, self.seen.names(self.voice))
            case NoticeKind.MOVED_ON_AND_NEXT:
                return self.moved_on_and_next()
            case (
                NoticeKind.TIME_SUGGESTED
                | NoticeKind.TIME_AGREED
                | NoticeKind.DAY_BEFORE
                | NoticeKind.GUIDE
                | NoticeKind.CALLED_AWAY
            ):
                return self.of_meeting(kind) if self.open else Moot()
            case NoticeKind.THANKS | NoticeKind.IN_TOUCH | NoticeKind.GOOD_TALK:
                return self.afterwards(kind)
            case (
                NoticeKind.TOGETHER
                | NoticeKind.OUT_OF_REACH
                | NoticeKind.RESTED
                | NoticeKind.STILL_THERE
                | NoticeKind.CONCERN
                | NoticeKind.ASKED
                | NoticeKind.ASK_ENDED
                | NoticeKind.BROUGHT
                | NoticeKind.BROUGHT_CLOSED
                | NoticeKind.BROUGHT_ABOUT
            ):
                return Moot()
            case _:
                assert_never(kind)

    @cached_property
    def seen(self) -> Seen:
        return seen_by(self.reading, self.introduction, self.member.id)

    @property
    def open(self) -> bool:
        return self.introduction.state is IntroductionState.INTRODUCED and not self.avoided

    @property
    def avoided(self) -> bool:
        """Whether the recipient asked never to meet someone in it."""
        return avoids(self.reading, self.member.id, self.introduction)

    @property
    def unanswered(self) -> bool:
        """Whether the recipient can still answer, and has not."""
        part = self.introduction.part_of(self.member.id)
        return (
            self.introduction.state is IntroductionState.PROPOSED
            and self.now < self.introduction.answer_by
            and part is not None
            and not self.avoided
            and part.answer in (Answer.NONE, Answer.LATER)
        )

    @property
    def appointment(self) -> Appointment:
        return appointment_of(self.reading, self.introduction, self.seen.people)

    def proposal(self) -> Card:
        """Someone to meet; with a word on what to expect, the first time in a while."""
        at = self.introduction.proposed_at
        first = first_in_a_while(self.reading, self.member.id, at)
        return proposing.proposal(self.voice, self.seen, first=first)

    def introduced(self) -> Card:
        """Meet each other, with the times on offer; unasked, with a word on what to expect."""
        appointment, at = self.appointment, self.introduction.proposed_at
        times = meeting.choices(self.voice, self.seen, appointment)
        asked = any(part.answer is not Answer.NONE for part in self.introduction.parts)
        first = not asked and first_in_a_while(self.reading, self.member.id, at)
        return introducing.introduced(
            self.voice, self.seen, times, appointment.minutes, first=first
        )

    def check_in(self) -> Card | Moot:
        """Asked once the agreed time has passed, or, with none agreed, after a while."""
        agreed = self.appointment.agreed
        if agreed is not None and self.now < agreed:
            return Moot()
        return introducing.check_in(self.voice, self.seen)

    def afterwards(self, kind: NoticeKind) -> Card | Moot:
        """What follows a talk: thanks, and what all of them want."""
        said = self.reading.afterwards(self.introduction.id)
        if kind is NoticeKind.THANKS:
            words = [
                (other.given_name, said[other.id].thanks)
                for other in self.seen.others
                if other.id in said and said[other.id].thanks
            ]
            return afterwards.thanks_for_you(self.voice, words) if words else Moot()
        if kind is NoticeKind.GOOD_TALK:
            return self.passed_on(said)
        wanted = {member for member, each in said.items() if each.keep_in_touch}
        if wanted != set(self.introduction.members):
            return Moot()
        return afterwards.in_touch(self.voice, self.seen)

    def passed_on(self, said: Mapping[str, Afterwards]) -> Card | Moot:
        """One way to keep the cycle going, while all of them still call the talk good."""
        offer = passing_on.offer_for(self.reading, self.introduction, self.member, self.now)
        if offer is None or not passing_on.called_good(self.introduction, said):
            return Moot()
        return pass_it_on(self.voice, offer)

    def of_meeting(self, kind: NoticeKind) -> Card | Moot:
        """A message about the time they meet, while it is still so."""
        appointment, voice, seen = self.appointment, self.voice, self.seen
        agreed = appointment.agreed
        if kind is NoticeKind.CALLED_AWAY and agreed is None:
            return meeting.was_called_away(voice, seen, appointment)
        if kind is NoticeKind.TIME_SUGGESTED and agreed is None and appointment.suggested:
            return meeting.suggested(voice, seen, appointment)
        if agreed is None or agreed + STILL_NOW < self.now:
            return Moot()
        if kind is NoticeKind.TIME_AGREED:
            return meeting.agreed(voice, seen, appointment)
        if kind is NoticeKind.DAY_BEFORE and self.now < agreed <= self.now + A_DAY_OR_SO:
            return meeting.day_before(voice, seen, appointment)
        if kind is NoticeKind.GUIDE and agreed <= self.now:
            return guiding.guide(voice, seen)
        return Moot()

    def moved_on_and_next(self) -> Card | Moot:
        """The last one did not line up; here is someone else, while that is still so."""
        old = self.what_it_follows()
        if old is None:
            return self.card(NoticeKind.PROPOSAL)
        names = seen_by(self.reading, old, self.member.id).names(self.voice)
        if not self.unanswered:
            return proposing.moved_on(self.voice, names)
        return proposing.moved_on_and_next(self.voice, names, self.seen)

    def what_it_follows(self) -> Introduction | None:
        """The introduction of the wave before, which did not line up."""
        new = self.introduction
        for each in self.reading.introductions_of(self.member.id, limit=10):
            if each.programme != new.programme or each.id == new.id:
                continue
            if each.closed_at and each.closed_at <= new.proposed_at:
                return each if each.state is IntroductionState.CLOSED else None
        return None
