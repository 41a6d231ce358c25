"""Moments as a person reads them, in their own time zone."""

from datetime import datetime
from zoneinfo import ZoneInfo

from markupsafe import Markup

from adapters.web.html import element
from bot.ui import Shape, When


def day(at: datetime, zone: ZoneInfo, year: int) -> str:
    """Such as Monday 23 November, with its year when it is not `year`."""
    local = at.astimezone(zone)
    return f"{local:%A} {local.day} {local:%B}" + (f" {local.year}" if local.year != year else "")


def day_and_time(at: datetime, zone: ZoneInfo, year: int) -> str:
    """Such as Monday 23 November, 09:00 EST."""
    return f"{day(at, zone, year)}, {at.astimezone(zone):%H:%M %Z}"


def moment(when: When, zone: ZoneInfo, year: int) -> Markup:
    """A `<time>` that machines can read too."""
    local = when.at.astimezone(zone)
    if when.shape is Shape.DAY:
        return element("time", day(when.at, zone, year), datetime=local.date().isoformat())
    said = day_and_time(when.at, zone, year)
    return element("time", said, datetime=local.isoformat(timespec="minutes"))
