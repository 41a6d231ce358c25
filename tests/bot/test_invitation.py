"""The calendar entry, read back by a calendar library and by the rules of RFC 5546."""

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from icalendar import Calendar

from bot import invitation
from bot.model import Appointment

NOW = datetime(2026, 3, 16, 13, tzinfo=UTC)
AT = NOW + timedelta(days=1)
AGREED = Appointment("abc", agreed=AT, minutes=20)


def entry(appointment):
    data = invitation.calendar(appointment, "Coffee with Ana; Díaz, & more", "Come\ncurious", NOW)
    assert all(len(row) <= 75 for row in data.split(b"\r\n"))
    whole = Calendar.from_ical(data)
    (event,) = whole.walk("VEVENT")
    return whole, event


def test_an_agreed_time_is_a_request():
    whole, event = entry(AGREED)
    assert whole["method"] == "REQUEST"
    assert (event["uid"], event["sequence"]) == ("abc@coffee-rounds", 0)
    assert event.decoded("dtstart") == AT
    assert event.decoded("dtend") == AT + timedelta(minutes=20)
    assert str(event["summary"]) == "Coffee with Ana; Díaz, & more"
    assert "attendee" not in event


def test_a_change_keeps_the_uid_and_counts_up_and_calling_off_cancels():
    _, moved = entry(Appointment("abc", agreed=AT + timedelta(days=1), sequence=1))
    whole, cancelled = entry(Appointment("abc", sequence=2, refused=(AT,)))
    assert moved["uid"] == cancelled["uid"] == "abc@coffee-rounds"
    assert (moved["sequence"], cancelled["sequence"]) == (1, 2)
    assert (whole["method"], cancelled["status"]) == ("CANCEL", "CANCELLED")


def test_links_carry_the_time_and_the_subject():
    google = urlsplit(invitation.google(AGREED, "Coffee & Ana", "x"))
    assert google.netloc == "calendar.google.com"
    assert parse_qs(google.query)["dates"] == ["20260317T130000Z/20260317T132000Z"]
    assert parse_qs(google.query)["text"] == ["Coffee & Ana"]
    outlook = urlsplit(invitation.outlook(AGREED, "Coffee & Ana", "x"))
    assert parse_qs(outlook.query)["startdt"] == ["2026-03-17T13:00:00+00:00"]
