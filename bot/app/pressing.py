"""Pressed buttons, answered. Whatever is pressed is checked against who pressed it."""

from collections.abc import Callable, Mapping

from bot import introductions
from bot.app import apart, arranging, asked, asking, brought, closing_up, linking, passing_on
from bot.app.answers import answer, can_answer, current, step, still_theirs, takes_part
from bot.app.commanding import word_said
from bot.app.desk import Desk, avoids
from bot.events import OF_ONE, Pressed, Word
from bot.model import Answer, Introduction, Meeting
from bot.ui import Ask, Replace, Reply, Say
from bot.words import guiding, membership, proposing

ANSWERS = {
    "yes": Answer.YES,
    "yes-and-tell": Answer.YES,
    "later": Answer.LATER,
    "not-this-time": Answer.NO,
}
MEETINGS = {
    "met": Meeting.MET,
    "not-yet": Meeting.NOT_YET,
    "did-not-work-out": Meeting.DID_NOT_WORK_OUT,
    "skip": Meeting.SKIP,
}
DEPTHS = {"lighter": guiding.LIGHT, "deeper": guiding.DEEP}
WORDS = {word.value: word for word in Word if word not in OF_ONE}
"""Buttons that say what could also be typed."""
ELSEWHERE: Mapping[str, Callable[[Desk, Pressed], Reply]] = {
    **dict.fromkeys(arranging.ACTIONS, arranging.pressed),
    **dict.fromkeys(closing_up.ACTIONS, closing_up.pressed),
    **apart.PRESSED,
    "ask-about": asking.pressed,
    "ask-withdraw": asking.pressed,
    "ask-yes": asked.pressed,
    "ask-no": asked.pressed,
    "drawn-to": passing_on.pressed,
    **linking.PRESSED,
}
"""Buttons that another part of the application answers."""


def pressed(desk: Desk, event: Pressed) -> Reply:
    """The answer to a button, on whichever card and however old."""
    if event.action in WORDS:
        return word_said(desk, WORDS[event.action])
    if event.action in ELSEWHERE:
        return ELSEWHERE[event.action](desk, event)
    introduction = desk.tx.introduction(event.target)
    if introduction is None or not still_theirs(desk, introduction):
        return Replace(proposing.over(desk.voice))
    if event.action in ANSWERS:
        if not takes_part(desk, desk.member.id, introduction.programme):
            return Say(membership.not_a_member(desk.voice))
        if avoids(desk.tx, desk.member.id, introduction):
            return Replace(proposing.over(desk.voice))
        brought.allow(desk.tx, introduction, desk.member.id, may=event.action == "yes-and-tell")
        return Replace(answer(desk, introduction, ANSWERS[event.action]))
    if event.action in MEETINGS:
        said = introductions.SaidOfMeeting(desk.member.id, MEETINGS[event.action])
        return Replace(step(desk, introduction, said))
    if event.action in DEPTHS:
        wish = introductions.DepthWished(desk.member.id, DEPTHS[event.action])
        return Say(step(desk, introduction, wish))
    return _about(desk, introduction, event.action)


def _about(desk: Desk, introduction: Introduction, action: str) -> Reply:
    """Something to read about one's own introduction; anything else shows it as it stands."""
    seen = desk.seen(introduction)
    if action == "why":
        return Say(proposing.why(desk.voice, seen))
    if action == "show":
        return Say(current(desk, seen))
    if action == "yes-with-words" and can_answer(desk, introduction):
        return Ask(proposing.first_words(desk.voice, seen))
    return Replace(current(desk, seen))
