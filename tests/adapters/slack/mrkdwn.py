"""What Slack makes of marked-up text, as its documents say; in doubt, more rather than less.

https://docs.slack.dev/messaging/formatting-message-text
"""

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

JOINER = "\u2060"
SPECIAL = re.compile(r"<([^<>]*)>")
FENCE = re.compile(r"```.+?```", re.DOTALL)
CODE = re.compile(rf"`(?!{JOINER})[^`\n]+`(?!{JOINER})")
QUOTED = re.compile(r"^[ \t]*(?:&gt;|>)", re.MULTILINE)
EMOJI = re.compile(r":[a-z0-9_+'-]+:", re.IGNORECASE)


def _paired(mark: str) -> re.Pattern[str]:
    """Two marks in one line that touch what they mark; a joiner behind a mark keeps it a letter."""
    mark = re.escape(mark)
    return re.compile(rf"{mark}(?![\s{JOINER}{mark}])[^\n]*?(?<!\s){mark}(?!{JOINER})")


PAIRED = {"bold": _paired("*"), "slanted": _paired("_"), "struck": _paired("~")}
SPECIALS = {"@": "mention", "#": "channel", "!": "broadcast"}


def meanings(text: str) -> Counter[str]:
    """Everything in a marked-up text that is more than letters, by kind."""
    found: Counter[str] = Counter()
    for inside in SPECIAL.findall(text):
        is_date = inside.startswith("!date^")
        found["date" if is_date else SPECIALS.get(inside[:1], "link")] += 1
    found["block"] = len(FENCE.findall(text))
    bare = FENCE.sub("\ufffc", SPECIAL.sub("\ufffc", text))
    for kind, mark in {"code": CODE, "quote": QUOTED, "emoji": EMOJI}.items():
        found[kind] += len(mark.findall(bare))
    for kind, mark in PAIRED.items():
        found[kind] += len(mark.findall(bare))
    return +found


def texts(part: Any) -> Iterator[dict[str, Any]]:
    """Every text object of a message or a view, in order."""
    if isinstance(part, list):
        for each in part:
            yield from texts(each)
    elif isinstance(part, dict):
        if part.get("type") in ("mrkdwn", "plain_text") and "text" in part:
            yield part
        for each in part.values():
            yield from texts(each)
