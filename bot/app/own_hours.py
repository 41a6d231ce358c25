"""Hours as members tell them: read before anything is locked, checked, saved.

A calendar can take a second to read, so it is read outside the transaction that
keeps what was found. Only times and kinds are kept; what looks like a patient is
refused and never shown again.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot import hours
from bot.app.desk import Desk
from bot.events import File, Submitted
from bot.hours.dated import dated
from bot.hours.faults import Fault, Found, Wrong
from bot.hours.ics import is_calendar, read_calendar
from bot.hours.rota import read_rota
from bot.hours.typed import quiet_hours, working_hours
from bot.model import Hours, Member
from bot.privacy import patient_clue
from bot.ui import Ask, Filled, Fix, Reply, Say, refill
from bot.words import choosing, own_hours
from bot.words.hours_faults import faults as in_words

FORM = "hours"

_NUMERIC_DAY = re.compile(r"\d{1,4}[/.-]\d{1,2}(?:[/.-]\d{1,4})?")


@dataclass(frozen=True, slots=True)
class Read:
    """All that one form said: hours, what a file held, and what is wrong by field."""

    hours: Hours
    found: Found | None = None
    wrong: Mapping[str, tuple[Fault, ...]] = field(default_factory=dict)


def hours_form(desk: Desk) -> Reply:
    """The form, holding what is known."""
    return Ask(own_hours.form(desk.voice, desk.member, _today(desk.member, desk.now)))


def read(event: Submitted, member: Member, now: datetime) -> Read:
    """What the form says. Pure; takes a second for the largest calendar."""
    filled, today = event.filled, _today(member, now)
    working, wrong_working = working_hours(filled.one("working"))
    quiet, wrong_quiet = quiet_hours(filled.one("quiet"))
    dates, wrong_dates = dated(filled.one("dates"), today)
    where, found = _calendar(event, member.timezone, now)
    kept = () if filled.one("read") == own_hours.FORGET else member.hours.read
    said = Hours(working, quiet, dates, found.spans if found else kept)
    wrong = {"working": wrong_working, "quiet": wrong_quiet, "dates": wrong_dates}
    if found:
        wrong[where] = found.faults
    if not any(wrong.values()) and not hours.ever_reached(
        member.shift, said, member.timezone, today
    ):
        wrong["quiet" if quiet else "working"] = (Fault(Wrong.NEVER_REACHED),)
    return Read(said, found, {name: each for name, each in wrong.items() if each})


def save_hours(desk: Desk, event: Submitted, said: Read | None) -> Reply:
    """Keep the hours and say what was understood; or the form again, with what is wrong."""
    said = said or read(event, desk.member, desk.now)
    today = _today(desk.member, desk.now)
    if said.wrong:
        form = own_hours.form(desk.voice, desk.member, today)
        filled, errors = _to_mend(desk, event.filled, said.wrong)
        return Fix(refill(form, filled, errors))
    changed = replace(desk.member, hours=said.hours)
    desk.tx.save_members((changed,))
    can_meet = hours.can_meet((changed,), desk.now)
    return Say(own_hours.saved(desk.voice, changed, today, said.found, can_meet=can_meet))


def _today(member: Member, now: datetime) -> date:
    return now.astimezone(ZoneInfo(member.timezone)).date()


def _calendar(event: Submitted, zone: str, now: datetime) -> tuple[str, Found | None]:
    """What was found in the file, or else in what was pasted; None when neither was given."""
    file, pasted = event.file("file"), event.filled.one("pasted")
    if file and file.size:
        if file.size > own_hours.FILE_LIMIT:
            return "file", Found(faults=(Fault(Wrong.TOO_BIG),))
        return "file", _of_text(_decoded(file), zone, now)
    return "pasted", _of_text(pasted, zone, now) if pasted else None


def _of_text(text: str, zone: str, now: datetime) -> Found:
    return read_calendar(text, zone, now) if is_calendar(text) else read_rota(text, zone, now)


def _decoded(file: File) -> str:
    """The file as text: UTF-8, or what older spreadsheets write."""
    try:
        return file.content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return file.content.decode("cp1252", errors="replace")


def _to_mend(
    desk: Desk, filled: Filled, wrong: Mapping[str, tuple[Fault, ...]]
) -> tuple[Filled, dict[str, str]]:
    """What was typed with what is wrong said, but for text that may point to a patient."""
    kept, errors = dict(filled.values), {}
    for name, found in wrong.items():
        if _may_point_to_a_patient(filled.one(name), found):
            kept[name] = ()
            errors[name] = choosing.refused(desk.voice, 1)
        else:
            errors[name] = in_words(desk.voice, found, limit=own_hours.FILE_LIMIT)
    return Filled(tuple(kept.items())), errors


def _may_point_to_a_patient(typed: str, found: tuple[Fault, ...]) -> bool:
    """Whether what was not understood does.

    A rota's own days, and a day such as 3/12/2026 among typed ones, are dates
    and no birthdays.
    """
    rota = any(each.line for each in found)
    unclear = any(each.wrong is Wrong.TWO_MEANINGS for each in found)
    pieces = [each.piece for each in found if each.wrong is not Wrong.TWO_MEANINGS]
    lines = typed.splitlines()
    texts = [
        *(_NUMERIC_DAY.sub("", piece) if rota else piece for piece in pieces),
        *(_NUMERIC_DAY.sub("", line) if rota or unclear else line for line in lines),
    ]
    return any(map(patient_clue, texts))
