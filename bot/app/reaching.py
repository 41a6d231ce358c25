"""A message that could not reach its member: sent elsewhere, or their partner is told."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime

from bot.app.means import Means, promise
from bot.delivery import Moot, Parcel
from bot.events import Who
from bot.model import Introduction, IntroductionState, Member, Notice, NoticeKind
from bot.ports import Reading, Transaction
from bot.ui import Card
from bot.words import Voice, introducing

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
        let_go(tx, member.id, tx.open_introductions_of(member.id, LOOKED_THROUGH), means.clock())


def let_go(tx: Transaction, member: str, open_ones: Iterable[Introduction], now: datetime) -> None:
    """Close those of theirs that were introduced, and tell the others kindly.

    Where the agreed time has passed, nobody waits any more: it stays as it is.
    """
    for introduction in open_ones:
        if introduction.state is IntroductionState.INTRODUCED:
            appointment = tx.appointment(introduction.id)
            if not appointment or not appointment.agreed or appointment.agreed > now:
                _close(tx, introduction, member, now)


def _close(tx: Transaction, introduction: Introduction, member: str, now: datetime) -> None:
    tx.save_introduction(replace(introduction, state=IntroductionState.NOT_MET, closed_at=now))
    people = tx.members(introduction.members)

    def told() -> Iterator[Notice]:
        for other in introduction.members:
            if other != member and other in people:
                key = f"{introduction.id}:out-of-reach:{other}"
                yield Notice(key, NoticeKind.OUT_OF_REACH, other, introduction.id, now)

    promise(tx, told(), people)


def compose(
    reading: Reading, voice: Voice, notice: Notice, member: Member, _: datetime
) -> Card | Moot:
    """That it has closed, and with whom; whoever was forgotten has no name any more."""
    introduction = reading.introduction(notice.about)
    if introduction is None:
        return Moot()
    people = reading.members(each for each in introduction.members if each != member.id)
    return introducing.out_of_reach(voice, [each.name for each in people.values()])
