"""Appointments, over both databases."""

import pytest

from bot.model import Appointment
from storage import SqlStore
from tests.contracts.store.people import DAY, NOW, PAIR, settle

AGREED = Appointment(
    introduction=PAIR.id,
    offered=(NOW + DAY, NOW + 2 * DAY),
    suggested=NOW + DAY,
    wanted_by=("ben", "ana"),
    agreed=NOW + DAY,
    minutes=30,
    sequence=2,
    refused=(NOW + 3 * DAY,),
    way="sit-down",
)


def test_an_appointment_comes_back_as_it_was_and_changes(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions([PAIR])
        assert tx.appointment(PAIR.id) is None
        tx.save_appointment(Appointment(PAIR.id))
        tx.save_appointment(AGREED)
    with store.reading() as reading:
        assert reading.appointment(PAIR.id) == AGREED
        assert reading.appointment("nothing") is None
        assert reading.appointments_of("ben") == {PAIR.id: AGREED}
        assert reading.appointments_of("cho") == {}


def test_an_appointment_belongs_to_an_introduction(store: SqlStore) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"), store.writing() as tx:
        tx.save_appointment(AGREED)
