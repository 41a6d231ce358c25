"""Calendars and rotas: what they hold is read, and what is odd about them is said."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.hours.days import days_of
from bot.hours.faults import Wrong
from bot.hours.ics import read_calendar
from bot.hours.kinds import kind_of_code, kind_of_title
from bot.hours.merging import HORIZON
from bot.hours.repeats import followable
from bot.hours.rota import read_rota
from bot.model import Duty, Hours, Span

ZONE = "America/New_York"
NOW = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
NIGHT, CALL, LEAVE, OFF, SHIFT, BUSY = (
    Duty.NIGHT, Duty.CALL, Duty.LEAVE, Duty.OFF, Duty.SHIFT, Duty.BUSY,
)  # fmt: skip


def calendar(*events: str) -> str:
    body = "".join(f"BEGIN:VEVENT\n{event}\nEND:VEVENT\n" for event in events)
    return f"BEGIN:VCALENDAR\nVERSION:2.0\n{body}END:VCALENDAR\n"


def event(start: str, end: str = "", title: str = "", *more: str) -> str:
    lines = [f"DTSTART{start}", f"DTEND{end}" if end else "", f"SUMMARY:{title}", *more]
    return "\n".join(filter(None, lines))


def here(span: Span) -> tuple[Duty, str, str]:
    start, end = (each.astimezone(ZoneInfo(ZONE)) for each in (span.start, span.end))
    return span.duty, f"{start:%m-%d %H:%M}", f"{end:%m-%d %H:%M}"


def at(hour: str, day: int = 3) -> str:
    return f":202612{day:02}T{hour}"


def on(first: int, last: int = 0) -> tuple[str, str]:
    ends = f";VALUE=DATE:202612{last:02}" if last else ""
    return f";VALUE=DATE:202612{first:02}", ends


PARIS, WINDOWS = ";TZID=Europe/Paris", ";TZID=Eastern Standard Time"
TEN, ELEVEN, SEVEN_AT_NIGHT = at("100000"), at("110000"), at("190000")


@pytest.mark.parametrize(
    ("entry", "kind", "start", "end"),
    [
        (event(at("150000Z"), at("160000Z"), "Committee"), BUSY, "12-03 10:00", "12-03 11:00"),
        (event(TEN, ELEVEN), BUSY, "12-03 10:00", "12-03 11:00"),
        (event(PARIS + at("160000"), PARIS + at("170000")), BUSY, "12-03 10:00", "12-03 11:00"),
        (event(WINDOWS + TEN, WINDOWS + ELEVEN), BUSY, "12-03 10:00", "12-03 11:00"),
        (event(TEN, "", "Ward round", "DURATION:PT90M"), BUSY, "12-03 10:00", "12-03 11:30"),
        (event(SEVEN_AT_NIGHT, at("070000", 4), "Night"), NIGHT, "12-03 19:00", "12-04 07:00"),
        (event(SEVEN_AT_NIGHT, at("070000", 4), "A shift"), NIGHT, "12-03 19:00", "12-04 07:00"),
        (event(*on(3), "Nights"), NIGHT, "12-03 19:00", "12-04 07:00"),
        (event(SEVEN_AT_NIGHT, at("220000"), "Opera night"), BUSY, "12-03 19:00", "12-03 22:00"),
        (event(at("070000"), at("193000"), "Day shift"), SHIFT, "12-03 07:00", "12-03 19:30"),
        (event(*on(3, 5), "On call – cardiology"), CALL, "12-03 00:00", "12-05 00:00"),
        (event(*on(3, 5), "PTO", "TRANSP:TRANSPARENT"), LEAVE, "12-03 00:00", "12-05 00:00"),
        (event(TEN, ELEVEN, "Call with Ben"), BUSY, "12-03 10:00", "12-03 11:00"),
    ],
)
def test_an_entry_and_what_it_means(entry: str, kind: Duty, start: str, end: str) -> None:
    found = read_calendar(calendar(entry), ZONE, NOW)
    assert [here(span) for span in found.spans] == [(kind, start, end)]
    assert (found.faults, found.unread, found.elsewhere) == ((), 0, 0)


@pytest.mark.parametrize(
    "entry",
    [
        event(":20261203T100000", ":20261203T110000", "Moved", "STATUS:CANCELLED"),
        event(";VALUE=DATE:20261203", "", "Ana's birthday", "TRANSP:TRANSPARENT"),
        event(":20261203T100000", "", "A reminder"),
        event(":20260103T100000", ":20260103T110000", "Long ago"),
        event(":20280103T100000", ":20280103T110000", "In two years"),
        event(":20200103T100000", ":20200103T110000", "Ended", "RRULE:FREQ=WEEKLY;UNTIL=20210101"),
    ],
)
def test_what_keeps_nobody_from_anything(entry: str) -> None:
    found = read_calendar(calendar(entry), ZONE, NOW)
    assert [fault.wrong for fault in found.faults] == [Wrong.NOTHING_AHEAD]


def test_an_endless_repeat_ends_at_the_horizon_and_keeps_its_exceptions() -> None:
    entry = event(
        ";TZID=America/New_York:20200103T100000", ";TZID=America/New_York:20200103T110000",
        "Huddle", "UID:h", "RRULE:FREQ=DAILY", "EXDATE;TZID=America/New_York:20261203T100000",
    )  # fmt: skip
    moved = event(
        ";TZID=America/New_York:20261204T150000", ";TZID=America/New_York:20261204T160000",
        "Huddle", "UID:h", "RECURRENCE-ID;TZID=America/New_York:20261204T100000",
    )  # fmt: skip
    spans = read_calendar(calendar(entry, moved), ZONE, NOW).spans
    days = [here(span)[1] for span in spans]
    assert "12-02 10:00" in days
    assert "12-03 10:00" not in days
    assert "12-04 10:00" not in days
    assert "12-04 15:00" in days
    assert max(span.start for span in spans) < NOW + HORIZON
    assert 58 <= len(spans) <= 63


def test_a_zone_nobody_knows_is_taken_as_their_own_and_counted() -> None:
    entry = event(";TZID=Mars/Olympus:20261203T100000", ";TZID=Mars/Olympus:20261203T110000")
    found = read_calendar(calendar(entry), ZONE, NOW)
    assert [here(span) for span in found.spans] == [(BUSY, "12-03 10:00", "12-03 11:00")]
    assert found.elsewhere == 1


def test_a_zone_the_calendar_describes_itself() -> None:
    zone = (
        "BEGIN:VTIMEZONE\nTZID:Our own\nBEGIN:STANDARD\nDTSTART:19700101T000000\n"
        "TZOFFSETFROM:+0530\nTZOFFSETTO:+0530\nEND:STANDARD\nEND:VTIMEZONE\n"
    )
    entry = event(";TZID=Our own:20261203T203000", ";TZID=Our own:20261203T213000")
    text = calendar(entry).replace("BEGIN:VEVENT", zone + "BEGIN:VEVENT", 1)
    assert [here(s) for s in read_calendar(text, ZONE, NOW).spans] == [
        (BUSY, "12-03 10:00", "12-03 11:00")
    ]


def test_alarms_attachments_and_descriptions_are_not_looked_at() -> None:
    noise = (
        "BEGIN:VALARM\nTRIGGER:banana\nSUMMARY:Night shift\nEND:VALARM\n"
        "ATTACH;ENCODING=BASE64;VALUE=BINARY:" + "A" * 9_000 + "\n"
        "DESCRIPTION:Annual leave\n  folded on call\n"
    )
    entry = event(":20261203T100000", ":20261203T110000", "Committee", noise.strip())
    assert [span.duty for span in read_calendar(calendar(entry), ZONE, NOW).spans] == [BUSY]


def test_entries_that_cannot_be_read_are_left_out_and_counted() -> None:
    found = read_calendar(
        calendar(
            event(":20261203T100000", ":20261203T110000"),
            event(":20261203T100000", ":20261203T090000", "ends before it starts"),
            event(":20261399T100000", ":20261203T090000"),
            event(":garbage"),
            "SUMMARY:no start",
            event(":20261203T100000", ":20261203T110000", "x", "RRULE:FREQ=SECONDLY"),
        ),
        ZONE,
        NOW,
    )
    assert (len(found.spans), found.unread, found.faults) == (1, 5, ())


@pytest.mark.parametrize(
    ("rule", "safe"),
    [
        ("FREQ=DAILY", True),
        ("FREQ=WEEKLY;BYDAY=MO,WE;INTERVAL=2;WKST=SU", True),
        ("FREQ=MONTHLY;BYDAY=2TU", True),
        ("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=5", True),
        ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", True),
        ("FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", True),
        ("FREQ=YEARLY", True),
        ("FREQ=SECONDLY", False),
        ("FREQ=MINUTELY", False),
        ("FREQ=HOURLY", False),
        ("FREQ=DAILY;INTERVAL=0", False),
        ("FREQ=DAILY;INTERVAL=7;BYDAY=TU", False),
        ("FREQ=DAILY;BYHOUR=1,2,3;BYSECOND=1,2,3", False),
        ("FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", False),
        ("FREQ=YEARLY;BYYEARDAY=366;INTERVAL=3", False),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=5", False),
        ("FREQ=BANANA", False),
        ("", False),
        (";;=;", False),
    ],
)
def test_which_repeats_are_followed(rule: str, safe: bool) -> None:
    assert followable(rule) is safe


@pytest.mark.parametrize(
    "text", ["", "hello", "BEGIN:VCARD\nEND:VCARD", "<html>", "BEGIN:\nVCALENDAR"]
)
def test_what_is_no_calendar(text: str) -> None:
    assert [f.wrong for f in read_calendar(text, ZONE, NOW).faults] == [Wrong.NOT_A_CALENDAR]


def test_ten_thousand_entries_are_read() -> None:
    def each(n: int) -> str:
        return f":{NOW + timedelta(minutes=8 * n):%Y%m%dT%H%M%SZ}"

    many = calendar(*(event(each(n), each(n + 1), "x") for n in range(10_000)))
    found = read_calendar(many, ZONE, NOW)
    assert len(found.spans) == 1, "they touch, so they are one"
    assert not found.faults


def test_too_many_and_too_old_repeats_are_refused() -> None:
    old = event(":19000101T100000Z", ":19000101T110000Z", "x", "RRULE:FREQ=DAILY")
    assert [f.wrong for f in read_calendar(calendar(*[old] * 9), ZONE, NOW).faults] == [
        Wrong.REPEATS_TOO_OFTEN
    ]
    many = calendar(*["DTSTART:20261203T100000"] * 50_001)
    assert [f.wrong for f in read_calendar(many, ZONE, NOW).faults] == [Wrong.TOO_MANY]


SCRAPS = st.sampled_from(
    ["BEGIN:VEVENT", "END:VEVENT", "DTSTART:20261203T100000", "DTEND:20261203T110000", "RRULE:",
     "DTSTART;TZID=:2026", "SUMMARY:Night", "RRULE:FREQ=WEEKLY", "RDATE:x", "END:VCALENDAR",
     "BEGIN:VTIMEZONE", "END:VTIMEZONE", "EXDATE:;", " folded", "DURATION:PT", "RECURRENCE-ID:1",
     "DURATION:PT1H", "UID:1", "DTSTART;VALUE=DATE:20261203", "BEGIN:", "DTEND;X=\":\":1"]
)  # fmt: skip


@given(st.lists(SCRAPS, max_size=25))
@settings(max_examples=300, deadline=None)
def test_scraps_of_a_calendar_are_read_or_refused(lines: list[str]) -> None:
    found = read_calendar("BEGIN:VCALENDAR\n" + "\n".join(lines), ZONE, NOW)
    assert bool(found.spans) != bool(found.faults)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("On call", CALL), ("ON-CALL: surgery", CALL), ("Backup call", CALL), ("Call", CALL),
        ("Conference call", None), ("Call mother", None), ("Annual leave", LEAVE), ("PTO", LEAVE),
        ("Leave the car at the garage", LEAVE), ("Post-call", OFF), ("Day off", OFF),
        ("Night float", NIGHT), ("N", NIGHT), ("Late shift", SHIFT), ("Long day", SHIFT),
        ("Knightly meeting", None), ("Committee", None), ("", None),
    ],
)  # fmt: skip
def test_the_kind_a_title_names(title: str, kind: Duty | None) -> None:
    assert kind_of_title(title) is kind


@pytest.mark.parametrize(
    ("code", "kind"),
    [("N", NIGHT), ("Nights", NIGHT), ("night shift", NIGHT), ("LD", SHIFT), ("on-call", CALL),
     ("A/L", LEAVE), ("sick leave", LEAVE), ("OFF", OFF), ("N2", None), ("", None)],
)  # fmt: skip
def test_the_kind_a_code_names(code: str, kind: Duty | None) -> None:
    known = kind_of_code(code)
    assert (known[0] if known else None) is kind


ROTAS = [
    "date,shift\n2026-12-03,N\n2026-12-05,AL\n",
    "\ufeffDate;Weekday;Shift\n03.12.2026;Thu;Night\n05.12.2026;Sat;leave\n13.12.2025;;D\n",
    "Shift\tDate\nnights\tThu 3 Dec 2026\nA/L\tSat 5 Dec 2026\n",
    "2026-12-03,19-7\n2026-12-05,vacation",
    "date,start,end,type\n12/03/2026,19:00,07:00,night\n12/05/2026,,,leave\n12/30/2025,7,15,D\n",
]


@pytest.mark.parametrize("text", ROTAS)
def test_a_rota_in_any_of_its_shapes(text: str) -> None:
    found = read_rota(text, ZONE, NOW)
    assert [here(span) for span in found.spans] == [
        (NIGHT, "12-03 19:00", "12-04 07:00"),
        (LEAVE, "12-05 00:00", "12-06 00:00"),
    ]
    assert found.faults == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("date,shift\n2026-12-03,N2", [(Wrong.NOT_UNDERSTOOD, 2, "shift")]),
        ("date,shift\n2026-12-03,25-30", [(Wrong.IMPOSSIBLE, 2, "shift")]),
        ("date,shift\n2026-12-03,1-23", [(Wrong.IMPOSSIBLE, 2, "shift")]),
        ("date,shift\n2026-02-30,D", [(Wrong.NO_SUCH_DAY, 2, "date")]),
        ("date,shift\n,D", [(Wrong.NO_SUCH_DAY, 2, "date")]),
        ("date,shift\n3/4/2027,D", [(Wrong.TWO_MEANINGS, 2, "date")]),
        ("date,shift\n2026-12-03,D\n\n2026-12-03,N\n2026-12-03,E", [(Wrong.OVERLAPS, 5, "")]),
        ("date,shift\n2020-01-01,D", [(Wrong.NOTHING_AHEAD, 0, "")]),
        ("name,colour\nAna,blue", [(Wrong.NOT_A_ROTA, 0, "")]),
        ("date\n2026-12-03", [(Wrong.NOT_A_ROTA, 0, "")]),
        ("", [(Wrong.NOT_A_ROTA, 0, "")]),
    ],
)
def test_what_is_wrong_with_a_rota_and_where(text: str, said: list[tuple[Wrong, int, str]]) -> None:
    found = read_rota(text, ZONE, NOW).faults
    assert [(fault.wrong, fault.line, fault.column) for fault in found] == said


@given(st.text(alphabet="date,shift\n;2026-1Nx\"'/ ", max_size=200))
@settings(max_examples=300, deadline=None)
def test_any_text_is_a_rota_or_is_refused(text: str) -> None:
    found = read_rota(text, ZONE, NOW)
    assert found.spans or found.faults


def test_nights_from_any_source_are_one_list_of_dates() -> None:
    read = read_rota("2026-12-03,N\n2026-12-04,N\n2026-12-07,N", ZONE, NOW).spans
    nights = days_of(Hours(read=read), NIGHT, ZONE, date(2026, 11, 24))
    assert nights == ((date(2026, 12, 3), date(2026, 12, 4)), (date(2026, 12, 7),) * 2)
    assert days_of(Hours(read=read), NIGHT, ZONE, date(2026, 12, 5)) == nights[1:]
