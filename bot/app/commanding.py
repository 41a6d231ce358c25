"""Typed words, answered."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from typing import assert_never
from zoneinfo import ZoneInfo

from bot import conversation, dates
from bot.app import apart, rights
from bot.app.answers import asked_whether, typed_answer, typed_closing
from bot.app.arranging import times
from bot.app.asking import ask_about
from bot.app.bringing import introduce
from bot.app.desk import LOOKED_THROUGH, Desk, avoids, is_open
from bot.app.own_hours import hours_form
from bot.app.profiles import form_of
from bot.app.reaching import let_go
from bot.conversation import Said, Turn
from bot.events import Command, Commanded, NotUnderstood, Word, parse, plainly_yes
from bot.hours.over import day_after, duty_named
from bot.model import Answer, Duty, Meeting
from bot.privacy import patient_clue
from bot.ui import Ask, Card, Reply, Say, Show
from bot.words import Voice, guiding, membership, proposing, standing

USUAL_PAUSE = timedelta(weeks=2)
MOST_BUDGET = 31
"""Introductions a month; more than one a day is nobody's wish."""


def commanded(desk: Desk, event: Commanded) -> Reply:
    """The answer to whatever they typed."""
    match parse(event.words):
        case NotUnderstood(nearest=nearest):
            return Say(standing.not_understood(desk.voice, nearest))
        case Command(word=Word.YES) if not plainly_yes(event.words):
            return asked_whether(desk) or Say(standing.not_understood(desk.voice, None))
        case Command(word=word, rest=rest):
            return word_said(desk, word, rest)


def word_said(desk: Desk, word: Word, rest: str = "") -> Reply:
    """The answer to a word the bot knows, and what followed it."""
    return ANSWERED[word](desk, rest)


def _form(desk: Desk) -> Reply:
    return Ask(form_of(desk))


def _why(desk: Desk) -> Reply:
    for each in desk.tx.open_introductions_of(desk.member.id, LOOKED_THROUGH):
        if is_open(each, desk.now) and not avoids(desk.tx, desk.member.id, each):
            return Say(proposing.why(desk.voice, desk.seen(each)))
    return Say(standing.nothing_open(desk.voice, desk.next_round))


def _follow_up(desk: Desk) -> Reply:
    """One way to ask on, another each minute."""
    stems = desk.voice.prompts.stems
    return Say(guiding.follow_up(desk.voice, stems[desk.now.minute % len(stems)]))


def _pause(desk: Desk, rest: str) -> Reply:
    duty = duty_named(rest)
    until = _pause_ends(desk, rest, duty)
    if until is None and duty is not None:
        return Say(membership.no_such_hours(desk.voice, duty))
    if until is None and not _open_end(rest):
        return Say(membership.no_such_pause(desk.voice, _safe(rest)))
    return _change(desk, conversation.Paused(until))


def _pause_ends(desk: Desk, rest: str, duty: Duty | None) -> date | None:
    zone = desk.member.timezone
    today = desk.now.astimezone(ZoneInfo(zone)).date()
    if duty is not None:
        return day_after(duty, desk.member.hours, zone, today)
    return dates.end_of(rest, today) if rest.strip() else today + USUAL_PAUSE


def _open_end(rest: str) -> bool:
    return dates.plain(rest) in ("until i say so", "until i am back", "until i'm back", "for now")


def _often(desk: Desk, rest: str) -> Reply:
    weeks = dates.every_weeks(rest)
    if weeks is None:
        return Say(membership.how_often(desk.voice, desk.membership, _safe(rest)))
    return _change(desk, conversation.OftenChosen(weeks))


def _budget(desk: Desk, rest: str) -> Reply:
    budget = dates.small_number(rest.removesuffix("a month"), MOST_BUDGET)
    if budget is None:
        return Say(membership.how_many(desk.voice, desk.membership, _safe(rest)))
    return _change(desk, conversation.BudgetChosen(budget))


def _leave(desk: Desk, _rest: str) -> Reply:
    """They are out; whoever was to meet them is not left to wait."""
    if desk.programme is None or not desk.takes_part:
        return Say(membership.takes_no_part(desk.voice))
    open_ones = desk.tx.open_introductions_of(desk.member.id, LOOKED_THROUGH)
    theirs = [each for each in open_ones if each.programme == desk.programme.id]
    let_go(desk.tx, desk.member.id, theirs, desk.now)
    return _change(desk, conversation.Left())


def _change(desk: Desk, event: conversation.Event) -> Reply:
    """Step the membership, keep it, and say what became of it."""
    if desk.membership is None:
        return Say(membership.not_a_member(desk.voice))
    turn = conversation.step(desk.membership, event)
    if turn.membership != desk.membership:
        desk.tx.save_memberships((turn.membership,))
    return Say(_said(desk.voice, turn, desk.next_round))


def _said(voice: Voice, turn: Turn, next_round: datetime | None) -> Card:
    match turn.said:
        case Said.PAUSED:
            return membership.paused(voice, turn.membership)
        case Said.RESUMED | Said.NOT_PAUSED:
            return membership.resumed(voice, next_round, was_paused=turn.said is Said.RESUMED)
        case Said.OFTEN:
            return membership.often(voice, turn.membership)
        case Said.BUDGET:
            return membership.budget(voice, turn.membership)
        case Said.DRAWN:
            return membership.drawn_to(voice, turn.membership.drawn_to)
        case Said.LEFT:
            return membership.left(voice)
        case Said.NOT_IN | Said.JOINED | Said.SAVED | Said.NOTHING:
            return membership.not_a_member(voice)
        case _:
            assert_never(turn.said)


def _safe(typed: str) -> str:
    """Typed words fit to be shown again: never what looks like a patient."""
    return "…" if patient_clue(typed) else typed


ANSWERED: Mapping[Word, Callable[[Desk, str], Reply]] = {
    Word.HOME: lambda desk, _: Show(desk.home()),
    Word.HELP: lambda desk, _: Say(standing.help_(desk.voice)),
    Word.JOIN: lambda desk, _: _form(desk),
    Word.PROFILE: lambda desk, _: _form(desk),
    Word.WHY: lambda desk, _: _why(desk),
    Word.YES: lambda desk, _: typed_answer(desk, Answer.YES),
    Word.LATER: lambda desk, _: typed_answer(desk, Answer.LATER),
    Word.NO: lambda desk, _: typed_answer(desk, Answer.NO),
    Word.MET: lambda desk, _: typed_closing(desk, Meeting.MET),
    Word.NOT_YET: lambda desk, _: typed_closing(desk, Meeting.NOT_YET),
    Word.DID_NOT_WORK_OUT: lambda desk, _: typed_closing(desk, Meeting.DID_NOT_WORK_OUT),
    Word.SKIP: lambda desk, _: typed_closing(desk, Meeting.SKIP),
    Word.TIMES: lambda desk, _: times(desk),
    Word.FOLLOW_UP: lambda desk, _: _follow_up(desk),
    Word.HOURS: lambda desk, _: hours_form(desk),
    Word.PAUSE: _pause,
    Word.RESUME: lambda desk, _: _change(desk, conversation.Resumed()),
    Word.ASK: ask_about,
    Word.INTRODUCE: introduce,
    Word.OFTEN: _often,
    Word.BUDGET: _budget,
    Word.LEAVE: _leave,
    Word.NEVER: apart.never,
    Word.PRIVACY: rights.privacy,
    Word.EXPORT: rights.export,
    Word.FORGET: rights.forget,
    Word.CONCERN: rights.concern,
}
"""Every word and who answers it; a test fails for a word without an answer."""
