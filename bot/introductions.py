"""One introduction's life: what each answer does, and what nobody can learn.

`step` is total: every state and every event has an outcome. A no changes
nothing that the other side could see; only the deadline closes, and it closes a
no, a silence and a clash alike.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import assert_never

from bot.model import (
    Answer,
    Introduction,
    IntroductionState,
    Meeting,
    Member,
    Notice,
    NoticeKind,
    Part,
    Term,
    TermKind,
)

CHECK_IN_AFTER = timedelta(days=7)
"""How long after the introduction the bot asks, once, whether they met."""

ASK_AGAIN_AFTER = timedelta(days=7)
"""How much longer an introduction stays open after *not yet*."""

REMIND_AFTER = timedelta(days=1)
"""How long *later* is."""


@dataclass(frozen=True, slots=True)
class Answered:
    """A member answered a proposal.

    `possible` is whether all of them are still here and still have a common
    quarter-hour; without that a second yes waits like a first one.
    """

    member: str
    answer: Answer
    opening: str = ""
    possible: bool = True


@dataclass(frozen=True, slots=True)
class DeadlineCame:
    """The days to answer are over."""


@dataclass(frozen=True, slots=True)
class SaidOfMeeting:
    """A member said whether they met."""

    member: str
    meeting: Meeting


@dataclass(frozen=True, slots=True)
class DepthWished:
    """A member said how far the questions should go, from 1 to 3."""

    member: str
    depth: int


Event = Answered | DeadlineCame | SaidOfMeeting | DepthWished


class Said(StrEnum):
    """What the one who acted is told."""

    WAITING = "waiting"
    INTRODUCED = "introduced"
    DECLINED = "declined"
    LATER = "later"
    OVER = "over"
    MET = "met"
    NOT_YET = "not yet"
    DID_NOT_WORK_OUT = "did not work out"
    SKIPPED = "skipped"
    DEPTH_KEPT = "depth kept"
    NOT_THEIRS = "not theirs"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Outcome:
    """The introduction afterwards, messages to promise, and the answer."""

    introduction: Introduction
    notices: tuple[Notice, ...] = ()
    said: Said = Said.NOTHING


def step(introduction: Introduction, event: Event, now: datetime) -> Outcome:
    """What an event makes of an introduction at a moment."""
    match event:
        case Answered():
            return _answered(introduction, event, now)
        case DeadlineCame():
            return _deadline(introduction, now)
        case SaidOfMeeting():
            return _said_of_meeting(introduction, event, now)
        case DepthWished():
            return _depth_wished(introduction, event)
        case _:
            assert_never(event)


def open_at_once(introduction: Introduction, now: datetime) -> Outcome:
    """Introduce without asking: both are told together."""
    return _introduce(introduction, now)


def willing(introduction: Introduction) -> frozenset[str]:
    """Who said yes to an introduction that did not come about."""
    return frozenset(p.member for p in introduction.parts if p.answer is Answer.YES)


def as_shown_now(introduction: Introduction, people: Mapping[str, Member]) -> Introduction:
    """The same, less what one of them has since chosen not to show: it counted, and is not said.

    What an ask was about stays: whoever was asked said yes to just that.
    """
    unshown = {
        member: {choice.interest for choice in person.choices if not choice.shown}
        for member, person in people.items()
    }
    if not any(unshown.values()):
        return introduction

    def hidden(term: Term) -> bool:
        asked = not introduction.round and term.kind is not TermKind.SHARED
        return not asked and any(
            not unshown.get(member, set()).isdisjoint(term.interests) for member in term.members
        )

    terms = tuple(replace(t, shown=t.shown and not hidden(t)) for t in introduction.terms)
    return replace(introduction, terms=terms)


def _answered(introduction: Introduction, event: Answered, now: datetime) -> Outcome:
    part = introduction.part_of(event.member)
    if part is None:
        return Outcome(introduction, said=Said.NOT_THEIRS)
    if introduction.state is not IntroductionState.PROPOSED:
        return Outcome(introduction, said=_stale(introduction))
    if now >= introduction.answer_by:
        return Outcome(introduction, said=Said.OVER)
    part = replace(
        part,
        answer=event.answer,
        answered_at=now,
        opening=event.opening or part.opening,
    )
    changed = _with_part(introduction, part)
    match event.answer:
        case Answer.YES:
            everyone = all(p.answer is Answer.YES for p in changed.parts)
            if everyone and event.possible:
                return _introduce(changed, now)
            return Outcome(changed, said=Said.WAITING)
        case Answer.LATER:
            return Outcome(changed, (_reminder(changed, part, now),), Said.LATER)
        case Answer.NO | Answer.NONE:
            return Outcome(changed, said=Said.DECLINED)
        case _:
            assert_never(event.answer)


def _stale(introduction: Introduction) -> Said:
    """The answer to a press on a card from before: kind, and current."""
    if introduction.state is IntroductionState.CLOSED:
        return Said.OVER
    return Said.INTRODUCED


def _introduce(introduction: Introduction, now: datetime) -> Outcome:
    opened = replace(introduction, state=IntroductionState.INTRODUCED, opened_at=now)
    told = tuple(
        Notice(f"{opened.id}:introduced:{member}", NoticeKind.INTRODUCED, member, opened.id, now)
        for member in opened.members
    )
    asked = tuple(_check_in(opened, member, now + CHECK_IN_AFTER, "1") for member in opened.members)
    return Outcome(opened, told + asked, Said.INTRODUCED)


def _check_in(introduction: Introduction, member: str, due: datetime, time: str) -> Notice:
    key = f"{introduction.id}:check-in-{time}:{member}"
    return Notice(key, NoticeKind.CHECK_IN, member, introduction.id, due)


def _reminder(introduction: Introduction, part: Part, now: datetime) -> Notice:
    key = f"{introduction.id}:reminder:{part.member}"
    due = min(now + REMIND_AFTER, introduction.answer_by - timedelta(hours=2))
    return Notice(key, NoticeKind.REMINDER, part.member, introduction.id, max(due, now))


def _deadline(introduction: Introduction, now: datetime) -> Outcome:
    if introduction.state is not IntroductionState.PROPOSED:
        return Outcome(introduction)
    closed = replace(introduction, state=IntroductionState.CLOSED, closed_at=now)
    return Outcome(closed, said=Said.OVER)


def _said_of_meeting(introduction: Introduction, event: SaidOfMeeting, now: datetime) -> Outcome:
    part = introduction.part_of(event.member)
    if part is None:
        return Outcome(introduction, said=Said.NOT_THEIRS)
    if introduction.state in (IntroductionState.PROPOSED, IntroductionState.CLOSED):
        return Outcome(introduction, said=Said.OVER)
    changed = _with_part(introduction, replace(part, meeting=event.meeting))
    match event.meeting:
        case Meeting.MET:
            met = replace(changed, state=IntroductionState.MET, closed_at=now)
            return Outcome(met, said=Said.MET)
        case Meeting.NOT_YET:
            again = _check_in(changed, part.member, now + ASK_AGAIN_AFTER, "2")
            return Outcome(changed, (again,), Said.NOT_YET)
        case Meeting.DID_NOT_WORK_OUT:
            return Outcome(_given_up(changed, now), said=Said.DID_NOT_WORK_OUT)
        case Meeting.SKIP | Meeting.NONE:
            return Outcome(changed, said=Said.SKIPPED)
        case _:
            assert_never(event.meeting)


def _depth_wished(introduction: Introduction, event: DepthWished) -> Outcome:
    part = introduction.part_of(event.member)
    if part is None:
        return Outcome(introduction, said=Said.NOT_THEIRS)
    if introduction.state is not IntroductionState.INTRODUCED:
        return Outcome(introduction, said=Said.OVER)
    deep = _with_part(introduction, replace(part, depth=event.depth))
    return Outcome(deep, said=Said.DEPTH_KEPT)


def _given_up(introduction: Introduction, now: datetime) -> Introduction:
    """One word that it did not work out closes it, unless somebody said they met."""
    if introduction.state is IntroductionState.MET:
        return introduction
    return replace(introduction, state=IntroductionState.NOT_MET, closed_at=now)


def _with_part(introduction: Introduction, part: Part) -> Introduction:
    parts = tuple(part if p.member == part.member else p for p in introduction.parts)
    return replace(introduction, parts=parts)


def diagram() -> str:
    """Every state and every event that moves it, as a Mermaid state diagram."""
    now = datetime(2026, 3, 2, tzinfo=UTC)
    made = Introduction(
        "i", "p", "r", (Part("one", Answer.YES), Part("other")), (), 0.0,
        IntroductionState.PROPOSED, now, now + timedelta(days=3),
    )  # fmt: skip
    events: dict[str, Event] = {"the other says yes too": Answered("other", Answer.YES)}
    events["deadline"] = DeadlineCame()
    events |= {f"says {each.value}": SaidOfMeeting("one", each) for each in Meeting}
    arrows = []
    for state in IntroductionState:
        for name, event in events.items():
            after = step(replace(made, state=state), event, now).introduction.state
            if after is not state:
                arrows.append(f"    {_node(state)} --> {_node(after)}: {name}")
    return "\n".join(("stateDiagram-v2", "    [*] --> proposed", *arrows))


def _node(state: IntroductionState) -> str:
    return state.value.replace(" ", "_")
