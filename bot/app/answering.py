"""From an event to an answer, inside one transaction.

Whoever acts is looked up from the signed payload, never from what it says.
"""

from collections.abc import Callable, Mapping
from typing import assert_never

from bot.app import apart, asking, bringing, linking, own_hours, rights
from bot.app.answers import first_words
from bot.app.arranging import another_time
from bot.app.closing_up import words_given
from bot.app.commanding import commanded
from bot.app.desk import Desk
from bot.app.means import Means, circle
from bot.app.pressing import pressed
from bot.app.profiles import save_profile, save_settled
from bot.events import Commanded, Event, Opened, Pressed, Submitted
from bot.model import Standing
from bot.ports import Transaction
from bot.ui import Nothing, Reply, Say, Show
from bot.words import standing


def answer(
    tx: Transaction, means: Means, event: Event, said: own_hours.Read | None = None
) -> Reply:
    """The answer to whoever acted; their state is changed in the transaction.

    `said` is what a form of hours says, read before the transaction began.
    """
    voice, now = means.voice, means.clock()
    if not tx.first_time(event.id, now):
        return Nothing()
    member = tx.member_at(event.who)
    if member is None and (offered := tx.offered_at(event.who)):
        return linking.answered(tx, voice, event, offered)
    if member is None or member.standing is Standing.GONE:
        return Say(standing.stranger(voice))
    tx.heard_from(event.who)
    desk = Desk(
        tx,
        voice,
        now,
        member,
        *circle(tx, member, now),
        means.suggester,
        means.new_id,
        means.contact,
        means.retention,
    )
    match event:
        case Commanded():
            return commanded(desk, event)
        case Pressed():
            return pressed(desk, event)
        case Submitted(form=own_hours.FORM):
            return own_hours.save_hours(desk, event, said)
        case Submitted():
            return _submitted(desk, event)
        case Opened():
            return Show(desk.home())
        case _:
            assert_never(event)


FORMS: Mapping[str, Callable[[Desk, Submitted], Reply]] = {
    "profile": save_profile,
    "settle": save_settled,
    "first-words": first_words,
    "another-time": another_time,
    "thanks": words_given,
    "note": words_given,
    "never": apart.named,
    "never-which": apart.picked,
    "forget-me": rights.forget_me,
    "concern": rights.raise_concern,
    "ask-about": asking.submitted_about,
    "ask": asking.submitted,
    "introduce": bringing.submitted,
}
"""Every form and who reads it."""


def _submitted(desk: Desk, event: Submitted) -> Reply:
    if event.form in FORMS:
        return FORMS[event.form](desk, event)
    return Show(desk.home())
