"""What the members of a sample hospital typed, against what they meant."""

import csv
from pathlib import Path

import pytest

from benchmarks.interests import Score, score

SAMPLE = Path(__file__).parents[2] / "adapters" / "sample" / "roster_5000.csv"


@pytest.fixture(scope="module")
def sample() -> Score:
    return score()


def test_every_member_who_typed_something_is_read(sample: Score) -> None:
    assert len(sample.reads) == 1016


def test_what_is_found_was_meant(sample: Score) -> None:
    assert sample.precision >= 0.98


def test_what_was_meant_is_found_or_asked_about(sample: Score) -> None:
    assert sample.recall >= 0.95


def test_asking_is_not_a_way_to_reach_recall(sample: Score) -> None:
    asked = [read for read in sample.reads if read.reading.resolution.ambiguous]
    assert 0 < len(asked) < 0.05 * len(sample.reads)


def test_every_planted_patient_line_is_refused_and_its_interests_kept(sample: Score) -> None:
    planted = [read for read in sample.reads if read.entry.planted]
    assert len(planted) == 5
    assert sample.planted_kept == []
    for read in planted:
        assert read.missed == frozenset()
        assert "bed" not in repr(read.reading.resolution)


def test_at_most_one_honest_entry_in_a_thousand_is_refused(sample: Score) -> None:
    assert len(sample.honest_refused) <= len(sample.reads) / 1000


def test_it_takes_a_few_seconds_at_most(sample: Score) -> None:
    assert sample.seconds < 15  # 1 s on a quiet machine


def test_the_sample_hospital_does_not_give_the_truth_away(sample: Score) -> None:
    with SAMPLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 5000
    assert not any(name.startswith("truth") for name in rows[0])
    typed = [row["interests_as_typed"] for row in rows if row["interests_as_typed"]]
    assert typed == [read.entry.typed for read in sample.reads]
