"""What lately counted against bother budgets: rounds, asks and colleagues together."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, select

from bot.asking import MONTH
from bot.model import Answer
from storage.bulk import READ, chunks
from storage.schema import introductions, parts, turns


def heard_in_a_month(
    connection: Connection, now: datetime, among: Iterable[str] | None = None
) -> Counter[str]:
    """Introductions opened and asks received without one, by member; of all, or of some."""
    counted: Counter[str] = Counter()
    groups = [None] if among is None else chunks(sorted(set(among)), READ)
    for group in groups:
        for counting in (_opened(now, group), _asked(now, group)):
            for row in connection.execute(counting):
                counted[row[0]] += row[1]
    return counted


def _opened(now: datetime, among: list[str] | None) -> Select[Any]:
    counted = (
        select(parts.c.member, func.count())
        .join(introductions, introductions.c.id == parts.c.introduction)
        .where(introductions.c.opened_at > now - MONTH, introductions.c.opened_at <= now)
        .group_by(parts.c.member)
    )
    return counted if among is None else counted.where(parts.c.member.in_(among))


def _asked(now: datetime, among: list[str] | None) -> Select[Any]:
    """Asks received. One that was answered yes is counted as the introduction it became."""
    counted = (
        select(turns.c.expert, func.count())
        .where(
            turns.c.asked_at > now - MONTH,
            turns.c.asked_at <= now,
            turns.c.answer != Answer.YES,
        )
        .group_by(turns.c.expert)
    )
    return counted if among is None else counted.where(turns.c.expert.in_(among))
