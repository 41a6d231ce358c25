"""The taxonomy that ships, and the ones that contradict themselves."""

import dataclasses
from importlib import resources

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.interests import (
    Group,
    Interest,
    Taxonomy,
    UnknownInterest,
    known_words,
    read_taxonomy,
    search,
    taxonomy,
)
from bot.interests.spelling import normalised

KNOWN = taxonomy()


def test_it_holds_what_its_own_file_counts() -> None:
    data = yaml.safe_load(resources.files("bot.data").joinpath("taxonomy.yml").read_text("utf-8"))
    names = sum(len(interest.names) - 1 for interest in KNOWN)
    assert data["counts"] == {
        "groups": len(KNOWN.groups),
        "interests": len(KNOWN.all),
        "synonyms_and_abbreviations": names,
    }


def test_it_is_read_once() -> None:
    assert taxonomy() is KNOWN


def test_an_interest_is_found_by_its_id() -> None:
    golf = KNOWN.interest("golf")
    assert (golf.label, KNOWN.group_of("golf").id, golf.private) == (
        "Golf",
        "life_outside_work",
        False,
    )
    assert "golf" in KNOWN
    assert "gulf" not in KNOWN


@pytest.mark.parametrize("ask", [KNOWN.interest, KNOWN.group_of, KNOWN.is_private])
def test_an_unknown_id_is_named(ask: object) -> None:
    assert callable(ask)
    with pytest.raises(UnknownInterest, match="'gulf'"):
        ask("gulf")


def test_related_interests_relate_both_ways_and_never_to_themselves() -> None:
    assert "camping-and-backpacking" in KNOWN.related("hiking")
    for interest in KNOWN:
        for other in KNOWN.related(interest.id):
            assert other != interest.id
            assert interest.id in KNOWN.related(other)


def test_twelve_interests_are_private() -> None:
    private = {interest.id for interest in KNOWN if interest.private}
    assert len(private) == 12
    assert {"recovery-and-sobriety", "living-with-a-health-condition"} <= private


def test_no_relation_infers_a_private_interest() -> None:
    assert frozenset(["parenting", "new-parents-at-work"]) in KNOWN.related_pairs
    for interest in KNOWN:
        assert not any(KNOWN.is_private(other) for other in KNOWN.related(interest.id))
        if interest.private:
            assert KNOWN.related(interest.id) == frozenset()


def test_every_shared_name_is_in_the_ambiguous_table() -> None:
    owners: dict[str, set[str]] = {}
    for interest in KNOWN:
        for name in interest.names:
            owners.setdefault(name.casefold(), set()).add(interest.id)
    shared = {name for name, ids in owners.items() if len(ids) > 1}
    assert shared <= set(KNOWN.ambiguous)


GOLF = Interest("golf", "Golf", "play")
PLAY = Group("play", "Play")


@pytest.mark.parametrize(
    ("changed", "complaint"),
    [
        ({"all": (GOLF, GOLF)}, "same id"),
        ({"all": (dataclasses.replace(GOLF, group="work"),)}, r"unknown groups: \['golf'\]"),
        ({"related_pairs": frozenset([frozenset(["golf", "gulf"])])}, "gulf"),
        ({"ambiguous": {"g": ("golf", "gulf")}}, "gulf"),
    ],
)
def test_a_taxonomy_that_contradicts_itself_is_refused(
    changed: dict[str, object], complaint: str
) -> None:
    sound = Taxonomy(all=(GOLF,), groups=(PLAY,))
    with pytest.raises(ValueError, match=complaint):
        dataclasses.replace(sound, **changed)  # type: ignore[arg-type]


@pytest.mark.parametrize(("key", "label"), [("", "Golf"), ("golf", ""), ("golf", " - ")])
def test_an_interest_needs_an_id_and_a_label(key: str, label: str) -> None:
    with pytest.raises(ValueError, match="needs an id and a label"):
        Interest(key, label, "play")


def test_a_hospital_may_bring_its_own() -> None:
    own = read_taxonomy(
        """
        groups:
        - {id: play, label: Play, interests: [
            {id: bees, label: "Bees, wasps and ants", synonyms: [hives]},
            {id: past, label: Past, private_by_default: true}]}
        related_pairs: [[bees, past]]
        ambiguous_terms: [{term: B, candidates: [bees, past]}]
        """
    )
    assert [i.id for i in own] == ["bees", "past"]
    assert own.is_private("past")
    assert own.ambiguous == {"b": ("bees", "past")}
    assert known_words(own) >= {"bees", "wasps", "hives", "past"}
    assert search("hive", own) == (own.interest("bees"),)


def ids(typed: str, limit: int = 20) -> list[str]:
    return [interest.id for interest in search(typed, KNOWN, limit)]


def test_type_ahead_puts_whole_names_first_then_beginnings() -> None:
    assert ids("golf")[0] == "golf"
    assert ids("ICU")[0] == "critical-care"
    assert ids("card")[0] == "cardiology"
    assert ids("peer me") == ["peer-mentoring-groups"]
    assert ids("care hosp")[0] == "home-based-and-virtual-hospital-care"


def test_type_ahead_forgives_a_slip() -> None:
    assert "mentoring-others" in ids("mentorng")


def test_type_ahead_keeps_to_its_limit() -> None:
    assert len(ids("", 5)) == 5
    assert len(ids("care", 3)) == 3
    assert ids("care", 0) == []


def test_a_private_interest_appears_only_for_its_whole_name() -> None:
    assert ids("sober") == ["recovery-and-sobriety"]
    assert ids("Recovery and Sobriety") == ["recovery-and-sobriety"]
    assert "recovery-and-sobriety" not in ids("sobe")
    assert "recovery-and-sobriety" not in ids("recovery and sobriet")


WHOLE_NAMES = {
    "".join(filter(str.isalnum, name.casefold()))
    for interest in KNOWN
    if interest.private
    for name in interest.names
}


@settings(deadline=None)
@given(st.text(max_size=30))
def test_type_ahead_takes_any_text_and_offers_nothing_private(typed: str) -> None:
    if "".join(filter(str.isalnum, typed.casefold())) not in WHOLE_NAMES:
        assert not any(interest.private for interest in search(typed, KNOWN))


@settings(deadline=None)
@given(st.sampled_from(KNOWN.all), st.integers(min_value=1, max_value=12))
def test_public_interests_are_reached_by_the_start_of_their_label(
    interest: Interest, letters: int
) -> None:
    start = interest.label[:letters]
    whole = normalised(start) in set(map(normalised, interest.names))
    if interest.private and not whole:
        assert interest not in search(start, KNOWN, limit=len(KNOWN.all))
    elif not interest.private:
        assert interest in search(start, KNOWN, limit=len(KNOWN.all))
