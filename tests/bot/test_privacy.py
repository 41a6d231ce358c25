"""The patient-information guard: a table of refused and accepted, and the door behind it."""

import time
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.interests import Interest, Resolution, taxonomy
from bot.privacy import Clue, Reading, Refused, patient_clue, read_interests

LINES = yaml.safe_load((Path(__file__).parents[1] / "data/patient_lines.yml").read_text("utf-8"))
REFUSED = [(Clue(kind), line) for kind, lines in LINES["refused"].items() for line in lines]
ACCEPTED = LINES["accepted"]


def test_the_table_is_large_enough_to_mean_something() -> None:
    assert len(REFUSED) >= 60
    assert len(ACCEPTED) >= 60
    assert {clue for clue, _ in REFUSED} == set(Clue)


@pytest.mark.parametrize(("clue", "line"), REFUSED)
def test_what_points_to_a_patient_is_seen(clue: Clue, line: str) -> None:
    assert patient_clue(line) is clue


@pytest.mark.parametrize("line", ACCEPTED)
def test_honest_lines_pass(line: str) -> None:
    assert patient_clue(line) is None


@pytest.mark.parametrize(("_clue", "line"), REFUSED)
def test_it_is_seen_among_other_things(_clue: Clue, line: str) -> None:
    assert patient_clue(f"golf; {line}; hiking")
    assert patient_clue(f"golf\n{line}\nhiking")


def test_every_name_of_the_taxonomy_passes() -> None:
    names = [name for interest in taxonomy() for name in interest.names]
    assert [name for name in names if patient_clue(name)] == []


@pytest.mark.parametrize("name", ["Ana", "Mrs. Lopez", "Ms Ortiz", "Maria Lopez", "Dr. Peña"])
@pytest.mark.parametrize("interest", ["Stroke care", "Sepsis pathways", "Diabetes care", "Golf"])
def test_an_opening_line_passes(name: str, interest: str) -> None:
    for opening in (
        f"Hi {name}. We both chose {interest}. What drew you to it?",
        f"Hello {name}, I see that you work in {interest}. Could I hear how you got started?",
        f"Dear {name}, I am new to {interest}. I could do 12:30 on Thursday, 14 May.",
    ):
        assert patient_clue(opening) is None


def kept(typed: str) -> list[str]:
    return [each.interest.id for each in read_interests(typed).resolution.found]


def test_honest_text_is_read() -> None:
    reading = read_interests("golf, cards, the theremin")
    assert reading.refused == ()
    assert [each.interest.id for each in reading.resolution.found] == ["golf"]
    assert [each.typed for each in reading.resolution.ambiguous] == ["cards"]
    assert [each.typed for each in reading.resolution.unsure] == ["the theremin"]


def test_a_refused_line_is_named_by_its_number_and_kind() -> None:
    reading = read_interests("golf\npatient in bed 4\nhiking\nMRN 12345678")
    assert reading.refused == (Refused(2, Clue.ROOM_OR_BED), Refused(4, Clue.RECORD_NUMBER))
    assert kept("golf\npatient in bed 4\nhiking\nMRN 12345678") == ["golf", "hiking"]


def test_known_interests_in_a_refused_line_are_kept() -> None:
    assert kept("latte art / camping / patient in bed 4") == ["coffee", "camping-and-backpacking"]
    reading = read_interests("cards, the theremin, patient in bed 4")
    assert [each.typed for each in reading.resolution.ambiguous] == ["cards"]
    assert reading.resolution.unsure == ()


@pytest.mark.parametrize(
    "typed",
    [
        "Mrs Lopez, post-op, diabetes",
        "diabetes (Mrs Lopez post-op)",
        "coffee (bed 4), MRN 12345678",
        "Mrs Lopez\npost-op",
        "DOB\nMarch 4, 1951",
    ],
)
def test_nothing_of_a_patient_comes_out(typed: str) -> None:
    reading = read_interests(typed)
    assert reading.refused
    for word in ("Lopez", "post", "bed", "1234", "1951"):
        assert word not in repr(reading)


def test_a_clue_over_two_lines_refuses_the_whole_text() -> None:
    assert read_interests("golf\nDOB\nMarch 4, 1951") == Reading(
        Resolution(), (Refused(0, Clue.BIRTH_DATE),)
    )


def test_a_suggester_never_sees_a_refused_line() -> None:
    class Listening:
        def __init__(self) -> None:
            self.heard: list[str] = []

        def suggest(self, typed: str) -> tuple[Interest, ...]:
            self.heard.append(typed)
            return ()

    listening = Listening()
    read_interests("the theremin\nbonsai, patient in bed 4", suggester=listening)
    assert listening.heard == ["the theremin"]


HONEST = st.sampled_from(["golf", "hiking", "the theremin", "cards", "n/a", ""])


@settings(deadline=None)
@given(st.lists(HONEST, max_size=4), st.sampled_from(REFUSED), st.lists(HONEST, max_size=4))
def test_whatever_stands_around_it_a_patient_line_leaves_no_trace(
    before: list[str], refused: tuple[Clue, str], after: list[str]
) -> None:
    line = refused[1]
    reading = read_interests("\n".join([*before, line, *after]))
    assert reading.refused
    assert line not in repr(reading)
    entries = (*reading.resolution.unsure, *reading.resolution.ambiguous)
    assert {each.typed for each in entries} <= {"the theremin", "cards"}


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_looked_at(typed: str) -> None:
    assert patient_clue(typed) in {None, *Clue}
    read_interests(typed)


HUGE = [
    "bed " * 2500,
    "bed" + " " * 10_000,
    "Mr " * 3333,
    "Mr. Lopez " * 1000,
    "1" * 10_000,
    "1/" * 5000,
    "62yo " * 2000,
    "patient " * 1250,
    "A" * 10_000,
    "Aa " * 3333,
    "s/p" * 3333,
    "\n" * 10_000,
    "\u202e\u200f" * 5000,
    "\ud800\x00" * 5000,
]


@pytest.mark.parametrize("typed", HUGE, ids=range(len(HUGE)))
def test_a_huge_or_broken_text_is_looked_at_in_seconds(typed: str) -> None:
    started = time.perf_counter()
    patient_clue(typed)
    assert time.perf_counter() - started < 5
