"""A small hospital for the contract suites."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

from bot.delivery import Place
from bot.events import Who
from bot.model import (
    Choice,
    Consent,
    Dates,
    Duty,
    Hours,
    Introduction,
    IntroductionState,
    Member,
    Membership,
    Notice,
    NoticeKind,
    OddOne,
    Part,
    Programme,
    Round,
    RoundState,
    Shift,
    Side,
    Span,
    Term,
    TermKind,
    Weekly,
)
from bot.ports import Transaction

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY = timedelta(days=1)

BROWSER = Place("browser", "web", "Browser", per_minute=60_000, looks_up=True)

ANA = Member(
    id="ana",
    name="Ána Müller-Łukasz 🌿",
    given_name="Ána",
    timezone="Europe/Madrid",
    department="Paediatrics & co",
    profession="Nurse",
    site="North",
    title="Ward sister",
    career_stage="senior",
    shift=Shift.ROTATING,
    on_call="2 in 8",
    languages=("es", "en"),
    formats=("video", "in person"),
    manager="boss",
    choices=(
        Choice("sepsis", Side.OFFERS, shown=False),
        Choice("chess"),
        Choice("sepsis", Side.CURIOUS),
    ),
    unsettled=("qi", "ml; 2 meanings"),
    hours=Hours(
        working=(Weekly(frozenset({0, 2, 6}), 7 * 60, 15 * 60 + 30),),
        quiet=(Weekly(frozenset(range(7)), 21 * 60, 6 * 60), Weekly(frozenset({6}), 0, 24 * 60)),
        dates=(Dates(Duty.NIGHT, date(2026, 12, 30), date(2027, 1, 2)),),
        read=tuple(Span(duty, NOW, NOW + timedelta(minutes=17)) for duty in Duty),
    ),
)
BEN = Member("ben", "Ben Okafor", "Ben", "America/New_York", title="100% porter_a")
CHO = Member("cho", "조민수", "민수", "Asia/Seoul", department="Radiology")

MONDAY = Programme(
    id="monday",
    name="Monday coffee",
    timezone="Europe/Madrid",
    every_weeks=2,
    weekday=1,
    at=time(8, 30),
    consent=Consent.AT_ONCE,
    odd_one=OddOne.REST,
    gap_weeks=10,
    retry_weeks=3,
    answer_days=2,
    waves=2,
    window_hours=5,
    holidays=frozenset({date(2026, 12, 25), date(2026, 1, 6)}),
    starts_on=date(2026, 1, 5),
    paused=True,
)
OTHER = Programme("other", "Other", "UTC")

ROUND = Round(
    id="round-1",
    programme="monday",
    slot=date(2026, 3, 2),
    wave=1,
    seed=2**63 - 1,
    state=RoundState.RUN,
    started_at=NOW,
    answer_by=NOW + 3 * DAY,
    figures={"due": 3.0, "quality": 0.996},
)

TERMS = (
    Term(TermKind.SHARED, 2.5, ("sepsis",), ("ana", "ben")),
    Term(TermKind.OTHER_DEPARTMENT, 0.25, members=("ana", "ben"), shown=False),
)

PAIR = Introduction(
    id="pair-1",
    programme="monday",
    round="round-1",
    parts=(Part("ben"), Part("ana")),
    terms=TERMS,
    score=2.75,
    state=IntroductionState.PROPOSED,
    proposed_at=NOW,
    answer_by=NOW + 3 * DAY,
)


def settle(tx: Transaction, *, addresses: bool = True) -> None:
    """Three members, two programmes, one place, one round."""
    tx.save_place(BROWSER)
    tx.save_programme(MONDAY)
    tx.save_programme(OTHER)
    tx.save_members([ANA, BEN, CHO])
    tx.save_memberships([Membership("monday", who) for who in ("ana", "ben", "cho")])
    if addresses:
        tx.save_addresses((Who("browser", f"u-{who}"), who) for who in ("ana", "ben", "cho"))
    assert tx.start_round(ROUND)


def pair(id_: str, *members: str, **changes: object) -> Introduction:
    """An introduction of those members, otherwise like `PAIR`."""
    parts = tuple(map(Part, members))
    return replace(PAIR, id=id_, parts=parts, **changes)  # type: ignore[arg-type]


def notice(key: str, recipient: str = "ana", due: datetime = NOW, about: str = "pair-1") -> Notice:
    """A proposal promised to someone."""
    return Notice(key, NoticeKind.PROPOSAL, recipient, about, due)
