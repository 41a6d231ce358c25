"""Two yeses open an introduction; nobody learns of a no, a silence or a clash."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import Consent, IntroductionState, Shift, Standing
from tests.stories.hospital import MONDAY, PROGRAMME, Hospital

YES, NO = "Yes, introduce us", "Not this time"


def pair(hospital: Hospital) -> Hospital:
    hospital.add("Ana Díaz", "sepsis-improvement", curious="quality-improvement")
    hospital.add("Ben Stone", "sepsis-improvement", offers="quality-improvement")
    hospital.run_round()
    return hospital


def test_each_is_told_who_and_why_and_two_yeses_introduce_them(hospital):
    pair(hospital)
    assert "You both chose Sepsis improvement." in hospital.messages("ana")[0]
    assert "You are curious about Quality improvement, and Ben" in hospital.messages("ana")[0]
    assert (
        "Ana is curious about Quality improvement, which you offered."
        in (hospital.messages("ben")[0])
    )
    assert "Your yes is kept" in hospital.presses("ana", YES)
    assert len(hospital.messages("ben")) == 1, "a yes tells the other nothing"
    answer = hospital.presses("ben", YES)
    assert "You both said yes, so here you are: meet Ana Díaz." in answer
    assert "one listens, then swap" in answer
    assert "meet Ben Stone" in hospital.messages("ana")[-1]
    assert hospital.told["ana"][-1][0] == MONDAY


def test_first_words_come_back_to_whoever_wrote_them_and_to_nobody_else(hospital):
    pair(hospital)
    hospital.presses("ana", "Yes, with my own first words")
    assert "meet Ben" not in hospital.fills("ana", opening="Hello Ben, tell me of your boards?")
    hospital.presses("ben", YES)
    assert "tell me of your boards?" in hospital.messages("ana")[-1]
    assert not any("tell me of your boards?" in each for each in hospital.messages("ben"))


@pytest.mark.parametrize(
    ("typed", "said", "kept"),
    [
        ("", "it cannot be empty", ""),
        ("x" * 401, "That is 401 characters; 400 is the most.", "x" * 401),
        ("Ask me about Mrs Lopez in bed 12, MRN 4482913", "might point to a patient", ""),
    ],
)
def test_a_fault_in_first_words_keeps_what_was_typed_but_never_a_patient(
    hospital, typed, said, kept
):
    pair(hospital)
    hospital.presses("ana", "Yes, with my own first words")
    answer = hospital.fills("ana", opening=typed)
    assert said in answer
    assert hospital.form("ana").fields[0].value == kept
    assert "Lopez" not in answer
    assert "Your yes is kept" in hospital.fills("ana", opening="Hello Ben")


def says_no(hospital):
    hospital.presses("ben", NO)


def is_silent(hospital):
    pass


def clashes(hospital):
    hospital.change("ben", timezone="Asia/Singapore")
    hospital.presses("ben", YES)


def leaves_the_hospital(hospital):
    hospital.change("ben", standing=Standing.GONE)


def says_later(hospital):
    hospital.presses("ben", "Later")


def says_no_then_yes_then_no(hospital):
    hospital.presses("ben", NO)
    hospital.presses("ben", "I would like to after all")
    hospital.presses("ben", "I changed my mind")


def leaves_the_programme(hospital):
    hospital.presses("ben", YES)
    hospital.types("ben", "leave")


def says_never(hospital):
    hospital.types("ben", "never Ana Díaz")


def says_yes_then_never(hospital):
    hospital.presses("ben", YES)
    hospital.types("ben", "never Ana Díaz")


def is_forgotten(hospital):
    hospital.types("ben", "forget me")
    hospital.fills("ben", sure="erase")


def says_yes_and_is_forgotten(hospital):
    hospital.presses("ben", "Yes, with my own first words")
    hospital.fills("ben", opening="Hello Ana")
    is_forgotten(hospital)


WAYS = [
    is_silent,
    says_no,
    clashes,
    leaves_the_hospital,
    says_later,
    says_never,
    is_forgotten,
    says_no_then_yes_then_no,
]
IF_ANA_IS_LATER = [leaves_the_programme, says_yes_then_never, says_yes_and_is_forgotten]
"""A yes that is answered by Ana's would open it; before hers, it may still be taken back."""


def what_ana_sees(folder, way, *, ana_first: bool):
    """Every answer, message and home that Ana gets in a week and a half, with its second."""
    folder.mkdir()
    hospital = pair(Hospital(folder))
    seen = []
    try:
        if way is says_no_then_yes_then_no or not ana_first:
            way(hospital)
            seen.append(hospital.presses("ana", YES))
        else:
            seen.append(hospital.presses("ana", YES))
            way(hospital)
        for _ in range(10):
            hospital.wait(hours=24)
            seen += [hospital.now, hospital.types("ana", "home"), hospital.types("ana", "why")]
        return seen, hospital.told["ana"]
    finally:
        hospital.close()


@pytest.mark.parametrize("ana_first", [True, False])
def test_a_no_a_silence_and_a_clash_look_the_same_byte_for_byte_and_second_for_second(
    tmp_path, ana_first
):
    ways = WAYS if ana_first else WAYS + IF_ANA_IS_LATER
    silence, *others = (
        what_ana_sees(tmp_path / way.__name__, way, ana_first=ana_first) for way in ways
    )
    told = silence[1]
    assert "did not line up" in told[1][1]
    assert told[1][0] == MONDAY + timedelta(days=3)
    for way, other in zip(ways[1:], others, strict=True):
        assert other == silence, way.__name__


def test_the_willing_are_matched_again_in_the_same_round(hospital):
    hospital.add("Ana Díaz", "sepsis-improvement")
    hospital.add("Ben Stone", "sepsis-improvement")
    hospital.add("Cleo Park", "baking")
    hospital.add("Dan Roe", "baking")
    hospital.run_round()
    hospital.presses("ana", YES)
    hospital.presses("ben", NO)
    hospital.presses("dan", YES)
    hospital.wait(days=3)
    second = hospital.messages("ana")[1]
    assert "This one did not line up. Here is someone else." in second
    assert "The talk with Ben will not happen this time." in second
    assert "Would you like to meet Dan?" in second
    assert len(hospital.messages("ben")) == 1, "who said no is left in peace"
    assert len(hospital.messages("cleo")) == 1, "who said nothing is left in peace"
    hospital.presses("ana", YES)
    hospital.presses("dan", YES)
    assert "meet Dan Roe" in hospital.messages("ana")[-1]


def test_whoever_said_no_or_nothing_is_not_told_that_it_closed(hospital):
    pair(hospital)
    hospital.presses("ben", NO)
    hospital.wait(days=4)
    assert len(hospital.messages("ana")) == 1
    assert len(hospital.messages("ben")) == 1


def test_a_press_after_it_closed_is_answered_kindly_and_changes_nothing(hospital):
    pair(hospital)
    hospital.presses("ana", YES)
    hospital.wait(days=4)
    assert "This one has closed" in hospital.presses("ben", YES)
    with hospital.store.reading() as reading:
        assert reading.introductions_of("ben", 5)[0].state is IntroductionState.CLOSED


def test_the_same_press_delivered_twice_acts_once(hospital):
    pair(hospital)
    assert "kept" in hospital.presses("ana", YES, event="same")
    assert hospital.presses("ana", YES, event="same") == ""


def test_nobody_can_answer_for_another_pair(hospital):
    pair(hospital)
    hospital.add("Eve Moss", "golf")
    hospital._cards["eve"] = hospital._cards["ana"]
    for label in (YES, NO, "Later", "Yes, with my own first words"):
        assert "This one has closed" in hospital.presses("eve", label)
    with hospital.store.reading() as reading:
        (introduction,) = reading.introductions_of("ana", 5)
        assert {p.answer.value for p in introduction.parts} == {"none"}


def test_later_brings_one_reminder_before_the_deadline(hospital):
    pair(hospital)
    hospital.presses("ben", "Later")
    hospital.wait(days=2, hours=20)
    assert [m.splitlines()[0] for m in hospital.messages("ben")[1:]] == ["You said later: Ana"]


def test_introduced_at_once_tells_both_together_without_asking(tmp_path):
    hospital = pair(Hospital(tmp_path, replace(PROGRAMME, consent=Consent.AT_ONCE)))
    for name, other in (("ana", "Ben Stone"), ("ben", "Ana Díaz")):
        ((at, text),) = hospital.told[name]
        assert at == MONDAY
        assert f"I would like you to meet {other}." in text
        assert "You both said yes" not in text
    hospital.close()


def test_someone_on_nights_is_written_to_in_their_own_hours(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ned Vale", "golf", shift=Shift.NIGHTS)
    hospital.run_round()
    assert len(hospital.messages("ana")) == 1
    assert hospital.messages("ned") == []
    hospital.wait(hours=8)
    assert [at for at, _ in hospital.told["ned"]] == [MONDAY + timedelta(hours=7)]


def test_a_leaver_is_not_written_to(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ned Vale", "golf", shift=Shift.NIGHTS)
    hospital.run_round()
    hospital.change("ned", standing=Standing.GONE)
    hospital.wait(days=1)
    assert hospital.messages("ned") == []


def test_they_meet_and_are_asked_once(hospital):
    pair(hospital)
    hospital.presses("ana", YES)
    hospital.presses("ben", YES)
    hospital.wait(days=7, minutes=1)
    # The next round is due in the same minute: which of two messages comes first is chance.
    assert any("Did you get to meet Ben?" in m for m in hospital.messages("ana"))
    assert "A question to think about" in hospital.presses("ana", "We met")
    before = len(hospital.messages("ana"))
    hospital.wait(days=2)
    assert not any("Did you get" in m for m in hospital.messages("ana")[before:])


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("yes", "Your yes is kept"),
        ("Yes!", "Your yes is kept"),
        ("sure", "Your yes is kept"),
        ("no", "You do not need a reason"),
        ("not this time", "You do not need a reason"),
        ("later", "I will ask about Ben once more"),
    ],
)
def test_an_answer_may_be_typed(hospital, words, said):
    pair(hospital)
    assert said in hospital.types("ana", words)


@pytest.mark.parametrize("words", ["ok but who is this?", "sure, later maybe", "ok not now", "👍"])
def test_what_may_not_be_a_yes_is_asked_about_and_nothing_is_kept(hospital, words):
    pair(hospital)
    asked = hospital.types("ana", words)
    assert "Is that a yes?" in asked
    assert "Ben Stone" in asked
    hospital.presses("ben", YES)
    assert not any(
        "meet Ben" in message.splitlines()[0] for message in hospital.messages("ana")[1:]
    )
    assert "meet Ben Stone" in hospital.presses("ana", YES)


def test_what_may_not_be_a_yes_with_nothing_open_is_not_understood(hospital):
    hospital.add("Ana Díaz", "golf")
    assert "What can I say?" in hospital.types("ana", "ok but who is this?")


def test_a_typed_yes_with_nothing_open_says_so(hospital):
    hospital.add("Ana Díaz", "golf")
    assert "Nothing is open" in hospital.types("ana", "yes")


def test_words_for_three_are_not_words_for_two(hospital):
    for name in ("Ana Díaz", "Ben Stone", "Cleo Park"):
        hospital.add(name, "golf")
    hospital.run_round()
    proposal = hospital.messages("ana")[0]
    assert "only if all of you say yes" in proposal
    assert "If Ben and Cleo say yes too" in hospital.presses("ana", YES).replace(
        "Cleo and Ben", "Ben and Cleo"
    )
    hospital.presses("ben", YES)
    assert "You all said yes" in hospital.presses("cleo", YES)
