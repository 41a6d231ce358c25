"""From one entry, such as "icu rn" or "pou rover", to the interest it names.

First the exact names, then the same name with gaps or a plural's s elsewhere,
then slips of spelling. A word that is itself a word is not taken for a slip
of another: banking is not baking.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract

from bot.interests.plain import plain_words
from bot.interests.spelling import closed_up, is_slip, normalised, singular
from bot.interests.taxonomy import Taxonomy

_SHORTEST_CLOSED_UP = 4
_PRIVATE_SLIP = 8  # letters: shorter misspelled words may be another word
_WORTH_COMPARING = 78.0  # a swap in five letters scores 80
_GLUE = frozenset(["a", "ad", "an", "in", "of", "on", "or", "the", "to"])  # each may be "and"
_JOINTS = re.compile(r"\b(?:and|or)\b|[&/,]")
_DIGITS = re.compile(r"\d+")


class Sureness(Enum):
    """How an entry was recognised."""

    NAMED = "named"
    MISSPELLED = "misspelled"


@dataclass(frozen=True, slots=True)
class Meaning:
    """The interests an entry may mean: several when its word is ambiguous."""

    interests: tuple[str, ...]
    sureness: Sureness = Sureness.NAMED


class Names:
    """Every name of a taxonomy, indexed. Build it with `names_of`."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        written = [name for interest in taxonomy for name in interest.names]
        self.exact = _exact(taxonomy)
        self.most_joints = max((len(_JOINTS.findall(name)) for name in written), default=0)
        self.with_comma = frozenset(normalised(name) for name in written if "," in name)
        self._singular = _folded(self.exact, singular)
        self._closed_up = _folded(self.exact, closed_up, at_least=_SHORTEST_CLOSED_UP)
        self.words = frozenset(w for name in self.exact for w in re.split("[ /]", name)) - _GLUE
        self._all = tuple(self.exact)
        self._jointed = tuple(name for name in self._all if _JOINTS.search(name))
        self._too_short = {
            name
            for name, ids in self.exact.items()
            if len(closed_up(name)) < _PRIVATE_SLIP and any(map(taxonomy.is_private, ids))
        }

    def named(self, normal: str) -> Meaning | None:
        """What a normalised entry names without any slip of spelling."""
        found = self.exact.get(normal) or self._singular.get(singular(normal))
        found = found or self._closed_up.get(closed_up(normal))
        return Meaning(found) if found else None

    def misspelled(self, normal: str, *, jointed: bool = False) -> Meaning | None:
        """What it names when read as a slip of spelling: one interest, or nothing.

        `jointed` looks only among names that hold a separator themselves.
        """
        if normal in plain_words():
            return None
        names = self._jointed if jointed else self._all
        close = extract(normal, names, scorer=ratio, score_cutoff=_WORTH_COMPARING, limit=12)
        slips = {self.exact[name] for name, _, _ in close if self._may_be(normal, name)}
        return Meaning(slips.pop(), Sureness.MISSPELLED) if len(slips) == 1 else None

    def _may_be(self, typed: str, name: str) -> bool:
        """Whether it is a slip, and no word or number that has a meaning was changed."""
        if name in self._too_short or _DIGITS.findall(typed) != _DIGITS.findall(name):
            return False
        said, meant = typed.split(), name.split()
        if len(said) == len(meant):
            changed = [a for a, b in zip(said, meant, strict=True) if a != b]
            kept = self.words.isdisjoint(changed)
        else:
            kept = not self.words.issuperset(said)
        return kept and is_slip(typed, name)


def _exact(taxonomy: Taxonomy) -> Mapping[str, tuple[str, ...]]:
    """Each normalised name and the ids it may mean, private ones last."""
    meant: dict[str, dict[str, None]] = {}
    for interest in taxonomy:
        for name in interest.names:
            meant.setdefault(normalised(name), {})[interest.id] = None
    meant |= {term: dict.fromkeys(ids) for term, ids in taxonomy.ambiguous.items()}
    return {name: tuple(sorted(ids, key=taxonomy.is_private)) for name, ids in meant.items()}


def _folded(
    exact: Mapping[str, tuple[str, ...]], fold: Callable[[str], str], at_least: int = 0
) -> Mapping[str, tuple[str, ...]]:
    """The names folded further, without those that then mean different things."""
    meant: dict[str, set[tuple[str, ...]]] = {}
    for name, ids in exact.items():
        if len(fold(name)) >= at_least:
            meant.setdefault(fold(name), set()).add(ids)
    return {key: next(iter(many)) for key, many in meant.items() if len(many) == 1}


@lru_cache(maxsize=8)
def names_of(taxonomy: Taxonomy) -> Names:
    """The index of a taxonomy's names, built once for each taxonomy."""
    return Names(taxonomy)


def known_words(taxonomy: Taxonomy) -> frozenset[str]:
    """Every normalised word that stands in some name of the taxonomy."""
    return names_of(taxonomy).words
