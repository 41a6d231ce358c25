"""Clues about one person: an age or a name beside something clinical, and stories."""

import re

from bot.privacy.clinical import (
    BELONGINGS,
    CONDITION,
    HAPPENED,
    NEAR,
    PERSON,
    SHORTHAND,
    any_of,
    pattern,
)
from bot.privacy.names import may_be_names

_SEX = any_of("m", "f", "male", "female", PERSON)
_NOT_KIN = any_of("m", "f", "male", "female", "patient", "pt")
_WITH = r"(?:with\b|w/|c/o|s/p|h/o|p/w|[hd]x\b|presenting\b|admitted\b)"
_YEARS = r"\b\d{1,3}\s?-?\s?(?:y\.?\s?o\b\.?|y/o|y\b)"
_MONTHS = r"\b\d{1,3}\s?-?\s?(?:m/o|mo|d/o|wks?|yrs?)"
_OLD = r"\b\d{1,3}[\s-]?(?:y|year|yr|month|week|day)s?[\s-]?old\b"
_NOT_MINE = r"(?<!my\s)(?<!our\s)(?<!to\s)(?<![-–])(?<!over\s)(?<!under\s)(?<!above\s)(?<!than\s)"
_BEDSIDE = rf"(?:{HAPPENED}|{CONDITION})"
_AGE = pattern(rf"""
    {_NOT_MINE} {_YEARS} [\s,-]* (?:\w+\s)? {_SEX}
  | {_MONTHS} \s[mf]\b | \b\d{{1,3}}\s?yo[mf]\b
  | (?:{_YEARS}|{_MONTHS}) [\s,-]* (?:\w+\s)? {_NOT_KIN} {NEAR} {_BEDSIDE}
  | (?:{_YEARS}|{_MONTHS}) [\s,-]* {_WITH} {NEAR} {_BEDSIDE}
  | {_NOT_MINE} {_YEARS} {NEAR} {HAPPENED}
  | {_NOT_MINE} {_OLD} [\s,-]* (?:\w+\s){{0,2}} {_SEX} (?:[\s,]*{_WITH} | {NEAR}{_BEDSIDE})
  | {_NOT_MINE} {_OLD} [\s,-]* (?:{_WITH}{NEAR}{_BEDSIDE} | {NEAR}{HAPPENED})
  | \bage[d]?\s?:?\s\d{{1,3}}\b {NEAR} {HAPPENED}
  | {PERSON},?\s(?:age[d]?\s)?\d{{2,3}}, {NEAR} {_BEDSIDE}
""")
_AGE_AND_SEX = re.compile(
    rf"(?<![\w$€£.,])\d{{1,3}} ?[MF]\b,? (?:with\b[^.!?;]{{0,60}}?)?"
    rf"(?:(?i:{_BEDSIDE})|(?!with){_WITH})"
    r"|\b[A-Z][a-z'-]+,? [A-Z](?:\.|[a-z'-]+),? \d{1,3} ?[MF]\b"
)


def age(text: str) -> bool:
    """Whether it holds an age beside something clinical, as notes and vignettes do."""
    return _AGE.search(text) is not None or _AGE_AND_SEX.search(text) is not None


_GREETED = re.compile(
    r"\b(?:hi|hello|hey|dear|thanks|thank you|good (?:morning|evening|afternoon)),? ?\Z",
    re.IGNORECASE,
)
_TITLED = re.compile(  # MR and MS without a stop are an image and a disease
    r"(?<![\w/])(?:(?:M[rsx]|Mrs|Miss|Mister|mrs|MRS)\.?|(?:m[rsx]|MR|MS)\.)(?![a-z]) ?"
    r"(?:(?:[A-Za-z]\.){1,3}|[A-Za-z](?:'[A-Z])?[\w-]*)"
    r"|\b[Bb]aby (?:[Bb]oy |[Gg]irl )?[A-Z][a-z-]+"
)
_UNTITLED = re.compile(r"(?<![\w'-])([A-Z][\w'-]+),? ([A-Z][\w'-]+)")
_LOWER_TITLED = re.compile(r"(?<![\w/])m[rs] ([a-z][\w'-]{2,})")
_AFTER = pattern(rf"""
    {NEAR}{_BEDSIDE} | [\s,-]{{0,4}}{HAPPENED}
  | {NEAR}\b(?:my|our|the|a)\s(?:\w+\s)?patient\b
  | '?s'?\s{BELONGINGS}
  | \s(?:is\s)?(?:in|from)\s(?!(?:19|20)\d\d\b)\d{{1,4}}[a-d]?\b
""")
_BEFORE = pattern(rf"(?:{_BEDSIDE}|\bconsult(?:ed)?\b|\bcaring\sfor\b|{PERSON})[^.!?;]{{0,25}}\Z")
_HAPPENED_TO = pattern(
    rf"[\s,-]*(?:(?:was|is|got|has|had|been|just)\s){{0,2}}{HAPPENED}(?!\syoung|\sin\s(?:19|20)\d\d)"
)
_SEEN_WITH = pattern(rf"[^.!?;]{{0,30}}?\b(?:for|with|w/)\s{NEAR}{_BEDSIDE}")
_SAW = pattern(r"\b(?:saw|seeing|treat(?:ed|ing)|operated\son|rounded\son|consult(?:ed)?\son)\s\Z")
_NAMED = pattern(r"\b(?:patient|pt)\s(?:named|called|name\s?(?:is|:))\s\w")
_PATIENT_NAME = re.compile(
    r"\b(?:[Pp]atient|[Pp]t): ?([A-Z][\w'.-]*)"
    r"|\b(?:patient|pt) ([A-Z][a-z'-]+)\b"
    r"|\b(?:Patient|Pt) ([A-Z][\w'-]+) ([A-Z][\w'-]+)"
)


def name(text: str) -> bool:
    """Whether it holds a name beside something clinical. A greeting is not that."""
    return (
        _NAMED.search(text) is not None
        or any(_is_about_someone(text, title) for title in _TITLED.finditer(text))
        or any(may_be_names(match) for match in _PATIENT_NAME.finditer(text))
        or any(
            may_be_names(match) and _is_in_care(text, match)
            for pattern in (_LOWER_TITLED, _UNTITLED)
            for match in pattern.finditer(text)
        )
    )


def _is_in_care(text: str, name: re.Match[str]) -> bool:
    """Whether something that happens to patients is said right beside the name."""
    if _HAPPENED_TO.match(text, name.end()):
        return True
    before = text[max(0, name.start() - 20) : name.start()]
    return _SAW.search(before) is not None and _SEEN_WITH.match(text, name.end()) is not None


def _is_about_someone(text: str, title: re.Match[str]) -> bool:
    """Whether a titled name stands beside bedside talk, and is not being greeted."""
    before = text[max(0, title.start() - 60) : title.start()]
    if _GREETED.search(before):
        return False
    return _AFTER.match(text, title.end()) is not None or _BEFORE.search(before) is not None


_STORY = pattern(rf"""
    \b(?: my | our | this | that | (?:had|saw|have|lost|treat(?:ed|ing)?|caring\sfor)\san? )\s
      (?:\w+\s){{0,2}} (?:patient|pt)\s
      (?: who | whose | that | with | from | in\s | yesterday | last\snight | today | tonight
        | this\s(?:morning|week) | named | has | had | was | came | died | coded )
  | \b(?:patient|pt)\b[\s,:]*(?:{HAPPENED}|c/o|w/\s?{CONDITION})
""")
_NOTE = pattern(SHORTHAND)


def story(text: str) -> bool:
    """Whether it tells of one patient, or is written like a note."""
    return _STORY.search(text) is not None or len(set(_NOTE.findall(text.lower()))) > 1
