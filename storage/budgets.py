"""What lately counted against bother budgets: rounds, asks and colleagues together."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam, func, select, union_all

from bot.asking import MONTH
from bot.model import Answer, IntroductionState
from storage.bulk import READ, chunks
from storage.columns import Moment, unindexed
from storage.schema import introductions, parts, turns

BEGIN, NOW = bindparam("begin", type_=Moment), bindparam("now", type_=Moment)
AMONG: BindParameter[list[str]] = bindparam("among", expanding=True)


def _lately(moment: ColumnElement[datetime]) -> ColumnElement[bool]:
    return (moment > BEGIN) & (moment <= NOW)


OPENED = (
    select(parts.c.member, func.count())
    .join(introductions, introductions.c.id == parts.c.introduction)
    .group_by(parts.c.member)
)
ASKED = (
    select(turns.c.expert, func.count())
    .where(turns.c.answer != Answer.YES)
    .group_by(turns.c.expert)
)
"""One that was answered yes is counted as the introduction it became."""

WAITING = (
    select(parts.c.member, func.count())
    .join(introductions, introductions.c.id == parts.c.introduction)
    .where(
        unindexed(introductions.c.state) == IntroductionState.PROPOSED, parts.c.member.in_(AMONG)
    )
    .group_by(parts.c.member)
)

OF_ALL = (
    OPENED.where(_lately(introductions.c.opened_at)),
    ASKED.where(_lately(turns.c.asked_at)),
)
OF_SOME = (
    union_all(
        OPENED.where(parts.c.member.in_(AMONG), _lately(unindexed(introductions.c.opened_at))),
        ASKED.where(turns.c.expert.in_(AMONG), _lately(unindexed(turns.c.asked_at))),
    ),
)


def heard_in_a_month(
    connection: Connection, now: datetime, among: Iterable[str] | None = None
) -> Counter[str]:
    """Introductions opened and asks received without one, by member; of all, or of some."""
    counted: Counter[str] = Counter()
    counting = OF_ALL if among is None else OF_SOME
    groups: Iterable[list[str]] = [[]] if among is None else chunks(sorted(set(among)), READ)
    for group in groups:
        said = {"begin": now - MONTH, "now": now, "among": group}
        for query in counting:
            for row in connection.execute(query, said):
                counted[row[0]] += row[1]
    return counted


def waiting(connection: Connection, among: Iterable[str]) -> Counter[str]:
    """In how many proposals that wait for answers each of those is, by member."""
    counted: Counter[str] = Counter()
    for group in chunks(sorted(set(among)), READ):
        for row in connection.execute(WAITING, {"among": group}):
            counted[row[0]] += row[1]
    return counted
