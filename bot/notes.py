"""What is said about each thing that is stored: what it tells of a person, and how long it stays.

The classes are storage's to give and the words' to explain. Knows neither.
"""

from dataclasses import dataclass
from enum import StrEnum


class Holds(StrEnum):
    """What a column tells about a person, if anything."""

    IDENTITY = "identity"
    PROFESSION = "profession"
    BEHAVIOUR = "behaviour"
    FREE_TEXT = "free text"
    RELATION = "relation"
    SETTING = "setting"
    OPERATIONAL = "operational"


class Kept(StrEnum):
    """How long a column is kept. The weeks are settings: see `bot.retention`."""

    MEMBERSHIP = "until you ask to be forgotten, or the hospital's roster changes it"
    RULES = "as long as the rule that needs it; once you are forgotten, as an opaque token"
    HISTORY = "for some weeks after an introduction ended"
    CHECK_INS = "for some weeks after a talk was asked about"
    PASSING = "for some weeks after it was settled"
    PROGRAMME = "as long as the programme"
    INSTALLATION = "as long as the installation"


PERSONAL = (Holds.IDENTITY, Holds.PROFESSION, Holds.BEHAVIOUR, Holds.FREE_TEXT, Holds.RELATION)
"""The classes that tell something about a person, in the order they are explained."""


@dataclass(frozen=True, slots=True)
class Note:
    """What one column of one table holds, what for, and how long."""

    table: str
    column: str
    holds: Holds
    purpose: str
    kept: Kept
