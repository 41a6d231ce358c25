"""One language: templates in, sentences out.

Every sentence the bot says is an English template in the code, looked up in a
gettext catalogue. Facts are put in after the translation, so that a name or a
person's words are never part of what is translated.
"""

import gettext
import re
from dataclasses import dataclass, field
from importlib.resources import as_file, files

from bot.ui import Line, Plain, Span

DOMAIN = "coffee_rounds"
_HOLE = re.compile(r"\{(\w+)\}")


def noted(template: str) -> str:
    """The template itself, marked so that it is collected for translation."""
    return template


@dataclass(frozen=True, slots=True)
class Tongue:
    """A language the bot speaks."""

    language: str = "en"
    catalogue: gettext.NullTranslations = field(default_factory=gettext.NullTranslations)

    def say(self, template: str, **facts: object) -> str:
        """The sentence in this language, its facts filled in."""
        return self.catalogue.gettext(template).format(**facts)

    def count(self, one: str, many: str, number: int, **facts: object) -> str:
        """The sentence for that number, by the language's own plural rule."""
        return self.catalogue.ngettext(one, many, number).format(number=number, **facts)

    def line(self, template: str, **facts: str | Span) -> Line:
        """The sentence as spans: each fact keeps its own look."""
        spans: list[Span] = []
        for place, piece in enumerate(_HOLE.split(self.catalogue.gettext(template))):
            fact: str | Span = facts[piece] if place % 2 else piece
            if isinstance(fact, str):
                fact = Plain(fact)
            if not isinstance(fact, Plain) or fact.text:
                spans.append(fact)
        return tuple(spans)


def languages() -> frozenset[str]:
    """The languages there is a catalogue for, and English, which needs none."""
    folder = files("bot") / "data" / "locale"
    return frozenset({"en"} | {each.name for each in folder.iterdir() if each.is_dir()})


def tongue(language: str) -> Tongue:
    """The language asked for, or English where there is no catalogue for it."""
    with as_file(files("bot") / "data" / "locale") as folder:
        catalogue = gettext.translation(DOMAIN, str(folder), languages=[language], fallback=True)
    return Tongue(language, catalogue)
