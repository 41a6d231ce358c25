"""After a talk that all of them call good, rarely: one way to keep the cycle going.

Good is what all of them said so of: each thanked, or each wants to keep in
touch. Nothing less, or one could learn what another kept to themselves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from bot import conversation
from bot.app.desk import Desk
from bot.app.means import circle, promise
from bot.events import Pressed
from bot.model import (
    Afterwards,
    Drawn,
    Introduction,
    Member,
    Membership,
    Notice,
    NoticeKind,
    Side,
    Taking,
)
from bot.ports import Reading
from bot.stages import rank
from bot.ui import Replace, Reply
from bot.words import membership as words
from bot.words.passing_on import Offer

RARELY = timedelta(weeks=8)
"""The least time between two offers to one member."""

LET_IT_REST = timedelta(days=2)
"""How long after a good talk the bot may suggest passing it on."""


def called_good(introduction: Introduction, said: Mapping[str, Afterwards]) -> bool:
    """Whether all of them thanked, or all of them want to keep in touch."""
    each = [said[member] for member in introduction.members if member in said]
    return len(each) == len(introduction.members) and (
        all(one.thanks for one in each) or all(one.keep_in_touch for one in each)
    )


def offer_after(desk: Desk, introduction: Introduction) -> None:
    """Promise each of them one way to pass a good talk on, unless there was one lately."""
    if not called_good(introduction, desk.tx.afterwards(introduction.id)):
        return
    people = desk.tx.members(introduction.members)
    promise(desk.tx, _offers(desk, introduction, people), people)


def _offers(
    desk: Desk, introduction: Introduction, people: Mapping[str, Member]
) -> Iterator[Notice]:
    today = desk.now.date()
    for member in people.values():
        mine = circle(desk.tx, member, desk.now)[1]
        if mine is None or mine.taking is Taking.OUT:
            continue
        if mine.offered_on is not None and today - mine.offered_on < RARELY:
            continue
        desk.tx.save_memberships((replace(mine, offered_on=today),))
        kind, due = NoticeKind.GOOD_TALK, desk.now + LET_IT_REST
        key = f"{kind.value}:{introduction.id}:{member.id}"
        yield Notice(key, kind, member.id, introduction.id, due)


def offer_for(
    reading: Reading, introduction: Introduction, member: Member, now: datetime
) -> Offer | None:
    """The one way that is offered: of those that suit the member, each in its turn."""
    mine = circle(reading, member, now)[1]
    if mine is None or mine.taking is Taking.OUT:
        return None
    suits = list(_suiting(member, mine))
    return suits[sum(map(ord, introduction.id)) % len(suits)]


def _suiting(member: Member, membership: Membership) -> Iterator[Offer]:
    yield Offer.BRING_TWO
    if not member.chose(Side.OFFERS):
        yield Offer.ASK_ME
    if membership.drawn_to is Drawn.ANYONE:
        yield Offer.NEWCOMER
        if rank(member.career_stage) > 0:
            yield Offer.STEP_BEHIND


def pressed(desk: Desk, event: Pressed) -> Reply:
    """Whom they would rather meet from now on: a light wish, to be taken back in one tap."""
    if desk.membership is None or event.target not in list(Drawn):
        return Replace(words.not_a_member(desk.voice))
    turn = conversation.step(desk.membership, conversation.DrawnChosen(Drawn(event.target)))
    if turn.membership != desk.membership:
        desk.tx.save_memberships((turn.membership,))
    if turn.said is conversation.Said.NOT_IN:
        return Replace(words.not_a_member(desk.voice))
    return Replace(words.drawn_to(desk.voice, turn.membership.drawn_to))
