"""Interests: the taxonomy, and reading what members type about themselves.

Knows nothing of members, storage or platforms; sends nothing anywhere.
"""

from bot.interests.naming import known_words
from bot.interests.resolving import Ambiguous, Found, Resolution, Unsure, resolve
from bot.interests.searching import search
from bot.interests.suggesting import Suggester
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
    "Found",
    "Group",
    "Interest",
    "Resolution",
    "Suggester",
    "Taxonomy",
    "UnknownInterest",
    "Unsure",
    "known_words",
    "read_taxonomy",
    "resolve",
    "search",
    "taxonomy",
]
