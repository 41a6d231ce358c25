"""What stands against proposing two to each other now. Nobody is told what it was."""

from collections.abc import Collection
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import conversation, hours
from bot.app.contacts import can_write
from bot.app.experts import may_never_meet
from bot.model import Member, Programme, Standing, Taking
from bot.ports import Reading


def nothing_against(
    reading: Reading, programme: Programme, one: Member, other: Member, now: datetime
) -> bool:
    """Whether rules, budgets, pauses, hours and what is open already all allow it."""
    pair = (one, other)
    since = now - timedelta(weeks=programme.gap_weeks)
    return (
        all(each.standing is Standing.HERE for each in pair)
        and not may_never_meet(reading, one, other)
        and hours.can_meet(pair, now)
        and can_write(reading, (one.id, other.id))
        and _have_room(reading, programme, pair, now)
        and not reading.are_busy_or_met(one.id, other.id, since)
    )


def _have_room(
    reading: Reading, programme: Programme, members: Collection[Member], now: datetime
) -> bool:
    """Whether all of them take part today and have budget left."""
    heard = reading.heard_of((each.id for each in members), now)
    today = now.astimezone(ZoneInfo(programme.timezone)).date()
    return all(
        any(
            current.taking is Taking.IN and heard.get(member.id, 0) < current.budget
            for each in reading.memberships(member.id)
            if each.programme == programme.id
            for current in (conversation.step(each, conversation.DayCame(today)).membership,)
        )
        for member in members
    )
