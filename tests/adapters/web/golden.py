"""Every message of the bot as the browser's HTML, in one file to be reviewed.

Written again by `python -m tests.adapters.web.golden`.
"""

import re
from pathlib import Path
from zoneinfo import ZoneInfo

from adapters.web.fields import Help, draw_field
from adapters.web.html import joined
from adapters.web.render import Reader, blocks, card
from bot.ui import Card, Form, Home
from bot.words import Voice, gallery

GOLDEN = Path(__file__).parents[2] / "golden" / "web.html"
_ENDS = re.compile(r"(</(?:p|h2|h3|li|ol|ul|form|fieldset|label|div|blockquote)>|<hr>)")


def drawn() -> str:
    """All of them as they are drawn now, each element on a line of its own."""
    reader = Reader(ZoneInfo("America/New_York"), 2026, "/press", lambda: "event", 1)
    shown = gallery.examples(Voice())
    return "".join(f"<!-- {name} -->\n{_one(shown[name], reader)}\n" for name in shown)


def _one(message: Card | Form | Home, reader: Reader) -> str:
    match message:
        case Card():
            html = card(message, reader)
        case Home():
            html = joined(*(card(each, reader) for each in message.cards))
        case Form():
            known = Help(dict(message.errors))
            fields = (draw_field(each, known) for each in message.fields)
            html = joined(blocks(message.intro, reader), *fields)
    return _ENDS.sub(r"\1\n", str(html))


if __name__ == "__main__":
    GOLDEN.write_text(drawn(), encoding="utf-8")
