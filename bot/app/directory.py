"""People as a place's own directory knows them: who is there, who left, who is new.

A member made from a directory follows it. One from the hospital's roster keeps
what the roster says, and is only reached there. Nobody is brought back who
asked to be forgotten, unless they ask to join again.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.app.means import Means
from bot.events import Who
from bot.model import Member, Programme, Standing
from bot.ports import Address, Place, Reading, Transaction

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
    """What keeping a directory did, as counts of members."""

    added: int = 0
    attached: int = 0
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
                for user, (_, active) in tx.known_in(place.id).items()
                if active and user not in everyone
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


def leave(tx: Transaction, users: Iterable[Who]) -> int:
    """These are no longer reached there; whoever is reached nowhere has left. How many left."""
    gone = tuple(users)
    tx.set_reachable(gone, active=False)
    known = [member for who in gone if (member := tx.member_at(who)) is not None]
    reached = tx.addresses(member.id for member in known)
    left = [
        replace(member, standing=Standing.GONE)
        for member in known
        if member.standing is not Standing.GONE and not _anywhere(reached.get(member.id, ()))
    ]
    tx.save_members(left)
    return len(left)


def own_id(place: str, user: str) -> str:
    """The id of a member whom nobody but that place's directory knows."""
    return f"{place}:{user}"


def _keep(tx: Transaction, place: Place, people: Iterable[Person], *, back: bool = False) -> Kept:
    known = tx.known_in(place.id)
    members = tx.members([known[p.user][0] for p in people if p.user in known])
    new = [p for p in people if p.user not in known and p.here]
    changed = _changed(tx, place, [p for p in people if p.user in known], known, members)
    forgotten = () if back else tx.forgotten(own_id(place.id, p.user) for p in new)
    wanted = [p for p in new if own_id(place.id, p.user) not in forgotten]
    return _sum(changed, _added(tx, place, wanted))


def _changed(
    tx: Transaction,
    place: Place,
    people: Iterable[Person],
    known: Mapping[str, tuple[str, bool]],
    members: Mapping[str, Member],
) -> Kept:
    """Known people: who left, who came back, whose name or zone is new."""
    gone = [Who(place.id, p.user) for p in people if not p.here and known[p.user][1]]
    back = [p for p in people if p.here and not known[p.user][1]]
    tx.set_reachable([Who(place.id, p.user) for p in back], active=True)
    returned = {p.user for p in back}
    fresh = []
    for person in people:
        member = members.get(known[person.user][0])
        if member is None or not person.here:
            continue
        after = _following(place, person, member)
        if person.user in returned and after.standing is Standing.GONE:
            after = replace(after, standing=Standing.HERE)
        if after != member:
            fresh.append(after)
    tx.save_members(fresh)
    tx.save_emails(
        (known[p.user][0], p.email)
        for p in people
        if p.here and p.email and tx.email_of(known[p.user][0]) != p.email
    )
    return Kept(changed=len(fresh), left=leave(tx, gone))


def _added(tx: Transaction, place: Place, people: Iterable[Person]) -> Kept:
    """New people: members the roster knows by e-mail are reached here too, others are made."""
    attached: dict[Who, str] = {}
    made: dict[Who, Member] = {}
    for person in people:
        who = Who(place.id, person.user)
        same = tx.member_by_email(person.email) if person.email else None
        if same is not None and not _in_a_chat(tx.addresses([same.id]).get(same.id, ())):
            attached[who] = same.id
        else:
            made[who] = _made(place, person)
    tx.save_members(made.values())
    tx.save_addresses([*attached.items(), *((who, member.id) for who, member in made.items())])
    for member in attached.values():
        tx.prefer(member, place.id)
    emails = {Who(place.id, person.user): person.email for person in people}
    tx.save_emails((member.id, emails[who]) for who, member in made.items() if emails[who])
    return Kept(added=len(made), attached=len(attached))


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
    """The member as the directory has them now; a roster's member keeps what the roster says."""
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


def _anywhere(addresses: Iterable[Address]) -> bool:
    return any(each.active for each in addresses)


def _in_a_chat(addresses: Iterable[Address]) -> bool:
    """Whether a directory already knows them: then only they can say that they are the same."""
    return any(":" in each.who.place for each in addresses)


def _sum(one: Kept, other: Kept) -> Kept:
    return Kept(
        one.added + other.added,
        one.attached + other.attached,
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
    """Whether a member is known by that user id in that place."""
    return reading.member_at(who) is not None


def name_of(reading: Reading, who: Who) -> str:
    """What the member known there is called; empty for nobody."""
    member = reading.member_at(who)
    return member.name if member else ""
