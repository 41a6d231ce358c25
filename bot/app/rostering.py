"""Bringing a roster in: worked out first, kept whole, and a first programme made for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.addresses import CERTAIN, is_chat
from bot.app.directory import EVERYONE, first_programme
from bot.app.means import Means
from bot.delivery import Place
from bot.events import Who
from bot.model import Member, Programme
from bot.ports import Reading
from bot.privacy import read_interests
from bot.roster import Fault, Row
from bot.roster.emails import read_emails, with_emails
from bot.roster.forgotten import without_forgotten
from bot.roster.planning import Aims, Plan, plan


@dataclass(frozen=True, slots=True)
class Import:
    """A roster worked out: what would change, in which programme, and how it knows members.

    `recognised` are members whom so far only a chat knew, by the roster's id for them.
    """

    plan: Plan
    programme: Programme
    place: Place
    recognised: Mapping[str, str] = field(default_factory=dict)

    @property
    def empty(self) -> bool:
        """Whether keeping it would write nothing."""
        return self.plan.empty and not self.recognised


def work_out(
    means: Means,
    rows: Iterable[Row | Fault],
    place: Place,
    *,
    whole: bool,
    default_timezone: str,
) -> Import:
    """What the rows would change. Writes nothing; raises what reading them raises.

    `place` is where the roster's own ids count.
    """
    every = tuple(rows)
    said = read_emails(every)
    with means.store.reading() as reading:
        existing = _by_roster_id(reading, place, said.own)
        programmes = reading.programmes()
        name = programmes[0].id if programmes else EVERYONE
        memberships = reading.all_memberships(name)
        seen = reading.known_in(place.id)
    aims = Aims(name, means.clock(), whole, default_timezone)
    worked_out = plan(every, existing, memberships, read_interests, aims)
    ids = {each.id: each.id for each in worked_out.added}
    ids |= {roster_id: member.id for roster_id, member in existing.items()}
    named = {each.id for each in worked_out.members()} | {m.member for m in worked_out.memberships}
    with means.store.reading() as reading:
        worked_out = without_forgotten(worked_out, reading.forgotten(named))
        known = reading.emails(ids[each] for each in said.own if each in ids)
        taken = reading.members_by_email(said.own.values())
    worked_out = with_emails(worked_out, said, ids, known, taken)
    recognised = {i: m for i, m in ids.items() if i != m and i not in seen}
    programme = (
        programmes[0]
        if programmes
        else first_programme(
            (member.timezone for member in (*existing.values(), *worked_out.added)), means.clock()
        )
    )
    return Import(worked_out, programme, place, recognised)


def _by_roster_id(reading: Reading, place: Place, emails: Mapping[str, str]) -> dict[str, Member]:
    """The roster's members, by its own ids for them.

    Whom only a chat knows is none of the roster's, so a whole roster does not send
    them away; unless it gives their address: then they are one human, and the
    roster's from here on, with all they have already.
    """
    members = {member.id: member for member in reading.everyone()}
    seen = {known.member: user for user, known in reading.known_in(place.id).items()}
    strangers = _in_chats(reading) - seen.keys()
    theirs = {seen.get(i, i): each for i, each in members.items() if i not in strangers}
    new = {roster_id: email for roster_id, email in emails.items() if roster_id not in theirs}
    by_email = reading.members_by_email(new.values())
    return theirs | {
        roster_id: members[member]
        for roster_id, email in new.items()
        if (member := by_email.get(email)) in strangers and member
    }


def _in_chats(reading: Reading) -> frozenset[str]:
    """Everyone whom some chat certainly knows."""
    return frozenset(
        known.member
        for place in reading.places()
        if is_chat(place.id)
        for known in reading.known_in(place.id).values()
        if known.tie in CERTAIN
    )


def keep(means: Means, worked_out: Import, *, reached: bool = True) -> None:
    """Keep all of it or nothing: programme, members, memberships, and where to reach them.

    `reached` says whether the roster's own place reaches anyone, or only names them.
    """
    if worked_out.empty:
        return
    place, done = worked_out.place, worked_out.plan
    recognised = {member: roster_id for roster_id, member in worked_out.recognised.items()}
    with means.store.writing() as tx:
        tx.save_place(place)
        if tx.programme(worked_out.programme.id) is None:
            tx.save_programme(worked_out.programme)
        tx.save_members(done.members())
        tx.save_memberships(done.memberships)
        before = tx.known_in(place.id)
        known = {each.member for each in before.values()} | recognised.keys()
        named = {m.id: m.id for m in done.members() if m.id not in known}
        new = {
            Who(place.id, roster_id): member for member, roster_id in (named | recognised).items()
        }
        tx.save_addresses(new.items())
        if not reached:
            tx.set_reachable(new, active=False)
        tx.save_emails(done.emails)
