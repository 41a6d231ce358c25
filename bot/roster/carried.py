"""Interests that people had given before, on paper or by mail, carried over by a roster.

Text that may point to a patient is refused by the reader that is passed in; what
is said about it here never repeats it.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from bot.interests import Found
from bot.model import Choice
from bot.privacy import Reading, Refused
from bot.roster.faults import Fault

COLUMN = "interests_as_typed"
CHOICES_AT_MOST = 40
"""As many as the form takes: more would make everyone like everyone."""

LONGEST_TO_ASK = 200
"""Characters of an entry that is kept to be asked about."""

ReadInterests: TypeAlias = Callable[[str], Reading]


@dataclass(frozen=True, slots=True)
class Carried:
    """What one cell gave: choices, words to ask about, and what to tell the importer.

    `found`, `asked`, `unsure` and `refused` count entries, and lines refused.
    """

    choices: tuple[Choice, ...] = ()
    unsettled: tuple[str, ...] = ()
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    found: int = 0
    asked: int = 0
    unsure: int = 0
    refused: int = 0


def carry(line: int, typed: str, read: ReadInterests) -> Carried:
    """What the cell of the record on `line` says about interests."""
    if not typed.strip():
        return Carried()
    reading = read(typed)
    found, ambiguous = reading.resolution.found, reading.resolution.ambiguous
    unsure = reading.resolution.unsure
    to_ask = dict.fromkeys([*(a.typed for a in ambiguous), *(u.typed for u in unsure)])
    kept = tuple(words for words in to_ask if len(words) <= LONGEST_TO_ASK)
    return Carried(
        choices=tuple(map(_choice, found[:CHOICES_AT_MOST])),
        unsettled=kept[:CHOICES_AT_MOST],
        faults=tuple(_refusal(line, each) for each in reading.refused),
        warnings=tuple(_left_out(line, len(found), len(to_ask), len(kept))),
        found=len(found),
        asked=len(ambiguous),
        unsure=len(unsure),
        refused=len(reading.refused),
    )


def _choice(found: Found) -> Choice:
    """Shown to a match, unless the interest is private until its owner says otherwise."""
    return Choice(found.interest.id, shown=not found.interest.private)


def _refusal(line: int, refused: Refused) -> Fault:
    where = f"line {refused.line} of the cell" if refused.line else "the cell"
    what = f"{where} might point to a patient ({refused.clue.value}), so it was not kept"
    do = "Leave patients out of the roster; the person can choose interests in the bot."
    return Fault(line, COLUMN, "", what, do, kept=True)


def _left_out(line: int, found: int, to_ask: int, kept: int) -> Iterator[Fault]:
    do = "The person can change them in the bot."
    if found > CHOICES_AT_MOST:
        what = f"names {found} interests; the first {CHOICES_AT_MOST} are taken"
        yield Fault(line, COLUMN, "", what, do, kept=True)
    if lost := to_ask - min(kept, CHOICES_AT_MOST):
        what = f"has {lost} entries too long, or too many, to ask about; they were left out"
        yield Fault(line, COLUMN, "", what, do, kept=True)
