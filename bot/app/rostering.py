"""Bringing a roster in: worked out first, kept whole, and a first programme made for it."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.app.means import Means
from bot.events import Who
from bot.model import Member, Programme
from bot.ports import Place
from bot.privacy import read_interests
from bot.roster import Fault, Row
from bot.roster.forgotten import without_forgotten
from bot.roster.planning import Aims, Plan, plan

EVERYONE = "everyone"
"""The id of the programme that is made with the first roster."""


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
    programme = programmes[0] if programmes else _first_programme(members, means.clock())
    return Import(worked_out, programme)


def _first_programme(members: Iterable[Member], now: datetime) -> Programme:
    """A weekly programme for everyone, Mondays at nine where most members are."""
    zones = Counter(member.timezone for member in members)
    zone = zones.most_common(1)[0][0] if zones else "UTC"
    today = now.astimezone(ZoneInfo(zone)).date()
    monday = today - timedelta(days=today.weekday())
    return Programme(EVERYONE, "Coffee Rounds", zone, starts_on=monday)


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
