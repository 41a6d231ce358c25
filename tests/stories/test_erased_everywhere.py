"""`forget me` on both databases: every table, and whatever is sealed is opened and searched too."""

import pytest

from bot.model import Contact
from tests.stories.hospital import Hospital
from tests.stories.searching import every_row
from tests.stories.test_rights import given

GIVEN = {
    "name": "Ben Stone",
    "id": "mem-4711",
    "title": "Pager 5511",
    "department": "Trauma Unit Nine",
    "interest": "zzyzxology",
    "first words": "my very own words",
    "a reason for two others": "quokkas on the roof",
    "a line to an expert": "marmalade before dawn",
    "a concern": "the umbrella stand was rude",
}
"""Whatever Ben gave, and what it was."""


@pytest.fixture
def hospital(tmp_path, database_url):
    opened = Hospital(tmp_path, url=database_url)
    yield opened
    opened.close()


def ben_gives_everything(hospital: Hospital) -> None:
    hospital.add("Ana Díaz", "sepsis-improvement")
    hospital.add(
        "Ben Stone", "sepsis-improvement", known_as=GIVEN["id"],
        department=GIVEN["department"], title=GIVEN["title"], unsettled=(GIVEN["interest"],),
    )  # fmt: skip
    hospital.run_round()
    hospital.add("Cleo Park", offers="quality-improvement")
    hospital.add("Dan Roe", "baking")
    hospital.add("Eve Moss", "baking")
    given(hospital, contact=Contact(member="eve"))
    ben = GIVEN["id"]
    hospital.presses(ben, "Yes, with my own first words")
    hospital.fills(ben, opening=f"Hello, {GIVEN['first words']}")
    hospital.types(
        ben, f"introduce Eve Moss and Dan Roe because {GIVEN['a reason for two others']}"
    )
    hospital.types(ben, "ask quality improvement")
    hospital.fills(ben, opening=GIVEN["a line to an expert"])
    hospital.types(ben, "concern")
    hospital.fills(ben, words=GIVEN["a concern"], who="named")
    hospital.types(ben, "never dan")


def left(url: str) -> set[str]:
    """Which of the things given are anywhere."""
    rows = every_row(url)
    assert "Ana Díaz" in rows
    return {what for what, value in GIVEN.items() if value in rows}


def test_nothing_given_is_left_in_any_table(hospital, database_url):
    """Only the face on Ana's open proposal stays till it closes: a no must not show."""
    ben_gives_everything(hospital)
    assert left(database_url) == set(GIVEN), "the search looks where each of them is kept"
    hospital.types(GIVEN["id"], "forget me")
    hospital.fill_reply(GIVEN["id"], sure="erase")
    hospital.deliver()
    assert left(database_url) == {"name", "department"}
    hospital.wait(days=12)
    assert left(database_url) == set()


def test_the_day_after_the_file_holds_not_even_an_id(tmp_path) -> None:
    """Rows of many members, so that pages were split and rows moved."""
    hospital = Hospital(tmp_path)
    for number in range(300):
        hospital.add(f"N{number} Doe", "baking", known_as=f"erase-{number:04}")
    gone = [f"erase-{number:04}" for number in range(0, 300, 3)]
    with hospital.store.writing() as tx:
        for each in gone:
            tx.forget(each, hospital.now)
    hospital.wait(days=1, hours=1)
    hospital.close()
    files = b"".join(path.read_bytes() for path in tmp_path.iterdir() if path.is_file())
    assert b"erase-0001" in files, "who stays is there"
    assert [each for each in gone if each.encode() in files] == []
