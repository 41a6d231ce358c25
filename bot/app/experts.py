"""Who offers what is asked about, and whom to ask next.

A never-pair, a manager and a budget that is used up keep someone from being
asked, and are seen by nobody.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from bot import conversation, hours
from bot.app.contacts import who_can_write
from bot.asking import CLOSE_TO_IT, Asking, Expert, next_expert, ranked
from bot.interests import Taxonomy
from bot.model import IntroductionState, Member, Membership, Programme, Standing, Taking
from bot.ports import Reading

LOOKED_AT = 40
"""Experts whose hours are looked at together: the best by everything else, then the next."""

REMEMBERED = 100
"""How many of the asker's introductions are looked through for those they know."""


def offering(
    reading: Reading, taxonomy: Taxonomy, programme: str, asker: str, interest: str, now: datetime
) -> tuple[Expert, ...]:
    """Everyone else who offers it or something close, each with their best offer.

    An unshown offer counts when it is the very interest and not private by
    default; one merely close would be named, so it counts only if shown.
    """
    close = dict.fromkeys(sorted(taxonomy.related(interest)), CLOSE_TO_IT)
    fits = {interest: 1.0} | close
    best: dict[str, Expert] = {}
    for offer in reading.offers(programme, fits, now):
        fit = fits[offer.interest]
        open_to_it = offer.shown or (fit == 1.0 and not taxonomy.is_private(interest))
        better = offer.member not in best or best[offer.member].fit < fit
        if offer.member != asker and open_to_it and better:
            best[offer.member] = Expert(offer, fit)
    return tuple(best.values())


def here(reading: Reading, member: Member, programme: str) -> bool:
    """Whether they are in the hospital and in the programme; a pause keeps what was begun."""
    return member.standing is Standing.HERE and any(
        each.programme == programme and each.taking is not Taking.OUT
        for each in reading.memberships(member.id)
    )


def may_never_meet(reading: Reading, one: Member, other: Member) -> bool:
    """Whether a rule keeps these two apart: a never-pair, or manager and report."""
    managed = one.manager == other.id or other.manager == one.id
    return managed or (min(one.id, other.id), max(one.id, other.id)) in reading.never_pairs()


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
        """The best who may be asked now, or nobody."""
        found = offering(
            self.reading,
            self.taxonomy,
            self.programme.id,
            self.asker.id,
            self.asking.interest,
            self.now,
        )
        away = self._kept_away()
        able = (
            each
            for each in found
            if each.offer.member not in away and self._takes_part(each.offer.membership)
        )
        turn, seed = self.until - self.now, self.asking.id
        by_offer = iter(ranked(able, self.now, turn, seed))
        while some := list(islice(by_offer, LOOKED_AT)):
            best = next_expert(self._reached(some), self.now, turn, seed)
            if best:
                return best.offer.member
        return None

    def _kept_away(self) -> frozenset[str]:
        """Asked already, never to meet, known within the gap, or proposed to each other now."""
        me = self.asker.id
        never = {other for pair in self.reading.never_pairs() if me in pair for other in pair}
        since = self.now - timedelta(weeks=self.programme.gap_weeks)
        for each in self.reading.introductions_of(me, REMEMBERED):
            known = each.opened_at is not None and each.opened_at > since
            if known or each.state is IntroductionState.PROPOSED:
                never.update(each.members)
        return self.asking.experts | never

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
