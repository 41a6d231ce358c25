"""A colleague brings two others together; nobody learns what became of it unless all allow."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot import plain
from bot.model import Membership, Standing, Taking
from bot.words import Voice, bringing
from tests.stories.hospital import MONDAY, NEW_YORK, PROGRAMME, Hospital

YES, TELL, NO = "Yes, introduce us", "Yes, and Cleo may know", "Not this time"
TYPED = "introduce @Ana Díaz @Ben Stone because both draw pathways on napkins"
THANKS = plain.card(bringing.thanked(Voice()), NEW_YORK)
NO_ROUNDS = replace(PROGRAMME, paused=True)


@pytest.fixture
def hospital(tmp_path):
    hospital = ward(Hospital(tmp_path, NO_ROUNDS))
    yield hospital
    hospital.close()


def ward(hospital: Hospital) -> Hospital:
    for name in ("Ana Díaz", "Ben Stone", "Cleo Park"):
        hospital.add(name, "baking")
    return hospital


@pytest.mark.parametrize(
    "typed",
    [
        TYPED,
        "introduce Ana Díaz and Ben Stone because both draw pathways on napkins",
        "Introduce ana díaz, ben because both draw pathways on napkins",
        "introduce @ana & @ben: both draw pathways on napkins",
    ],
)
def test_both_read_the_words_and_two_yeses_introduce_them(hospital, typed):
    assert "That is a kind thought." in hospital.types("cleo", typed)
    for name, other in (("ana", "Ben Stone"), ("ben", "Ana Díaz")):
        (card,) = hospital.messages(name)
        assert other in card
        assert "Cleo Park suggests it:" in card
        assert "both draw pathways on napkins" in card
    assert "Your yes is kept" in hospital.presses("ana", YES)
    assert "meet Ana Díaz" in hospital.presses("ben", YES)
    assert "meet Ben Stone" in hospital.messages("ana")[-1]
    hospital.wait(days=4)
    assert hospital.messages("cleo") == [], "neither said that she may know"


@pytest.mark.parametrize(("ana", "ben", "told"), [(TELL, TELL, 1), (TELL, YES, 0), (YES, TELL, 0)])
def test_the_introducer_hears_of_it_only_if_both_allow(hospital, ana, ben, told):
    hospital.types("cleo", TYPED)
    hospital.presses("ana", ana)
    assert hospital.messages("cleo") == []
    hospital.presses("ben", ben)
    assert len(hospital.messages("cleo")) == told
    assert all("Ana Díaz and Ben Stone both said yes" in each for each in hospital.messages("cleo"))


def test_a_mind_changed_takes_the_permission_back(hospital):
    hospital.types("cleo", TYPED)
    hospital.presses("ana", TELL)
    hospital.presses("ana", "I changed my mind")
    hospital.presses("ana", "I would like to after all")
    hospital.presses("ben", TELL)
    assert "meet Ben Stone" in hospital.messages("ana")[-1]
    assert hospital.messages("cleo") == []


def says_no(hospital):
    hospital.presses("ben", NO)


def is_silent(hospital):
    pass


def leaves(hospital):
    hospital.change("ben", standing=Standing.GONE)


def is_to_be_kept_apart(hospital):
    with hospital.store.writing() as tx:
        tx.keep_apart("ana", "ben", "")
    hospital.presses("ben", TELL)


def what_is_seen(folder, way):
    folder.mkdir()
    hospital = ward(Hospital(folder, NO_ROUNDS))
    try:
        seen = [hospital.types("cleo", TYPED), hospital.presses("ana", TELL)]
        way(hospital)
        for _ in range(5):
            hospital.wait(hours=24)
            seen += [hospital.types(name, "home") for name in ("ana", "cleo")]
        return seen, hospital.told["ana"], hospital.told["cleo"]
    finally:
        hospital.close()


def test_a_no_a_silence_and_a_rule_look_the_same_to_the_other_and_to_the_introducer(tmp_path):
    ways = [is_silent, says_no, leaves, is_to_be_kept_apart]
    silence, *others = (what_is_seen(tmp_path / way.__name__, way) for way in ways)
    assert silence[1][-1][0] == MONDAY + timedelta(days=3)
    assert "did not line up" in silence[1][-1][1]
    assert silence[2] == []
    for way, other in zip(ways[1:], others, strict=True):
        assert other == silence, way.__name__


@pytest.mark.parametrize("why", ["never-pair", "budget", "paused", "manager", "leave", "clash"])
def test_rules_hold_and_the_introducer_is_thanked_all_the_same(hospital, why):
    with hospital.store.writing() as tx:
        match why:
            case "never-pair":
                tx.keep_apart("ben", "ana", "")
            case "budget":
                tx.save_memberships((Membership("everyone", "ben", budget=0),))
            case "paused":
                tx.save_memberships((Membership("everyone", "ben", Taking.PAUSED),))
    changes = {
        "manager": {"manager": "ana"},
        "leave": {"standing": Standing.ON_LEAVE},
        "clash": {"timezone": "Asia/Singapore"},
    }
    if why in changes:
        hospital.change("ben", **changes[why])
    assert hospital.types("cleo", TYPED) == THANKS
    assert hospital.messages("ana") == hospital.messages("ben") == []


def test_the_thanks_are_those_of_any_other(hospital):
    assert hospital.types("cleo", TYPED) == THANKS
    assert len(hospital.messages("ben")) == 1


def test_asking_twice_proposes_once(hospital):
    hospital.types("cleo", TYPED)
    assert "That is a kind thought." in hospital.types("cleo", TYPED)
    assert len(hospital.messages("ana")) == len(hospital.messages("ben")) == 1


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("introduce", "Both read your words"),
        ("introduce Ana", "exactly one person"),
        ("introduce Ana and Nobody because tea", "exactly one person of that name"),
        ("introduce Ana and Unit because tea", "exactly one person of that name"),
        ("introduce Ana and Ana because tea", "two different people"),
        ("introduce Ana and Cleo because tea", "neither of them you"),
        ("introduce Ana and Ben", "A few words on why"),
        ("introduce Ana and Ben because " + "x" * 401, "401 characters"),
        ("introduce Ana and Ben because Mr Lopez in bed 12, MRN 4482913", "point to a patient"),
    ],
)
def test_faults_are_said_kindly_and_nothing_is_proposed(hospital, typed, said):
    answer = hospital.types("cleo", typed)
    assert said in answer
    assert "Lopez" not in answer
    assert hospital.messages("ana") == hospital.messages("ben") == []


def test_by_form(hospital):
    hospital.types("cleo", "home")
    hospital.presses("cleo", "Bring two together")
    hospital.fills("cleo", one="Ana Díaz", other="Nobody", because="Tea")
    assert hospital.form("cleo").fields[0].value == "Ana Díaz"
    assert "kind thought" in hospital.fills("cleo", other="Ben Stone")
    assert len(hospital.messages("ben")) == 1


def test_who_has_not_joined_is_not_found_and_cannot_introduce(hospital):
    hospital.add("Dan Roe", joined=False)
    assert "exactly one person" in hospital.types("cleo", "introduce Ana and Dan because tea")
    assert "Would you like to join?" in hospital.types("dan", TYPED)
