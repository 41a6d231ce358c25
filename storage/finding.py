"""Finding members by words of their name, id, department or title, however many there are.

Each word is kept from every place where somebody may begin to type it, so that
finding it is reading a stretch of an index.
"""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import ColumnElement, Connection, Select, bindparam, delete, select

from bot.model import Member
from storage.bulk import READ, add, chunks
from storage.schema import findable, members

MANY = 1_000
"""Members with a word; with more it says too little to begin with."""

MOST_WORDS = 12
"""Words that are looked at, the longest first: nobody is called by more."""

_LAST = "\U0010ffff"

SOME = (
    select(findable.c.member)
    .where((findable.c.word >= bindparam("word")) & (findable.c.word < bindparam("last")))
    .limit(MANY + 1)
)
"""Who has a word that begins so."""

KEPT = select(members.c.id, members.c.sought).where(
    members.c.id.in_(bindparam("ids", expanding=True))
)
"""What those were found by. Built once: that takes longer than running it."""


def folded(text: str) -> str:
    """Text without case or accents, for finding."""
    bare = unicodedata.normalize("NFKD", text)
    return "".join(each for each in bare if not unicodedata.combining(each)).casefold()


def sought(member: Member) -> str:
    """What a member is found by, the name first."""
    return folded(f"{member.name} {member.id} {member.department} {member.title}")


def beginnings(text: str) -> frozenset[str]:
    """Each word of a folded text, from every place where one may begin to type it.

    That is its first character, any letter after a mark (O'Brien, Anne-Marie),
    and any letter of a script that knows no capitals: many of those are written
    without spaces.
    """
    return frozenset(
        word[at:]
        for word in text.split()
        for at, letter in enumerate(word)
        if at == 0
        or unicodedata.category(letter) == "Lo"
        or (letter.isalnum() and not word[at - 1].isalnum())
    )


def find(text: str, connection: Connection, limit: int) -> list[str]:
    """Ids among which are all who have each of the words, from its beginning.

    At most `limit`, the first by name when there are more; `having` tells who they are.
    """
    wanted = words(text)
    # Two short reads: a database that plans them as one may go through everyone.
    telling, theirs = _few(connection, wanted)
    if theirs is not None and len(theirs) <= limit:
        return theirs
    by_name = select(members.c.id).order_by(members.c.sought, members.c.id).limit(limit)
    if theirs is not None:
        by_name = by_name.where(members.c.id.in_(theirs))
    for word in wanted:
        if word != telling:
            by_name = by_name.where(_has(word))
    return list(connection.scalars(by_name))


def having(text: str, people: Iterable[Member]) -> tuple[Member, ...]:
    """Those who have each of the words, from its beginning; by name."""
    wanted = words(text)
    found = ((sought(each), each.id, each) for each in people)
    by_name = sorted(each for each in found if _all_begin(wanted, each[0]))
    return tuple(each for _, _, each in by_name)


def words(text: str) -> list[str]:
    """The words of a text that are looked for, the most telling first."""
    return sorted(set(folded(text).split()), key=lambda word: (-len(word), word))[:MOST_WORDS]


def _all_begin(wanted: Iterable[str], text: str) -> bool:
    theirs = beginnings(text)
    return all(any(each.startswith(word) for each in theirs) for word in wanted)


def _few(connection: Connection, wanted: list[str]) -> tuple[str, list[str] | None]:
    """The longest word that few enough have, and who has it.

    Nobody's when all are common: then going through members by name is sooner.
    """
    for word in wanted:
        found = connection.scalars(SOME, {"word": word, "last": word + _LAST}).all()
        if len(found) <= MANY:
            return word, sorted(set(found))
    return "", None


def _has(word: str) -> ColumnElement[bool]:
    own: Select[tuple[str]] = select(findable.c.word).where(findable.c.member == members.c.id)
    return own.where((findable.c.word >= word) & (findable.c.word < word + _LAST)).exists()


def changed(connection: Connection, people: Iterable[Member]) -> Mapping[str, str]:
    """What those are found by who were not found by it before, by id."""
    found: dict[str, str] = {}
    for chunk in chunks(people, READ):
        said = {member.id: sought(member) for member in chunk}
        before = {row.id: row.sought for row in connection.execute(KEPT, {"ids": list(said)})}
        found.update((id_, text) for id_, text in said.items() if before.get(id_) != text)
    return found


def keep(connection: Connection, texts: Mapping[str, str]) -> None:
    """From now on, those members are found by those texts."""
    for chunk in chunks(texts, READ):
        connection.execute(delete(findable).where(findable.c.member.in_(chunk)))
    add(connection, findable, _rows(texts))


def _rows(texts: Mapping[str, str]) -> Iterator[dict[str, str]]:
    for member, text in texts.items():
        for word in sorted(beginnings(text)):
            yield {"member": member, "word": word}
