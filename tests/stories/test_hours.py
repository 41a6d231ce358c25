"""Hours of their own: told, understood, and kept in silence."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.events import File, Submitted
from bot.ui import Filled
from bot.words import own_hours
from tests.stories.hospital import NEW_YORK, PROGRAMME, Hospital

CALENDAR = b"""BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
UID:1\r
DTSTART;TZID=America/New_York:20260319T190000\r
DTEND;TZID=America/New_York:20260320T073000\r
SUMMARY:Night shift, zebra ward\r
DESCRIPTION:Mrs Quagga in bed 4\r
BEGIN:VALARM\r
TRIGGER:-PT15M\r
END:VALARM\r
END:VEVENT\r
BEGIN:VEVENT\r
UID:2\r
DTSTART:20260318T150000Z\r
DTEND:20260318T160000Z\r
RRULE:FREQ=WEEKLY\r
SUMMARY:Giraffe committee\r
END:VEVENT\r
END:VCALENDAR\r
"""


def gives(hospital: Hospital, name: str, content: bytes, size: int = 0, **typed: str) -> str:
    """Send the open form with a file."""
    form = hospital.form(name)
    kept = {f.name: getattr(f, "value", "") for f in form.fields} | typed
    event = Submitted(
        hospital._event(),
        hospital._who(name),
        form.name,
        form.target,
        Filled(tuple((field, (value,)) for field, value in kept.items())),
        (File("file", size or len(content), content),),
    )
    return hospital._answered(name, hospital.app.handle(event))


def test_what_is_typed_is_said_back_and_can_be_changed(hospital: Hospital) -> None:
    hospital.add("Ana", "baking")
    assert "Mon-Fri 7-15:30" in hospital.types("ana", "hours")
    said = hospital.fills("ana", working="Mon-Fri 7-15:30", quiet="20-7", dates="nights 3-6 Dec")
    assert "You work Mon–Fri 07:00–15:30." in said
    assert "I stay silent every day 20:00–07:00." in said
    assert "Nights 3–6 December; I stay silent until you have slept." in said
    assert "Nights 3–6 December" in hospital.types("ana", "home")
    assert "nights 3 Dec 2026 - 6 Dec 2026" in hospital.types("ana", "hours")
    assert "those of the roster: days" in hospital.fills("ana", working="", quiet="", dates="")
    assert "Your hours" not in hospital.types("ana", "home")


def test_a_proposal_waits_until_a_night_has_been_slept_off(hospital: Hospital) -> None:
    for name in ("Ana", "Ben"):
        hospital.add(name, "baking")
    hospital.types("ana", "hours")
    hospital.fills("ana", dates="nights 15-16 Mar")
    hospital.run_round()
    assert [at for at, _ in hospital.told["ben"]] == [hospital.now]
    hospital.wait(days=2)
    first = hospital.told["ana"][0][0].astimezone(ZoneInfo(NEW_YORK))
    assert (first.date(), first.time()) == (date(2026, 3, 16), time(16))


def test_a_pause_till_after_ones_own_nights_call_or_leave(hospital: Hospital) -> None:
    hospital.add("Ana", "baking")
    for words, what in (("till after my nights", "nights"), ("after my call", "call")):
        said = hospital.types("ana", f"pause {words}")
        assert f"I know of no {what} of yours ahead, so nothing has changed." in said
    assert "You were not paused" in hospital.types("ana", "resume")
    hospital.types("ana", "hours")
    hospital.fills("ana", dates="nights 18-20 Mar, call 25 Mar, leave 1-14 Apr")
    assert "paused until 22 March 2026" in hospital.types("ana", "Pause till after my nights!")
    assert "paused until 27 March 2026" in hospital.types("ana", "pause until my call is over")
    assert "paused until 15 April 2026" in hospital.types("ana", "pause till after my leave")


def test_a_pause_for_nights_ends_by_itself(hospital: Hospital) -> None:
    for name in ("Ana", "Ben"):
        hospital.add(name, "baking")
    hospital.types("ana", "hours")
    hospital.fills("ana", dates="nights 18-20 Mar")
    hospital.types("ana", "pause till after my nights")
    hospital.run_round()
    hospital.wait(days=7, hours=1)
    assert any("Would you like to meet Ben" in text for text in hospital.messages("ana"))


def test_call_and_the_day_after_hold_everything_back(hospital: Hospital) -> None:
    for name in ("Ana", "Ben"):
        hospital.add(name, "baking")
    hospital.types("ana", "hours")
    hospital.fills("ana", dates="call today")
    hospital.run_round()
    hospital.wait(days=3)
    first = hospital.told["ana"][0][0].astimezone(ZoneInfo(NEW_YORK))
    assert (first.date(), first.time()) == (date(2026, 3, 18), time(7))


def test_two_who_are_never_free_together_are_not_matched(hospital: Hospital) -> None:
    for name in ("Ana", "Ben"):
        hospital.add(name, "baking")
    hospital.types("ana", "hours")
    hospital.fills("ana", working="Sat-Sun 8-12")
    hospital.run_round()
    hospital.wait(hours=1)
    assert not any("Would you like to meet" in text for text in hospital.messages("ben"))


def test_a_calendar_is_read_and_its_words_are_nowhere(hospital: Hospital, tmp_path: Path) -> None:
    hospital.add("Ana", "baking")
    hospital.types("ana", "hours")
    said = gives(hospital, "ana", CALENDAR)
    assert "Nights 19 March; I stay silent until you have slept." in said
    assert "9 busy times from your calendar" in said
    kept = b"".join(each.read_bytes() for each in tmp_path.glob("hospital.db*")).lower()
    assert b"ana" in kept
    for word in (b"zebra", b"quagga", b"giraffe", b"vevent"):
        assert word not in kept


def test_a_rota_is_read_and_each_bad_line_is_named(hospital: Hospital) -> None:
    hospital.add("Ana", "baking")
    hospital.types("ana", "hours")
    said = hospital.fills(
        "ana", pasted="date,shift\n2026-03-18,night\n2026-03-19,N2\n2026-02-30,D\n2026-03-18,call"
    )
    assert "Line 3, shift: I could not read “N2”." in said
    assert "Line 4, date: “2026-02-30” is in no calendar." in said
    assert "Line 5: overlaps line 2." in said
    assert "2026-03-19,N2" in said, "what was pasted is still there"
    assert "Nights 18 March" in hospital.fills("ana", pasted="2026-03-18,night\n2026-03-20,D")


def test_a_new_file_takes_the_old_ones_place_and_can_be_forgotten(hospital: Hospital) -> None:
    hospital.add("Ana", "baking")
    hospital.types("ana", "hours")
    gives(hospital, "ana", CALENDAR)
    hospital.types("ana", "hours")
    assert "9 busy times" in hospital.fills("ana", quiet="21-7"), "nothing new: the old one stays"
    hospital.types("ana", "hours")
    said = gives(hospital, "ana", b"date;shift\n20.03.2026;N\n")
    assert "Nights 20 March" in said
    assert "busy" not in said
    hospital.types("ana", "hours")
    assert "Nights" not in hospital.fills("ana", read=own_hours.FORGET)


def test_a_file_that_is_too_big_leaves_what_was_typed(hospital: Hospital) -> None:
    hospital.add("Ana", "baking")
    hospital.types("ana", "hours")
    said = gives(hospital, "ana", b"", size=20_000_000, quiet="20-7")
    assert "The file is too big: 5 MB is the most." in said
    assert "Quiet hours: 20-7" in said
    assert "roster" in hospital.fills("ana", quiet=""), "nothing was kept before"


@pytest.mark.parametrize("field", ["working", "quiet", "dates", "pasted"])
def test_what_may_point_to_a_patient_is_neither_kept_nor_said_again(
    hospital: Hospital, field: str, tmp_path: Path
) -> None:
    hospital.add("Ana", "baking")
    hospital.types("ana", "hours")
    other = "quiet" if field != "quiet" else "dates"
    other_typed = {"quiet": "20-7", "dates": "call 2 Apr"}[other]
    said = hospital.fills(
        "ana", **{field: "date,shift\nMRN 48213377 in bed 4,N", other: other_typed}
    )
    assert "point to a patient" in said
    assert "48213377" not in said
    assert other_typed in said, "everything else is still there"
    kept = b"".join(each.read_bytes() for each in tmp_path.glob("hospital.db*"))
    assert b"48213377" not in kept


def test_hours_that_leave_no_hour_at_all_are_refused(hospital: Hospital) -> None:
    hospital.add("Ana", "baking")
    hospital.types("ana", "hours")
    said = hospital.fills("ana", quiet="0-24")
    assert "no hour in any week" in said


def test_the_same_form_sent_twice_is_kept_once(hospital: Hospital) -> None:
    hospital.add("Ana", "baking")
    hospital.types("ana", "hours")
    form = hospital.form("ana")
    event = Submitted("once", hospital._who("ana"), form.name, "", Filled((("quiet", ("20-7",)),)))
    assert hospital._answered("ana", hospital.app.handle(event))
    assert hospital._answered("ana", hospital.app.handle(event)) == ""


ZONES = {
    "Ana": "America/New_York",
    "Ben": "America/Chicago",
    "Chidi": "Europe/London",
    "Dana": "Australia/Lord_Howe",
    "Eve": "America/Sao_Paulo",
    "Femi": "Europe/Berlin",
}
QUIET = (time(18, 30), time(9, 15))


@pytest.mark.parametrize("begins", [date(2026, 3, 2), date(2026, 10, 5)], ids=["spring", "autumn"])
def test_nobody_is_written_to_in_quiet_hours_over_a_change_of_summer_time(
    tmp_path: Path, begins: date
) -> None:
    hospital = Hospital(tmp_path, replace(PROGRAMME, starts_on=begins))
    hospital.now = datetime.combine(begins, time(13), UTC)
    for name, zone in ZONES.items():
        hospital.add(name, "baking sepsis-improvement", timezone=zone)
        hospital.types(name.lower(), "hours")
        hospital.fills(name.lower(), working="every day 8-20", quiet="18:30-09:15, Sun")
    hospital.run_round()
    hospital.wait(days=35)
    hospital.close()
    sent = [(name, at) for name in ZONES for at, _ in hospital.told[name.lower()]]
    assert len(sent) > 4 * len(ZONES)
    for name, at in sent:
        here = at.astimezone(ZoneInfo(ZONES[name]))
        assert QUIET[1] <= here.time() < QUIET[0], (name, here)
        assert here.weekday() != 6
    assert max(at for _, at in sent) - min(at for _, at in sent) > timedelta(days=21)
