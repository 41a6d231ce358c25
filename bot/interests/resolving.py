"""From typed text to interests: what is certain, what to ask, what to offer.

Nothing is guessed. Text that may speak of a patient must be kept away before
it gets here: `bot.privacy.read_interests` is the door.
"""

from dataclasses import dataclass

from bot.interests.naming import names_of
from bot.interests.spelling import normalised
from bot.interests.splitting import pieces
from bot.interests.suggesting import Suggester, by_spelling, suggestions
from bot.interests.taxonomy import Interest, Taxonomy


@dataclass(frozen=True, slots=True)
class Found:
    """An interest that `typed` names beyond doubt."""

    interest: Interest
    typed: str


@dataclass(frozen=True, slots=True)
class Ambiguous:
    """A word with several meanings: ask which of `candidates` is meant."""

    typed: str
    candidates: tuple[Interest, ...]


@dataclass(frozen=True, slots=True)
class Unsure:
    """Something not recognised. Up to four suggestions, perhaps none."""

    typed: str
    suggestions: tuple[Interest, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a text says, in the order typed and without repeats."""

    found: tuple[Found, ...] = ()
    ambiguous: tuple[Ambiguous, ...] = ()
    unsure: tuple[Unsure, ...] = ()


def resolve(typed: str, taxonomy: Taxonomy, suggester: Suggester | None = None) -> Resolution:
    """The interests a text names. Never raises, whatever the text.

    `suggester` offers something for what is not recognised; without one,
    spelling and shared words do.
    """
    found: dict[str, Found] = {}
    ambiguous: dict[tuple[str, ...], Ambiguous] = {}
    unsure: dict[str, Unsure] = {}
    offers = suggester or by_spelling(taxonomy)
    for piece in pieces(typed, names_of(taxonomy)):
        if piece.meaning is None:
            key = normalised(piece.typed) or piece.typed
            if key not in unsure:
                unsure[key] = Unsure(piece.typed, suggestions(piece.typed, offers))
            continue
        meant = piece.meaning.interests
        interests = tuple(taxonomy.interest(one) for one in meant)
        if len(interests) == 1:
            found.setdefault(meant[0], Found(interests[0], piece.typed))
        elif interests:
            ambiguous.setdefault(meant, Ambiguous(piece.typed, interests))
    return Resolution(tuple(found.values()), tuple(ambiguous.values()), tuple(unsure.values()))
