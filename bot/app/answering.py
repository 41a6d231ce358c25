"""From an event to an answer, inside one transaction.

Whoever acts is looked up from the signed payload, never from what it says.
"""

from typing import assert_never

from bot.app import asking
from bot.app.arranging import another_time
from bot.app.commanding import commanded
from bot.app.desk import Desk, home_of
from bot.app.means import Means, circle
from bot.app.pressing import first_words, pressed
from bot.app.profiles import save_profile, save_settled
from bot.events import Commanded, Event, Opened, Pressed, Submitted
from bot.model import Standing
from bot.ports import Transaction
from bot.ui import Nothing, Reply, Say, Show
from bot.words import standing


def answer(tx: Transaction, means: Means, event: Event) -> Reply:
    """The answer to whoever acted; their state is changed in the transaction."""
    voice, now = means.voice, means.clock()
    if not tx.first_time(event.id, now):
        return Nothing()
    member = tx.member_at(event.who)
    if member is None or member.standing is Standing.GONE:
        return Say(standing.stranger(voice))
    programme, joined = circle(tx, member)
    desk = Desk(tx, voice, now, member, programme, joined, means.new_id, means.suggester)
    match event:
        case Commanded():
            return commanded(desk, event)
        case Pressed():
            return pressed(desk, event)
        case Submitted():
            return _submitted(desk, event)
        case Opened():
            return Show(home_of(tx, voice, member, now))
        case _:
            assert_never(event)


def _submitted(desk: Desk, event: Submitted) -> Reply:
    match event.form:
        case "profile":
            return save_profile(desk, event)
        case "settle":
            return save_settled(desk, event)
        case "another-time":
            return another_time(desk, event)
        case "first-words":
            return first_words(desk, event)
        case "ask-about":
            return asking.submitted_about(desk, event)
        case "ask":
            return asking.submitted(desk, event)
        case _:
            return Show(home_of(desk.tx, desk.voice, desk.member, desk.now))
