"""When those who were introduced meet."""

from collections.abc import Mapping

from sqlalchemy import bindparam

from bot.model import Appointment
from storage.bulk import upsert
from storage.schema import appointments, parts
from storage.values import Kept
from storage.view import View

APPOINTMENT = Kept(Appointment, appointments)

# Built once: that takes longer than running them.
ONE = APPOINTMENT.select.where(appointments.c.introduction == bindparam("introduction"))
THEIRS = APPOINTMENT.select.join(parts, parts.c.introduction == appointments.c.introduction).where(
    parts.c.member == bindparam("member")
)


class Appointments(View):
    """Appointments as they are read."""

    def appointment(self, introduction: str) -> Appointment | None:
        """When those who were introduced meet, if anything was said about it."""
        held = self._held(ONE, appointments)
        row = self._connection.execute(held, {"introduction": introduction}).one_or_none()
        return Appointment(*row) if row else None

    def appointments_of(self, member: str) -> Mapping[str, Appointment]:
        """When a member meets in each of their introductions, by introduction."""
        rows = self._connection.execute(THEIRS, {"member": member})
        return {each.introduction: each for each in (Appointment(*row) for row in rows)}


class AppointmentsWriting(Appointments):
    """Appointments as they are saved."""

    def save_appointment(self, appointment: Appointment) -> None:
        """Add or change when those who were introduced meet."""
        upsert(self._connection, appointments, [APPOINTMENT.row(appointment)])
