"""What members wanted after they met, over both databases."""

from bot.model import Afterwards
from storage import SqlStore
from tests.contracts.store.people import PAIR, settle

ANA = Afterwards(PAIR.id, "ana", keep_in_touch=True, thanks="¡Gracias! ☕", note="Ask more")
BEN = Afterwards(PAIR.id, "ben")


def test_what_was_wanted_comes_back_and_changes(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.add_introductions([PAIR])
        assert tx.afterwards(PAIR.id) == {}
        tx.save_afterwards(Afterwards(PAIR.id, "ana"))
        tx.save_afterwards(ANA)
        tx.save_afterwards(BEN)
    with store.reading() as reading:
        assert reading.afterwards(PAIR.id) == {"ana": ANA, "ben": BEN}
        assert reading.afterwards_of("ana") == {PAIR.id: ANA}
        assert reading.afterwards_of("cho") == {}
        assert reading.notes_of("ana", 5) == (ANA,)
        assert reading.notes_of("ben", 5) == ()
