"""Every message of the bot in Block Kit, in one file to be reviewed.

Written again by `python -m tests.adapters.slack.golden`.
"""

import json
from pathlib import Path

from adapters.slack import render
from adapters.slack.literal import Json
from bot.ui import Card, Form, Home
from bot.words import Voice, gallery

GOLDEN = Path(__file__).parents[2] / "golden" / "slack.txt"


def examples() -> dict[str, Json]:
    """Every example by name, as it is drawn now."""
    return {name: one(each) for name, each in gallery.examples(Voice()).items()}


def one(drawn: Card | Form | Home) -> Json:
    """One example as Slack gets it."""
    match drawn:
        case Card():
            return render.message(drawn)
        case Home():
            return render.home(drawn)
        case Form():
            return render.form(drawn, {})


def drawn() -> str:
    """All of them, a line for each block; `docs/messages.md` has their plain text."""
    return "".join(
        f"{name}\n" + "".join(f"  {json.dumps(b, ensure_ascii=False)}\n" for b in each["blocks"])
        for name, each in examples().items()
    )


if __name__ == "__main__":
    GOLDEN.write_text(drawn(), encoding="utf-8")
