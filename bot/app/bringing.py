"""A colleague brings two others together, under the same mutual yes as any introduction.

Whatever keeps the two apart, or leaves one of them in peace, is seen by nobody:
the introducer is thanked at once, in the same words.
"""

import re
from collections.abc import Collection, Iterator

from bot import rounds
from bot.app.desk import Desk
from bot.app.means import promise
from bot.app.standing_against import nothing_against
from bot.events import Submitted
from bot.model import (
    Brought,
    Introduction,
    IntroductionState,
    Member,
    Membership,
    Notice,
    NoticeKind,
    Part,
    Programme,
    Side,
    Standing,
    Taking,
    Term,
    TermKind,
)
from bot.privacy import patient_clue
from bot.ui import Ask, Filled, Fix, Reply, Say, refill
from bot.words import bringing as words
from bot.words import choosing, membership

FOUND_AT_MOST = 50
SHORTEST_NAME = 2
"""Letters; a name shorter than that is not looked for."""

_TWO = re.compile(r"\s*(?:,|&|\band\b|\s(?=[@＠]))\s*", re.IGNORECASE)
_BECAUSE = re.compile(r"\bbecause\b|:", re.IGNORECASE)


def introduce(desk: Desk, rest: str) -> Reply:
    """The answer to `introduce @a @b because …`, or to the word alone."""
    if not desk.takes_part:
        return Say(membership.not_a_member(desk.voice))
    if not rest.strip():
        return Ask(words.form(desk.voice))
    who, *why = _BECAUSE.split(rest, maxsplit=1)
    one, *other = _TWO.split(who.strip(), maxsplit=1)
    typed = {"one": one, "other": "".join(other), "because": "".join(why)}
    return _bring(desk, Filled(tuple((name, (value,)) for name, value in typed.items())))


def submitted(desk: Desk, event: Submitted) -> Reply:
    """The form: two names and why."""
    if not desk.takes_part:
        return Say(membership.not_a_member(desk.voice))
    return _bring(desk, event.filled)


def _bring(desk: Desk, filled: Filled) -> Reply:
    assert desk.programme is not None  # who takes part has one
    typed = {name: filled.one(name) for name in ("one", "other", "because")}
    refused = {name for name, value in typed.items() if patient_clue(value)}
    form = words.form(desk.voice)
    if refused:
        kept = ((name, ("" if name in refused else value,)) for name, value in typed.items())
        errors = dict.fromkeys(refused, choosing.refused(desk.voice, 1))
        return Fix(refill(form, Filled(tuple(kept)), errors))
    one, other = _named(desk, typed["one"], typed["other"])
    errors = _errors(desk, one, other, typed["because"])
    if errors or one is None or other is None:
        return Fix(refill(form, filled, errors))
    if nothing_against(desk.tx, desk.programme, one, other, desk.now):
        _propose(desk, desk.programme, (one, other), typed["because"])
    return Say(words.thanked(desk.voice))


def _errors(desk: Desk, one: Member | None, other: Member | None, because: str) -> dict[str, str]:
    errors = {}
    if one is None:
        errors["one"] = words.no_such_name(desk.voice)
    if other is None:
        errors["other"] = words.no_such_name(desk.voice)
    if one and other and len({one.id, other.id, desk.member.id}) < 3:
        errors["other"] = words.two_others(desk.voice)
    if fault := words.because_fault(desk.voice, because):
        errors["because"] = fault
    return errors


def _named(desk: Desk, *typed: str) -> Iterator[Member | None]:
    """For each name the one member of the programme with it; nobody when there are more."""
    names = [each.strip().lstrip("@＠").strip() for each in typed]
    telling = [name for name in names if len(name) >= SHORTEST_NAME]
    found = dict(zip(telling, desk.tx.search_each(telling, FOUND_AT_MOST), strict=True))
    meant = [_meant(name, found.get(name, ())) for name in names]
    joined = desk.tx.memberships_of(each.id for each in meant if each)
    for one in meant:
        yield one if one and _takes_part(desk.programme, one, joined[one.id]) else None


def _meant(name: str, found: Collection[Member]) -> Member | None:
    """The one of those found who has exactly that name, or else is called by it."""
    exact = [each for each in found if name.casefold() in (each.name.casefold(), each.id)]
    parts = [each for each in found if _is_called(each, name)]
    (one,) = exact if len(exact) == 1 else parts if len(parts) == 1 else (None,)
    return one


def _takes_part(
    programme: Programme | None, member: Member, joined: Collection[Membership]
) -> bool:
    """Whether they joined and have not left; on leave or paused, the thanks are the same."""
    return member.standing is not Standing.GONE and any(
        programme and each.programme == programme.id and each.taking is not Taking.OUT
        for each in joined
    )


def _is_called(member: Member, name: str) -> bool:
    """Whether each word is one of their names: a department finds nobody."""
    names = member.name.casefold().split()
    return all(word in names for word in name.casefold().split())


def _propose(desk: Desk, programme: Programme, pair: tuple[Member, Member], because: str) -> None:
    """Propose the two to each other, with the introducer's words."""
    made = Introduction(
        id=desk.new_id(),
        programme=programme.id,
        round="",
        parts=tuple(Part(each.id) for each in pair),
        terms=tuple(_terms(*pair)),
        score=1.0,
        state=IntroductionState.PROPOSED,
        proposed_at=desk.now,
        answer_by=rounds.working_days_later(programme, desk.now, programme.answer_days),
    )
    desk.tx.add_introductions((made,))
    desk.tx.save_brought(Brought(made.id, desk.member.id, because))
    told = (
        Notice(f"{made.id}:brought:{each.id}", NoticeKind.BROUGHT, each.id, made.id, desk.now)
        for each in pair
    )
    promise(desk.tx, told, {each.id: each for each in pair})


def _terms(one: Member, other: Member) -> list[Term]:
    """What both chose to show, for the first words and the questions of the guide."""
    shown = [
        {c.interest for c in each.choices if c.shown and c.side is Side.SHARES}
        for each in (one, other)
    ]
    common = sorted(shown[0] & shown[1])
    return [Term(TermKind.SHARED, 1.0, (each,), (one.id, other.id)) for each in common]
