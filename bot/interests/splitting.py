"""From text as typed to its entries, when "and" may join two or belong to one.

Every separator is a place where a line may be cut. Of all ways to cut it, the
one that leaves least unread wins, then the one with fewest pieces: "chess and
yoga and pilates" is two. A misspelled name costs a little more than the same
words named one by one, so "basketball and softball" stays two.
"""

import re
import unicodedata
from dataclasses import dataclass

from bot.interests.naming import Meaning, Names, Sureness
from bot.interests.plain import bared, nothing_said
from bot.interests.spelling import cleaned, normalised

_UNREAD = 4.0
_MISSPELLED = 0.5

_HARD = re.compile(r"[\n\r\v\f\t;|•·▪●、]+")
_SOFT = re.compile(
    r"""(?: [ ]? (?: [,&]
                   | (?<=[ ])/+
                   | (?<!\b[wbchs])(?:(?<!\d)/+|/+(?!\d))        # but not w/, nor 24/7
                   | (?<=[ ])(?:[-–—+]+|and|plus|as\ well\ as|(?-i:or))(?=[ ]|$)
                   | (?<=\w{4})\.(?=[ ])
                 ) )+ [ ]?""",
    re.VERBOSE | re.IGNORECASE,
)
_BULLET = re.compile(r"\A\s*(?:[-–—*>]+\s*|\d{1,2}[.)]\s+|and\s+)+", re.IGNORECASE)
_ASIDE = re.compile(r"\([^()]*\)")
_EDGES = ' \t,.!?:"“”/&+-–—*'
_TIGHT = re.compile(r"\s*(?:[&/]|\band\b)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Piece:
    """One entry as typed, and what it was read as: None when it was not."""

    typed: str
    meaning: Meaning | None


@dataclass(frozen=True, slots=True)
class _Step:
    """The cheapest way to cut a line up to here: its last piece starts at atom `start`."""

    cost: float
    start: int
    meaning: Meaning | None = None


@dataclass(frozen=True, slots=True)
class _Line:
    """A line and where its atoms, the smallest possible entries, begin and end."""

    text: str
    atoms: tuple[tuple[int, int], ...]

    def between(self, start: int, end: int) -> str:
        """Atoms `start` up to `end`, with the separators between them."""
        return self.text[self.atoms[start][0] : self.atoms[end - 1][1]].strip()


def pieces(text: str, names: Names) -> tuple[Piece, ...]:
    """The entries of a text, in order. Entries without a letter or a sign are left out."""
    lines = (_line(line) for line in _HARD.split(cleaned(text)))
    return tuple(piece for line in lines for piece in _cut(line, names))


def _line(text: str) -> _Line:
    bare = _BULLET.sub("", " ".join(text.split()))
    edges = [0, *(i for match in _SOFT.finditer(bare) for i in match.span()), len(bare)]
    atoms = zip(edges[::2], edges[1::2], strict=True)
    return _Line(bare, tuple((a, b) for a, b in atoms if _says_something(bare[a:b])))


def _says_something(text: str) -> bool:
    return any(c.isalnum() or unicodedata.category(c) == "So" for c in text)


def _cut(line: _Line, names: Names) -> list[Piece]:
    alone = [read(line.between(i, i + 1), names) for i in range(len(line.atoms))]
    steps = [_Step(0.0, 0)]
    for end, meaning in enumerate(alone, start=1):
        best = _Step(steps[-1].cost + _price(meaning, 1), end - 1, meaning)
        for start in range(max(0, end - 1 - names.most_joints), end - 1):
            joined = _jointed(line.between(start, end), alone[start:end], names)
            cost = steps[start].cost + _price(joined, end - start)
            if joined and cost <= best.cost:
                best = _Step(cost, start, joined)
        steps.append(best)
    return _pieces(line, steps)


def _price(meaning: Meaning | None, atoms: int) -> float:
    if meaning is None:
        return _UNREAD
    return 1.0 if meaning.sureness is Sureness.NAMED else atoms + _MISSPELLED


def _pieces(line: _Line, steps: list[_Step]) -> list[Piece]:
    """The cheapest cut, read back from its end; unread neighbours in "x and y" stay together."""
    found: list[Piece] = []
    end = len(steps) - 1
    while end:
        step = steps[end]
        start = step.start
        if step.meaning is None and start and _belong_together(line, steps[start], start):
            start -= 1
        found.append(Piece(line.between(start, end).strip(_EDGES), step.meaning))
        end = start
    return found[::-1]


def _belong_together(line: _Line, before: _Step, start: int) -> bool:
    separator = line.text[line.atoms[start - 1][1] : line.atoms[start][0]]
    return before.meaning is None and _TIGHT.fullmatch(separator) is not None


def read(entry: str, names: Names) -> Meaning | None:
    """What one entry means; `Meaning(())` when it says that there is nothing."""
    normal = normalised(entry)
    if normal in nothing_said():
        return Meaning(())
    return (
        names.named(normal)
        or names.named(bared(normal))
        or names.named(normalised(_ASIDE.sub(" ", entry)))
        or names.misspelled(normal)
    )


def _jointed(entry: str, alone: list[Meaning | None], names: Names) -> Meaning | None:
    """What an entry with separators in it means as a whole."""
    normal = normalised(entry)
    if normal in nothing_said():
        return Meaning(())
    if "," in entry and normal not in names.with_comma:
        return None
    sure = all(meaning and meaning.sureness is Sureness.NAMED for meaning in alone)
    return names.named(normal) or (None if sure else names.misspelled(normal, jointed=True))
