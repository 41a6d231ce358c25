"""What is wrong with a roster, said so that whoever keeps it can mend it."""

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from bot.privacy import patient_clue

SHOWN = 60
"""Characters of a cell that a fault repeats at most."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: where, what was typed, what is wrong with it, what to do.

    `line` is the physical line where the record starts, 0 when no line is to
    blame. `value` is empty when it must not be repeated. `kept` says that the
    row is imported all the same, without what is wrong.
    """

    line: int
    column: str
    value: str
    what: str
    do: str
    kept: bool = False

    def __post_init__(self) -> None:
        if len(self.value) > SHOWN:
            object.__setattr__(self, "value", f"{self.value[: SHOWN - 1]}…")

    def __str__(self) -> str:
        """The fault as one line of text."""
        where = ", ".join(filter(None, (f"line {self.line}" if self.line else "", self.column)))
        typed = f" “{' '.join(self.value.split())}”" if self.value.strip() else ""
        return f"{where}:{typed} {self.what}. {self.do}".lstrip(": ").rstrip()


def in_cell(line: int, column: str, typed: str, what: str, do: str, kept: bool = False) -> Fault:
    """A fault of one cell, which repeats what was typed unless it may speak of a patient.

    A quote or a comma too few shifts free text into any column.
    """
    return Fault(line, column, "" if patient_clue(typed) else typed, what, do, kept)


class RosterRefused(Exception):
    """The file as a whole cannot be used; nothing of it was."""

    def __init__(self, *faults: Fault) -> None:
        self.faults = faults
        super().__init__("\n".join(map(str, faults)))


def refused(what: str, do: str, line: int = 0, column: str = "") -> RosterRefused:
    """A refusal of the whole file for one reason."""
    return RosterRefused(Fault(line, column, "", what, do))


def nearest(typed: str, known: Iterable[str]) -> str:
    """The known word most like the typed one, or nothing."""
    by_fold = {word.casefold(): word for word in known}
    near = get_close_matches(typed.casefold(), by_fold, n=1, cutoff=0.6)
    return by_fold[near[0]] if near else ""


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """What to write instead: the nearest known word, else all of them when few."""
    words = tuple(known)
    if near := nearest(typed, words):
        return f"Did you mean “{near}”?"
    listed = ", ".join(words) if len(words) <= 12 else ""
    return f"Write one of: {listed}." if listed else "Correct it, or leave it empty."
