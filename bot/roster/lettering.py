"""Capitals in people's names, put right only where a roster has none or nothing else."""

import re
import unicodedata
from collections.abc import Sequence

from bot.roster.lists import words_of

_PARTICLES = words_of("particles")
_AFTER_ONE_LETTER = re.compile(r"^(\w['’ʼ])(\w.*)$")
_ROMAN = frozenset({"ii", "iii", "iv"})
_FAMILY_FIRST = ("CJK ", "HANGUL ", "HIRAGANA ", "KATAKANA ")


def in_usual_letters(words: Sequence[str]) -> tuple[str, ...]:
    """The words with capitals as names have them, if all or none of them are capitals.

    Mixed letters are someone's choice and stay, as do scripts without capitals.
    """
    text = " ".join(words)
    if not (text.islower() or (text.isupper() and len(text) > 2)):
        return tuple(words)
    last = len(words) - 1
    return tuple(_word(word, 0 < at < last, at == 0) for at, word in enumerate(words))


def _word(word: str, inside: bool, first: bool) -> str:
    low = word.lower()
    if inside and low in _PARTICLES:
        return low
    if low in _ROMAN:
        return low.upper()
    if first and word.isupper() and len(word) == 2 and not set(low) & set("aeiouy"):
        return word  # "JD", "TJ": said letter by letter
    return "-".join(map(_part, low.split("-")))


def _part(low: str) -> str:
    """One part of a hyphened word: "o'brien", "mcdonald", "(bob)", "łukasz"."""
    if one_letter := _AFTER_ONE_LETTER.match(low):
        return one_letter[1].title() + _part(one_letter[2])
    if low.startswith("mc") and len(low) > 5:
        return "Mc" + _part(low[2:])
    at = next((at for at, sign in enumerate(low) if sign.isalpha()), 0)
    # `title` and not `upper`: Georgian has capitals that names do not use.
    return low[:at] + low[at : at + 1].title() + low[at + 1 :]


def is_particle(word: str) -> bool:
    """Whether a word is a "de" or "van" in small letters: the start of a family name."""
    return word in _PARTICLES


def is_family_first(text: str) -> bool:
    """Whether a name is in a script where the family name is written first."""
    return not text.isascii() and any(
        unicodedata.name(sign, "").startswith(_FAMILY_FIRST) for sign in text
    )
