"""Every message on one page: `python -m bot.words.page > docs/messages.md`."""

import sys

from bot import plain
from bot.ui import Card, Form, Home
from bot.words.gallery import examples
from bot.words.voice import Voice

ZONE = "America/New_York"

_OPENING = """# Every message

Made from `bot/words/gallery.py` by `make messages`; a test keeps it true. Each is drawn here as
plain text, for invented people. Square brackets are buttons.
"""


def drawn(example: Card | Form | Home) -> str:
    """An example as plain text."""
    match example:
        case Card():
            return plain.card(example, ZONE)
        case Form():
            return plain.form(example, ZONE)
        case Home():
            return plain.home(example, ZONE)


def page(voice: Voice) -> str:
    """The whole page, in Markdown."""
    parts = [_OPENING]
    for name, example in examples(voice).items():
        parts.append(f"## {name}\n\n```text\n{drawn(example)}\n```\n")
    return "\n".join(parts)


if __name__ == "__main__":
    sys.stdout.write(page(Voice()))
