"""The messages about members' hours, drawn once for `gallery`."""

from datetime import UTC, date, datetime, timedelta

from bot.hours.faults import Fault, Found, Wrong
from bot.model import Dates, Duty, Hours, Member, Shift, Span, Weekly
from bot.ui import Card, Filled, Form, Home, refill
from bot.words import hours_faults, own_hours
from bot.words.voice import Voice

TODAY = date(2026, 11, 23)
THURSDAY = datetime(2026, 12, 10, 15, 0, tzinfo=UTC)

LENA = Member(
    id="m-lena",
    name="Lena Fox",
    given_name="Lena",
    timezone="America/New_York",
    shift=Shift.ROTATING,
)
TYPED = Hours(
    working=(Weekly(frozenset(range(5)), 7 * 60, 15 * 60 + 30),),
    quiet=(Weekly(frozenset(range(7)), 20 * 60, 7 * 60),),
    dates=(
        Dates(Duty.NIGHT, date(2026, 12, 3), date(2026, 12, 6)),
        Dates(Duty.CALL, date(2026, 12, 12), date(2026, 12, 12)),
        Dates(Duty.LEAVE, date(2026, 12, 28), date(2027, 1, 2)),
        Dates(Duty.OFF, date(2026, 12, 8), date(2026, 12, 8)),
    ),
)
FROM_A_FILE = Hours(
    read=(
        Span(Duty.SHIFT, THURSDAY, THURSDAY + timedelta(hours=8)),
        Span(Duty.BUSY, THURSDAY, THURSDAY + timedelta(hours=1)),
        Span(Duty.BUSY, THURSDAY + timedelta(days=1), THURSDAY + timedelta(days=1, hours=1)),
        Span(Duty.NIGHT, THURSDAY + timedelta(hours=9), THURSDAY + timedelta(hours=21)),
    )
)


def examples(voice: Voice) -> dict[str, Card | Form | Home]:
    """Each by name, in the order a member might meet them."""
    typed = Member("m-lena", "Lena Fox", "Lena", LENA.timezone, hours=TYPED)
    read = Member("m-lena", "Lena Fox", "Lena", LENA.timezone, hours=FROM_A_FILE)
    found = Found(FROM_A_FILE.read, elsewhere=1, unread=2)
    return {
        "hours": own_hours.form(voice, LENA, TODAY),
        "hours-known": own_hours.form(voice, typed, TODAY),
        "hours-read": own_hours.form(voice, read, TODAY),
        "hours-to-mend": _to_mend(voice),
        "hours-saved": own_hours.saved(voice, typed, TODAY),
        "hours-saved-from-a-file": own_hours.saved(voice, read, TODAY, found),
        "hours-never-free": own_hours.saved(voice, LENA, TODAY, can_meet=False),
        "hours-on-home": own_hours.card(voice, typed, TODAY),
    }


def _to_mend(voice: Voice) -> Form:
    """A form with something wrong in each field, and every way a rota can be wrong."""
    wrong = {
        "working": (
            Fault(Wrong.NO_SUCH_TIME, "mon 25-30"),
            Fault(Wrong.TOO_LONG_A_DAY, "mon 5-23"),
        ),
        "quiet": (Fault(Wrong.NEVER_REACHED),),
        "dates": (
            Fault(Wrong.WHICH_KIND, "12 dec"),
            Fault(Wrong.NO_SUCH_DAY, "call 31 feb"),
            Fault(Wrong.TWO_MEANINGS, "12/3"),
            Fault(Wrong.OVER, "call 1 nov 2026"),
            Fault(Wrong.BACKWARDS, "nights 6-3 dec"),
        ),
        "file": (Fault(Wrong.TOO_BIG),),
        "pasted": (
            Fault(Wrong.NOT_UNDERSTOOD, "N2", line=2, column="shift"),
            Fault(Wrong.IMPOSSIBLE, "25-30", line=3, column="shift"),
            Fault(Wrong.OVERLAPS, line=5, other=4),
        ),
    }
    typed = Filled((("working", ("Mon 25-30, Mon 5-23",)), ("dates", ("12 Dec, call 31 Feb",))))
    errors = {
        name: hours_faults.faults(voice, each, limit=own_hours.FILE_LIMIT)
        for name, each in wrong.items()
    }
    return refill(own_hours.form(voice, LENA, TODAY), typed, errors)
