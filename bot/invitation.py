"""The agreed time as a calendar entry: a file any calendar reads, and links for two.

iCalendar by RFC 5545, sent as by RFC 5546: the same UID for the life of an
introduction, SEQUENCE one higher at each change, CANCEL when it is called off.
No address of anyone is in it, and no word a member wrote.
"""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from icalendar import Calendar, Event

from bot.model import Appointment

PRODUCT = "-//Coffee Rounds//EN"
MEDIA_TYPE = "text/calendar"


def calendar(appointment: Appointment, subject: str, text: str, now: datetime) -> bytes:
    """The entry as a file. An appointment with no agreed time cancels the last one."""
    at = appointment.agreed
    entry = Event()
    entry.add("uid", f"{appointment.introduction}@coffee-rounds")
    entry.add("sequence", appointment.sequence)
    entry.add("dtstamp", now)
    entry.add("summary", subject)
    entry.add("status", "CONFIRMED" if at else "CANCELLED")
    if at:
        entry.add("description", text)
        entry.add("dtstart", at)
        entry.add("dtend", at + timedelta(minutes=appointment.minutes))
    elif appointment.refused:
        entry.add("dtstart", appointment.refused[-1])
    whole = Calendar()
    whole.add("prodid", PRODUCT)
    whole.add("version", "2.0")
    whole.add("method", "REQUEST" if at else "CANCEL")
    whole.add_component(entry)
    return bytes(whole.to_ical())


def google(appointment: Appointment, subject: str, text: str) -> str:
    """A link that opens Google Calendar with the entry filled in."""
    assert appointment.agreed is not None, "no time is agreed"
    ends = appointment.agreed + timedelta(minutes=appointment.minutes)
    dates = f"{appointment.agreed:%Y%m%dT%H%M%SZ}/{ends:%Y%m%dT%H%M%SZ}"
    words = {"action": "TEMPLATE", "text": subject, "details": text, "dates": dates}
    return "https://calendar.google.com/calendar/render?" + urlencode(words)


def outlook(appointment: Appointment, subject: str, text: str) -> str:
    """A link that opens Outlook on the web with the entry filled in."""
    assert appointment.agreed is not None, "no time is agreed"
    ends = appointment.agreed + timedelta(minutes=appointment.minutes)
    words = {
        "path": "/calendar/action/compose",
        "rru": "addevent",
        "subject": subject,
        "body": text,
        "startdt": appointment.agreed.isoformat(),
        "enddt": ends.isoformat(),
    }
    return "https://outlook.office.com/calendar/0/deeplink/compose?" + urlencode(words)
