"""An ask as it stands now, for the asker and for the expert who holds it."""

from datetime import datetime

from bot.app.experts import here, may_never_meet
from bot.asking import Asking, AskState
from bot.delivery import Moot
from bot.model import Answer, Member, Notice, NoticeKind, Side
from bot.ports import Reading
from bot.ui import Card
from bot.words import Voice
from bot.words import asking as words


def compose(
    reading: Reading, voice: Voice, notice: Notice, member: Member, now: datetime
) -> Card | Moot:
    """A message about an ask, unless there is nothing to say any more."""
    asking = reading.asking(notice.about)
    if asking is None:
        return Moot()
    if notice.kind is NoticeKind.ASK_ENDED:
        theirs = asking.asker == member.id and asking.state is AskState.ENDED
        return words.ended(voice, asking) if theirs else Moot()
    held = asking.turn_of(member.id, now)
    if held is None or held.answer is not Answer.NONE:
        return Moot()
    return card(reading, voice, asking, member) or Moot()


def on_home(reading: Reading, voice: Voice, member: Member, now: datetime) -> tuple[Card, ...]:
    """What belongs on a home: their own open ask, and one that waits for their answer."""
    own = [
        words.looking(voice, each)
        for each in reading.askings_of(member.id, 1)
        if each.state is AskState.LOOKING
    ]
    waiting = (
        card(reading, voice, each, member)
        for each in reading.asked_of(member.id, now)
        if each.turns[-1].answer is Answer.NONE
    )
    return (*own, *filter(None, waiting))


def card(reading: Reading, voice: Voice, asking: Asking, expert: Member) -> Card | None:
    """The ask as its expert sees it; None when the two may not be introduced any more."""
    asker = asker_for(reading, asking, expert)
    if asker is None:
        return None
    return words.asked(voice, asking, asker, offered(voice, asking, expert))


def asker_for(reading: Reading, asking: Asking, expert: Member) -> Member | None:
    """Who asked, or None when the two may not be introduced any more."""
    asker = reading.members([asking.asker]).get(asking.asker)
    gone = asker is None or not here(reading, asker, asking.programme)
    return None if asker is None or gone or may_never_meet(reading, asker, expert) else asker


def offered(voice: Voice, asking: Asking, expert: Member) -> str:
    """Which of the expert's offers it was: the very interest, or a shown one close to it."""
    shown = {c.interest for c in expert.choices if c.side is Side.OFFERS and c.shown}
    close = sorted(shown & voice.taxonomy.related(asking.interest))
    if asking.interest in expert.chose(Side.OFFERS) or not close:
        return asking.interest
    return close[0]
