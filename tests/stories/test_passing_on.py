"""After a good talk, one way to keep it going; whom one would rather meet; what to expect."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app.expecting import LONG, first_in_a_while
from bot.app.passing_on import offer_for
from bot.events import Pressed, Who
from bot.model import Consent, Drawn
from bot.words.passing_on import Offer
from tests.stories.hospital import MONDAY, PLACE, PROGRAMME, Hospital
from tests.stories.test_mutual_yes import YES

OFFER = "A good talk, passed on?"
EXPECT = "less awkward than they feared"


def met(hospital: Hospital, **ana: object) -> Hospital:
    hospital.add("Ana Díaz", "golf", **ana)
    hospital.add("Ben Stone", "golf", offers="tea")
    hospital.run_round()
    for name in ("ana", "ben"):
        hospital.presses(name, YES)
    hospital.wait(days=7, minutes=1)
    for name in ("ana", "ben"):
        hospital.presses(name, "We met")
    return hospital


def offers(hospital: Hospital, name: str) -> list[str]:
    return [m for m in hospital.messages(name) if m.startswith(OFFER)]


def thank(hospital: Hospital, name: str) -> None:
    hospital.presses(name, "Say thank you")
    hospital.fills(name, words="You asked what nobody asks")


def keep(hospital: Hospital, name: str) -> None:
    hospital.presses(name, "Keep in touch")


@pytest.mark.parametrize("good", [thank, keep])
def test_when_both_call_it_good_each_is_offered_one_way_and_only_then(hospital, good):
    met(hospital)
    good(hospital, "ana")
    hospital.wait(days=3)
    assert offers(hospital, "ana") == offers(hospital, "ben") == []
    good(hospital, "ben")
    hospital.wait(days=5)
    assert len(offers(hospital, "ana")) == len(offers(hospital, "ben")) == 1


def test_one_thanks_and_one_wish_to_keep_in_touch_say_nothing_of_each_other(hospital):
    met(hospital)
    thank(hospital, "ana")
    keep(hospital, "ben")
    hospital.wait(days=4)
    assert offers(hospital, "ana") == offers(hospital, "ben") == []


def test_it_is_offered_once_in_eight_weeks_at_most(hospital):
    met(hospital)
    with hospital.store.reading() as reading:
        (good, *_) = reading.introductions_of("ana", 5)
    for name in ("ana", "ben"):
        keep(hospital, name)
    hospital.wait(days=3)
    for name in ("ana", "ben"):
        thank(hospital, name)
        hospital.presses(name, "Keep in touch")
    hospital.wait(days=30)
    assert len(offers(hospital, "ana")) == 1
    with hospital.store.reading() as reading:
        (mine,) = reading.memberships("ana")
        assert mine.offered_on == (MONDAY + timedelta(days=7)).date()
        assert reading.introduction(good.id) is not None
    hospital.wait(days=30)
    for name in ("ana", "ben"):
        hospital.presses(name, "Keep in touch")
    hospital.wait(days=3)
    assert len(offers(hospital, "ana")) == 2


def test_each_way_that_suits_comes_in_its_turn(hospital):

    met(hospital, career_stage="years_15_plus")
    with hospital.store.reading() as reading:
        (introduction, *_) = reading.introductions_of("ana", 1)
        ana = reading.member("ana")
        found = {
            offer_for(reading, replace(introduction, id=f"i{n}"), ana, hospital.now)
            for n in range(20)
        }
        assert found == set(Offer)
        ben = reading.member("ben")
        found = {
            offer_for(reading, replace(introduction, id=f"i{n}"), ben, hospital.now)
            for n in range(20)
        }
        assert found == {Offer.BRING_TWO, Offer.NEWCOMER}, "he offers something, no stage is known"


def test_the_offer_is_one_card_with_one_button(hospital):
    met(hospital)
    for name in ("ana", "ben"):
        keep(hospital, name)
    hospital.wait(days=3)
    (card,) = offers(hospital, "ana")
    assert card.count("[ ") == 1
    assert "once in eight weeks at most" in card


@pytest.mark.parametrize(
    ("drawn", "said"),
    [
        (Drawn.NEWCOMER, "I look for someone newly arrived for you"),
        (Drawn.STEP_BEHIND, "I look for someone one career step behind you"),
    ],
)
def test_a_wish_is_kept_shown_in_the_profile_and_taken_back_in_one_tap(hospital, drawn, said):

    hospital.add("Ana Díaz", "golf")
    reply = hospital.way.handle(Pressed("p1", Who(PLACE.id, "ana"), "drawn-to", drawn.value))
    assert said in hospital._answered("ana", reply)
    hospital.types("ana", "profile")
    assert {f.name: getattr(f, "value", "") for f in hospital.form("ana").fields}["drawn-to"] == (
        drawn
    )
    assert "anyone you may enjoy" in hospital.presses("ana", "Anyone is fine")
    for forged in ("nobody", "", "in"):
        pressed = Pressed(f"x{forged}", Who(PLACE.id, "ana"), "drawn-to", forged)
        assert "look for" not in str(hospital.way.handle(pressed))
    with hospital.store.reading() as reading:
        assert reading.memberships("ana")[0].drawn_to is Drawn.ANYONE


def test_whom_one_would_rather_meet_decides_where_nothing_else_does_and_why_says_so(hospital):
    hospital.add("Ana Díaz", career_stage="years_5_to_15")
    hospital.add("Ben Stone", career_stage="first_5_years")
    hospital.add("Cleo Park", career_stage="years_15_plus")
    hospital.add("Dan Roe", career_stage="years_15_plus")
    hospital.types("ana", "profile")
    hospital.fills("ana", **{"drawn-to": Drawn.STEP_BEHIND.value})
    hospital.run_round()
    assert (
        "You wished to listen to someone one step behind you, as Ben is."
        in (hospital.messages("ana")[0])
    )
    assert "Ana would like to listen to someone at your stage." in hospital.messages("ben")[0]
    assert "One career step apart, as one of you wished" in hospital.types("ana", "why")


def test_someone_newly_arrived_is_whoever_joined_within_twelve_weeks(hospital):
    hospital.add("Ana Díaz", "golf")
    for name in ("Ben Stone", "Cleo Park"):
        hospital.add(name)
    hospital.add("Dan Roe", joined=False)
    hospital.types("dan", "join")
    hospital.fills("dan")
    hospital.types("ana", "profile")
    hospital.fills("ana", **{"drawn-to": "newcomer"})
    hospital.run_round()
    assert "You wished to meet someone newly arrived, and Dan is." in hospital.messages("ana")[0]
    assert "Ana gladly meets people who have just arrived." in hospital.messages("dan")[0]


def test_what_to_expect_is_said_once_with_the_first_proposal(hospital):
    for place in range(6):
        hospital.add(f"Person{place} Roe", "golf")
    hospital.run_round()
    hospital.wait(days=15)
    said = [EXPECT in m for m in hospital.messages("person0") if "Would you like to meet" in m]
    assert said[0]
    assert len(said) > 1
    assert not any(said[1:])


def test_it_is_said_again_after_twelve_weeks_without_a_proposal(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ben Stone", "golf")
    hospital.run_round()
    with hospital.store.reading() as reading:
        (first,) = reading.introductions_of("ana", 1)
        at = first.proposed_at
        assert first_in_a_while(reading, "ana", at), "its own proposal does not count"
        assert not first_in_a_while(reading, "ana", at + timedelta(days=7))
        assert not first_in_a_while(reading, "ana", at + LONG - timedelta(seconds=1))
        assert first_in_a_while(reading, "ana", at + LONG)


def test_whoever_is_introduced_at_once_reads_it_with_the_first_introduction(tmp_path):
    hospital = Hospital(tmp_path, replace(PROGRAMME, consent=Consent.AT_ONCE))
    for place in range(6):
        hospital.add(f"Person{place} Roe", "golf")
    hospital.run_round()
    hospital.wait(days=15)
    said = [EXPECT in m for m in hospital.messages("person0") if m.startswith("Meet ")]
    assert said[0]
    assert len(said) > 1
    assert not any(said[1:])
    hospital.close()


def test_whoever_read_it_in_a_proposal_does_not_read_it_again_when_introduced(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ben Stone", "golf")
    hospital.run_round()
    hospital.presses("ana", "Yes, introduce us")
    hospital.presses("ben", "Yes, introduce us")
    assert [EXPECT in message for message in hospital.messages("ana")] == [True, False]


def test_with_a_first_ask_too_and_then_no_more(hospital):
    hospital.add("Ana Díaz")
    hospital.add("Ben Stone", offers="tea")
    assert EXPECT in hospital.types("ana", "ask tea")
    hospital.fills("ana")
    hospital.presses("ana", "Stop asking")
    hospital.wait(hours=1)
    assert EXPECT not in hospital.types("ana", "ask tea")


def test_no_percentages_and_no_promises_in_it(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ben Stone", "golf")
    hospital.run_round()
    (line,) = [x for x in hospital.messages("ana")[0].splitlines() if EXPECT in x]
    assert "%" not in line
    assert not any(each.isdigit() for each in line)


def test_a_pause_that_is_over_is_not_shown_as_one(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.types("ana", "pause 1 week")
    assert "paused until" in hospital.types("ana", "home")
    hospital.wait(days=7, hours=1)
    assert "paused" not in hospital.types("ana", "home")
    assert "You were not paused" in hospital.types("ana", "resume")
