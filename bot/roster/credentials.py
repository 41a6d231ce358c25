"""Letters behind a name that are not part of it.

Listed, because letters alone do not tell: "Do", "Ma" and "An" are names, "DO",
"MA" and "AN" are not. Compared as written, without dots.
"""

import re

from bot.roster.lists import words_of

_KNOWN = words_of("credentials")
_ANY_CASE = frozenset(word.casefold() for word in _KNOWN)
_BRACKETS = re.compile(r"\([A-Z&, ]{1,12}\)")
_BRANCH = re.compile(r"[-/][A-Z0-9]{1,4}$")


def is_credential(words: str, any_case: bool = False) -> bool:
    """Whether a text is one credential or several, and nothing else.

    `any_case` also takes "rn": only where a name would not stand.
    """
    known, parts = (_ANY_CASE if any_case else _KNOWN), words.split()
    return bool(parts) and all(_stem(part, any_case) in known for part in parts)


def _stem(word: str, any_case: bool) -> str:
    """Without its branch or dots: RT(R)(CT) is RT, OTR/L is OTR, FNP-C is FNP, M.D. is MD."""
    stem = _BRANCH.sub("", _BRACKETS.sub("", word.upper() if any_case else word).replace(".", ""))
    return stem.casefold() if any_case else stem


def in_capitals(words: str) -> bool:
    """Whether a text is capitals only, at least two: how unlisted credentials look."""
    return words.isupper() and sum(map(str.isalpha, words)) >= 2
