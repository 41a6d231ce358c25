"""A name as a roster types it, and how a colleague would say it.

Takes off what a payroll system adds (credentials, pronouns, titles, the order
"Last, First") and nothing else. Whatever is kept stays as it was typed, except
a name typed without any capitals, or in nothing but capitals.
"""

import re
from dataclasses import dataclass

from bot.roster.credentials import in_capitals, is_credential
from bot.roster.lettering import in_usual_letters, is_family_first, is_particle
from bot.roster.lists import words_of
from bot.roster.signs import UnseenSigns, one_line

LONGEST = 100
"""Characters in a name: more does not fit a heading with two names."""

_TITLES = words_of("titles")
_SUFFIXES = words_of("suffixes")
_PRONOUNS = words_of("pronouns")
_COMMAS = re.compile(r"[,，،、](?![^()]*\))")
_BRACKETED = re.compile(r"(?:^|(?<=\s))[(\[]([^()\[\]]*)[)\]]")
_ENDS_A_PART = re.compile(r"\s*(?:[,，،、]|$)")
_NICKNAME = re.compile(r"[(\[\"“„«]([^()\[\]\"“”„«»]+)[)\]\"”“»]")
_PLAIN = re.compile(r"([A-Z][a-z]+) ([A-Z][a-z]+)")
"""Three names in four: nothing to take off or put right."""

_INITIAL = re.compile(r"[^\W\d_]\.?")


@dataclass(frozen=True, slots=True)
class Name:
    """The whole name, and what to call them in a sentence."""

    full: str
    given: str


class NotAName(ValueError):
    """The text cannot be read as a person's name; the message says why."""


def read_name(typed: str, credentials: str = "") -> Name:
    """The name in a roster's cell. Raises `NotAName`.

    `credentials` is the roster's own column of them, which settles what is a
    credential where letters alone would not.
    """
    if (plain := _PLAIN.fullmatch(typed)) and not _folds_away(plain[1], plain[2]):
        return Name(typed, plain[1])
    try:
        text = _without_pronouns(one_line(typed, LONGEST))
    except UnseenSigns as unseen:
        raise NotAName(str(unseen)) from None
    if "@" in text:
        raise NotAName("looks like an e-mail address")
    words, titles = _in_speaking_order(text, _parted(credentials))
    if not any(any(map(str.isalpha, word)) for word in words):
        raise NotAName("has no name in it")
    spoken = in_usual_letters(words)
    if titles and len(spoken) == 1:
        spoken = (*in_usual_letters(titles), *spoken)
        return Name(" ".join(spoken), " ".join(spoken))
    return Name(" ".join(spoken), _given(spoken))


def _parted(credentials: str) -> frozenset[str]:
    return frozenset(part for each in credentials.split(",") if (part := each.strip()))


def _without_pronouns(text: str) -> str:
    """Without pronouns anywhere, and without a remark in brackets at the end of a part."""

    def kept(found: re.Match[str]) -> str:
        at_end = _ENDS_A_PART.match(text, found.end()) is not None
        return "" if at_end or _are_pronouns(found[1]) else found[0]

    bare = _BRACKETED.sub(kept, text)
    return " ".join(word for word in bare.split() if "/" not in word or not _are_pronouns(word))


def _are_pronouns(text: str) -> bool:
    return all(part in _PRONOUNS for part in re.findall(r"[^\s/,]+", text.casefold()))


def _in_speaking_order(
    text: str, credentials: frozenset[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The words of the name as said aloud, and the titles taken off it."""
    first, *rest = [part.strip() for part in _COMMAS.split(text)]
    suffixes = [part for part in rest if _folded(part) in _SUFFIXES]
    given = [
        part
        for part in rest
        if part and part not in suffixes and not _is_letters(part, first, credentials)
    ]
    said_first, said_last = (given[0] if given else ""), first
    if is_family_first(text):
        said_first, said_last = said_last, said_first
    words = [*said_first.split(), *said_last.split()]
    words = [word for word in words if any(map(str.isalnum, word))]  # a dash was before pronouns
    titles = tuple(word for word in words if _folded(word) in _TITLES)
    words = _without_letters([word for word in words if word not in titles], credentials)
    suffixes += [word for word in words[1:] if _folded(word) in _SUFFIXES]
    return tuple([word for word in words if word not in suffixes] + suffixes), titles


def _folds_away(first: str, second: str) -> bool:
    return _folded(first) in _TITLES or _folded(second) in _SUFFIXES | _TITLES


def _folded(word: str) -> str:
    return word.casefold().rstrip(".")


def _is_letters(part: str, first: str, credentials: frozenset[str]) -> bool:
    """Whether what follows a comma is a credential and not a given name."""
    if part in credentials or is_credential(part):
        return True
    whole = " " in first  # "Ana Russell, rn" has its given name already; "Do, Anna" has not
    return whole and (is_credential(part, any_case=True) or _unlike(part, first))


def _unlike(part: str, first: str) -> bool:
    return in_capitals(part) and not in_capitals(first)


def _without_letters(words: list[str], credentials: frozenset[str]) -> list[str]:
    """Without credentials typed after the name with no comma; two words always stay."""
    while len(words) > 2 and (words[-1] in credentials or is_credential(words[-1])):
        words = words[:-1]
    return words


def _given(words: tuple[str, ...]) -> str:
    """What to call them: a nickname they wrote, else the first word that is not an initial."""
    full = " ".join(words)
    if (nickname := _NICKNAME.search(full)) and nickname.start():
        return nickname[1].strip() or full
    if is_family_first(full) or is_particle(words[0]):
        return full  # which part is the given name is not ours to guess
    if not _INITIAL.fullmatch(words[0]):
        return words[0]
    return next((word for word in words[1:-1] if not _INITIAL.fullmatch(word)), full)
