"""Asking quietly: one colleague at a time, and nobody learns who did not say yes."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.model import IntroductionState, Membership, Standing, Taking
from tests.stories.hospital import MONDAY, PROGRAMME, Hospital

YES, NO = "Yes, introduce us", "Not this time"
SEPSIS = "sepsis-improvement"
NO_ROUNDS = replace(PROGRAMME, paused=True)


@pytest.fixture
def hospital(tmp_path):
    hospital = Hospital(tmp_path, NO_ROUNDS)
    yield hospital
    hospital.close()


def ward(hospital: Hospital) -> Hospital:
    """Ana asks; Ben offers the very thing; Cleo does too, and is asked second."""
    hospital.add("Ana Díaz", "baking")
    hospital.add("Ben Stone", offers=SEPSIS)
    hospital.add("Cleo Park", offers=SEPSIS)
    return hospital


def asks(hospital: Hospital, words: str = "ask sepsis", **filled: str) -> str:
    hospital.types("ana", words)
    return hospital.fills("ana", **filled)


def first_asked(hospital: Hospital) -> str:
    (name,) = [each for each in ("ben", "cleo") if hospital.messages(each)]
    return name


def test_a_count_and_never_a_list_then_a_line_to_edit(hospital):
    ward(hospital)
    form = hospital.types("ana", "ask sepsis")
    assert "Someone here gladly talks about Sepsis improvement, perhaps a few people." in form
    assert not any(name in form for name in ("Ben", "Cleo", "2", "two"))
    assert "Hi there. I am new to Sepsis improvement." in form
    assert hospital.messages("ben") == hospital.messages("cleo") == []
    said = hospital.fills("ana", opening="How did you begin?")
    assert "I am asking about Sepsis improvement" in said
    assert "How did you begin?" in said


@pytest.mark.parametrize(
    ("offering", "said"),
    [
        (9, "perhaps a few people"),
        (10, "At least 10 people"),
        (19, "At least 10 people"),
        (20, "At least 20 people"),
    ],
)
def test_numbers_that_could_point_to_someone_are_not_said(hospital, offering, said):
    hospital.add("Ana Díaz")
    for number in range(offering):
        hospital.add(f"Expert{number} X", offers=SEPSIS)
    assert said in hospital.types("ana", "ask sepsis")


def test_the_first_yes_is_an_introduction_like_any_other(hospital):
    ward(hospital)
    asks(hospital, opening="How did you begin?")
    expert = first_asked(hospital)
    (card,) = hospital.messages(expert)
    assert "Would you talk about Sepsis improvement?" in card
    assert "How did you begin?" in card
    assert "You offered to be asked about this." in card
    assert "Ana" not in card
    assert "Ana Unit" not in card
    answer = hospital.presses(expert, YES)
    assert "meet Ana Díaz" in answer
    assert "None of these" in answer, "times to choose, like after any introduction"
    assert "Ana is curious about Sepsis improvement, which you offered." in answer
    assert hospital.messages("ana")[-1].startswith("Meet ")
    assert "How did you begin?" in hospital.messages("ana")[-1]
    with hospital.store.reading() as reading:
        (introduction,) = reading.introductions_of("ana", 5)
        assert introduction.state is IntroductionState.INTRODUCED
        assert set(introduction.members) == {"ana", expert}
    other = {"ben": "cleo", "cleo": "ben"}[expert]
    hospital.wait(days=9)
    assert not any("Would you talk" in each for each in hospital.messages(other))
    assert any("Did you get to meet" in each for each in hospital.messages("ana"))


def test_who_wishes_to_be_named_is(hospital):
    ward(hospital)
    asks(hospital, named="named")
    assert "Ana Díaz asks (pharmacy, Ana Unit" in hospital.messages(first_asked(hospital))[0]


def test_two_working_days_each_then_the_next_and_nobody_twice(hospital):
    ward(hospital)
    asks(hospital)
    first = first_asked(hospital)
    second = {"ben": "cleo", "cleo": "ben"}[first]
    hospital.wait(days=2, minutes=-1)
    assert hospital.messages(second) == []
    hospital.wait(minutes=1)
    assert [at for at, _ in hospital.told[second]] == [MONDAY + timedelta(days=2)]
    assert "This one has closed" in hospital.presses(first, YES)
    hospital.wait(days=20)
    assert len(hospital.messages(first)) == len(hospital.messages(second)) == 1


def test_a_no_does_not_bring_the_next_one_sooner(hospital):
    ward(hospital)
    asks(hospital)
    first = first_asked(hospital)
    assert "nobody learns that I asked you" in hospital.presses(first, NO)
    second = {"ben": "cleo", "cleo": "ben"}[first]
    hospital.wait(days=2, minutes=-1)
    assert hospital.messages(second) == []
    assert "meet Ana Díaz" in hospital.presses(first, "I would like to after all")


def is_silent(hospital, expert):
    pass


def says_no(hospital, expert):
    hospital.presses(expert, NO)


def leaves_the_hospital(hospital, expert):
    hospital.change(expert, standing=Standing.GONE)


def leaves_the_programme(hospital, expert):
    with hospital.store.writing() as tx:
        tx.save_memberships((Membership("everyone", expert, Taking.OUT),))


def goes_on_leave(hospital, expert):
    hospital.change(expert, standing=Standing.ON_LEAVE)


def wants_never_to_meet_her_and_says_yes(hospital, expert):
    with hospital.store.writing() as tx:
        tx.keep_apart("ana", expert, "")
    hospital.presses(expert, YES)


def changes_their_mind_twice(hospital, expert):
    hospital.presses(expert, NO)
    hospital.change(expert, manager="ana")
    hospital.presses(expert, "I would like to after all")


WAYS = [
    is_silent,
    says_no,
    leaves_the_hospital,
    leaves_the_programme,
    goes_on_leave,
    wants_never_to_meet_her_and_says_yes,
    changes_their_mind_twice,
]


def what_ana_sees(folder, way, experts: int):
    """Every answer, message and home that Ana gets in ten days, with its second."""
    folder.mkdir(parents=True)
    hospital = Hospital(folder, NO_ROUNDS)
    names = ["ben", "cleo", "dan", "eve", "finn"][:experts]
    seen = []
    try:
        hospital.add("Ana Díaz", "baking")
        for name in names:
            hospital.add(f"{name.title()} Stone", offers=SEPSIS)
        seen.append(asks(hospital))
        for _ in range(10):
            for name in [each for each in names if hospital.messages(each)]:
                names.remove(name)
                way(hospital, name)
            hospital.wait(hours=24)
            seen += [hospital.now, hospital.types("ana", "home"), hospital.types("ana", "ask")]
        return seen, hospital.told["ana"]
    finally:
        hospital.close()


def test_a_no_a_silence_and_an_expert_who_left_look_the_same_byte_for_byte(tmp_path):
    silence, *others = (what_ana_sees(tmp_path / way.__name__, way, 3) for way in WAYS)
    ((at, told),) = silence[1]
    assert "It did not line up: Sepsis improvement" in told
    assert at == MONDAY + timedelta(days=8), "six working days"
    for way, other in zip(WAYS[1:], others, strict=True):
        assert other == silence, way.__name__


@pytest.mark.parametrize("experts", [1, 2, 5])
def test_how_few_could_be_asked_cannot_be_told_either(tmp_path, experts):
    three = what_ana_sees(tmp_path / "three", is_silent, 3)
    assert what_ana_sees(tmp_path / "others", is_silent, experts) == three


def cannot_be_asked(hospital: Hospital, why: str) -> None:
    with hospital.store.writing() as tx:
        match why:
            case "never-pair":
                tx.keep_apart("ben", "ana", "")
            case "budget":
                tx.save_memberships((Membership("everyone", "ben", budget=0),))
            case "paused":
                tx.save_memberships((Membership("everyone", "ben", Taking.PAUSED),))
    if why == "manager":
        hospital.change("ben", manager="ana")
    if why == "report":
        hospital.change("ana", manager="ben")
    if why == "leave":
        hospital.change("ben", standing=Standing.ON_LEAVE)
    if why == "clash":
        hospital.change("ben", timezone="Asia/Singapore")


def with_one_who_cannot_be_asked(folder, why):
    folder.mkdir()
    hospital = Hospital(folder, NO_ROUNDS)
    try:
        hospital.add("Ana Díaz", "baking")
        hospital.add("Ben Stone", offers=SEPSIS)
        cannot_be_asked(hospital, why)
        seen = [hospital.types("ana", "ask sepsis"), hospital.fills("ana")]
        for _ in range(10):
            hospital.wait(hours=24)
            seen += [hospital.now, hospital.types("ana", "home"), hospital.types("ana", "ask")]
        return seen, hospital.told["ana"], hospital.messages("ben")
    finally:
        hospital.close()


def test_rules_and_budgets_hold_and_look_like_silence(tmp_path):
    silence = with_one_who_cannot_be_asked(tmp_path / "silence", "")
    assert len(silence[2]) == 1
    for why in ("never-pair", "budget", "paused", "manager", "report", "leave", "clash"):
        seen, told, asked = with_one_who_cannot_be_asked(tmp_path / why, why)
        assert asked == [], why
        assert (seen, told) == silence[:2], why


def test_an_expert_never_holds_two_asks(hospital):
    ward(hospital)
    hospital.add("Dan Roe")
    hospital.add("Eve Moss")
    asks(hospital)
    for name in ("dan", "eve"):
        hospital.types(name, "ask sepsis")
        hospital.fills(name)
    assert len(hospital.messages("ben")) == len(hospital.messages("cleo")) == 1
    hospital.presses("ben", NO)
    hospital.types("eve", "ask")
    assert len(hospital.messages("ben")) == 1, "a no does not make room for another at once"


def test_one_ask_at_a_time_which_can_be_stopped(hospital):
    ward(hospital)
    asks(hospital)
    expert = first_asked(hospital)
    assert "I am asking about Sepsis improvement" in hospital.types("ana", "ask baking")
    assert "I am asking about Sepsis improvement" in hospital.types("ana", "home")
    assert "I stopped asking" in hospital.presses("ana", "Stop asking")
    assert "This one has closed" in hospital.presses(expert, YES)
    assert "This one has closed" in hospital.presses("ana", "Stop asking")
    hospital.wait(days=9)
    assert hospital.messages("ana") == []
    assert "Someone here gladly talks" in hospital.types("ana", "ask sepsis")


def test_nobody_can_stop_or_answer_for_another(hospital):
    ward(hospital)
    hospital.add("Eve Moss")
    asks(hospital)
    expert = first_asked(hospital)
    hospital._cards["eve"] = hospital._cards["ana"] + hospital._cards[expert]
    for label in ("Stop asking", YES, NO):
        assert "This one has closed" in hospital.presses("eve", label)
    assert "meet Ana" in hospital.presses(expert, YES)


def test_four_asks_a_month(hospital):
    ward(hospital)
    for _ in range(4):
        asks(hospital)
        hospital.presses("ana", "Stop asking")
    assert "Enough for this month" in hospital.types("ana", "ask sepsis")
    hospital.wait(days=31)
    assert "Someone here gladly talks" in hospital.types("ana", "ask sepsis")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("ask", "What would you like to hear about?"),
        ("Ask about sepsis?", "Someone here gladly talks about Sepsis improvement"),
        ("find someone who knows about sepsis", "gladly talks about Sepsis improvement"),
        ("ask PI", "I would rather ask than guess"),
        ("ask sepsis and baking", "I would rather ask than guess"),
        ("ask sepssis improvment xyz", "Which one?"),
        ("ask qwzzx", "I asked nobody"),
        ("ask origami", "Nobody offers that yet"),
        ("ask septic Mr Lopez in bed 12, MRN 4482913", "Without the patient, please"),
        ("ask cooking", "something close to Cooking"),
        ("ask " + "sepsis " * 500, "Sepsis improvement"),
    ],
)
def test_whatever_is_asked_gets_a_kind_answer(hospital, words, said):
    ward(hospital)
    hospital.add("Dan Roe", offers="baking")
    answer = hospital.types("ana", words)
    assert said in answer
    assert "Lopez" not in answer


def test_a_topic_is_tapped_or_typed_into_the_form(hospital):
    ward(hospital)
    hospital.types("ana", "ask sepsis and baking")
    assert "gladly talks about Sepsis improvement" in hospital.presses(
        "ana", "About Sepsis improvement"
    )
    hospital.types("ana", "home")
    hospital.presses("ana", "Ask quietly")
    assert "gladly talks about Sepsis" in hospital.fills("ana", about="sepsis")


@pytest.mark.parametrize(
    ("typed", "said", "kept"),
    [
        ("", "it cannot be empty", ""),
        ("x" * 401, "That is 401 characters; 400 is the most.", "x" * 401),
        ("How is Mrs Lopez in bed 12, MRN 4482913?", "might point to a patient", ""),
    ],
)
def test_a_fault_in_the_question_keeps_what_was_typed_but_never_a_patient(
    hospital, typed, said, kept
):
    ward(hospital)
    answer = asks(hospital, opening=typed, named="named")
    assert said in answer
    assert "Lopez" not in answer
    values = {field.name: field.value for field in hospital.form("ana").fields}
    assert values == {"opening": kept, "named": "named"}
    assert "I am asking" in hospital.fills("ana", opening="How did you begin?")


def test_an_unshown_offer_is_found_but_a_private_one_only_if_shown(hospital):
    hospital.add("Ana Díaz")
    hospital.add("Ben Stone", offers=f"{SEPSIS} imposter-feelings")
    with hospital.store.writing() as tx:
        ben = tx.member("ben")
        tx.save_members(
            (replace(ben, choices=tuple(replace(c, shown=False) for c in ben.choices)),)
        )
    private = hospital.types("ana", "ask imposter feelings")
    assert "If a colleague offered to talk about Imposter feelings" in private
    hospital.fills("ana")
    assert hospital.messages("ben") == []
    hospital.presses("ana", "Stop asking")
    asks(hospital)
    assert len(hospital.messages("ben")) == 1


def test_what_is_private_is_answered_the_same_whether_or_not_anyone_offers_it(hospital):
    hospital.add("Ana Díaz")
    nobody = hospital.types("ana", "ask imposter feelings")
    hospital.add("Ben Stone", offers="imposter-feelings")
    assert hospital.types("ana", "ask imposter feelings") == nobody
    hospital.fills("ana")
    assert len(hospital.messages("ben")) == 1


def test_something_close_is_offered_when_nobody_offers_the_very_thing(hospital):
    hospital.add("Ana Díaz")
    hospital.add("Ben Stone", offers="baking")
    asks(hospital, "ask cooking")
    assert "You offered Baking, which is close to it." in hospital.messages("ben")[0]
    assert "Ana chose Cooking, close to your Baking." in hospital.presses("ben", YES)


def test_someone_known_already_is_not_asked(hospital):
    ward(hospital)
    asks(hospital)
    first = first_asked(hospital)
    hospital.presses(first, YES)
    asks(hospital)
    second = {"ben": "cleo", "cleo": "ben"}[first]
    assert any("Would you talk" in each for each in hospital.messages(second))
    assert sum("Would you talk" in each for each in hospital.messages(first)) == 1


def test_asks_and_rounds_draw_on_one_budget(hospital):
    with hospital.store.writing() as tx:
        tx.save_programme(PROGRAMME)
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ben Stone", "golf", offers=SEPSIS)
    hospital.types("ben", "budget 1")
    asks(hospital)
    hospital.presses("ben", NO)
    hospital.run_round()
    assert not any("golf" in each.lower() for each in hospital.messages("ben"))


def test_an_asker_who_left_is_not_waited_for(hospital):
    ward(hospital)
    asks(hospital)
    hospital.change("ana", standing=Standing.GONE)
    expert = first_asked(hospital)
    assert "This one has closed" in hospital.presses(expert, YES)
    hospital.wait(days=9)
    assert sum(len(hospital.messages(name)) for name in ("ben", "cleo")) == 1


def test_whoever_has_not_joined_is_invited(hospital):
    hospital.add("Ana Díaz", joined=False)
    assert "Would you like to join?" in hospital.types("ana", "ask sepsis")


def test_room_for_one_is_kept_for_the_proposal_that_waits_for_an_answer(tmp_path):
    hospital = Hospital(tmp_path)
    hospital.add("Ana Díaz", "baking")
    hospital.add("Ben Stone", "golf", offers=SEPSIS)
    hospital.add("Cleo Park", "golf")
    hospital.types("ben", "budget 1")
    hospital.types("ana", "pause 3 weeks")
    hospital.run_round()
    assert "meet Cleo" in hospital.messages("ben")[-1]
    hospital.types("ana", "resume")
    asks(hospital)
    assert len(hospital.messages("ben")) == 1
    hospital.close()
