"""Type-ahead: the interests that what has been typed so far may become."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from bot.interests.spelling import normalised
from bot.interests.suggesting import by_spelling, suggestions
from bot.interests.taxonomy import Interest, Taxonomy


@dataclass(frozen=True, slots=True)
class _Entry:
    interest: Interest
    label: str
    names: tuple[str, ...]


def search(typed: str, taxonomy: Taxonomy, limit: int = 20) -> tuple[Interest, ...]:
    """Up to `limit` interests, nearest first; in the taxonomy's order when nothing is typed.

    A private interest appears only for its whole label, synonym or abbreviation.
    """
    wanted = normalised(typed)
    ranked = [(rank, i) for i, e in enumerate(_entries(taxonomy)) if (rank := _rank(wanted, e))]
    if not ranked and wanted:
        return suggestions(typed, by_spelling(taxonomy))[:limit]
    return tuple(taxonomy.all[i] for _, i in islice(sorted(ranked), max(0, limit)))


def _rank(wanted: str, entry: _Entry) -> int:
    """1 for a whole name, more for looser kinds of match, 0 for none."""
    if wanted in entry.names:
        return 1
    if entry.interest.private:
        return 0
    if entry.label.startswith(wanted):
        return 2
    if _begins_words(wanted, entry.label):
        return 3
    if any(name.startswith(wanted) for name in entry.names):
        return 4
    return 5 if any(_begins_words(wanted, name) for name in entry.names) else 0


def _begins_words(wanted: str, name: str) -> bool:
    """Whether each word typed so far begins some word of the name."""
    words = name.replace("/", " ").split()
    return all(any(word.startswith(part) for word in words) for part in wanted.split())


@lru_cache(maxsize=8)
def _entries(taxonomy: Taxonomy) -> tuple[_Entry, ...]:
    return tuple(
        _Entry(i, normalised(i.label), tuple(normalised(name) for name in i.names))
        for i in taxonomy
    )
