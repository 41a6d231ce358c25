"""The words the import knows, from `bot/data/roster.yml`."""

from collections.abc import Mapping
from functools import cache
from importlib import resources

import yaml


@cache
def _lists() -> Mapping[str, str]:
    lists: Mapping[str, str] = yaml.safe_load(
        resources.files("bot.data").joinpath("roster.yml").read_text("utf-8")
    )
    return lists


@cache
def words_of(name: str) -> frozenset[str]:
    """The words of one list. Raises `KeyError` for a list that is not there."""
    return frozenset(_lists()[name].split())
