"""Members: who they are, what they chose, and where they are reached."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    String,
    bindparam,
    delete,
    select,
    type_coerce,
)

from bot.addresses import CERTAIN, Tie
from bot.events import Who
from bot.model import Choice, Hours, Member, Side
from storage import finding
from storage.bulk import READ, add, chunks, uncollected, upsert
from storage.faces import bring_back, faces
from storage.schema import addresses, choices, hours, members, unsettled
from storage.sealing import Seal
from storage.tokens import is_token
from storage.values import Kept
from storage.view import View

MEMBER = Kept(Member, members)
HOURS = Kept(Hours, hours)
PERSON = MEMBER.select.add_columns(
    select(unsettled.c.member).where(unsettled.c.member == members.c.id).exists(),
    hours.c.member,
    *HOURS.select.selected_columns,
).outerjoin_from(members, hours, hours.c.member == members.c.id)
"""A member's own columns, whether anything they typed is unsettled, whether they said
anything of their hours, and that."""

NO_HOURS = Hours()
"""Most said nothing of theirs, and have no row."""

Belongs = Callable[[ColumnElement[str]], ColumnElement[bool]]
"""Says of a member's id, in any table, whether they are meant. Values are given at each call."""


Said = Mapping[str, object]
"""Those values, by name."""


def _alone(id_: ColumnElement[str]) -> ColumnElement[bool]:
    return id_ == bindparam("member")


def _among(id_: ColumnElement[str]) -> ColumnElement[bool]:
    return id_.in_(bindparam("members", expanding=True))


AT = (
    PERSON.add_columns(addresses.c.active)
    .join(addresses, addresses.c.member == members.c.id)
    .where(
        addresses.c.place == bindparam("place"),
        addresses.c.user == bindparam("user"),
        addresses.c.tie.in_(bindparam("ties", expanding=True)),
    )
)
ALONE = PERSON.where(_alone(members.c.id))
CHOSEN_BEFORE = tuple(
    delete(table).where(_among(table.c.member)) for table in (choices, unsettled, hours)
)
NAMES = select(members.c.id, members.c.name).where(_among(members.c.id))


@dataclass(frozen=True, slots=True)
class Queries:
    """What members are made from. Built once: that takes longer than running them."""

    members: Select[Any]
    choices: Select[Any]
    unsettled: Select[Any]


@cache
def queries(belong: Belongs) -> Queries:
    """The three queries for the members meant, who are ever the same few kinds."""
    return Queries(
        PERSON.where(belong(members.c.id)).order_by(members.c.id),
        select(
            choices.c.member,
            choices.c.interest,
            type_coerce(choices.c.side, String),
            choices.c.shown,
        )
        .where(belong(choices.c.member))
        .order_by(choices.c.member, choices.c.position),
        select(unsettled.c.member, unsettled.c.words)
        .where(belong(unsettled.c.member))
        .order_by(unsettled.c.member, unsettled.c.position),
    )


class People(View):
    """Members as they are read. Whoever was met in this transaction is not read again."""

    def __init__(self, connection: Connection, seal: Seal, *, writes: bool = False) -> None:
        super().__init__(connection, seal, writes=writes)
        self._met: dict[str, Member] = {}
        self._reached: set[Who] = set()

    def _look_again(self) -> None:
        super()._look_again()
        self._met.clear()

    def member(self, member: str) -> Member | None:
        """One member, whatever their standing."""
        row = self._row(ALONE, member=member)
        return self._afresh(row) if row else None

    def member_at(self, who: Who) -> Member | None:
        """The member known by that user id in that place; nobody who has not said it is them."""
        return self._at(who, CERTAIN)

    def offered_at(self, who: Who) -> Member | None:
        """The member who may be whoever writes from there, and has not said so yet."""
        return self._at(who, (Tie.OFFERED,))

    @uncollected()
    def members(self, members: Iterable[str]) -> Mapping[str, Member]:
        """Those members, by id; unknown ids are absent. Any number of ids.

        Somebody forgotten is there, as they were last seen, while a proposal
        that names them has not closed.
        """
        wanted = sorted(set(members))
        for chunk in chunks((each for each in wanted if each not in self._met), READ):
            self._met.update(self._load(_among, members=chunk))
        found = {each: self._met[each] for each in wanted if each in self._met}
        return found | faces(self._connection, self._seal, filter(is_token, wanted))

    def names_of(self, members: Iterable[str]) -> Mapping[str, str]:
        """What those are called, by id, as `members` knows them. Any number of ids."""
        wanted = sorted(set(members))
        found = {each: self._met[each].name for each in wanted if each in self._met}
        for chunk in chunks((each for each in wanted if each not in found), READ):
            rows = self._connection.execute(NAMES, {"members": chunk})
            found.update(map(tuple, rows))
        unseen = faces(self._connection, self._seal, filter(is_token, wanted))
        return found | {token: face.name for token, face in unseen.items()}

    def everyone(self) -> Iterator[Member]:
        """All members, by id, a few thousand in memory at a time."""
        ids = select(members.c.id).order_by(members.c.id).limit(READ)
        after = ""
        while chunk := list(self._connection.scalars(ids.where(members.c.id > after))):
            after = chunk[-1]
            yield from self._load(_among, members=chunk).values()

    def search_members(self, words: str, limit: int) -> tuple[Member, ...]:
        """Members of whose name, id, department or title each word is a beginning; by name."""
        return self.search_each((words,), limit)[0]

    def search_each(self, texts: Sequence[str], limit: int) -> tuple[tuple[Member, ...], ...]:
        """Members of whom each word of a text is a beginning, for each of the texts."""
        found = [finding.find(text, self._connection, limit) for text in texts]
        known = self.members(each for ids in found for each in ids)
        return tuple(
            finding.having(text, (known[each] for each in ids))
            for text, ids in zip(texts, found, strict=True)
        )

    def _at(self, who: Who, ties: Collection[Tie]) -> Member | None:
        row = self._row(AT, place=who.place, user=who.user, ties=ties)
        if row is None:
            return None
        *person, active = row
        if active:
            self._reached.add(who)
        return self._afresh(person)

    def _row(self, wanted: Select[Any], **said: object) -> Sequence[Any] | None:
        return self._connection.execute(self._held(wanted, members), said).one_or_none()

    def _afresh(self, row: Sequence[Any]) -> Member:
        """One member read again: who was met before was not held, and may have changed."""
        self._met.update(self._made([row], queries(_alone), {"member": row[0]}))
        return self._met[row[0]]

    def _load(self, belong: Belongs, **said: object) -> dict[str, Member]:
        """The members meant, by id in order, in three queries however many they are."""
        asking = queries(belong)
        return self._made(self._connection.execute(asking.members, said), asking, said)

    def _made(
        self, rows: Iterable[Sequence[Any]], asking: Queries, said: Said
    ) -> dict[str, Member]:
        """Members from their own columns, with what they chose and typed."""
        chosen = self._choices(asking.choices, said)
        # Most have nothing unsettled: it is read when the first comes who has.
        typed = cache(lambda: self._unsettled(asking.unsettled, said))
        size = len(MEMBER.names)
        # By position: names cost too much for a hundred thousand rows.
        return {
            row[0]: Member(
                *[
                    *row[:size],
                    tuple(chosen.get(row[0], ())),
                    tuple(typed().get(row[0], ())) if row[size] else (),
                    NO_HOURS if row[size + 1] is None else Hours(*row[size + 2 :]),
                ]
            )
            for row in rows
        }

    def _choices(self, wanted: Select[Any], said: Said) -> dict[str, list[Choice]]:
        rows = self._connection.execute(wanted, said)
        # A hospital of 100,000 chooses the same few hundred things half a million times.
        same = lru_cache(maxsize=None)(_choice)
        found: defaultdict[str, list[Choice]] = defaultdict(list)
        for chunk in rows.partitions(READ):
            for member, interest, side, shown in chunk:
                found[member].append(same(interest, side, shown))
        return found

    def _unsettled(self, wanted: Select[Any], said: Said) -> dict[str, list[str]]:
        found: defaultdict[str, list[str]] = defaultdict(list)
        for member, words in self._connection.execute(wanted, said):
            found[member].append(self._seal.open(words))
        return found


class PeopleWriting(People):
    """Members as they are saved."""

    def save_members(self, members: Iterable[Member]) -> None:
        """Add or change members with their choices. Any number.

        An interest chosen twice on the same side is kept once, as first said.
        """
        self._met.clear()
        for chunk in chunks(members, READ):
            latest = {member.id: member for member in chunk}
            self._save(latest)

    def _save(self, people: Mapping[str, Member]) -> None:
        texts = finding.changed(self._connection, people.values())
        rows = (
            MEMBER.row(member) | {"sought": finding.sought(member)} for member in people.values()
        )
        upsert(self._connection, members, rows)
        finding.keep(self._connection, texts)
        bring_back(self._connection, self._seal, people)
        for forgetting in CHOSEN_BEFORE:
            self._connection.execute(forgetting, {"members": list(people)})
        add(self._connection, choices, _choice_rows(people.values()))
        own = (each for each in people.values() if each.hours)
        add(self._connection, hours, (HOURS.row(m.hours) | {"member": m.id} for m in own))
        add(
            self._connection,
            unsettled,
            (
                {"member": member.id, "position": position, "words": self._seal.close(words)}
                for member in people.values()
                for position, words in enumerate(member.unsettled)
            ),
        )


def _choice(interest: str, side: str, shown: bool) -> Choice:
    return Choice(interest, Side(side), shown)


def _choice_rows(people: Iterable[Member]) -> Iterator[dict[str, Any]]:
    for member in people:
        said = {(each.interest, each.side): each.shown for each in reversed(member.choices)}
        for position, ((interest, side), shown) in enumerate(reversed(said.items())):
            yield {
                "member": member.id,
                "position": position,
                "interest": interest,
                "side": side,
                "shown": shown,
            }
