"""Bringing a roster in: worked out first, kept whole, and a first programme made for it."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.app.directory import EVERYONE, first_programme
from bot.app.means import Means
from bot.events import Who
from bot.model import Programme
from bot.ports import Place
from bot.privacy import read_interests
from bot.roster import Fault, Row
from bot.roster.forgotten import without_forgotten
from bot.roster.planning import Aims, Plan, plan


@dataclass(frozen=True, slots=True)
class Import:
    """A roster worked out: what would change, and in which programme."""

    plan: Plan
    programme: Programme


def work_out(
    means: Means, rows: Iterable[Row | Fault], *, whole: bool, default_timezone: str
) -> Import:
    """What the rows would change. Writes nothing; raises what reading them raises."""
    with means.store.reading() as reading:
        existing = {member.id: member for member in reading.everyone()}
        programmes = reading.programmes()
        name = programmes[0].id if programmes else EVERYONE
        memberships = reading.all_memberships(name)
    aims = Aims(name, means.clock(), whole, default_timezone)
    worked_out = plan(rows, existing, memberships, read_interests, aims)
    named = {each.id for each in worked_out.members()} | {m.member for m in worked_out.memberships}
    with means.store.reading() as reading:
        worked_out = without_forgotten(worked_out, reading.forgotten(named))
    members = [*existing.values(), *worked_out.added]
    programme = (
        programmes[0]
        if programmes
        else first_programme((member.timezone for member in members), means.clock())
    )
    return Import(worked_out, programme)


def keep(means: Means, worked_out: Import, place: Place) -> None:
    """Keep all of it or nothing: programme, members, memberships, and where to reach them."""
    if worked_out.plan.empty:
        return
    with means.store.writing() as tx:
        tx.save_place(place)
        if tx.programme(worked_out.programme.id) is None:
            tx.save_programme(worked_out.programme)
        tx.save_members(worked_out.plan.members())
        tx.save_memberships(worked_out.plan.memberships)
        tx.save_addresses(
            (Who(place.id, member.id), member.id) for member in worked_out.plan.members()
        )
