"""What each column's cell may say. Every reader takes the text and gives a value.

A reader raises `Misread` for what it cannot take, saying what is wrong and what
to write instead. Nothing is guessed.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple
from zoneinfo import available_timezones

from bot.model import Shift, Standing
from bot.roster.faults import did_you_mean, nearest
from bot.roster.languages import LANGUAGES, code_of
from bot.roster.signs import UnseenSigns, one_line
from bot.stages import STAGES

LONGEST_ID = 64
LONGEST_TEXT = 200

FORMATS = ("in person", "phone", "video", "walk")
CAREER_STAGES = (*STAGES, "prefer_not_to_say")
_YES_OR_NO = {"yes": True, "y": True, "true": True, "1": True}
_YES_OR_NO |= {"": False, "no": False, "n": False, "false": False, "0": False}
_NO_CALL = frozenset({"none", "no", "no call", "n/a", "-"})
_SHORTENED_BY_EXCEL = re.compile(r"\d(?:[.,]\d+)?E\+\d+")
_ZONES_SAID = {
    "America/New_York": "et est edt eastern",
    "America/Chicago": "ct cst cdt central",
    "America/Denver": "mt mst mdt mountain",
    "America/Los_Angeles": "pt pst pdt pacific",
    "America/Anchorage": "akt akst akdt alaska alaskan",
    "Pacific/Honolulu": "ht hst hawaii hawaiian",
}


class Misread(ValueError):
    """A cell that cannot be taken as it is: what is wrong, and what to do."""

    def __init__(self, what: str, do: str) -> None:
        super().__init__(what)
        self.what = what
        self.do = do


class Status(NamedTuple):
    """Where a roster says someone stands, and whether they asked to rest."""

    standing: Standing
    paused: bool = False


_STATUSES: Mapping[str, Status] = {
    "active": Status(Standing.HERE),
    "paused": Status(Standing.HERE, paused=True),
    "on leave": Status(Standing.ON_LEAVE),
    "left": Status(Standing.GONE),
    "here": Status(Standing.HERE),
    "gone": Status(Standing.GONE),
}


def text(typed: str) -> str:
    """Free text on one line, of at most 200 characters."""
    try:
        return one_line(typed, LONGEST_TEXT)
    except UnseenSigns as unseen:
        raise Misread(str(unseen), "Type it again as plain text.") from None


def member_id(typed: str) -> str:
    """An id: any text without spaces, of at most 64 characters, as it was typed."""
    if not typed.strip():
        raise Misread("is empty", "Give every member the id the hospital knows them by.")
    try:
        read = one_line(typed, LONGEST_ID)
    except UnseenSigns as unseen:
        raise Misread(str(unseen), "Write the id as plain text.") from None
    if " " in read:
        raise Misread("has a space in it", "Write the id without spaces.")
    if _SHORTENED_BY_EXCEL.fullmatch(read):
        raise Misread(
            "is a number that a spreadsheet shortened, so the id is lost",
            "Format the column as text in the spreadsheet and export it again.",
        )
    return read


def timezone(typed: str) -> str:
    """A time zone's name, such as America/New_York, in any capitals."""
    if not typed.strip():
        raise Misread(
            "is empty", "Fill it in, or add --timezone America/New_York for all empty ones."
        )
    zone = _zones().get(typed.strip().casefold())
    if zone is None:
        raise Misread("is not a time zone", _zone_to_write(typed.strip()))
    return zone


@cache
def _zones() -> Mapping[str, str]:
    """Places and UTC. "EST" and its like are left out: they know no summer time."""
    places = {zone for zone in available_timezones() if "/" in zone and zone[:4] != "Etc/"}
    return {zone.casefold(): zone for zone in places | {"UTC"}}


@cache
def _zone_to_write(typed: str) -> str:
    word = typed[:LONGEST_ID].casefold()
    said = {alias: zone for zone, aliases in _ZONES_SAID.items() for alias in aliases.split()}
    cities = {zone.rpartition("/")[2].casefold(): zone for zone in _zones().values()}
    meant = said.get(word.partition(" ")[0]) or cities.get(word.replace(" ", "_"))
    if zone := meant or nearest(word, _zones().values()):
        return f"Did you mean “{zone}”?"
    return "Write a place of the IANA list, such as America/New_York."


def shift(typed: str) -> Shift:
    """A shift; empty is days."""
    word = _folded(typed)
    by_word = {each.value: each for each in Shift} | {"": Shift.DAYS}
    read = by_word.get(word) or by_word.get(f"{word}s")
    if read is None:
        raise Misread("is not a shift", did_you_mean(word, [each.value for each in Shift]))
    return read


def career_stage(typed: str) -> str:
    """One of the career stages, or nothing."""
    stage = _folded(typed).replace(" ", "_")
    if stage and stage not in CAREER_STAGES:
        raise Misread("is not a career stage", did_you_mean(stage, CAREER_STAGES))
    return stage


def on_call(typed: str) -> str:
    """How call goes, in the hospital's words; empty for every way to say none."""
    return "" if _folded(typed) in _NO_CALL else text(typed)


def status(typed: str) -> Status:
    """Active, paused, on leave or left; empty is active."""
    read = _STATUSES.get(_folded(typed) or "active")
    if read is None:
        known = tuple(_STATUSES)[:4]
        raise Misread("is not a status", did_you_mean(_folded(typed), known))
    return read


def yes_or_no(typed: str) -> bool:
    """Yes or no; empty is no."""
    read = _YES_OR_NO.get(_folded(typed))
    if read is None:
        raise Misread("is neither yes nor no", "Write yes or no.")
    return read


def left(typed: str) -> Status:
    """Whether they left the hospital: yes or no."""
    return Status(Standing.GONE if yes_or_no(typed) else Standing.HERE)


def formats(typed: str) -> tuple[str, ...]:
    """Ways to meet, in the order typed."""
    ways = _several(typed)
    for way in ways:
        if way not in FORMATS:
            raise Misread("has a way to meet that is not known", did_you_mean(way, FORMATS))
    return ways


def languages(typed: str) -> tuple[str, ...]:
    """Codes of languages, in the order typed; English when empty."""
    codes = _several(typed)
    for code in codes:
        if code not in LANGUAGES:
            hint = code_of(code)
            do = f"Did you mean “{hint}”?" if hint else "Write a two-letter code such as en or es."
            raise Misread("has a language that is not a known code", do)
    return codes or ("en",)


def _several(typed: str) -> tuple[str, ...]:
    parts = map(_folded, re.split(r"[;,|]", typed))
    return tuple(dict.fromkeys(part for part in parts if part))


def _folded(typed: str) -> str:
    return " ".join(typed.replace("_", " ").casefold().split())
