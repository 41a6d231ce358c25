"""Which spellings are the same, which are a slip, and which are another word."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.interests.spelling import cleaned, closed_up, is_slip, normalised, singular

NORMAL = [
    ("A&E", "a and e"),
    ("Crohn's", "crohns"),
    ("Crohn’s", "crohns"),
    ("GLP-1", "glp 1"),
    ("LGBTQ+", "lgbtq+"),
    ("heme / onc", "heme/onc"),
    ("  Café\tDance ", "cafe dance"),
    ("ＧＯＬＦ", "golf"),
    ("go\u200blf", "golf"),
    ("snake_case", "snake case"),
    ("///", ""),
]


@pytest.mark.parametrize(("typed", "expected"), NORMAL)
def test_text_is_made_comparable(typed: str, expected: str) -> None:
    assert normalised(typed) == expected


@settings(deadline=None)
@given(st.text())
def test_making_comparable_twice_changes_nothing(typed: str) -> None:
    assert normalised(normalised(typed)) == normalised(typed)


@settings(deadline=None)
@given(st.text())
def test_what_cannot_be_seen_is_gone(typed: str) -> None:
    assert not set("\u200b\u200e\u202e\ufeff\x00") & set(cleaned(typed))


def test_gaps_and_plurals() -> None:
    assert closed_up("heme/onc ward") == "hemeoncward"
    assert singular("novels") == "novel"
    for word in ("chess", "pus", "sepsis", "gas"):
        assert singular(word) == word


SLIPS = [
    ("baaking", "baking"),  # doubled
    ("bking", "baking"),  # lost
    ("bakinng", "baking"),  # added
    ("bkaing", "baking"),  # swapped
    ("health equty", "health equity"),
    ("anesthesialogy", "anesthesiology"),  # another letter, late in a long word
    ("patient experiense and advocasy", "patient experience and advocacy"),
    ("adventure spo rst", "adventure sports"),
]


@pytest.mark.parametrize(("typed", "name"), SLIPS)
def test_a_slip(typed: str, name: str) -> None:
    assert is_slip(typed, name)


OTHERS = [
    ("singing", "painting"),
    ("hypotension", "hypertension"),
    ("urology", "neurology"),
    ("intubation", "incubation"),
    ("hiking", "biking"),
    ("gofl", "golf"),  # too short
    ("endoscopic", "endoscopy and more"),
]


@pytest.mark.parametrize(("typed", "name"), OTHERS)
def test_no_slip(typed: str, name: str) -> None:
    assert not is_slip(typed, name)
