"""People who asked to be forgotten, when the roster names them again.

They come back as the hospital knows them and nothing more: no interests from
the file, no membership, until they join themselves.
"""

from collections.abc import Iterator, Set
from dataclasses import replace

from bot.model import Member
from bot.roster.drafts import Change, difference
from bot.roster.planning import Plan


def without_forgotten(plan: Plan, forgotten: Set[str]) -> Plan:
    """The plan, giving nobody of `forgotten` a choice, a way to meet or a membership."""
    if not forgotten:
        return plan
    changed = tuple(_changed(plan, forgotten))
    return replace(
        plan,
        added=tuple(_bare(each) if each.id in forgotten else each for each in plan.added),
        changed=changed,
        unchanged=plan.unchanged + len(plan.changed) - len(changed),
        memberships=tuple(each for each in plan.memberships if each.member not in forgotten),
    )


def _bare(member: Member) -> Member:
    return replace(member, choices=(), unsettled=(), formats=())


def _changed(plan: Plan, forgotten: Set[str]) -> Iterator[Change]:
    """Changes to those who were forgotten, less what the file would choose for them."""
    for each in plan.changed:
        if each.before.id not in forgotten:
            yield each
            continue
        own = each.before
        after = replace(
            each.after, choices=own.choices, unsettled=own.unsettled, formats=own.formats
        )
        if change := difference(own, after):
            yield change
