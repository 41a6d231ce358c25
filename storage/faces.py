"""What stays of somebody forgotten: a token, and for a few days the face on an open proposal.

Whoever was just proposed to them must not see them vanish: that would tell more
than silence does. So what the open proposal shows is kept sealed until it closed.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from sqlalchemy import BindParameter, Connection, bindparam, case, delete, or_, select, update

from bot.model import Member, Standing
from storage import tokens
from storage.bulk import READ, add, chunks
from storage.schema import avoided, forgotten, introductions, members, never_pairs, parts
from storage.sealing import Seal

SHOWN = ("name", "given_name", "timezone", "department", "profession", "site")
"""What a proposal shows of a person, and the time zone that a person needs."""


OLD: BindParameter[str] = bindparam("old")
NEW: BindParameter[str] = bindparam("new")
RENAMING = tuple(
    update(table)
    .where(or_(*(each == OLD for each in columns)))
    .values({each: case((each == OLD, NEW), else_=each) for each in columns})
    for table, columns in (
        (parts, [parts.c.member]),
        (members, [members.c.manager]),
        (avoided, [avoided.c.asker, avoided.c.other]),
    )
)
"""Wherever one column says who, or the other. All are built once: running them is shorter."""
TERMS = select(introductions.c.id, introductions.c.terms).where(
    introductions.c.id.in_(select(parts.c.introduction).where(parts.c.member == NEW))
)
RULES = (
    delete(never_pairs)
    .where((never_pairs.c.one == OLD) | (never_pairs.c.other == OLD))
    .returning(*never_pairs.c)
)


def face_of(member: Member) -> str:
    """What others may still see, as text."""
    return json.dumps({name: getattr(member, name) for name in SHOWN}, ensure_ascii=False)


def faces(connection: Connection, seal: Seal, wanted: Iterable[str]) -> dict[str, Member]:
    """Those of the tokens that still have a face, as members who have gone."""
    found: dict[str, Member] = {}
    for chunk in chunks(wanted, READ):
        rows = connection.execute(
            select(forgotten.c.token, forgotten.c.face).where(
                forgotten.c.token.in_(chunk), forgotten.c.face != ""
            )
        )
        for token, face in rows:
            said = json.loads(seal.open(face))
            found[token] = Member(id=token, standing=Standing.GONE, **said)
    return found


def among_forgotten(connection: Connection, seal: Seal, ids: Iterable[str]) -> dict[str, str]:
    """Of those who asked to be forgotten: the token that stands for them, by id. Any number."""
    if connection.scalar(select(forgotten.c.token).limit(1)) is None:
        return {}  # as nearly everywhere: no token need be worked out
    kept = tokens.kept(connection, seal)
    if kept is None:
        return {}
    found: dict[str, str] = {}
    for chunk in chunks(ids, READ):
        by_token = {kept.of(id_): id_ for id_ in chunk}
        known = select(forgotten.c.token, forgotten.c.stands_for).where(
            forgotten.c.token.in_(list(by_token))
        )
        found.update(
            (by_token[token], stands_for) for token, stands_for in connection.execute(known)
        )
    return found


def bring_back(connection: Connection, seal: Seal, ids: Iterable[str]) -> None:
    """The roster names somebody again who was forgotten: their rules are theirs again."""
    for id_, token in among_forgotten(connection, seal, ids).items():
        connection.execute(
            update(forgotten).where(forgotten.c.token == token).values(face="", face_until=None)
        )
        rename(connection, token, id_)


def rename(connection: Connection, old: str, new: str) -> None:
    """Put one id in the place of another wherever rules and introductions name it."""
    for renaming in RENAMING:
        connection.execute(renaming, {"old": old, "new": new})
    _rename_terms(connection, old, new)
    _rename_rules(connection, old, new)


def _rename_terms(connection: Connection, old: str, new: str) -> None:
    for id_, terms in connection.execute(TERMS, {"new": new}).all():
        renamed = [
            term | {"members": [new if each == old else each for each in term["members"]]}
            for term in terms
        ]
        if renamed != terms:
            change = update(introductions).where(introductions.c.id == id_)
            connection.execute(change.values(terms=renamed))


def _rename_rules(connection: Connection, old: str, new: str) -> None:
    """The smaller id stands first, and a token sorts elsewhere than an id."""
    rows = connection.execute(RULES, {"old": old}).mappings().all()
    add(connection, never_pairs, _sorted_again(rows, old, new))


def _sorted_again(rows: Iterable[Any], old: str, new: str) -> Iterator[dict[str, Any]]:
    for row in rows:
        one, other = sorted(new if each == old else each for each in (row["one"], row["other"]))
        yield dict(row) | {"one": one, "other": other}
