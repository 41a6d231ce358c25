"""Every message of the bot as an Adaptive Card, in one file to be reviewed.

Written again by `python -m tests.adapters.teams.golden`.
"""

import json
from pathlib import Path

from adapters.teams.literal import Json
from adapters.teams.render import dialog, draw, is_long
from bot.ui import Card, Form, Home
from bot.words import Voice, gallery

GOLDEN = Path(__file__).parents[2] / "golden" / "teams.txt"
ZONE = "America/New_York"


def cards() -> dict[str, Json]:
    """Every example by name, as it is drawn now; a long form as its dialog."""
    return {name: _one(each) for name, each in gallery.examples(Voice()).items()}


def drawn() -> str:
    """All of them, a line for each element; `docs/messages.md` has their plain text."""
    return "".join(
        f"{name}\n" + "".join(f"  {json.dumps(e, ensure_ascii=False)}\n" for e in card["body"])
        for name, card in cards().items()
    )


def _one(message: Card | Form | Home) -> Json:
    if isinstance(message, Form) and is_long(message):
        return dialog(message, ZONE)
    return draw(message, ZONE)


if __name__ == "__main__":
    GOLDEN.write_text(drawn(), encoding="utf-8")
