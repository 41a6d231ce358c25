"""Whatever is typed gets a kind word, and leaves everything as it was."""

import pytest

from tests.stories.hospital import Hospital

TYPED = [
    "pause until never",
    "pause until 1 January 2020",
    "pause 10,000 weeks",
    "pause 0 weeks",
    "often 10,000 weeks",
    "often every -2 weeks",
    "budget -1",
    "budget 1,000",
    "budget ½",
    "budget none at all please",
    "never 张伟",
    "never Ωμέγα",
    "never \u202eneB",
    "introduce 张伟 and محمد because of tea",
    "ask \u0000",
    "often ٣٣٣٣٣٣ weeks",
]


def known(hospital: Hospital):
    with hospital.store.reading() as reading:
        return (
            reading.member("ana"),
            reading.memberships("ana"),
            reading.never_pairs(),
            reading.introductions_of("ana", 9),
            reading.askings_of("ana", 9),
        )


@pytest.mark.parametrize("typed", TYPED)
def test_it_is_answered_kindly_and_nothing_changes(hospital, typed):
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ben Stone", "golf")
    before = known(hospital)
    answer = hospital.types("ana", typed)
    assert len(answer) > 20
    assert "error" not in answer.casefold()
    assert known(hospital) == before
    assert hospital.messages("ben") == []
