"""What every message looks like as HTML is reviewed like code."""

from tests.adapters.web.golden import GOLDEN, drawn


def test_every_message_is_drawn_as_it_was_reviewed() -> None:
    again = "run `python -m tests.adapters.web.golden`, and read what changed"
    assert drawn() == GOLDEN.read_text(encoding="utf-8"), again
