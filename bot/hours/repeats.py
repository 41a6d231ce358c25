"""Which repeats are safe to follow: those that are sure to come round again soon.

A rule that never matches ("every 30 February") would be searched for until the
year 9999, and one that matches each second would fill the memory. Calendars that
people keep repeat by the day, week, month or year; the rest is left out, aloud.
"""

import re

_PARTS = {
    "DAILY": {"BYDAY", "BYMONTH"},
    "WEEKLY": {"BYDAY"},
    "MONTHLY": {"BYDAY", "BYMONTHDAY", "BYSETPOS"},
    "YEARLY": {"BYDAY", "BYMONTHDAY", "BYMONTH"},
}
_ALWAYS = {"FREQ", "INTERVAL", "COUNT", "UNTIL", "WKST"}
_WEEKDAYS = re.compile(r"(?:(?:MO|TU|WE|TH|FR|SA|SU)(?:,|$))+")
_NTH_WEEKDAYS = re.compile(r"(?:[+-]?[1-4]?(?:MO|TU|WE|TH|FR|SA|SU)(?:,|$))+")


def followable(rule: str) -> bool:
    """Whether an RRULE is of a plain kind that comes round within a few steps."""
    parts = dict(part.partition("=")[::2] for part in rule.upper().strip(" ;").split(";"))
    how = parts.get("FREQ", "")
    known = _PARTS.get(how)
    if known is None or not set(parts) <= known | _ALWAYS:
        return False
    if not all(
        re.fullmatch(r"[1-9]\d{0,4}", parts.get(part, "1")) for part in ("INTERVAL", "COUNT")
    ):
        return False
    return _comes_round(how, parts, int(parts.get("INTERVAL", "1")))


def _comes_round(how: str, parts: dict[str, str], every: int) -> bool:
    days = parts.get("BYDAY", "MO")
    match how:
        case "DAILY":
            plain = every == 1 or not {"BYDAY", "BYMONTH"} & set(parts)
            return plain and bool(_WEEKDAYS.fullmatch(days)) and _within(parts, "BYMONTH", 12)
        case "WEEKLY":
            return bool(_WEEKDAYS.fullmatch(days))
        case "MONTHLY":
            if "BYSETPOS" in parts:
                few = _within(parts, "BYSETPOS", 4, negative=True)
                return few and "BYMONTHDAY" not in parts and bool(_WEEKDAYS.fullmatch(days))
            both = {"BYDAY", "BYMONTHDAY"} <= set(parts)
            most = 31 if every == 1 else 28
            soon = not both and _within(parts, "BYMONTHDAY", most, negative=True)
            return soon and bool(_NTH_WEEKDAYS.fullmatch(days))
        case _:
            both = {"BYDAY", "BYMONTHDAY"} <= set(parts)
            soon = _within(parts, "BYMONTHDAY", 28, negative=True)
            in_month = "BYDAY" not in parts or "BYMONTH" in parts
            known = _within(parts, "BYMONTH", 12) and bool(_NTH_WEEKDAYS.fullmatch(days))
            return not both and soon and in_month and known


def _within(parts: dict[str, str], name: str, most: int, *, negative: bool = False) -> bool:
    """Whether each number of a part lies from 1 to `most` (or as far from the end)."""
    numbers = parts.get(name, "1").split(",")
    sign = r"[+-]?" if negative else ""
    return all(re.fullmatch(sign + r"\d{1,2}", n) and 1 <= abs(int(n)) <= most for n in numbers)
