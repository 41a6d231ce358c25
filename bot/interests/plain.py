"""The words around an interest: said for nothing, before it, after it, or like it."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml


@cache
def _typing() -> Mapping[str, tuple[str, ...]]:
    text = resources.files("bot.data").joinpath("typing.yml").read_text("utf-8")
    return {key: tuple(map(str, words)) for key, words in yaml.safe_load(text).items()}


@cache
def plain_words() -> frozenset[str]:
    """English words one slip away from an interest's name, which mean themselves."""
    return frozenset(_typing()["plain_words"])


@cache
def little_words() -> frozenset[str]:
    """Words too common to suggest anything by."""
    return frozenset(_typing()["little_words"])


@cache
def nothing_said() -> frozenset[str]:
    """Normalised entries that say there is no interest."""
    return frozenset(_typing()["nothing_said"])


@cache
def _lead_ins() -> tuple[str, ...]:
    return tuple(sorted((f"{words} " for words in _typing()["lead_ins"]), key=len, reverse=True))


def bared(normal: str) -> str:
    """The normalised entry without "i love" before it and "lol" after it."""
    while lead := next((words for words in _lead_ins() if normal.startswith(words)), None):
        normal = normal.removeprefix(lead)
    for trailer in _typing()["trailers"]:
        normal = normal.removesuffix(f" {trailer}")
    return normal
