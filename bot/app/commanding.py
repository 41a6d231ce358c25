"""Typed words, answered."""

from typing import assert_never
from zoneinfo import ZoneInfo

from bot import conversation
from bot.app.desk import LOOKED_THROUGH, Desk, home_of, is_open
from bot.app.profiles import join_form, profile_form
from bot.events import Command, Commanded, NotUnderstood, Word, parse
from bot.privacy import patient_clue
from bot.ui import Ask, Reply, Say, Show
from bot.words import proposing, standing


def commanded(desk: Desk, event: Commanded) -> Reply:
    """The answer to whatever they typed."""
    match parse(event.words):
        case NotUnderstood(nearest=nearest):
            return Say(standing.not_understood(desk.voice, nearest))
        case Command(word=word, rest=rest):
            return word_said(desk, word, rest)


def word_said(desk: Desk, word: Word, rest: str = "") -> Reply:
    """The answer to a word the bot knows, and what followed it."""
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
    if not desk.takes_part:
        return Ask(join_form(desk.voice, desk.member))
    return Ask(profile_form(desk.voice, desk.member))


def _why(desk: Desk) -> Reply:
    for each in desk.tx.introductions_of(desk.member.id, LOOKED_THROUGH):
        if is_open(each, desk.now):
            return Say(proposing.why(desk.voice, desk.seen(each)))
    return Say(standing.nothing_open(desk.voice, desk.next_round))


def _pause(desk: Desk, rest: str) -> Reply:
    if desk.membership is None or not desk.takes_part:
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
    if desk.membership is None or not desk.takes_part:
        return Say(standing.not_a_member(desk.voice))
    resumed = conversation.step(desk.membership, conversation.Resumed())
    desk.tx.save_memberships((resumed,))
    return Say(standing.resumed(desk.voice, desk.next_round))
