"""What may not have arrived, and cannot be looked up: said once more, worded as a reminder.

A message that did arrive is then heard of twice, which a reminder may be; one
that did not is not lost. Whoever has answered meanwhile hears nothing.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.app.composing import Told
from bot.app.means import Means, promise
from bot.model import AGAIN, Notice, NoticeKind
from bot.ui import Card
from bot.words import Voice
from bot.words.elsewhere import once_more

WAIT: Final = timedelta(minutes=15)
"""How long after it is found unclear: whoever got the first one has seen it by then."""

NOT_LONGER_AGO: Final = timedelta(days=2)
"""What was unclear before that is past: nobody is reminded of it."""

ONCE_ONLY: Final = frozenset({NoticeKind.TOGETHER, NoticeKind.STILL_THERE})
"""What each of two is told apart as well, and what promises to be asked once."""


def say_again(means: Means, now: datetime) -> int:
    """Promise once more what was found unclear; how many. Doing it twice changes nothing more."""
    with means.store.reading() as reading:
        if not any(map(_worth_it, reading.unclear(now - NOT_LONGER_AGO))):
            return 0
    with means.store.writing() as tx:
        again = [
            replace(each, key=each.key + AGAIN, due=now + WAIT)
            for each in tx.unclear(now - NOT_LONGER_AGO)
            if _worth_it(each)
        ]
        people = tx.members({each.recipient for each in again})
        promise(tx, [each for each in again if each.recipient in people], people)
    return len(again)


def _worth_it(notice: Notice) -> bool:
    return notice.kind not in ONCE_ONLY


def worded(voice: Voice, notice: Notice, told: Told) -> Told:
    """What is said now; as a reminder, if it may have been said before."""
    if notice.says_again and isinstance(told, Card):
        return once_more(voice, told)
    return told
