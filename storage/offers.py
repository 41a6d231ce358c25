"""Who offers what is asked about, and what was lately asked of each.

Many may offer the same. So that an ask takes no longer in a large hospital, a
stretch of them is read: by id, round and round.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from itertools import islice

from sqlalchemy import func, select

from bot.asking import AskState, Offer
from bot.model import Membership, Side, Standing, Taking
from storage.budgets import heard_in_a_month, waiting
from storage.bulk import READ, chunks
from storage.memberships import MEMBERSHIP
from storage.schema import asks, choices, members, memberships, turns
from storage.view import View


class Offers(View):
    """Offers as they are read."""

    def how_many_offer(
        self, programme: str, interests: Iterable[str], besides: str, at_most: int, *, unshown: bool
    ) -> int:
        """How many others offer any of those, counted up to `at_most` of each."""
        found: set[str] = set()
        for interest in interests:
            others = (
                offer.member
                for offer in self._offering(programme, interest, at_most, "")
                if offer.member != besides and (offer.shown or unshown)
            )
            found.update(islice(others, at_most))
        return len(found)

    def offers(
        self,
        programme: str,
        interests: Iterable[str],
        now: datetime,
        at_most: int,
        after: str = "",
    ) -> tuple[Offer, ...]:
        """Offers of those interests by who left neither programme nor hospital, by member."""
        found = [
            offer
            for interest in interests
            for offer in islice(self._round_from(programme, interest, at_most, after), at_most)
        ]
        people = {each.member for each in found}
        # A proposal that waits may still open: the room for it is taken.
        heard_of = heard_in_a_month(self._connection, now, people)
        heard_of += waiting(self._connection, people)
        asked, holding = self._last_asked(people), self._holding(people, now)
        return tuple(
            replace(
                each,
                heard_of=heard_of[each.member],
                last_asked=asked.get(each.member),
                holds_one=each.member in holding,
            )
            for each in sorted(found, key=lambda each: (each.member, each.interest))
        )

    def last_asked_about(self, interest: str) -> str:
        """Who was asked last by the newest ask about it; empty for nobody."""
        newest = (
            select(turns.c.expert)
            .join(asks, asks.c.id == turns.c.ask)
            .where(asks.c.interest == interest)
            .order_by(asks.c.started_at.desc(), asks.c.id, turns.c.number.desc())
        )
        return self._connection.scalar(newest.limit(1)) or ""

    def heard_of(self, members: Iterable[str], now: datetime) -> Mapping[str, int]:
        """What counts against their budgets, as `entrants` counts it; none is 0. Any number."""
        return heard_in_a_month(self._connection, now, members)

    def _round_from(
        self, programme: str, interest: str, at_most: int, after: str
    ) -> Iterator[Offer]:
        """Those after that id, and then from the first of all on."""
        yield from self._offering(programme, interest, at_most, after)
        for offer in self._offering(programme, interest, at_most, "") if after else ():
            if offer.member > after:
                return
            yield offer

    def _offering(self, programme: str, interest: str, some: int, after: str) -> Iterator[Offer]:
        """Those after that id who are in the programme and the hospital, read some at a time.

        In two short reads: a database that plans them as one may go through everyone.
        """
        offering = (
            select(choices.c.member, choices.c.shown)
            .where(choices.c.interest == interest, choices.c.side == Side.OFFERS)
            .order_by(choices.c.member)
            .limit(some)
        )
        while rows := self._connection.execute(offering.where(choices.c.member > after)).all():
            here = self._here(programme, [row.member for row in rows])
            for member, shown in rows:
                if member in here:
                    yield Offer(member, interest, shown, here[member])
            if len(rows) < some:
                return
            after = rows[-1].member

    def _here(self, programme: str, people: list[str]) -> dict[str, Membership]:
        """The memberships of those who left neither the programme nor the hospital."""
        found: dict[str, Membership] = {}
        for chunk in chunks(people, READ):
            rows = self._connection.execute(
                MEMBERSHIP.select.join(members, members.c.id == memberships.c.member).where(
                    memberships.c.programme == programme,
                    memberships.c.member.in_(chunk),
                    memberships.c.taking != Taking.OUT,
                    members.c.standing != Standing.GONE,
                )
            )
            found.update((row.member, Membership(*row)) for row in rows)
        return found

    def _last_asked(self, people: Iterable[str]) -> dict[str, datetime]:
        found: dict[str, datetime] = {}
        for chunk in chunks(sorted(people), READ):
            rows = self._connection.execute(
                select(turns.c.expert, func.max(turns.c.asked_at))
                .where(turns.c.expert.in_(chunk))
                .group_by(turns.c.expert)
            )
            found.update((row[0], row[1]) for row in rows)
        return found

    def _holding(self, people: Iterable[str], now: datetime) -> set[str]:
        """Who of them has an ask with them now."""
        found: set[str] = set()
        for chunk in chunks(sorted(people), READ):
            held = (
                select(turns.c.expert)
                .join(asks, asks.c.id == turns.c.ask)
                .where(turns.c.expert.in_(chunk), turns.c.answer_by > now)
                .where(asks.c.state == AskState.LOOKING)
            )
            found.update(self._connection.scalars(held))
        return found
