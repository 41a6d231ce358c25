"""Members: who they are, what they chose, and where they are reached."""

import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any

from sqlalchemy import ColumnElement, Select, String, bindparam, delete, select, type_coerce

from bot.addresses import CERTAIN, Tie
from bot.events import Who
from bot.model import Choice, Hours, Member, Side
from storage.bulk import READ, add, chunks, uncollected, upsert
from storage.faces import bring_back, faces
from storage.schema import addresses, choices, hours, members, unsettled
from storage.tokens import is_token
from storage.values import Kept
from storage.view import View

MEMBER = Kept(Member, members)
HOURS = Kept(Hours, hours)

NO_HOURS = Hours()

Belongs = Callable[[ColumnElement[str]], ColumnElement[bool]]
"""Says of a member's id, in any table, whether they are meant. Values are given at each call."""


Said = Mapping[str, object]
"""Those values, by name."""


def _alone(id_: ColumnElement[str]) -> ColumnElement[bool]:
    return id_ == bindparam("member")


def _among(id_: ColumnElement[str]) -> ColumnElement[bool]:
    return id_.in_(bindparam("members", expanding=True))


AT = select(members.c.id).where(
    members.c.id
    == select(addresses.c.member)
    .where(
        addresses.c.place == bindparam("place"),
        addresses.c.user == bindparam("user"),
        addresses.c.tie.in_(bindparam("ties", expanding=True)),
    )
    .scalar_subquery()
)
ALONE = select(members.c.id).where(_alone(members.c.id))


@dataclass(frozen=True, slots=True)
class Queries:
    """What members are made from. Built once: that takes longer than running them."""

    members: Select[Any]
    choices: Select[Any]
    unsettled: Select[Any]
    hours: Select[Any]


@cache
def queries(belong: Belongs) -> Queries:
    """The four queries for the members meant, who are ever the same few kinds."""
    return Queries(
        MEMBER.select.where(belong(members.c.id)).order_by(members.c.id),
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
        HOURS.select.add_columns(hours.c.member).where(belong(hours.c.member)),
    )


def folded(text: str) -> str:
    """Text without case or accents, for finding."""
    bare = unicodedata.normalize("NFKD", text)
    return "".join(each for each in bare if not unicodedata.combining(each)).casefold()


class People(View):
    """Members as they are read."""

    def member(self, member: str) -> Member | None:
        """One member, whatever their standing."""
        return self._single(ALONE, member=member)

    def member_at(self, who: Who) -> Member | None:
        """The member known by that user id in that place; nobody who has not said it is them."""
        return self._single(AT, place=who.place, user=who.user, ties=CERTAIN)

    def offered_at(self, who: Who) -> Member | None:
        """The member who may be whoever writes from there, and has not said so yet."""
        return self._single(AT, place=who.place, user=who.user, ties=(Tie.OFFERED,))

    @uncollected()
    def members(self, members: Iterable[str]) -> Mapping[str, Member]:
        """Those members, by id; unknown ids are absent. Any number of ids.

        Somebody forgotten is there, as they were last seen, while a proposal
        that names them has not closed.
        """
        found: dict[str, Member] = {}
        wanted = sorted(set(members))
        for chunk in chunks(wanted, READ):
            found.update(self._load(_among, members=chunk))
        return found | faces(self._connection, self._seal, filter(is_token, wanted))

    def everyone(self) -> Iterator[Member]:
        """All members, by id, a few thousand in memory at a time."""
        ids = select(members.c.id).order_by(members.c.id).limit(READ)
        after = ""
        while chunk := list(self._connection.scalars(ids.where(members.c.id > after))):
            after = chunk[-1]
            yield from self._load(_among, members=chunk).values()

    def search_members(self, words: str, limit: int) -> tuple[Member, ...]:
        """Members whose name, id, department or title has each word, any case; by name."""
        found = select(members.c.id).order_by(members.c.sought, members.c.id).limit(limit)
        for word in folded(words).split():
            found = found.where(members.c.sought.contains(word, autoescape=True))
        ids = list(self._connection.scalars(found))
        known = self.members(ids)
        return tuple(known[each] for each in ids)

    def _single(self, wanted: Select[Any], **said: object) -> Member | None:
        one = self._connection.scalar(self._held(wanted, members), said)
        return None if one is None else self._load(_alone, member=one).get(one)

    def _load(self, belong: Belongs, **said: object) -> dict[str, Member]:
        """The members meant, by id in order, in four queries however many they are."""
        asking = queries(belong)
        chosen = self._choices(asking.choices, said)
        typed = self._unsettled(asking.unsettled, said)
        own = self._hours(asking.hours, said)
        rows: Iterable[Sequence[Any]] = self._connection.execute(asking.members, said)
        # By position: names cost too much for a hundred thousand rows.
        return {
            row[0]: Member(
                *[
                    *row,
                    tuple(chosen.get(row[0], ())),
                    tuple(typed.get(row[0], ())),
                    own.get(row[0], NO_HOURS),
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

    def _hours(self, wanted: Select[Any], said: Said) -> dict[str, Hours]:
        """What members said of their own hours; most said nothing, and have no row."""
        rows = self._connection.execute(wanted, said)
        return {row[-1]: Hours(*row[:-1]) for row in rows}


class PeopleWriting(People):
    """Members as they are saved."""

    def save_members(self, members: Iterable[Member]) -> None:
        """Add or change members with their choices. Any number.

        An interest chosen twice on the same side is kept once, as first said.
        """
        for chunk in chunks(members, READ):
            latest = {member.id: member for member in chunk}
            self._save(latest)

    def _save(self, people: Mapping[str, Member]) -> None:
        rows = (MEMBER.row(member) | {"sought": _sought(member)} for member in people.values())
        upsert(self._connection, members, rows)
        bring_back(self._connection, self._seal, people)
        for table in (choices, unsettled, hours):
            self._connection.execute(delete(table).where(table.c.member.in_(list(people))))
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


def _sought(member: Member) -> str:
    return folded(f"{member.name} {member.id} {member.department} {member.title}")


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
