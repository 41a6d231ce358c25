"""Programmes, places and small settings: what administrators decide."""

from sqlalchemy import select

from bot.delivery import Place
from bot.model import Programme
from storage.bulk import add_missing, upsert
from storage.schema import lanes, places, programmes, settings
from storage.values import Kept
from storage.view import View

PROGRAMME = Kept(Programme, programmes)
PLACE = Kept(Place, places)

# Built once: that takes longer than running them.
PROGRAMMES = PROGRAMME.select.order_by(programmes.c.id)
PLACES = PLACE.select.order_by(places.c.id)


class Programmes(View):
    """What was decided, as it is read."""

    def programmes(self) -> tuple[Programme, ...]:
        """All programmes, by id."""
        rows = self._connection.execute(PROGRAMMES)
        return tuple(Programme(*row) for row in rows)

    def programme(self, programme: str) -> Programme | None:
        """One programme."""
        wanted = PROGRAMME.select.where(programmes.c.id == programme)
        row = self._connection.execute(self._held(wanted, programmes)).one_or_none()
        return None if row is None else Programme(*row)

    def places(self) -> tuple[Place, ...]:
        """All places, by id."""
        rows = self._connection.execute(PLACES)
        return tuple(Place(*row) for row in rows)

    def setting(self, name: str) -> str | None:
        """A small value kept by name."""
        return self._connection.scalar(select(settings.c.value).where(settings.c.name == name))


class ProgrammesWriting(Programmes):
    """What was decided, as it is saved."""

    def save_programme(self, programme: Programme) -> None:
        """Add or change a programme."""
        upsert(self._connection, programmes, [PROGRAMME.row(programme)])

    def save_place(self, place: Place) -> None:
        """Add or change a place, and give it a lane."""
        upsert(self._connection, places, [PLACE.row(place)])
        add_missing(self._connection, lanes, [{"place": place.id}], "place")

    def keep_setting(self, name: str, value: str) -> None:
        """Keep a small value by name."""
        upsert(self._connection, settings, [{"name": name, "value": value}])
