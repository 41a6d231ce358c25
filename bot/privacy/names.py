"""Telling a person's name from a capitalised topic."""

import re

from bot.interests import known_words, taxonomy
from bot.interests.spelling import normalised

_NEVER_NAMES = frozenset(
    [
        *("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
        *("january", "february", "march", "april", "june", "july", "august", "september"),
        *("october", "november", "december", "today", "tomorrow", "free", "meet", "from"),
        *("until", "before", "after", "since", "hi", "hello", "dear", "the", "was", "when"),
    ]
)


def may_be_names(match: re.Match[str]) -> bool:
    """Whether every word the match caught may be part of a name."""
    return all(_may_be_a_name(word) for word in match.groups() if word)


def _may_be_a_name(word: str) -> bool:
    """Whether it is no word of the taxonomy, of the calendar or of a greeting."""
    plain = normalised(word)
    return plain not in known_words(taxonomy()) and plain not in _NEVER_NAMES
