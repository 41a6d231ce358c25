"""Every column says what it holds about people, what for and how long."""

from sqlalchemy import Column, MetaData, String, Table

from bot.notes import Holds, Kept
from storage.columns import Sealed
from storage.schema import metadata


def unclassified(tables: MetaData) -> list[str]:
    """Columns that do not say it."""
    return [
        f"{table.name}.{column.name}"
        for table in tables.tables.values()
        for column in table.columns
        if not (
            isinstance(column.info.get("holds"), Holds)
            and isinstance(column.info.get("kept"), Kept)
            and len(column.info.get("purpose", "")) >= 3
        )
    ]


def test_every_column_is_classified() -> None:
    assert unclassified(metadata) == []


def test_an_unclassified_column_is_noticed() -> None:
    tables = MetaData()
    Table("notes", tables, Column("about", String))
    assert unclassified(tables) == ["notes.about"]


def test_free_text_is_known_wherever_members_can_type() -> None:
    free = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if column.info["holds"] is Holds.FREE_TEXT
    }
    assert free == {
        "unsettled.words",
        "parts.opening",
        "asks.opening",
        "brought.because",
        "never_pairs.why",
        "concerns.words",
        "forgotten.face",
        "afterwards.thanks",
        "afterwards.note",
        "inbox.body",
    }


def test_all_free_text_is_sealed() -> None:
    for table in metadata.tables.values():
        for column in table.columns:
            free = column.info["holds"] is Holds.FREE_TEXT
            assert isinstance(column.type, Sealed) is free, f"{table.name}.{column.name}"


def test_every_reference_to_a_member_is_indexed() -> None:
    """Or else erasing one member reads every table to its end."""
    for table in metadata.tables.values():
        leading = {next(iter(index.columns)).name for index in table.indexes}
        leading |= {
            next(iter(constraint.columns)).name
            for constraint in table.constraints
            if len(constraint.columns) and constraint.__visit_name__ != "foreign_key_constraint"
        }
        people = {
            each.parent.name for each in table.foreign_keys if each.column.table.name == "members"
        }
        assert people <= leading, table.name
