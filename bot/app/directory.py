"""People as a place's own directory knows them: who is there, who left, who is new.

A member made from a directory follows it. One whom the hospital's roster knows
keeps what the roster says, and is only reached there. Nobody is brought back who
asked to be forgotten, unless they ask to join again.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.addresses import CERTAIN, Known, Tie, in_chats, is_chat
from bot.app.means import Means
from bot.delivery import Place
from bot.events import Who
from bot.model import Member, Programme, Standing
from bot.ports import Reading, Transaction

EVERYONE = "everyone"
"""The id of the programme that is made with the first people."""

AT_ONCE = 2_000
"""People kept in one transaction, so that nobody waits long for theirs."""


@dataclass(frozen=True, slots=True)
class Person:
    """Someone in a place's directory. `email` is empty unless the place has verified it.

    `here` is false for someone deactivated, `guest` true for someone from outside.
    """

    user: str
    name: str
    given_name: str = ""
    email: str = field(default="", repr=False)
    timezone: str = ""
    language: str = ""
    department: str = ""
    title: str = ""
    site: str = ""
    here: bool = True
    guest: bool = False

    def __post_init__(self) -> None:
        if not self.user or not self.name.strip():
            raise ValueError("someone in a directory has an id and a name")


@dataclass(frozen=True, slots=True)
class Kept:
    """What keeping a directory did, as counts of members.

    `attached` were known to the roster, `offered` may be members known elsewhere.
    """

    added: int = 0
    attached: int = 0
    offered: int = 0
    changed: int = 0
    left: int = 0


def keep_people(means: Means, place: Place, people: Iterable[Person], *, complete: bool) -> Kept:
    """Bring the members of a place up to its directory.

    `complete` says that these are all, so whoever is absent has left. An empty
    directory is never complete: a place that lists nobody is a place in trouble.
    """
    everyone = {person.user: person for person in people}
    done = Kept()
    ordered = list(everyone.values())
    for start in range(0, len(ordered), AT_ONCE):
        with means.store.writing() as tx:
            tx.save_place(place)
            _first_programme(tx, ordered, means.clock())
            done = _sum(done, _keep(tx, place, ordered[start : start + AT_ONCE]))
    if complete and ordered:
        with means.store.writing() as tx:
            absent = [
                Who(place.id, user)
                for user, known in tx.known_in(place.id).items()
                if known.active and user not in everyone
            ]
            done = _sum(done, Kept(left=leave(tx, absent)))
    return done


def welcome(means: Means, place: Place, person: Person, *, joining: bool) -> bool:
    """Know someone who writes for the first time. False when they asked to be forgotten.

    Whoever was forgotten and now asks to join is welcome again.
    """
    with means.store.writing() as tx:
        tx.save_place(place)
        _first_programme(tx, [person], means.clock())
        if not joining and tx.forgotten([own_id(place.id, person.user)]):
            return False
        _keep(tx, place, [person], back=joining)
        return True


def open_to(means: Means, place: Place, *, reached: bool) -> None:
    """Whether a place reaches those it knows at all, or only names them. Nobody leaves by it."""
    with means.store.writing() as tx:
        known = tx.known_in(place.id)
        others = [user for user, each in known.items() if each.active is not reached]
        tx.set_reachable([Who(place.id, user) for user in others], active=reached)
        tx.forward(known[user].member for user in others)


def leave(tx: Transaction, users: Iterable[Who]) -> int:
    """These are no longer reached there; whoever is reached nowhere has left. How many left."""
    gone = tuple(users)
    tx.set_reachable(gone, active=False)
    theirs = {
        known.member
        for place in {who.place for who in gone}
        for known in tx.known_in(place, [w.user for w in gone if w.place == place]).values()
        if known.tie in CERTAIN
    }
    reached = tx.addresses(theirs)
    left = [
        replace(member, standing=Standing.GONE)
        for member in tx.members(theirs).values()
        if member.standing is not Standing.GONE
        and not any(each.active for each in reached.get(member.id, ()))
    ]
    tx.save_members(left)
    return len(left)


def own_id(place: str, user: str) -> str:
    """The id of a member whom nobody but that place's directory knows."""
    return f"{place}:{user}"


def ids_of(reading: Reading, member: str) -> frozenset[str]:
    """Every id under which a directory or a roster could bring that member back."""
    return frozenset(
        own_id(who.place, who.user) if is_chat(who.place) else who.user
        for who in reading.may_be_at(member)
    )


def _keep(tx: Transaction, place: Place, people: Iterable[Person], *, back: bool = False) -> Kept:
    everyone = tuple(people)
    known = tx.known_in(place.id, [person.user for person in everyone])
    apart = {user for user, each in known.items() if each.tie is Tie.REFUSED}
    certain = {user: each for user, each in known.items() if user not in apart}
    changed = _changed(tx, place, [p for p in everyone if p.user in certain], certain)
    new = [p for p in everyone if p.user not in certain and p.here]
    forgotten = () if back else tx.forgotten(own_id(place.id, p.user) for p in new)
    wanted = [p for p in new if own_id(place.id, p.user) not in forgotten]
    return _sum(changed, _added(tx, place, wanted, apart))


def _changed(
    tx: Transaction, place: Place, people: Sequence[Person], known: Mapping[str, Known]
) -> Kept:
    """Known people: who left, who came back, whose name or zone is new."""
    gone = [Who(place.id, p.user) for p in people if not p.here and known[p.user].active]
    returned = {p.user for p in people if p.here and not known[p.user].active}
    tx.set_reachable([Who(place.id, user) for user in returned], active=True)
    theirs = [p for p in people if p.here and known[p.user].tie in CERTAIN]
    ids = [known[p.user].member for p in theirs]
    members, on_roster = tx.members(ids), _on_roster(tx, ids)
    fresh = []
    for person in theirs:
        member = members[known[person.user].member]
        after = member if member.id in on_roster else _following(place, person, member)
        if person.user in returned and after.standing is Standing.GONE:
            after = replace(after, standing=Standing.HERE)
        if after != member:
            fresh.append(after)
    tx.save_members(fresh)
    _renew_emails(tx, {known[p.user].member: p.email for p in theirs if p.email}, on_roster)
    return Kept(changed=len(fresh), left=leave(tx, gone))


def _renew_emails(tx: Transaction, said: Mapping[str, str], on_roster: Collection[str]) -> None:
    """Keep what the directory says, except over what the roster has said."""
    before = tx.emails(said)
    tx.save_emails(
        (member, email)
        for member, email in said.items()
        if before.get(member) != email and not (member in before and member in on_roster)
    )


def _on_roster(tx: Transaction, members: Iterable[str]) -> frozenset[str]:
    """Those of them whom the hospital's roster knows too: what it says of them stays."""
    return frozenset(
        member
        for member, found in tx.addresses(members).items()
        if any(not is_chat(each.who.place) for each in found)
    )


def _added(tx: Transaction, place: Place, people: Sequence[Person], apart: Collection[str]) -> Kept:
    """New people: made members, or known by their verified e-mail address.

    Whom so far only the roster knows is reached here from now on. Whom another
    directory knows is asked first, when they write: only they can say that it is
    them. `apart` are those who said that it is not.
    """
    same = tx.members_by_email(p.email for p in people if p.email and p.user not in apart)
    reached = tx.addresses(same.values())
    attached, offered, made = dict[Who, str](), dict[Who, str](), dict[Who, Member]()
    for person in people:
        who, member = Who(place.id, person.user), same.get(person.email, "")
        chats = in_chats(reached.get(member, ()))
        if not member or any(each.active and each.who.place == place.id for each in chats):
            made[who] = _made(place, person)
        elif chats or member in attached.values():
            offered[who] = member
        else:
            attached[who] = member
    tx.save_members(made.values())
    tx.save_addresses([*attached.items(), *((who, member.id) for who, member in made.items())])
    tx.save_addresses(offered.items(), Tie.OFFERED)
    for member in attached.values():
        tx.prefer(member, place.id)
    tx.forward(attached.values())
    emails = {Who(place.id, person.user): person.email for person in people}
    tx.save_emails((member.id, emails[who]) for who, member in made.items() if emails[who])
    return Kept(added=len(made), attached=len(attached), offered=len(offered))


def _made(place: Place, person: Person) -> Member:
    return Member(
        id=own_id(place.id, person.user),
        name=person.name,
        given_name=person.given_name or person.name.split()[0],
        timezone=zone_or(person.timezone, "UTC"),
        department=person.department,
        site=person.site,
        title=person.title,
        languages=(_language(person.language),),
    )


def _following(place: Place, person: Person, member: Member) -> Member:
    """The member as the directory has them now; one that another made follows that one."""
    if member.id != own_id(place.id, person.user):
        return member
    return replace(
        member,
        name=person.name or member.name,
        given_name=person.given_name or member.given_name,
        timezone=zone_or(person.timezone, member.timezone),
        department=person.department or member.department,
        site=person.site or member.site,
        title=person.title or member.title,
    )


def _language(locale: str) -> str:
    return locale.replace("_", "-").partition("-")[0].lower() or "en"


def zone_or(name: str, otherwise: str) -> str:
    """A time zone's name, if there is such a zone."""
    try:
        ZoneInfo(name)
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return otherwise
    return name


def _sum(one: Kept, other: Kept) -> Kept:
    return Kept(
        one.added + other.added,
        one.attached + other.attached,
        one.offered + other.offered,
        one.changed + other.changed,
        one.left + other.left,
    )


def first_programme(zones: Iterable[str], now: datetime) -> Programme:
    """A weekly programme for everyone, Mondays at nine where most members are."""
    usual = Counter(zones).most_common(1)
    zone = usual[0][0] if usual else "UTC"
    today = now.astimezone(ZoneInfo(zone)).date()
    monday = today - timedelta(days=today.weekday())
    return Programme(EVERYONE, "Coffee Rounds", zone, starts_on=monday)


def _first_programme(tx: Transaction, people: Iterable[Person], now: datetime) -> None:
    if not tx.programmes():
        zones = (zone_or(person.timezone, "UTC") for person in people if person.here)
        tx.save_programme(first_programme(zones, now))


def knows(reading: Reading, who: Who) -> bool:
    """Whether someone is known by that user id in that place, or may be a member."""
    known = reading.known_in(who.place, [who.user]).get(who.user)
    return known is not None and known.tie is not Tie.REFUSED


def name_of(reading: Reading, who: Who) -> str:
    """What the member known there is called; empty for nobody."""
    member = reading.member_at(who)
    return member.name if member else ""
