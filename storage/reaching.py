"""Where members are reached, and by which e-mail address they are known in a second place."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.addresses import CERTAIN, Address, Known, Tie
from bot.events import Who
from storage import tokens
from storage.bulk import READ, add_missing, chunks, upsert
from storage.people import People
from storage.schema import addresses, emails
from storage.sealing import Seal

BEST_FIRST = (addresses.c.active.desc(), addresses.c.preferred.desc())
"""Whoever can be reached, and where they wish to be, before all else."""

THEIR_ADDRESSES = (
    select(
        addresses.c.member,
        addresses.c.place,
        addresses.c.user,
        addresses.c.active,
        addresses.c.preferred,
        addresses.c.tie,
    )
    .where(
        addresses.c.member.in_(bindparam("members", expanding=True)),
        addresses.c.tie.in_(CERTAIN),
    )
    .order_by(*BEST_FIRST, addresses.c.place, addresses.c.user)
)
NOT_REFUSED = select(addresses.c.place, addresses.c.user).where(
    addresses.c.member == bindparam("member"), addresses.c.tie != Tie.REFUSED
)
THERE = select(addresses.c.user, addresses.c.member, addresses.c.active, addresses.c.tie).where(
    addresses.c.place == bindparam("place")
)
EMAILS = select(emails.c.member, emails.c.value).where(
    emails.c.member.in_(bindparam("members", expanding=True))
)
AMONG = THERE.where(addresses.c.user.in_(bindparam("users", expanding=True)))
# Built once: that takes longer than running them.


class Reaching(People):
    """Addresses as they are read. Whose were read in this transaction are not read again."""

    def __init__(self, connection: Connection, seal: Seal, *, writes: bool = False) -> None:
        super().__init__(connection, seal, writes=writes)
        self._whereabouts: dict[str, tuple[Address, ...]] = {}

    def _look_again(self) -> None:
        super()._look_again()
        self._whereabouts_changed()

    def _whereabouts_changed(self) -> None:
        self._reached.clear()
        self._whereabouts.clear()

    def addresses(self, members: Iterable[str]) -> Mapping[str, tuple[Address, ...]]:
        """Where those members certainly are, the best place to reach them first. Any number."""
        wanted = sorted(set(members))
        for chunk in chunks((each for each in wanted if each not in self._whereabouts), READ):
            found: defaultdict[str, list[Address]] = defaultdict(list)
            rows = self._connection.execute(THEIR_ADDRESSES, {"members": chunk})
            for member, place, user, active, preferred, tie in rows:
                found[member].append(Address(Who(place, user), active, preferred, tie))
            self._whereabouts |= {member: tuple(found.get(member, ())) for member in chunk}
        return {each: there for each in wanted if (there := self._whereabouts[each])}

    def may_be_at(self, member: str) -> tuple[Who, ...]:
        """Wherever that member is known or may be; not where somebody said it is not them."""
        rows = self._connection.execute(NOT_REFUSED, {"member": member})
        return tuple(Who(*row) for row in rows)

    def known_in(self, place: str, users: Iterable[str] | None = None) -> Mapping[str, Known]:
        """Whom user ids of a place (all of them) stand for, certain or not. Any number."""
        run = self._connection.execute
        asked = (
            (run(THERE, {"place": place}),)
            if users is None
            else (run(AMONG, {"place": place, "users": each}) for each in chunks(users, READ))
        )
        return {
            user: Known(member, active, tie) for rows in asked for user, member, active, tie in rows
        }

    def emails(self, members: Iterable[str]) -> Mapping[str, str]:
        """Verified e-mail addresses by member; absent where none is known. Any number."""
        found: dict[str, str] = {}
        for chunk in chunks(sorted(set(members)), READ):
            rows = self._connection.execute(EMAILS, {"members": chunk})
            found.update({member: self._seal.open(sealed) for member, sealed in rows})
        return found

    def known_by_email(self, members: Iterable[str]) -> frozenset[str]:
        """Those of the members whose e-mail address is known. Any number."""
        found: set[str] = set()
        for chunk in chunks(sorted(set(members)), READ):
            found.update(
                self._connection.scalars(select(emails.c.member).where(emails.c.member.in_(chunk)))
            )
        return frozenset(found)

    def members_by_email(self, emails_: Iterable[str]) -> Mapping[str, str]:
        """Member ids by verified e-mail address, in any case of letters. Any number."""
        keyed = tokens.kept(self._connection, self._seal)
        if keyed is None:
            return {}
        digests = {each: keyed.digest(_folded(each)) for each in emails_ if each.strip()}
        members: dict[str, str] = {}
        for chunk in chunks(sorted(set(digests.values())), READ):
            rows = self._connection.execute(
                select(emails.c.digest, emails.c.member).where(emails.c.digest.in_(chunk))
            )
            members.update((digest, member) for digest, member in rows)
        return {each: members[digest] for each, digest in digests.items() if digest in members}


class ReachingWriting(Reaching):
    """Addresses as they are saved."""

    def save_addresses(self, addresses_: Iterable[tuple[Who, str]], tie: Tie = Tie.OWN) -> None:
        """Say by which user id, in which place, members are known, and how certainly."""
        self._whereabouts_changed()
        upsert(
            self._connection,
            addresses,
            (
                {"place": who.place, "user": who.user, "member": member, "tie": tie}
                for who, member in addresses_
            ),
        )

    def set_reachable(self, users: Iterable[Who], *, active: bool) -> None:
        """Whether these can be reached there. Who is not known there is left alone."""
        self._whereabouts_changed()
        for place, theirs in _by_place(users).items():
            for chunk in chunks(theirs, READ):
                self._connection.execute(
                    update(addresses)
                    .where(addresses.c.place == place, addresses.c.user.in_(chunk))
                    .values(active=active)
                )

    def heard_from(self, who: Who) -> None:
        """They wrote from there, so they are reached there again."""
        if who in self._reached:
            return
        self._whereabouts_changed()
        silent = update(addresses).where(
            addresses.c.place == who.place,
            addresses.c.user == who.user,
            addresses.c.active.is_(False),
        )
        self._connection.execute(silent.values(active=True))

    def prefer(self, member: str, place: str) -> None:
        """The member wishes to be reached in that place."""
        self._whereabouts_changed()
        theirs = update(addresses).where(addresses.c.member == member)
        self._connection.execute(theirs.values(preferred=addresses.c.place == place))

    def remove_address(self, who: Who) -> None:
        """Nobody is known by that user id in that place any more."""
        self._whereabouts_changed()
        self._connection.execute(
            delete(addresses).where(addresses.c.place == who.place, addresses.c.user == who.user)
        )

    def save_emails(self, emails_: Iterable[tuple[str, str]]) -> None:
        """Keep verified e-mail addresses by member. One that is another's is left out."""
        keyed = tokens.made(self._connection, self._seal)
        for chunk in chunks(emails_, READ):
            said = {member: email for member, email in chunk if email.strip()}
            theirs = delete(emails).where(emails.c.member.in_([member for member, _ in chunk]))
            self._connection.execute(theirs)
            rows = (
                {
                    "member": member,
                    "digest": keyed.digest(_folded(email)),
                    "value": self._seal.close(email.strip()),
                }
                for member, email in said.items()
            )
            add_missing(self._connection, emails, rows, "digest")


def _folded(email: str) -> str:
    return email.strip().casefold()


def _by_place(users: Iterable[Who]) -> Mapping[str, list[str]]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for who in users:
        found[who.place].append(who.user)
    return found
