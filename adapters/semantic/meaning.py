"""Which interests lie nearest to a text in meaning, behind those spelled nearly alike."""

import hashlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from adapters.semantic.model import SHA256, Encoder, Vectors, load_encoder
from bot.interests import Interest, Taxonomy, by_spelling
from bot.interests.spelling import cleaned

MOST = 4
NEAR_ENOUGH = 0.25
"""Cosine of the angle. Nonsense comes to 0.15 to 0.25, right answers to 0.27 and more."""


class ByMeaning:
    """A `bot.interests.Suggester` that compares meanings. Private interests are unknown to it."""

    def __init__(self, taxonomy: Taxonomy, encode: Encoder, kept: Path | None = None) -> None:
        self._encode = encode
        self._spelling = by_spelling(taxonomy)
        self._interests = tuple(interest for interest in taxonomy if not interest.private)
        self._vectors = _vectors([_described(i) for i in self._interests], encode, kept)

    def suggest(self, typed: str) -> tuple[Interest, ...]:
        """Up to four interests, nearest first; none when nothing is near."""
        alike = self._spelling.spelled_alike(typed)
        likeness = self._vectors @ self._encode([cleaned(typed)])[0]
        nearest = np.argsort(-likeness, kind="stable")[:MOST]
        meant = (self._interests[i] for i in nearest if likeness[i] >= NEAR_ENOUGH)
        return tuple(dict.fromkeys([*alike, *meant]))[:MOST]


def by_meaning(taxonomy: Taxonomy, kept: Path | None = None) -> ByMeaning:
    """The suggester with the model of the optional extra. Raises `ModelMissing`.

    The taxonomy's vectors take a few seconds, once; `kept` is a folder where
    they stay (0.6 MB) for the next start.
    """
    return ByMeaning(taxonomy, load_encoder(), kept)


def _described(interest: Interest) -> str:
    """Label and synonyms together: 42 of 44 fresh texts found, 37 by label alone."""
    return f"{interest.label}: {', '.join(interest.synonyms)}"


def _vectors(texts: Sequence[str], encode: Encoder, kept: Path | None) -> Vectors:
    """The texts' vectors, from the folder if the same texts and model left them there."""
    if kept is None:
        return encode(texts)
    digest = hashlib.sha256("\n".join([SHA256, *texts]).encode()).hexdigest()[:16]
    file = kept / f"interests-{digest}.npy"
    vectors = _left(file, len(texts))
    if vectors is None:
        vectors = encode(texts)
        kept.mkdir(parents=True, exist_ok=True)
        np.save(file, vectors, allow_pickle=False)
    return vectors


def _left(file: Path, rows: int) -> Vectors | None:
    """What an earlier start left in the file; None when it is missing or spoiled."""
    try:
        vectors: Vectors = np.load(file, allow_pickle=False)
    except (OSError, ValueError, EOFError):
        return None
    return vectors if vectors.ndim == 2 and len(vectors) == rows else None
