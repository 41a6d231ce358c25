"""Joining, choosing, pausing: what a member types and what they see."""

import pytest

from bot.model import Side, Taking


def test_joining_reads_what_was_typed_and_asks_about_the_rest(hospital):
    hospital.add("Ana Díaz", joined=False)
    assert "Would you like" not in hospital.types("ana", "home")
    hospital.types("ana", "join")
    asked = hospital.fills("ana", interests="sepsis, bkaing, PI", offers="Golf")
    assert "By “PI” I mean" in asked
    with hospital.store.reading() as reading:
        member = reading.member("ana")
        assert member.chose(Side.SHARES) == {"sepsis-improvement", "baking"}
        assert member.chose(Side.OFFERS) == {"golf"}
        assert member.unsettled == ("PI",)
    field = hospital.form("ana").fields[0]
    meant = next(o.value for o in field.options if o.label == "Quality improvement")
    saved = hospital.fills("ana", **{field.name: meant})
    assert "Quality improvement" in saved
    with hospital.store.reading() as reading:
        member = reading.member("ana")
        assert "quality-improvement" in member.chose(Side.SHARES)
        assert member.unsettled == ()


def test_patient_lines_are_refused_not_stored_not_shown_and_the_rest_is_kept(hospital):
    hospital.add("Ana Díaz", joined=False)
    hospital.types("ana", "join")
    answer = hospital.fills(
        "ana", interests="baking\nMRN 4482913 septic in bed 12\ngolf", curious="tea"
    )
    assert "might point to a patient" in answer
    assert "4482913" not in answer
    values = {f.name: getattr(f, "value", "") for f in hospital.form("ana").fields}
    assert values["interests"] == "Baking, Golf"
    assert values["curious"] == "tea"
    with hospital.store.reading() as reading:
        assert reading.member("ana").choices == ()
        assert reading.memberships("ana") == ()
    assert "Saved" in hospital.fills("ana")


def choices_of(hospital, name):
    with hospital.store.reading() as reading:
        return {(c.interest, c.side): c.shown for c in reading.member(name).choices}


def test_what_is_shown_and_what_is_only_used_is_chosen_field_by_field(hospital):
    hospital.add("Ana Díaz", joined=False)
    hospital.types("ana", "join")
    said = hospital.fills(
        "ana", interests="golf", offers="tea", curious="baking", **{"shown-offers": "used"}
    )
    assert "Ask me about: Tea (only used)" in said
    assert "Interests: Golf\n" in said
    assert choices_of(hospital, "ana") == {
        ("golf", Side.SHARES): True,
        ("tea", Side.OFFERS): False,
        ("baking", Side.CURIOUS): True,
    }
    hospital.types("ana", "profile")
    values = {f.name: getattr(f, "value", "") for f in hospital.form("ana").fields}
    assert (values["shown-shares"], values["shown-offers"]) == ("shown", "used")
    hospital.fills("ana", **{"shown-offers": "shown", "shown-curious": "used"})
    assert choices_of(hospital, "ana")["tea", Side.OFFERS]
    assert not choices_of(hospital, "ana")["baking", Side.CURIOUS]


def test_a_word_that_is_settled_later_is_shown_or_used_as_its_field_was(hospital):
    hospital.add("Ana Díaz", joined=False)
    hospital.types("ana", "join")
    hospital.fills("ana", interests="golf", curious="PI", **{"shown-curious": "used"})
    field = hospital.form("ana").fields[0]
    meant = next(o.value for o in field.options if o.label == "Quality improvement")
    hospital.fills("ana", **{field.name: meant})
    assert choices_of(hospital, "ana") == {
        ("golf", Side.SHARES): True,
        ("quality-improvement", Side.CURIOUS): False,
    }


@pytest.mark.parametrize("hidden", ["shown-shares", "shown-offers", "shown-curious"])
def test_why_and_reasons_say_nothing_of_a_field_that_is_only_used(hospital, hidden):
    hospital.add("Ben Stone", "golf", offers="baking", curious="tea")
    hospital.add("Ana Díaz", joined=False)
    hospital.types("ana", "join")
    hospital.fills("ana", interests="golf", offers="tea", curious="baking", **{hidden: "used"})
    hospital.run_round()
    secret = {"shown-shares": "Golf", "shown-offers": "Tea", "shown-curious": "Baking"}
    told = hospital.messages("ben")[0] + hospital.types("ben", "why")
    named = {field: interest in told for field, interest in secret.items()}
    assert named == {field: field != hidden for field in secret}
    assert "Something one of you keeps to yourself" in told


def test_what_is_hidden_after_the_match_is_not_said_any_more(hospital):
    hospital.add("Ben Stone", "golf")
    hospital.add("Ana Díaz", "golf")
    hospital.run_round()
    assert "Golf" in hospital.types("ben", "why")
    hospital.types("ana", "profile")
    hospital.fills("ana", **{"shown-shares": "used"})
    assert "Golf" not in hospital.types("ben", "why")


def test_how_one_likes_to_meet_is_chosen_and_kept(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.types("ana", "profile")
    field = next(f for f in hospital.form("ana").fields if f.name == "formats")
    assert field.values == ("hallway", "walk", "sit-down"), "the roster said: in person"
    assert "By phone, 20 minutes" in hospital.fills("ana", formats=("phone", "nonsense"))
    with hospital.store.reading() as reading:
        assert reading.member("ana").formats == ("phone",)
    hospital.types("ana", "profile")
    hospital.fills("ana", formats=())
    with hospital.store.reading() as reading:
        assert reading.member("ana").formats == ()


def test_a_meaning_nobody_offered_is_not_saved(hospital):
    hospital.add("Ana Díaz", joined=False)
    hospital.types("ana", "join")
    hospital.fills("ana", interests="PI")
    for forged in ("shares|not-an-interest|PI", "nonsense", ""):
        hospital.fills("ana", meaning0=forged)
    with hospital.store.reading() as reading:
        assert reading.member("ana").choices == ()


def test_pausing_ends_by_itself_and_keeps_one_out_meanwhile(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ben Stone", "golf")
    assert "until 30 March 2026" in hospital.types("ana", "pause 2 weeks")
    hospital.run_round()
    assert hospital.messages("ana") == []
    hospital.wait(days=7)
    assert hospital.messages("ana") == []
    hospital.wait(days=7)
    assert "Would you like to meet Ben?" in hospital.messages("ana")[0]


@pytest.mark.parametrize("words", ["pause until never", "pause 10000 weeks", "pause -1 days"])
def test_a_pause_that_cannot_be_read_changes_nothing(hospital, words):
    hospital.add("Ana Díaz", "golf")
    assert "Nothing has changed" in hospital.types("ana", words)
    with hospital.store.reading() as reading:
        assert reading.memberships("ana")[0].taking is Taking.IN


def test_resume_and_the_other_words(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.types("ana", "pause")
    assert "You are back" in hospital.types("ana", "resume")
    assert "Nothing is open" in hospital.types("ana", "why")
    assert "Did you mean pause?" in hospital.types("ana", "pasue")
    assert "What you can say" in hospital.types("ana", "help")


def test_a_stranger_is_told_kindly_and_nothing_is_made(hospital):
    assert "I do not know you yet" in hospital.types("nobody", "join")


def test_words_with_a_patient_in_them_are_not_said_back(hospital):
    hospital.add("Ana Díaz", "golf")
    assert "4482913" not in hospital.types("ana", "pause for MRN 4482913")


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("why", "Nothing is open"),
        ("pause", "Would you like to join?"),
        ("resume", "Would you like"),
    ],
)
def test_someone_who_has_not_joined_is_invited(hospital, word, said):
    hospital.add("Ana Díaz", joined=False)
    assert said in hospital.types("ana", word)


def test_how_often_and_how_many(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ben Stone", "golf")
    assert "every 2 weeks" in hospital.types("ana", "often every other week")
    assert "every 2 weeks" in hospital.types("ana", "often")
    assert "2 introductions a month" in hospital.types("ana", "budget two")
    assert "Nothing has changed" in hospital.types("ana", "often 10,000 weeks")
    assert "Nothing has changed" in hospital.types("ana", "budget -1")
    with hospital.store.reading() as reading:
        (membership,) = reading.memberships("ana")
        assert (membership.every_weeks, membership.budget) == (2, 2)
    hospital.run_round()
    hospital.wait(days=7, hours=1)
    assert len(hospital.messages("ana")) == 1, "the second week is not hers"


def test_only_when_i_ask_and_a_budget_of_none_keep_one_out(hospital):
    for name in ("Ana Díaz", "Ben Stone", "Cleo Park", "Dan Roe"):
        hospital.add(name, "golf")
    hospital.types("ana", "often only when I ask")
    hospital.types("ben", "budget 0")
    hospital.run_round()
    assert hospital.messages("ana") == hospital.messages("ben") == []
    assert "meet Dan" in hospital.messages("cleo")[0]


def test_a_pause_until_a_day_and_without_end(hospital):
    hospital.add("Ana Díaz", "golf")
    assert "until 1 May 2026" in hospital.types("ana", "pause until 1 May")
    assert "until you say you are back" in hospital.types("ana", "pause until I say so")
    assert "You are back" in hospital.types("ana", "resume")
    assert "You were not paused" in hospital.types("ana", "resume")


@pytest.mark.parametrize("typed", ["x" * 1_000, "x" * 1_001, "x" * 5_000, "🙂" * 1_000])
def test_very_long_words_are_answered_and_never_end_in_an_error(hospital, typed):
    hospital.add("Ana Díaz", joined=False)
    hospital.types("ana", "join")
    answer = hospital.fills("ana", interests=typed, offers=typed, curious=typed)
    assert typed not in hospital.types("ana", "home")
    if len(typed) > 1_000:
        assert "1000 is the most" in answer
        assert hospital.form("ana").fields[0].value == typed
    else:
        assert "I was not sure what you meant by" in answer
