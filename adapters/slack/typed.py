"""What a person typed, without the marks that Slack puts in it. Pure."""

import re
from collections.abc import Mapping
from typing import Final

_PERSON: Final = r"<@([A-Z0-9]{2,60})(?:\|([^<>]*))?>"
_MENTION = re.compile(_PERSON)
_BETWEEN = re.compile(rf"({_PERSON})[\s,]*(?=<@)")
_MARK = re.compile(r"<[#!]?([^<>|]*)(?:\|([^<>]*))?>")


def people_in(text: str) -> tuple[str, ...]:
    """The user ids that are named in a text, each once."""
    return tuple(dict.fromkeys(user for user, _ in _MENTION.findall(text)))


def typed(text: str, names: Mapping[str, str]) -> str:
    """The words themselves: people by their names, links and channels as they read.

    Two people named one after the other are one *and* the other.
    """
    parted = _BETWEEN.sub(r"\1 and ", text)
    named = _MENTION.sub(lambda m: f" {names.get(m[1]) or m[2] or m[1]} ", parted)
    bare = _MARK.sub(lambda m: m[2] or m[1], named)
    for mark, escape in (("<", "&lt;"), (">", "&gt;"), ("&", "&amp;")):
        bare = bare.replace(escape, mark)
    return bare.strip()
