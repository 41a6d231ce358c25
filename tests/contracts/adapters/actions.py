"""Everything that can be pressed or sent: taken from the core and from every message drawn."""

from typing import Final

from bot.app import answering, pressing
from bot.ui import Card, Form, Home
from bot.words import Voice
from bot.words.gallery import examples


def _drawn() -> set[str]:
    """The action of every button that any message has."""
    found: set[str] = set()
    for each in examples(Voice()).values():
        cards = each.cards if isinstance(each, Home) else (each,)
        found |= {b.action for c in cards if isinstance(c, Card) for b in c.buttons()}
    return found


ACTIONS: Final = sorted(
    _drawn()
    | set(pressing.ANSWERS)
    | set(pressing.MEETINGS)
    | set(pressing.ELSEWHERE)
    | set(pressing.DEPTHS)
    | {"why", "show", "yes-with-words", "invented"}
)
FORMS: Final = sorted(
    set(answering.FORMS) | {e.name for e in examples(Voice()).values() if isinstance(e, Form)}
)
TYPED: Final = ("words", "opening", "when", "note")
"""Fields that forms about a pair have."""

assert len(ACTIONS) > 30
