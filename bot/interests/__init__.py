"""Interests: the taxonomy, and reading what members type about themselves.

Knows nothing of members, storage or platforms; sends nothing anywhere.
"""

from bot.interests.naming import known_words
from bot.interests.resolving import Ambiguous, Found, Resolution, Unsure, resolve
from bot.interests.searching import search
from bot.interests.suggesting import BySpelling, Suggester, by_spelling
from bot.interests.taxonomy import (
    Group,
    Interest,
    Taxonomy,
    UnknownInterest,
    read_taxonomy,
    taxonomy,
)

__all__ = [
    "Ambiguous",
    "BySpelling",
    "Found",
    "Group",
    "Interest",
    "Resolution",
    "Suggester",
    "Taxonomy",
    "UnknownInterest",
    "Unsure",
    "by_spelling",
    "known_words",
    "read_taxonomy",
    "resolve",
    "search",
    "taxonomy",
]
