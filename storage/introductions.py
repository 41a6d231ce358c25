"""Introductions with their parts and terms, who met whom, and who never may."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Select, bindparam, select, union_all, update
from sqlalchemy.engine import Row

from bot.model import Answer, Introduction, IntroductionState, Part, Term, TermKind
from bot.ports import PastPair
from storage.bulk import READ, WRITE, add, add_missing, chunks, uncollected, upsert
from storage.columns import Moment, unindexed
from storage.schema import avoided, introductions, never_pairs, parts, rounds
from storage.values import Kept
from storage.view import View

INTRODUCTION = Kept(Introduction, introductions)
PART = Kept(Part, parts)

# Built once: that takes longer than running them.
ONE = INTRODUCTION.select.where(introductions.c.id == bindparam("introduction"))
THEIRS = (
    INTRODUCTION.select.where(
        introductions.c.id.in_(
            select(parts.c.introduction).where(parts.c.member == bindparam("member"))
        )
    )
    .order_by(introductions.c.proposed_at.desc(), introductions.c.id)
    .limit(bindparam("most"))
)
STATE = unindexed(introductions.c.state)

THEIRS_OPEN = THEIRS.where(STATE.in_((IntroductionState.PROPOSED, IntroductionState.INTRODUCED)))
CHANGED = update(introductions).where(introductions.c.id == bindparam("its_id"))
OF_ROUND = INTRODUCTION.select.where(introductions.c.round == bindparam("round")).order_by(
    introductions.c.id
)
PARTS = (
    PART.select.add_columns(parts.c.introduction)
    .where(parts.c.introduction.in_(bindparam("introductions", expanding=True)))
    .order_by(parts.c.introduction, parts.c.position)
)
_ONE, _OTHER = (parts.alias(name) for name in ("one", "other"))
BUSY_OR_MET = select(
    select(parts.c.member)
    .join(introductions, introductions.c.id == parts.c.introduction)
    .where(
        parts.c.member.in_((bindparam("one"), bindparam("other"))),
        STATE == IntroductionState.PROPOSED,
    )
    .exists()
    | select(introductions.c.id)
    .join(_ONE, _ONE.c.introduction == introductions.c.id)
    .join(_OTHER, _OTHER.c.introduction == introductions.c.id)
    .where(
        _ONE.c.member == bindparam("one"),
        _OTHER.c.member == bindparam("other"),
        unindexed(introductions.c.opened_at) > bindparam("since", type_=Moment),
    )
    .exists()
)
NEVER = union_all(
    *(
        select(other).where(one == bindparam("member"))
        for one, other in (
            (never_pairs.c.one, never_pairs.c.other),
            (never_pairs.c.other, never_pairs.c.one),
            (avoided.c.asker, avoided.c.other),
            (avoided.c.other, avoided.c.asker),
        )
    )
)


class Introductions(View):
    """Introductions as they are read."""

    def introduction(self, introduction: str) -> Introduction | None:
        """One introduction with its parts and terms."""
        found = self._introductions(ONE, introduction=introduction)
        return found[0] if found else None

    def introductions_of(self, member: str, limit: int) -> tuple[Introduction, ...]:
        """A member's introductions, newest first."""
        return self._introductions(THEIRS, member=member, most=limit)

    def open_introductions_of(self, member: str, limit: int) -> tuple[Introduction, ...]:
        """Those of a member's that are proposed or introduced, newest first."""
        return self._introductions(THEIRS_OPEN, member=member, most=limit)

    def are_busy_or_met(self, one: str, other: str, since: datetime) -> bool:
        """Whether anything proposed waits for one of them, or they were introduced since then."""
        said = {"one": one, "other": other, "since": since}
        return bool(self._connection.scalar(BUSY_OR_MET, said))

    @uncollected()
    def introductions_in(self, round_id: str) -> tuple[Introduction, ...]:
        """A round's introductions, by id."""
        return self._introductions(OF_ROUND, round=round_id)

    def past_pairs(self, programme: str, since: datetime) -> Iterator[PastPair]:
        """Pairs proposed in the programme since then, read as a stream."""
        one, other = parts.alias("one"), parts.alias("other")
        rows = self._connection.execution_options(yield_per=READ).execute(
            select(
                one.c.member,
                other.c.member,
                introductions.c.proposed_at,
                introductions.c.state,
                rounds.c.slot,
            )
            .join_from(introductions, one, one.c.introduction == introductions.c.id)
            .join(other, other.c.introduction == introductions.c.id)
            .outerjoin(rounds, rounds.c.id == introductions.c.round)
            .where(
                introductions.c.programme == programme,
                introductions.c.proposed_at >= since,
                one.c.member < other.c.member,
            )
        )
        for first, second, at, state, slot in rows:
            yield PastPair(first, second, at, state, slot or at.date())

    def never_pairs(self) -> frozenset[tuple[str, str]]:
        """Pairs that may not meet, each once with the smaller id first."""
        ruled = self._connection.execute(select(never_pairs.c.one, never_pairs.c.other))
        asked = self._connection.execute(select(avoided.c.asker, avoided.c.other))
        return frozenset((min(row), max(row)) for row in (*ruled, *asked))

    def never_pairs_of(self, member: str) -> frozenset[str]:
        """Whom that member may not meet, by the hospital's rules or because one of them asked."""
        return frozenset(self._connection.scalars(NEVER, {"member": member}))

    def _introductions(self, wanted: Select[Any], **said: object) -> tuple[Introduction, ...]:
        rows = self._connection.execute(self._held(wanted, introductions), said).all()
        # The parts after the rows are held: a part read before could be stale.
        found = self._parts([row.id for row in rows])
        return tuple(_introduction(row, found[row.id]) for row in rows)

    def _opened(self, part: Part) -> Part:
        return replace(part, opening=self._seal.open(part.opening)) if part.opening else part

    def _parts(self, ids: list[str]) -> dict[str, list[Part]]:
        found: dict[str, list[Part]] = {id_: [] for id_ in ids}
        for chunk in chunks(ids, READ):
            rows = self._connection.execute(PARTS, {"introductions": chunk})
            for *part, introduction in rows:
                found[introduction].append(self._opened(Part(*part)))
        return found


class IntroductionsWriting(Introductions):
    """Introductions as they are saved."""

    def add_introductions(self, introductions_: Iterable[Introduction]) -> None:
        """Add introductions. Any number."""
        for chunk in chunks(introductions_, WRITE):
            add(self._connection, introductions, map(_row, chunk))
            add(self._connection, parts, (row for each in chunk for row in self._part_rows(each)))

    def save_introduction(self, introduction: Introduction) -> None:
        """Change state, parts and moments; `LookupError` when there is no such introduction."""
        kept = _row(introduction)
        moved = {name: kept[name] for name in ("state", "answer_by", "opened_at", "closed_at")}
        moved["its_id"] = introduction.id
        if self._connection.execute(CHANGED, moved).rowcount != 1:
            raise LookupError(f"there is no introduction {introduction.id!r} to change")
        upsert(self._connection, parts, self._part_rows(introduction))

    def close_proposals(self, round_id: str, now: datetime) -> Mapping[str, str]:
        """Close what is still only proposed in a round; who had said yes, with what to.

        Two statements whatever the number: a hospital's whole round closes at once.
        """
        open_ones = (introductions.c.round == round_id) & (
            introductions.c.state == IntroductionState.PROPOSED
        )
        said_yes = self._connection.execute(
            select(parts.c.member, parts.c.introduction)
            .join(introductions, introductions.c.id == parts.c.introduction)
            .where(open_ones, parts.c.answer == Answer.YES)
            .order_by(parts.c.member)
        )
        willing = {row.member: row.introduction for row in said_yes}
        closed = {"state": IntroductionState.CLOSED, "closed_at": now}
        self._connection.execute(update(introductions).where(open_ones).values(closed))
        return willing

    def keep_apart(self, one: str, other: str, why: str) -> None:
        """Never match these two again. Saying it twice changes nothing."""
        first, second = sorted((one, other))
        pair = {"one": first, "other": second, "why": self._seal.close(why)}
        add_missing(self._connection, never_pairs, [pair], "one", "other")

    def _part_rows(self, introduction: Introduction) -> Iterator[dict[str, Any]]:
        for position, part in enumerate(introduction.parts):
            yield PART.row(part) | {
                "introduction": introduction.id,
                "position": position,
                "opening": self._seal.close(part.opening),
            }


def _row(introduction: Introduction) -> dict[str, Any]:
    return INTRODUCTION.row(introduction) | {
        "round": introduction.round or None,
        "terms": list(map(_term_row, introduction.terms)),
    }


def _introduction(row: Row[Any], parts: list[Part]) -> Introduction:
    said = dict(zip(INTRODUCTION.names, row, strict=True))
    said |= {"round": row.round or "", "terms": tuple(map(_term, row.terms))}
    return Introduction(parts=tuple(parts), **said)


def _term_row(term: Term) -> dict[str, Any]:
    # By hand: `asdict` copies deeply, and took a third of a round's time.
    return {
        "kind": term.kind,
        "weight": term.weight,
        "interests": term.interests,
        "members": term.members,
        "shown": term.shown,
    }


def _term(said: dict[str, Any]) -> Term:
    kind, interests, members = said["kind"], said["interests"], said["members"]
    return Term(TermKind(kind), said["weight"], tuple(interests), tuple(members), said["shown"])
