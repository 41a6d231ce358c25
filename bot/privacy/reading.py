"""Reads what a member typed about their interests, patients kept out.

Text that may point to a patient goes no further: what comes back says where it
stood and what kind of clue it was, and holds none of it.
"""

from dataclasses import dataclass

from bot.interests import Resolution, Suggester, Taxonomy, resolve, taxonomy
from bot.privacy.guard import Clue, patient_clue

WHOLE_TEXT = 0
"""The line of a clue that no line holds alone."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A line of which nothing was kept but interests the taxonomy knows.

    The first line is 1.
    """

    line: int
    clue: Clue


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text says about interests, and which of its lines were refused."""

    resolution: Resolution
    refused: tuple[Refused, ...] = ()


def read_interests(
    typed: str, known: Taxonomy | None = None, suggester: Suggester | None = None
) -> Reading:
    """What a member typed, resolved, without what may point to a patient. Never raises.

    `known` is the taxonomy that ships with the project unless another is given.
    """
    known = known or taxonomy()
    clue = patient_clue(typed)
    if clue is None:
        return Reading(resolve(typed, known, suggester))
    lines = typed.splitlines()
    clues = {number: seen for number, line in enumerate(lines, 1) if (seen := patient_clue(line))}
    if not clues:
        return Reading(Resolution(), (Refused(WHOLE_TEXT, clue),))
    kept = [
        _only_known(line, known) if number in clues else line
        for number, line in enumerate(lines, 1)
    ]
    refused = tuple(Refused(number, seen) for number, seen in clues.items())
    if patient_clue(rest := "\n".join(kept)):
        return Reading(Resolution(), (*refused, Refused(WHOLE_TEXT, clue)))
    return Reading(resolve(rest, known, suggester), refused)


def _only_known(line: str, known: Taxonomy) -> str:
    """The names of the interests in a refused line, if its clue stands in an entry of its own.

    When it does not, as in "Mrs Lopez, post-op, diabetes", nothing is kept.
    """
    entries = resolve(line, known, _Silent())
    if not any(patient_clue(entry.typed) for entry in entries.unsure):
        return ""
    words = [entry.typed for entry in entries.ambiguous if not patient_clue(entry.typed)]
    return "\n".join([*(entry.interest.label for entry in entries.found), *words])


class _Silent:
    """Suggests nothing: a refused line is not worth the search."""

    def suggest(self, typed: str) -> tuple[()]:
        del typed
        return ()
