"""A hospital of twelve in two places: one that can be asked, one that cannot."""

from datetime import UTC, date, datetime, timedelta

from bot.delivery import Place
from bot.events import Who
from bot.model import (
    Introduction,
    IntroductionState,
    Member,
    Membership,
    Notice,
    NoticeKind,
    Part,
    Programme,
    Round,
    RoundState,
)
from storage import SqlStore

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
ASKED = Place("asked", "chat", "Can be asked", per_minute=6_000_000, looks_up=True)
SILENT = Place("silent", "chat", "Cannot be asked", per_minute=6_000_000)
MEMBERS = [f"m{n:02}" for n in range(12)]


def found(store: SqlStore) -> None:
    """Everyone, half of them in each place."""
    with store.writing() as tx:
        for place in (ASKED, SILENT):
            tx.save_place(place)
        tx.save_programme(Programme("p", "Programme", "UTC"))
        tx.save_members(Member(who, who, who, "UTC") for who in MEMBERS)
        tx.save_memberships(Membership("p", who) for who in MEMBERS)
        places = (ASKED, SILENT)
        tx.save_addresses((Who(places[n % 2].id, who), who) for n, who in enumerate(MEMBERS))


def run_round(store: SqlStore, slot: int, now: datetime, by: str) -> bool:
    """One round in one transaction, as the app commits it; False when another ran it."""
    round_ = Round(
        id=f"r{slot}-{by}",
        programme="p",
        slot=date(2026, 1, 5) + timedelta(days=slot),
        wave=1,
        seed=slot,
        state=RoundState.RUN,
        started_at=now,
        answer_by=now + timedelta(days=3),
    )
    with store.writing() as tx:
        if not tx.start_round(round_):
            return False
        introductions = [_introduction(round_, pair) for pair in range(0, len(MEMBERS), 2)]
        tx.add_introductions(introductions)
        tx.promise(
            Notice(f"{round_.slot}/{each.id}/{who}", NoticeKind.PROPOSAL, who, each.id, now)
            for each in introductions
            for who in each.members
        )
    return True


def next_slot(store: SqlStore) -> int:
    """The first date without a round."""
    with store.reading() as reading:
        newest = reading.rounds("p", 1)
    return (newest[0].slot - date(2026, 1, 5)).days + 1 if newest else 0


def _introduction(round_: Round, pair: int) -> Introduction:
    return Introduction(
        id=f"{round_.id}-{pair}",
        programme="p",
        round=round_.id,
        parts=tuple(map(Part, MEMBERS[pair : pair + 2])),
        terms=(),
        score=1.0,
        state=IntroductionState.PROPOSED,
        proposed_at=round_.started_at,
        answer_by=round_.answer_by,
    )
