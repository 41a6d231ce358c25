"""Programmes, places and small settings: what administrators decide."""

from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.engine import Row

from bot.model import Consent, OddOne, Programme
from bot.ports import Place
from storage.bulk import add_missing, upsert
from storage.schema import lanes, places, programmes, settings
from storage.view import View


class Programmes(View):
    """What was decided, as it is read."""

    def programmes(self) -> tuple[Programme, ...]:
        """All programmes, by id."""
        rows = self._connection.execute(select(programmes).order_by(programmes.c.id))
        return tuple(map(_programme, rows))

    def programme(self, programme: str) -> Programme | None:
        """One programme."""
        wanted = select(programmes).where(programmes.c.id == programme)
        row = self._connection.execute(self._held(wanted, programmes)).one_or_none()
        return None if row is None else _programme(row)

    def places(self) -> tuple[Place, ...]:
        """All places, by id."""
        rows = self._connection.execute(select(places).order_by(places.c.id))
        return tuple(
            Place(row.id, row.kind, row.name, per_minute=row.per_minute, looks_up=row.looks_up)
            for row in rows
        )

    def setting(self, name: str) -> str | None:
        """A small value kept by name."""
        return self._connection.scalar(select(settings.c.value).where(settings.c.name == name))


class ProgrammesWriting(Programmes):
    """What was decided, as it is saved."""

    def save_programme(self, programme: Programme) -> None:
        """Add or change a programme."""
        upsert(self._connection, programmes, [_row(programme)])

    def save_place(self, place: Place) -> None:
        """Add or change a place, and give it a lane."""
        row = {
            "id": place.id,
            "kind": place.kind,
            "name": place.name,
            "per_minute": place.per_minute,
            "looks_up": place.looks_up,
        }
        upsert(self._connection, places, [row])
        add_missing(self._connection, lanes, [{"place": place.id}], "place")

    def keep_setting(self, name: str, value: str) -> None:
        """Keep a small value by name."""
        upsert(self._connection, settings, [{"name": name, "value": value}])


def _row(programme: Programme) -> dict[str, Any]:
    return {
        "id": programme.id,
        "name": programme.name,
        "timezone": programme.timezone,
        "every_weeks": programme.every_weeks,
        "weekday": programme.weekday,
        "at": programme.at,
        "consent": programme.consent.value,
        "odd_one": programme.odd_one.value,
        "gap_weeks": programme.gap_weeks,
        "retry_weeks": programme.retry_weeks,
        "answer_days": programme.answer_days,
        "waves": programme.waves,
        "window_hours": programme.window_hours,
        "holidays": sorted(day.isoformat() for day in programme.holidays),
        "starts_on": programme.starts_on,
        "paused": programme.paused,
    }


def _programme(row: Row[Any]) -> Programme:
    return Programme(
        id=row.id,
        name=row.name,
        timezone=row.timezone,
        every_weeks=row.every_weeks,
        weekday=row.weekday,
        at=row.at,
        consent=Consent(row.consent),
        odd_one=OddOne(row.odd_one),
        gap_weeks=row.gap_weeks,
        retry_weeks=row.retry_weeks,
        answer_days=row.answer_days,
        waves=row.waves,
        window_hours=row.window_hours,
        holidays=frozenset(map(date.fromisoformat, row.holidays)),
        starts_on=row.starts_on,
        paused=row.paused,
    )
