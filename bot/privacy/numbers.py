"""Clues made of numbers: record numbers, dates of birth, rooms and beds."""

import re

from bot.privacy.clinical import HAPPENED, NEAR, PERSON, any_of, pattern
from bot.privacy.names import may_be_names

_IS = r"(?:[\s:#=.\-]|\b(?:no|num|number|nr|id|is|was|of|the|on)\b){0,8}"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?"
_DATE = r"""(?: \b\d{1,2}[/.-]\d{1,2}[/.-](?:19|20)?\d\d\b
              | \b(?:19|20)\d\d-\d{1,2}-\d{1,2}\b )"""
_OLD_DATE = r"""(?: \b\d{1,2}[/.-]\d{1,2}[/.-](?:19\d\d|20[01]\d)\b
                  | \b(?:19\d\d|20[01]\d)-\d{1,2}-\d{1,2}\b )"""
_WRITTEN_DATE = rf"""(?: \b{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s(?:19|20)\d\d\b
                       | \b\d{{1,2}}(?:st|nd|rd|th)?\s{_MONTH},?\s(?:19|20)\d\d\b )"""

_RECORD = pattern(rf"""
    (?<!\w)(?: m\.?r\.?n\.? | mr\s?\# | med(?:ical)?\srec(?:ord)?s? | csn | ssn | social\ssecurity
             | (?:patient|pt)\s?(?:id|\#|no|number) ) (?!\w)
      {_IS} [a-z]{{0,3}}-?\d[\d\s-]{{0,3}}\d{{2}}
  | \b(?: chart | encounter | accession | acct | account | medicare | medicaid | insurance
        | policy | nhs | member\sid | hospital\s(?:no|number|id) )\b {_IS} [a-z]{{0,3}}-?\d{{5,}}
  | \b\d{{4,}}\s?\(?mrn\b
  | \b\d{{3}}-\d{{2}}-\d{{4}}\b
""")
_LONG_NUMBER = re.compile(r"(?<![\w/$€£.,+#-])[A-Za-z]{0,3}\d{7,}(?![\w/]|[.,]\d)")
_PHONE = any_of(
    *("call", "text", "phone", "cell", "mobile", "pager", "page", "tel", "fax", "ext", "dial"),
    *("zoom", "teams", "meeting", "reach", "whatsapp"),
)
_REACHING = pattern(rf"{_PHONE}[^.!?;\n]{{0,20}}\Z")


def record_number(text: str) -> bool:
    """Whether it holds a number that a hospital gives to one person."""
    return _RECORD.search(text) is not None or any(
        not _REACHING.search(text[max(0, number.start() - 30) : number.start()])
        for number in _LONG_NUMBER.finditer(text)
    )


_BORN = pattern(rf"""
    \b(?:d\.?o\.?b\.?|date\sof\sbirth|birth\s?date)(?!\w) {_IS} (?:\d|{_MONTH}\s?\d)
  | \bborn\s (?:on\s|in\s|the\s){{0,2}} (?:{_DATE}|{_WRITTEN_DATE})
  | \bbirthday\b {_IS} (?:{_DATE}|{_WRITTEN_DATE})
  | ^\W* {_DATE} \W*$
  | (?:^|[,;\n])\s? {_OLD_DATE} \s?(?:$|[,;\n])
  | {HAPPENED} {NEAR} (?:{_DATE}|{_WRITTEN_DATE}) | {_DATE} {NEAR} {HAPPENED}
  | {PERSON} {NEAR} (?:{_OLD_DATE}|\bborn\s(?:in\s)?(?:19|20)\d\d)
""")
_NAME_AND_DATE = re.compile(
    rf"""(?<!\w)(?: ([A-Z][\w'-]+),?\ ([A-Z][\w'-]*)\.?,?\ \(?{_DATE}
                  | ([A-Z][\w'-]+),?\ \(?{_OLD_DATE} )""",
    re.VERBOSE,
)


def birth_date(text: str) -> bool:
    """Whether it holds a date of birth, or a date beside a name or bedside talk."""
    return _BORN.search(text) is not None or any(
        may_be_names(match) for match in _NAME_AND_DATE.finditer(text)
    )


_COUNT = any_of("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "twelve")
_STATE = any_of("is", "has", "was", "had", "with", "needs?", "wants?", "who", "on", HAPPENED)
_BED = pattern(rf"""
    \b(?:bed|crib|isolette|cubicle|bay)(?:\sspace)? \s?(?:(?:\#|no\.?|number|num|nr|:|-)\s?)?
      (?: \d{{1,4}}\s?[a-d]?\b | [a-z]-?\d{{1,3}}\b )
      (?!\s?(?:[:%]|/7|a\.?m\b|p\.?m\b|h(?:(?:ou)?rs?)?\b|min|o'?clock|nights|days|weeks|times))
  | \b\d{{2,4}}[\s-]{{0,2}}bed\s?[a-d]\b
  | \b(?:bed|room)\s(?:number\s)?{_COUNT} (?=\W*$|\W+{_STATE})
  | {PERSON}\s(?:is\s)?(?:in|from|at|over\sin)\s (?:\#\s?)?
      (?!(?:19|20)\d\d\b) \d{{1,4}}\s?-?[a-d]?\b (?=\s*(?:$|[\n,;.)!?])|\s{_STATE})
  | \b(?:[mscnp]?icu|pacu)\s\#?\d{{1,2}}\b (?:\s(?:patient|pt)\b | {NEAR}{HAPPENED})
""")
_ROOM = pattern(r"""
    \b(?:room|rm\.?) \s?(?:(?:\#|no\.?|number|num|:|-)\s?)? (?:[a-z]{1,2}-?)?\d{1,4}-?[a-z]?\b
      (?!\s?(?:%|grow|breathe|think|improve|spare|play|learn|a\.?m\b|p\.?m\b))
""")
_WHERE_STAFF_MEET = pattern(r"""
    \b(?: conference | meeting | break | class | lecture | board | seminar | training | call
        | sim(?:ulation)? | locker | chat | zoom | staff | reading | waiting | team | quiet
        | escape | operating | iv )\s?\Z
""")


def room_or_bed(text: str) -> bool:
    """Whether it holds the number of a bed, or of a room that is not one where staff meet."""
    return _BED.search(text) is not None or any(
        not _WHERE_STAFF_MEET.search(text[max(0, room.start() - 20) : room.start()])
        for room in _ROOM.finditer(text)
    )
