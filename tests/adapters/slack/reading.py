"""Blocks as a person reads them: marks taken back, what people wrote as they wrote it."""

import re
from collections.abc import Iterator
from typing import Any

_MOMENT = re.compile(r"<!date\^\d+\^[^|<>]*\|([^<>]*)>")


def seen(drawn: dict[str, Any]) -> str:
    """All the text of a message or a view, in order, and what stands in its inputs."""
    return "\n".join(_texts(drawn))


def plain(text: str) -> str:
    """Marked-up text as it reads, our own weight around a name taken away."""
    # A star of people's own has a joiner behind it: ours have none.
    bare = re.sub(r"\*(?!\u2060)", "", _MOMENT.sub(r"\1", text)).replace("\u2060", "")
    for mark, escape in (("<", "&lt;"), (">", "&gt;"), ("&", "&amp;")):
        bare = bare.replace(escape, mark)
    return bare


def _texts(part: object) -> Iterator[str]:
    if isinstance(part, list):
        for each in part:
            yield from _texts(each)
    elif isinstance(part, dict):
        match part.get("type"):
            case "plain_text":
                yield part["text"]
            case "mrkdwn":
                yield plain(part["text"])
            case "file_input":
                yield " ".join(f".{each}" for each in part["filetypes"])
            case _:
                yield str(part.get("initial_value", ""))
                for inside in part.values():
                    yield from _texts(inside)
