"""What to offer when it is not certain what was typed.

Without a language model: names spelled nearly alike, and names that share rare
words with the text. A model that knows meaning can stand in its place.
"""

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import islice
from typing import Protocol

from rapidfuzz.fuzz import ratio
from rapidfuzz.process import extract, extractOne

from bot.interests.plain import little_words
from bot.interests.spelling import cleaned, normalised, singular
from bot.interests.taxonomy import Interest, Taxonomy

MOST = 4
"""The most suggestions worth reading."""

_ALIKE = 82.0
_SAME_WORD = 70.0  # among words that begin alike
_STEM = 4
_SHORT = 3  # letters: such words count only in capitals, as abbreviations
_READ = 40  # words of one entry: nobody names an interest in more


class Suggester(Protocol):
    """Knows which interests a text may be about.

    It runs on this machine and sends the text nowhere. Private interests are
    left out by whoever asks, whatever it says.
    """

    def suggest(self, typed: str) -> Iterable[Interest]:
        """Interests, best first; none when nothing comes near."""
        ...


def suggestions(typed: str, suggester: Suggester) -> tuple[Interest, ...]:
    """Up to four interests to offer, none of them private, none twice."""
    offered = dict.fromkeys(i for i in suggester.suggest(typed) if not i.private)
    return tuple(islice(offered, MOST))


class BySpelling:
    """Suggests what is spelled alike or shares rare words. Needs no model."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._count = len(taxonomy.all)
        self._public = [interest for interest in taxonomy if not interest.private]
        self._spelled = {
            (interest.id, name): normalised(name)
            for interest in self._public
            for name in interest.names
        }
        self._interests = {interest.id: interest for interest in self._public}
        self._holders = _holders(self._public)
        self._beginning: dict[str, list[str]] = {}
        for word in self._holders:
            self._beginning.setdefault(word[:_STEM], []).append(word)

    def spelled_alike(self, typed: str) -> list[Interest]:
        """Interests with a name spelled nearly as typed, nearest first."""
        normal = normalised(typed)
        alike = extract(normal, self._spelled, scorer=ratio, score_cutoff=_ALIKE, limit=MOST)
        return [self._interests[interest] for _, _, (interest, _) in alike]

    def suggest(self, typed: str) -> Iterator[Interest]:
        """Names nearly alike first, then those with the rarest words in common."""
        yield from self.spelled_alike(typed)
        scores: defaultdict[str, float] = defaultdict(float)
        for word in islice(dict.fromkeys(_telling_words(typed)), _READ):
            holders = self._holders.get(self._known(word), ())
            for interest in holders:
                scores[interest] += math.log(self._count / len(holders))
        best = sorted(scores, key=lambda interest: -scores[interest])
        yield from (self._interests[interest] for interest in best[:MOST])

    def _known(self, word: str) -> str:
        """The word itself, or the taxonomy's nearest word that begins alike."""
        if word in self._holders:
            return word
        alike = self._beginning.get(word[:_STEM], ())
        nearest = extractOne(word, alike, scorer=ratio, score_cutoff=_SAME_WORD)
        return nearest[0] if nearest else word


def _holders(interests: Iterable[Interest]) -> Mapping[str, dict[str, None]]:
    """Each telling word of the names, and the ids of the interests it stands in."""
    holders: dict[str, dict[str, None]] = {}
    for interest in interests:
        for name in interest.names:
            for word in _telling_words(name):
                holders.setdefault(word, {})[interest.id] = None
    return holders


def _telling_words(text: str) -> Iterator[str]:
    """Normalised words that say something; short ones only where they are in capitals."""
    for word in cleaned(text).replace("/", " ").split():
        normal = singular(normalised(word))
        short = len(normal) <= _SHORT and not normal.isdigit()
        if normal and normal not in little_words() and (not short or normal.upper() in word):
            yield normal


@lru_cache(maxsize=8)
def by_spelling(taxonomy: Taxonomy) -> BySpelling:
    """The suggester that needs no model, built once for each taxonomy."""
    return BySpelling(taxonomy)
