"""What a member may ask of whoever keeps data: each word, and what nobody else sees of it."""

import io
import json
import zipfile
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import running
from bot.model import Contact, IntroductionState, Taking
from bot.retention import Retention
from bot.ui import Download, Farewell
from tests.stories.hospital import MONDAY, Hospital
from tests.stories.test_mutual_yes import YES, pair


def given(hospital: Hospital, **means: object) -> None:
    hospital.app = replace(hospital.app, means=replace(hospital.app.means, **means))


def memberships(hospital: Hospital, name: str):
    with hospital.store.reading() as reading:
        return reading.memberships(name)


# leave


def test_leaving_is_kind_and_join_brings_one_back(hospital):
    pair(hospital)
    assert "You have left" in hospital.types("ana", "leave")
    assert memberships(hospital, "ana")[0].taking is Taking.OUT
    hospital.wait(days=8)
    assert len(hospital.messages("ana")) == 1, "a leaver is written to no more"
    hospital.types("ana", "join")
    assert "Saved" in hospital.fills("ana")
    assert memberships(hospital, "ana")[0].taking is Taking.IN


@pytest.mark.parametrize("word", ["privacy", "export", "never", "forget me", "concern"])
def test_rights_do_not_depend_on_taking_part(hospital, word):
    hospital.add("Ana Díaz", joined=False)
    assert hospital.types("ana", word)


def test_help_lists_every_word(hospital):
    hospital.add("Ana Díaz", "golf")
    said = hospital.types("ana", "help")
    for word in ("leave", "never", "privacy", "export", "forget", "concern"):
        assert f"– {word} –" in said.replace("  ", " ")


# privacy


def test_privacy_tells_of_every_personal_column_of_the_database(hospital):
    hospital.add("Ana Díaz", "golf")
    said = hospital.types("ana", "privacy")
    with hospital.store.reading() as reading:
        notes = reading.notes()
    personal = [n for n in notes if n.holds.value in ("identity", "free text", "behaviour")]
    assert len(personal) > 30
    for note in personal:
        assert note.purpose in said, f"{note.table}.{note.column}"
    given(hospital, retention=Retention(details=31))
    assert "Kept 31 weeks after" in hospital.types("ana", "privacy")


# export


def exported(hospital: Hospital, name: str) -> tuple[dict, str]:
    reply = hospital.reply_to(name, "export")
    assert isinstance(reply, Download)
    assert reply.media_type == "application/zip"
    with zipfile.ZipFile(io.BytesIO(reply.data)) as archive:
        assert archive.testzip() is None
        assert archive.namelist() == ["about-me.json", "about-me.txt"]
        return json.loads(archive.read("about-me.json")), archive.read("about-me.txt").decode()


def test_an_export_holds_all_of_ones_own_and_nothing_of_the_other(hospital):
    pair(hospital)
    hospital.presses("ana", "Yes, with my own first words")
    hospital.fills("ana", opening="Hello Ben, tell me of your boards?")
    hospital.presses("ben", "Yes, with my own first words")
    hospital.fills("ben", opening="Ana, which pump do you like?")
    hospital.types("ben", "never @Ana")
    told, text = exported(hospital, "ana")
    assert told["you"]["name"] == "Ana Díaz"
    assert {c["interest"] for c in told["you"]["choices"]} == {
        "sepsis-improvement",
        "quality-improvement",
    }
    (introduction,) = told["introductions"]
    assert introduction["with"] == ["Ben Stone"]
    assert introduction["your first words"] == "Hello Ben, tell me of your boards?"
    assert told["programmes"][0]["programme"] == "everyone"
    assert told["messages"]
    assert told["you asked never to meet"] == []
    for whole in (json.dumps(told), text):
        assert "which pump" not in whole
        assert "ben" not in whole.replace("Ben", "").lower()
    assert "tell me of your boards?" in text
    own, _ = exported(hospital, "ben")
    assert own["you asked never to meet"] == ["Ana Díaz"]


def test_an_export_looks_the_same_whatever_the_other_said(tmp_path):
    def seen(folder, label):
        folder.mkdir()
        hospital = pair(Hospital(folder))
        hospital.presses("ana", YES)
        if label:
            hospital.presses("ben", label)
        hospital.wait(days=4)
        told, text = exported(hospital, "ana")
        hospital.close()
        return told, text

    silence = seen(tmp_path / "silence", "")
    assert seen(tmp_path / "no", "Not this time") == silence


# never


def test_never_is_said_only_to_whoever_asked_and_can_be_taken_back(hospital):
    pair(hospital)
    before = list(hospital.messages("ben"))
    assert "You and Ben Stone will never be suggested" in hospital.types("ana", "never @ben")
    assert "Ben Stone" in hospital.types("ana", "never list")
    assert "Nobody. You can name" in hospital.types("ben", "never list")
    hospital.wait(days=6)
    assert hospital.messages("ben") == before, "nothing at all shows"
    assert len(hospital.messages("ana")) == 1
    assert "Taken back" in hospital.presses("ana", "Take it back")
    assert "Nobody. You can name" in hospital.types("ana", "never list")


def test_never_asks_who_is_meant_in_any_script(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.add("Kim 민수", "golf", known_as="kim1", department="Radiology")
    hospital.add("Park 민수", "golf", known_as="park1", department="Pharmacy")
    hospital.add("Лев Толстой", "golf", known_as="lev")
    asked = hospital.types("ana", "never @민수")
    assert "Whom do you mean?" in asked
    assert "Kim 민수" in asked
    assert "Park 민수" in asked
    assert "You and Park 민수 will never" in hospital.fills("ana", who="park1")
    assert "You and Лев Толстой" in hospital.types("ana", "never лев толстой")


@pytest.mark.parametrize("words", ["never @", "never x", "never Nobody Atall", "never Ana Díaz"])
def test_a_name_nobody_has_changes_nothing(hospital, words):
    hospital.add("Ana Díaz", "golf")
    assert "never be suggested" not in hospital.types("ana", words)
    with hospital.store.reading() as reading:
        assert reading.never_pairs() == frozenset()


def test_the_hospitals_rule_stays_when_a_member_takes_theirs_back(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ben Stone", "golf")
    with hospital.store.writing() as tx:
        tx.keep_apart("ana", "ben", "asked by the hospital")
    hospital.types("ana", "never ben")
    hospital.presses("ana", "Take it back")
    hospital.run_round()
    assert "I have not found someone" in hospital.messages("ana")[0]


def test_never_between_matching_and_keeping_is_heeded(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ben Stone", "golf")
    hospital.add("Cleo Park", "tea")
    hospital.types("cleo", "pause")
    plan = hospital.app.preview(hospital.programme)
    assert len(plan.introductions) == 1
    hospital.types("ana", "never ben")
    running.keep(hospital.app.means, plan)
    hospital.deliver()
    with hospital.store.reading() as reading:
        assert reading.introductions_of("ana", 5) == ()
    assert "Would you like to meet" not in str(hospital.messages("ben"))


# concern


def test_without_a_named_member_only_the_contact_is_shown(hospital):
    hospital.add("Ana Díaz", "golf")
    assert "has not named a contact" in hospital.types("ana", "concern")
    given(hospital, contact=Contact("Occupational health, 100", "https://hospital.example/x"))
    said = hospital.types("ana", "concern")
    assert "Occupational health, 100" in said
    assert "https://hospital.example/x" in said


@pytest.mark.parametrize(("who", "name"), [("named", "Ana Díaz"), ("unnamed", "Somebody")])
def test_a_concern_reaches_the_named_member_alone(hospital, who, name):
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ombuds Person", joined=False)
    given(hospital, contact=Contact(member="ombuds"))
    hospital.types("ana", "concern")
    answer = hospital.fills("ana", words="Patient in bed 12, MRN 4482913, was shouted at", who=who)
    assert "might point to a patient" in answer
    assert "4482913" not in answer
    assert "Thank you" in hospital.fills("ana", words="I was shouted at on Friday.", who=who)
    (message,) = hospital.messages("ombuds")
    assert "I was shouted at on Friday." in message
    assert name in message
    assert hospital.messages("ana") == []
    with hospital.store.reading() as reading:
        assert len(reading.concerns_by("ana")) == (who == "named")


# forget me


UNSEALED = ("Ben Stone", "mem-4711", "Pager 5511", "Trauma Unit Nine")


def forgets(hospital: Hospital, name: str) -> str:
    hospital.types(name, "forget me")
    return hospital.fills(name, sure="erase")


def files(hospital: Hospital) -> str:
    """The bytes of every file of the database, as text."""
    folder = hospital.path.parent
    return b"".join(each.read_bytes() for each in folder.glob("hospital*")).decode(
        "utf-8", "ignore"
    )


def test_forgetting_is_asked_once_and_not_done_by_closing_the_form(hospital):
    hospital.add("Ben Stone", "golf")
    assert "Are you sure?" in hospital.types("ben", "forget me")
    assert "Nothing has changed" in hospital.fills("ben", sure="keep")
    with hospital.store.reading() as reading:
        assert reading.member("ben")


def test_forgetting_says_all_that_an_open_suggestion_still_shows(hospital):
    hospital.add("Ana Díaz", "golf")
    hospital.add("Ben Stone", "golf", department="Trauma Unit Nine", site="Hospital B")
    hospital.run_round()
    asked = hospital.types("ben", "forget me")
    hospital.fills("ben", sure="erase")
    hospital.types("ana", "home")
    still = hospital.presses("ana", "Show it again")
    for shown in ("Ben Stone", "pharmacy", "Trauma Unit Nine", "Hospital B", "You both chose"):
        assert shown in still
    assert "your name, your profession, department and site, and the reason" in asked


@pytest.mark.parametrize("open_proposal", [False, True])
def test_no_page_of_the_files_still_has_what_was_kept_of_them_unsealed(tmp_path, open_proposal):
    """Deleted rows are overwritten. What is sealed is opened in test_erased_everywhere."""
    hospital = Hospital(tmp_path)
    hospital.add("Ana Díaz", "sepsis-improvement")
    hospital.add(
        "Ben Stone", "sepsis-improvement", known_as="mem-4711",
        department="Trauma Unit Nine", title="Pager 5511",
    )  # fmt: skip
    if open_proposal:
        hospital.run_round()
    before = files(hospital)
    for value in UNSEALED:
        assert value in before, "the search looks where it is"
    assert isinstance(forgets_reply(hospital, "mem-4711"), Farewell)
    assert "I do not know you" in hospital.types("mem-4711", "home")
    hospital.store.close()
    left = files(hospital)
    for value in UNSEALED:
        assert value not in left, value
    assert "Ana Díaz" in left


def forgets_reply(hospital, name):
    hospital.types(name, "forget me")
    return hospital.fill_reply(name, sure="erase")


def test_what_was_introduced_ends_and_the_reason_goes(hospital):
    pair(hospital)
    hospital.presses("ana", YES)
    hospital.presses("ben", YES)
    assert "You are forgotten" in forgets(hospital, "ben")
    assert "Ben" not in hospital.types("ana", "home")
    for label in ("Why this person?", YES):
        assert "closed" in hospital.presses("ana", label)
    told = len(hospital.messages("ana"))
    hospital.wait(days=9)
    assert "Ben" not in str(hospital.messages("ana")[told:])
    with hospital.store.reading() as reading:
        (introduction,) = reading.introductions_of("ana", 5)
    assert introduction.state is IntroductionState.NOT_MET
    assert introduction.terms == ()


def test_never_and_no_repeat_hold_when_they_come_back_as_a_stranger(hospital):
    pair(hospital)
    hospital.add("Cleo Park", "golf")
    hospital.types("ben", "never cleo")
    hospital.wait(days=4)
    forgets(hospital, "ben")
    with hospital.store.reading() as reading:
        (token,) = {p.other for p in reading.past_pairs("everyone", MONDAY)}
        assert token.startswith("gone-")
        assert reading.forgotten(["ana", "ben"]) == {"ben"}
    hospital.add("Ben Stone", joined=False)
    with hospital.store.reading() as reading:
        assert reading.never_pairs() == {("ben", "cleo")}
        assert {(p.one, p.other) for p in reading.past_pairs("everyone", MONDAY)} == {
            ("ana", "ben")
        }
        assert reading.forgotten(["ben"]) == {"ben"}, "the roster still may not choose for them"
    assert "Would you like to join?" in hospital.types("ben", "pause")
    assert "Cleo Park" in hospital.types("ben", "never list")


def test_the_face_goes_when_the_proposal_has_closed(hospital):
    pair(hospital)
    forgets(hospital, "ben")
    with hospital.store.reading() as reading:
        (introduction,) = reading.introductions_of("ana", 5)
        assert len(reading.members(introduction.members)) == 2
    hospital.wait(days=12)
    with hospital.store.reading() as reading:
        (introduction,) = reading.introductions_of("ana", 5)
        assert set(reading.members(introduction.members)) == {"ana"}
        assert introduction.terms == ()
    assert "closed" in hospital.presses("ana", YES)


# retention


def test_old_answers_and_details_go_and_the_pair_stays(hospital):
    pair(hospital)
    hospital.presses("ana", "Yes, with my own first words")
    hospital.fills("ana", opening="Hello Ben")
    hospital.presses("ben", YES)
    hospital.wait(days=7)
    hospital.presses("ana", "We met")

    def now():
        with hospital.store.reading() as reading:
            return reading.introductions_of("ana", 50)[-1], reading.deliveries()["sent"]

    hospital.now += timedelta(weeks=6)
    hospital.app.tick()
    assert now()[0].part_of("ana").meeting.value == "met"
    hospital.now += timedelta(weeks=2)
    hospital.app.tick()
    kept, _sent = now()
    assert kept.part_of("ana").meeting.value == "none"
    assert kept.part_of("ana").opening == "Hello Ben"
    hospital.now += timedelta(weeks=20)
    hospital.app.tick()
    bare, _ = now()
    assert bare.part_of("ana").opening == ""
    assert bare.terms == ()
    assert bare.members == kept.members
    assert bare.state is IntroductionState.MET
