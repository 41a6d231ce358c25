"""Who offers what is asked about, and whom to ask next.

A never-pair, a manager and a budget that is used up keep someone from being
asked, and are seen by nobody.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot import conversation, hours
from bot.app.contacts import who_can_write
from bot.asking import CLOSE_TO_IT, Asking, Expert, Offer, next_expert, ranked
from bot.interests import Taxonomy
from bot.model import IntroductionState, Member, Membership, Programme, Standing, Taking
from bot.ports import Reading

AT_FIRST = 60
"""Offers of one interest that are looked through first; more only where none of them will do."""

LOOKED_AT = 40
"""Experts whose hours are looked at together: the best by everything else, then the next."""

REMEMBERED = 100
"""How many of the asker's introductions are looked through for those they know."""


def here(reading: Reading, member: Member, programme: str) -> bool:
    """Whether they are in the hospital and in the programme; a pause keeps what was begun."""
    return member.standing is Standing.HERE and any(
        each.programme == programme and each.taking is not Taking.OUT
        for each in reading.memberships(member.id)
    )


def may_never_meet(reading: Reading, one: Member, other: Member) -> bool:
    """Whether a rule keeps these two apart: a never-pair, or manager and report."""
    managed = one.manager == other.id or other.manager == one.id
    return managed or other.id in reading.never_pairs_of(one.id)


@dataclass(frozen=True, slots=True)
class Search:
    """One search for whom to ask next, from `now` for the turn that ends at `until`."""

    reading: Reading
    taxonomy: Taxonomy
    programme: Programme
    asker: Member
    asking: Asking
    until: datetime
    now: datetime

    def expert(self) -> str | None:
        """The best who may be asked now, or nobody.

        Of those whose turn it is: from whoever was asked last about it on.
        """
        interest, at_most = self.asking.interest, AT_FIRST
        close = dict.fromkeys(sorted(self.taxonomy.related(interest)), CLOSE_TO_IT)
        fits = {interest: 1.0} | close
        away, after = self._kept_away(), self.reading.last_asked_about(interest)
        while True:
            offers = self.reading.offers(self.programme.id, fits, self.now, at_most, after)
            open_to_it = self._open(offers, fits)
            best = self._best(each for each in open_to_it if each.offer.member not in away)
            if best or len(offers) < at_most:
                return best
            at_most *= 10

    def _open(self, offers: Iterable[Offer], fits: Mapping[str, float]) -> Iterator[Expert]:
        """Each member's best offer of those that may be spoken of.

        An unshown offer counts when it is the very interest and not private by
        default; one merely close would be named, so it counts only if shown.
        """
        interest = self.asking.interest
        very = {interest} if not self.taxonomy.is_private(interest) else set()
        spoken_of = (each for each in offers if each.shown or each.interest in very)
        best_last = sorted(spoken_of, key=lambda each: fits[each.interest])
        best = {each.member: Expert(each, fits[each.interest]) for each in best_last}
        yield from best.values()

    def _best(self, experts: Iterable[Expert]) -> str | None:
        """The best of them by everything, their hours too; nobody if none can be asked."""
        able = (each for each in experts if self._takes_part(each.offer.membership))
        turn, seed = self.until - self.now, self.asking.id
        by_offer = iter(ranked(able, self.now, turn, seed))
        while some := list(islice(by_offer, LOOKED_AT)):
            best = next_expert(self._reached(some), self.now, turn, seed)
            if best:
                return best.offer.member
        return None

    def _kept_away(self) -> frozenset[str]:
        """Oneself; and asked already, never to meet, known within the gap, or proposed now."""
        me = self.asker.id
        never = set(self.reading.never_pairs_of(me))
        since = self.now - timedelta(weeks=self.programme.gap_weeks)
        for each in self.reading.introductions_of(me, REMEMBERED):
            known = each.opened_at is not None and each.opened_at > since
            if known or each.state is IntroductionState.PROPOSED:
                never.update(each.members)
        return self.asking.experts | never | {me}

    def _takes_part(self, membership: Membership) -> bool:
        """Whether they are in today, a pause that is over being over."""
        today = self.now.astimezone(ZoneInfo(self.programme.timezone)).date()
        current = conversation.step(membership, conversation.DayCame(today)).membership
        return current.taking is Taking.IN

    def _reached(self, experts: list[Expert]) -> Iterator[Expert]:
        """Those who may and can meet the asker, each with how long it takes to reach them."""
        found = [each.offer.member for each in experts]
        people = self.reading.members(found)
        writing = who_can_write(self.reading, self.asker.id, found)
        for each in experts:
            member = people[each.offer.member]
            managed = member.manager == self.asker.id or self.asker.manager == member.id
            if member.standing is not Standing.HERE or managed:
                continue
            if member.id in writing and hours.can_meet((member, self.asker), self.now):
                wait = hours.next_reachable(member, self.now) - self.now
                yield replace(each, wait=wait)
