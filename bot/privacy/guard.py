"""Does a text point to a patient? Says what kind of clue it saw, never the text.

It looks for what points to one person (a record number, a date of birth, a
room or bed, an age or a name beside something clinical) and leaves topics
alone: "bed management", "Type 1 diabetes". A careful rule, not a promise: the
words to members still ask them to keep patients out.
"""

import re
from collections.abc import Callable
from enum import StrEnum

from bot.interests.spelling import cleaned
from bot.privacy import numbers, people

_BLANKS = re.compile(r"\s*(\n)\s*|\s+")


class Clue(StrEnum):
    """What in a text may point to a patient."""

    RECORD_NUMBER = "record number"
    BIRTH_DATE = "date of birth"
    ROOM_OR_BED = "room or bed"
    AGE = "age beside something clinical"
    NAME = "name beside something clinical"
    STORY = "one patient's story"


_RULES: tuple[tuple[Clue, Callable[[str], bool]], ...] = (
    (Clue.RECORD_NUMBER, numbers.record_number),
    (Clue.BIRTH_DATE, numbers.birth_date),
    (Clue.ROOM_OR_BED, numbers.room_or_bed),
    (Clue.AGE, people.age),
    (Clue.NAME, people.name),
    (Clue.STORY, people.story),
)
"""Each kind of clue and how it is seen, surest first."""


def patient_clue(text: str) -> Clue | None:
    """What in this text may point to a patient, or None. Never raises.

    The text itself is in no result and in no error.
    """
    straight = cleaned(text).replace("’", "'").replace("‘", "'")
    plain = _BLANKS.sub(lambda gap: gap[1] or " ", straight)
    return next((clue for clue, seen in _RULES if seen(plain)), None)
