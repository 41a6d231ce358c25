"""What stands against proposing two to each other now. Nobody is told what it was."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot import conversation, hours
from bot.app.contacts import can_write
from bot.app.experts import REMEMBERED, may_never_meet
from bot.model import IntroductionState, Member, Programme, Standing, Taking
from bot.ports import Reading


def nothing_against(
    reading: Reading, programme: Programme, one: Member, other: Member, now: datetime
) -> bool:
    """Whether rules, budgets, pauses, hours and what is open already all allow it."""
    pair = (one, other)
    return (
        all(each.standing is Standing.HERE for each in pair)
        and not may_never_meet(reading, one, other)
        and hours.can_meet(pair, now)
        and can_write(reading, (one.id, other.id))
        and all(_has_room(reading, programme, each, now) for each in pair)
        and not any(_met_or_open(reading, programme, each, pair, now) for each in pair)
    )


def _has_room(reading: Reading, programme: Programme, member: Member, now: datetime) -> bool:
    """Whether they take part today and have budget left."""
    today = now.astimezone(ZoneInfo(programme.timezone)).date()
    for each in reading.memberships(member.id):
        if each.programme == programme.id:
            current = conversation.step(each, conversation.DayCame(today)).membership
            heard = reading.heard_of(member.id, now)
            return current.taking is Taking.IN and heard < current.budget
    return False


def _met_or_open(
    reading: Reading,
    programme: Programme,
    member: Member,
    pair: tuple[Member, Member],
    now: datetime,
) -> bool:
    """Whether anything waits for their answer, or the two met within the gap."""
    since = now - timedelta(weeks=programme.gap_weeks)
    for each in reading.introductions_of(member.id, REMEMBERED):
        both = {one.id for one in pair} <= set(each.members)
        met = both and each.opened_at is not None and each.opened_at > since
        if met or each.state is IntroductionState.PROPOSED:
            return True
    return False
