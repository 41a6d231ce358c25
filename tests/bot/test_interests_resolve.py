"""Typed text in, interests out: tables first, then what holds for any text."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.interests import Interest, Resolution, resolve, taxonomy

KNOWN = taxonomy()


def found(typed: str) -> list[str]:
    return [each.interest.id for each in resolve(typed, KNOWN).found]


def asked(typed: str) -> list[list[str]]:
    return [[one.id for one in each.candidates] for each in resolve(typed, KNOWN).ambiguous]


def unsure(typed: str) -> dict[str, list[str]]:
    return {each.typed: [s.id for s in each.suggestions] for each in resolve(typed, KNOWN).unsure}


SEPARATED = [
    ("golf; hiking", ["golf", "hiking"]),
    ("golf / hiking", ["golf", "hiking"]),
    ("golf/hiking", ["golf", "hiking"]),
    ("golf, hiking", ["golf", "hiking"]),
    ("golf\nhiking\r\ncoffee", ["golf", "hiking", "coffee"]),
    ("golf and hiking", ["golf", "hiking"]),
    ("golf & hiking", ["golf", "hiking"]),
    ("golf + hiking", ["golf", "hiking"]),
    ("golf | hiking • coffee", ["golf", "hiking", "coffee"]),
    ("golf, hiking, and coffee", ["golf", "hiking", "coffee"]),
    ("golf or hiking", ["golf", "hiking"]),
    ("Golf. Hiking. Coffee.", ["golf", "hiking", "coffee"]),
    ("golf；hiking，coffee、tea", ["golf", "hiking", "coffee", "tea"]),
    ("- golf\n- hiking\n* coffee", ["golf", "hiking", "coffee"]),
    ("1. golf\n2) hiking", ["golf", "hiking"]),
    (" ,; golf ;;, / hiking ,", ["golf", "hiking"]),
    ("golf, Golf; GOLF", ["golf"]),
]


@pytest.mark.parametrize(("typed", "expected"), SEPARATED)
def test_lists_are_read_in_any_of_their_separators(typed: str, expected: list[str]) -> None:
    assert found(typed) == expected
    assert unsure(typed) == {}


WHOLE = [
    ("Skiing and snowboarding", ["skiing-and-snowboarding"]),
    ("A&E", ["emergency-medicine"]),
    ("hem-onc, heme/onc", found("heme/onc")),
    ("D&D", ["role-playing-games"]),
    ("OB/GYN", found("obgyn")),
    ("Horses and farm life", ["horses-and-farm-life"]),
    ("Patient and family education", ["patient-and-family-education"]),
    ("chess and yoga and pilates", ["board-games", "yoga-and-pilates"]),
    ("yoga and pillates", ["yoga-and-pilates"]),
    ("Puzzles and word gaems", ["puzzles-and-word-games"]),
    ("Pathway adn outreach programs", ["pathway-and-outreach-programs"]),
    ("Reading and Knitting and crochet", ["reading", "knitting-and-crochet"]),
    ("Unions and labor relations and coffee", ["unions-and-labor-relations", "coffee"]),
    ("basketball and softball", ["basketball", "baseball-and-softball"]),
    ("Histoolgy and cytology", ["histology-and-cytology"]),
]


@pytest.mark.parametrize(("typed", "expected"), WHOLE)
def test_x_and_y_is_one_interest_or_two(typed: str, expected: list[str]) -> None:
    assert expected
    assert found(typed) == expected


MISSPELLED = [
    ("Famil yplanning", "family-planning"),
    ("secondv ictim", "peer-support"),
    ("bkaing", "baking"),
    ("Cooffee", "coffee"),
    ("suodku", "puzzles-and-word-games"),
    ("aneesthesiology", "anesthesiology"),
    ("Neurodiganostics", "neurodiagnostics"),
    ("Surgicaloutcomes and registries", "surgical-outcomes-and-registries"),
    ("Climbing and adventuresports", "climbing-and-adventure-sports"),
    ("youth sport scoach", "scouting-and-youth-coaching"),
    ("why  Ido this", "finding-meaning-at-work"),
    ("IDC-10", "revenue-cycle-and-coding"),
    ("opne water", "swimming"),
    ("Crohns", "inflammatory-bowel-disease"),
    ("GLP1", "obesity-and-weight-medicine"),
    ("fútbol", "soccer"),
    ("book clubs", "reading"),
    ("cellular terapy", "bone-marrow-transplant-and-cell-therapy"),
]


@pytest.mark.parametrize(("typed", "expected"), MISSPELLED)
def test_a_slip_of_spelling_is_read(typed: str, expected: str) -> None:
    assert found(typed) == [expected]


ANOTHER_WORD = [
    "eurology",  # urology or neurology
    "baskeball",  # basketball or baseball
    "hypotension",
    "hyperglycemic",
    "banking",  # not baking
    "signing",  # not singing
    "swing",  # not sewing
    "aesthetics",  # not anaesthetics
    "phase 9",
    "GLP-2",
    "ICD-11",
    "golv",  # too short to be sure
    "urologist neurologist",
]


@pytest.mark.parametrize("typed", ANOTHER_WORD)
def test_what_may_be_another_word_is_never_taken_for_a_slip(typed: str) -> None:
    assert found(typed) == []
    assert list(unsure(typed)) == [typed]


ABBREVIATIONS = [
    ("ICU", ["critical-care"]),
    ("icu", ["critical-care"]),
    ("golf, qi, coffee", ["golf", "quality-improvement", "coffee"]),
    ("EM", ["emergency-medicine"]),
]


@pytest.mark.parametrize(("typed", "expected"), ABBREVIATIONS)
def test_an_abbreviation_is_a_whole_entry(typed: str, expected: list[str]) -> None:
    assert found(typed) == expected


@pytest.mark.parametrize("typed", ["show them em", "it is what it is", "ask me", "more or less"])
def test_an_abbreviation_inside_a_sentence_is_not_one(typed: str) -> None:
    assert found(typed) == []


AMBIGUOUS = [
    ("cards", ["cardiology", "board-games"]),
    ("MS", ["neurology", "medical-surgical-nursing"]),
    ("RT", ["respiratory-therapy", "radiation-oncology", "radiologic-technology"]),
    ("football", ["watching-sports", "soccer"]),
    ("footbal", ["watching-sports", "soccer"]),
    ("recovery", ["post-anesthesia-nursing", "addiction-medicine", "recovery-and-sobriety"]),
]


@pytest.mark.parametrize(("typed", "candidates"), AMBIGUOUS)
def test_an_ambiguous_word_is_asked_about(typed: str, candidates: list[str]) -> None:
    assert found(typed) == []
    assert asked(typed) == [candidates]


def test_an_ambiguous_word_with_one_meaning_here_is_not_asked_about() -> None:
    assert found("ED") == ["emergency-medicine"]
    assert found("football (UK)") == ["soccer"]


def test_a_word_is_asked_about_once() -> None:
    assert len(asked("cards, Cards; cards")) == 1


AROUND = [
    "Hobbies: I love hiking",
    "ask me about hiking",
    "I love hiking",
    "really into hiking",
    "hiking lol",
    "hiking (badly)",
    "hiking :)",
]


@pytest.mark.parametrize("typed", AROUND)
def test_words_around_an_interest_are_left_off(typed: str) -> None:
    assert found(typed) == ["hiking"]


@pytest.mark.parametrize(
    "typed", ["", " ", "n/a", "None", "TBD", "-", ",;/ and", "...", ":)", "\n\n"]
)
def test_nothing_said_is_nothing_asked(typed: str) -> None:
    assert resolve(typed, KNOWN) == Resolution()


UNKNOWN = ["the theremin", "bonsai", "glass blowing", "my kids", "everything", "🎸", "قهوة"]


@pytest.mark.parametrize("typed", UNKNOWN)
def test_what_is_unknown_is_said_to_be(typed: str) -> None:
    assert found(typed) == []
    assert list(unsure(typed)) == [typed]


SUGGESTED = [
    ("drone photography", "photography"),
    ("robots and surgery", "robotic-surgery"),
    ("I walk my two dogs", "dogs"),
    ("CM survey", "accreditation-and-regulatory-readiness"),
    ("baskeball", "basketball"),
]


@pytest.mark.parametrize(("typed", "expected"), SUGGESTED)
def test_something_near_is_suggested(typed: str, expected: str) -> None:
    offered = [one for suggestions in unsure(typed).values() for one in suggestions]
    assert expected in offered
    assert len(offered) <= 4 * len(unsure(typed))


def test_unread_neighbours_stay_together() -> None:
    assert list(unsure("search and rescue; golf")) == ["search and rescue"]
    assert list(unsure("lego robotics w/ my kids, golf")) == ["lego robotics w/ my kids"]


PRIVATE = [
    ("Recovery and sobriety", "recovery-and-sobriety"),
    ("sober", "recovery-and-sobriety"),
    ("ADHD", "neurodiversity-at-work"),
    ("retirment", "retirement-and-late-career"),
    ("late caareer", "retirement-and-late-career"),
    ("LGBTQ+", "lgbtq-health-and-community"),
]


@pytest.mark.parametrize(("typed", "expected"), PRIVATE)
def test_a_private_interest_is_found_when_it_is_typed(typed: str, expected: str) -> None:
    assert KNOWN.is_private(expected)
    assert found(typed) == [expected]


@pytest.mark.parametrize("typed", ["sobber", "fatih", "prayr", "soberr", "unnion", "prides me"])
def test_a_short_private_word_is_not_guessed_from_a_slip(typed: str) -> None:
    assert not any(KNOWN.is_private(one) for one in found(typed))
    assert list(unsure(typed)) == [typed]


NEAR_PRIVATE = st.sampled_from(
    [name for interest in KNOWN if interest.private for name in interest.names]
)


@settings(deadline=None)
@given(st.text(max_size=12), NEAR_PRIVATE, st.text(max_size=12))
def test_a_private_interest_is_never_suggested(before: str, name: str, after: str) -> None:
    for each in resolve(before + name + after, KNOWN).unsure:
        assert not any(one.private for one in each.suggestions)
        assert len(each.suggestions) <= 4


def test_no_suggester_can_make_it_suggest_a_private_interest() -> None:
    class Everything:
        def suggest(self, typed: str) -> tuple[Interest, ...]:
            return tuple(KNOWN) * 2

    (only,) = resolve("the theremin", KNOWN, Everything()).unsure
    assert len(set(only.suggestions)) == 4
    assert not any(one.private for one in only.suggestions)


@settings(deadline=None)
@given(st.text())
def test_any_text_can_be_read(typed: str) -> None:
    result = resolve(typed, KNOWN)
    ids = [each.interest.id for each in result.found]
    assert len(set(ids)) == len(ids)
    assert all(one in KNOWN for one in ids)


SEPARATORS = st.sampled_from(["; ", " / ", ", ", "\n", " and ", " & ", "、"])
LABELS = st.sampled_from([interest.label for interest in KNOWN])


@settings(deadline=None)
@given(LABELS, st.sampled_from([str.lower, str.upper, str.title, str.swapcase]))
def test_a_label_is_found_in_any_case(label: str, case: object) -> None:
    assert callable(case)
    (only,) = resolve(case(label), KNOWN).found
    assert only.interest.label == label


@settings(deadline=None)
@given(LABELS, st.sampled_from([".", "!", "  ", "\u200e", " :)", ";", "…", '"', ","]))
def test_a_label_is_found_in_any_punctuation(label: str, mark: str) -> None:
    (only,) = resolve(mark + label + mark, KNOWN).found
    assert only.interest.label == label


@settings(deadline=None)
@given(st.lists(LABELS, min_size=1, max_size=8, unique=True), SEPARATORS)
def test_a_list_of_labels_is_found_whole(labels: list[str], separator: str) -> None:
    result = resolve(separator.join(labels), KNOWN)
    assert [each.interest.label for each in result.found] == labels
    assert result.unsure == ()


HUGE = [
    "a and " * 2000,
    "x" * 10_000,
    "golf, " * 2000,
    "/" * 10_000,
    " " * 10_000,
    "\u202e\u200f" * 5000,
    "🎸 " * 5000,
    "qwertz, " * 1250,
    "(" * 10_000,
    "hiking and hikking / " * 500,
    "\x00\ud800 golf",
]


@pytest.mark.parametrize("typed", HUGE, ids=range(len(HUGE)))
def test_a_huge_or_broken_text_is_read_in_seconds(typed: str) -> None:
    started = time.perf_counter()
    resolve(typed, KNOWN)
    assert time.perf_counter() - started < 5
