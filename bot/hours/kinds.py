"""Words to kinds: what "N", "on call" and "annual leave" mean on a rota or in a calendar.

Only the kind is kept, never the words.
"""

import re

from bot.hours.patterns import Window, clock
from bot.model import Duty

_KINDS_OF_LEAVE = "annual|sick|parental|maternity|paternity|study|family|bereavement|medical"
_LEAVE = (
    rf"(?:(?:{_KINDS_OF_LEAVE}) )?leave"
    r"|vacation|holidays?|pto|a/?l|s/?l|ooo|out of (?:the )?office|sick(?: day)?|sabbatical"
)
_TYPED = {
    Duty.NIGHT: r"(?:on |my )?nights?(?: shifts?)?",
    Duty.CALL: r"(?:on[- ]?)?call(?: days?| nights?)?",
    Duty.LEAVE: rf"(?:on )?(?:{_LEAVE}|away)",
    Duty.OFF: r"(?:days? )?off(?: days?)?",
}
_TITLES = {
    Duty.CALL: (
        r"\bon[- ]call\b|\b(?:home|trauma|back-?up|weekend|night|first|second) call\b"
        r"|\bcall (?:day|shift|night|weekend|duty)\b|\bstand-?by\b|^call$"
    ),
    Duty.LEAVE: (
        rf"\b(?:{_KINDS_OF_LEAVE}) leave\b|^(?:on )?leave\b|\bvacation\b|\bpto\b"
        r"|\bout of (?:the )?office\b|^ooo\b|^a/?l$|^sick(?: day)?$|^(?:public |bank )?holidays?$"
    ),
    Duty.OFF: r"^(?:day )?off(?: day)?$|^rest day$|^post[- ]?(?:call|nights?)\b",
    Duty.NIGHT: r"\bnights?\b|\bnocturnist\b|^n$",
    Duty.SHIFT: (
        r"\b(?:day|early|late|long|evening|mid|twilight|ward|clinic)[- ]?(?:shift|day)\b"
        r"|^shift\b|\bshift$|^(?:days?|early|late|evening|d|e|l|ld)$"
    ),
}
_CODES: dict[str, tuple[Duty, Window]] = {
    "d": (Duty.SHIFT, (clock(7), clock(19))),
    "day": (Duty.SHIFT, (clock(7), clock(19))),
    "ld": (Duty.SHIFT, (clock(7), clock(19))),
    "long day": (Duty.SHIFT, (clock(7), clock(19))),
    "e": (Duty.SHIFT, (clock(7), clock(15))),
    "early": (Duty.SHIFT, (clock(7), clock(15))),
    "m": (Duty.SHIFT, (clock(11), clock(19))),
    "mid": (Duty.SHIFT, (clock(11), clock(19))),
    "l": (Duty.SHIFT, (clock(13), clock(21))),
    "late": (Duty.SHIFT, (clock(13), clock(21))),
    "evening": (Duty.SHIFT, (clock(15), clock(23))),
    "n": (Duty.NIGHT, (clock(19), clock(7))),
    "night": (Duty.NIGHT, (clock(19), clock(7))),
    "noc": (Duty.NIGHT, (clock(19), clock(7))),
    "c": (Duty.CALL, (0, clock(24))),
    "oc": (Duty.CALL, (0, clock(24))),
    "call": (Duty.CALL, (0, clock(24))),
    "on call": (Duty.CALL, (0, clock(24))),
    "oncall": (Duty.CALL, (0, clock(24))),
    "standby": (Duty.CALL, (0, clock(24))),
    "o": (Duty.OFF, (0, clock(24))),
    "off": (Duty.OFF, (0, clock(24))),
    "rest": (Duty.OFF, (0, clock(24))),
    "rd": (Duty.OFF, (0, clock(24))),
    "post call": (Duty.OFF, (0, clock(24))),
    "x": (Duty.OFF, (0, clock(24))),
    "al": (Duty.LEAVE, (0, clock(24))),
    "leave": (Duty.LEAVE, (0, clock(24))),
}  # fmt: skip


def typed_kind(words: str) -> Duty | None:
    """The kind that words before a date name, such as "nights" or "on call"."""
    said = words.strip(" :.")
    return next((duty for duty, known in _TYPED.items() if re.fullmatch(known, said)), None)


def kind_of_title(title: str) -> Duty | None:
    """The kind that an entry's title names; None for an ordinary one."""
    said = " ".join(title.lower().replace("–", "-").split())
    return next((duty for duty, known in _TITLES.items() if re.search(known, said)), None)


def kind_of_code(code: str) -> tuple[Duty, Window] | None:
    """The kind a rota's code names and its usual local hours; None for an unknown one."""
    said = re.sub(r"[\s_-]+", " ", code.lower()).strip(" .")
    said = said.removesuffix(" shift").removesuffix(" duty")
    for each in (said, said.removesuffix("s")):
        if each in _CODES:
            return _CODES[each]
    if re.fullmatch(_LEAVE, said):
        return _CODES["leave"]
    return None
