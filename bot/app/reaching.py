"""A message that could not reach its member: sent elsewhere, or their partner is told."""

from collections.abc import Iterator
from dataclasses import replace

from bot.app.means import Means, promise
from bot.delivery import Parcel
from bot.events import Who
from bot.model import Introduction, IntroductionState, Member, Notice, NoticeKind
from bot.ports import Transaction

LOOKED_THROUGH = 20
"""How many of a member's introductions are looked through for open ones."""


def out_of_reach(means: Means, parcel: Parcel) -> None:
    """The place reaches the member no more: another does, or nobody is left waiting for them.

    Doing it twice changes nothing more: what it promises has keys of its own.
    """
    notice, who = parcel.notice, Who(parcel.place.id, parcel.user)
    with means.store.writing() as tx:
        member = tx.member(notice.recipient)
        if member is None:
            return
        tx.set_reachable([who], active=False)
        others = [each for each in tx.addresses([member.id]).get(member.id, ()) if each.active]
        if others:
            again = replace(notice, key=f"{notice.key}@{others[0].who.place}")
            promise(tx, [again], {member.id: member})
            return
        for introduction in tx.open_introductions_of(member.id, LOOKED_THROUGH):
            if introduction.state is IntroductionState.INTRODUCED:
                _let_go(means, tx, introduction, member)


def _let_go(means: Means, tx: Transaction, introduction: Introduction, member: Member) -> None:
    """Close it, and tell the others kindly."""
    now = means.clock()
    tx.save_introduction(replace(introduction, state=IntroductionState.NOT_MET, closed_at=now))
    people = tx.members(introduction.members)

    def told() -> Iterator[Notice]:
        for other in introduction.members:
            if other != member.id and other in people:
                key = f"{introduction.id}:out-of-reach:{other}"
                yield Notice(key, NoticeKind.OUT_OF_REACH, other, introduction.id, now)

    promise(tx, told(), people)
