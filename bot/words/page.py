"""Every message on one page, and every state on another: `make messages` writes both."""

import sys

from bot import asking, conversation, introductions, plain
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


def states() -> str:
    """The three lives as diagrams, in Markdown."""
    return f"""# States

Made from `bot/conversation.py`, `bot/introductions.py` and `bot/asking.py` by `make messages`;
a test keeps it true.
What changes no state is not drawn.

## A membership

```mermaid
{conversation.diagram()}
```

## An introduction

```mermaid
{introductions.diagram()}
```

*Later*, *no* and a yes that waits leave an introduction *proposed*: only the deadline closes it,
and it closes a no, a silence and a clash of shifts alike.

## An ask

```mermaid
{asking.diagram()}
```

An expert's *no* leaves it *looking*: only time brings the next turn, and every ask has as many.
"""


if __name__ == "__main__":
    sys.stdout.write(states() if "states" in sys.argv else page(Voice()))
