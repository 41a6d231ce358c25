"""A chat's own directory: who is there, who left, who came back, who may not be brought back."""

from dataclasses import replace

from bot.app import Person
from bot.events import Commanded, Who
from bot.model import Member, Standing
from bot.ports import Place
from tests.stories.hospital import Hospital

SLACK = Place("slack:T1", "slack", "Slack", looks_up=True, groups=True)
ADA = Person("U1", "Ada Osei", "Ada", "ada@hospital.example", "Europe/London", "en-GB", "Surgery")
BEN = Person("U2", "Ben Ruiz", timezone="not a zone")


def standing(hospital: Hospital, member: str) -> Standing:
    with hospital.store.reading() as reading:
        return reading.member(member).standing


def test_a_directory_makes_members_who_have_joined_nothing(hospital: Hospital) -> None:
    kept = hospital.app.keep_people(SLACK, [ADA, BEN], complete=True)
    assert (kept.added, kept.attached, kept.left) == (2, 0, 0)
    with hospital.store.reading() as reading:
        ada, ben = (reading.member_at(Who(SLACK.id, each.user)) for each in (ADA, BEN))
        assert (ada.name, ada.timezone, ada.department) == ("Ada Osei", "Europe/London", "Surgery")
        assert (ben.given_name, ben.timezone) == ("Ben", "UTC")
        assert reading.memberships(ada.id) == ()
        assert reading.email_of(ada.id) == "ada@hospital.example"
    assert hospital.app.keep_people(SLACK, [ADA, BEN], complete=True) == type(kept)()


def test_whoever_is_deactivated_or_missing_has_left_and_may_come_back(hospital: Hospital) -> None:
    hospital.app.keep_people(SLACK, [ADA, BEN], complete=True)
    assert hospital.app.keep_people(SLACK, [replace(ADA, here=False)], complete=True).left == 2
    assert standing(hospital, "slack:T1:U1") is standing(hospital, "slack:T1:U2") is Standing.GONE
    renamed = replace(ADA, name="Ada Mensah")
    assert hospital.app.keep_people(SLACK, [renamed], complete=False).changed == 1
    with hospital.store.reading() as reading:
        ada = reading.member("slack:T1:U1")
    assert (ada.name, ada.standing) == ("Ada Mensah", Standing.HERE)


def test_an_empty_directory_sends_nobody_away(hospital: Hospital) -> None:
    hospital.app.keep_people(SLACK, [ADA], complete=True)
    assert hospital.app.keep_people(SLACK, [], complete=True).left == 0
    assert standing(hospital, "slack:T1:U1") is Standing.HERE


def test_a_member_of_the_roster_is_reached_by_their_verified_email(hospital: Hospital) -> None:
    with hospital.store.writing() as tx:
        tx.save_members([Member("hr-7", "Ada N. Osei", "Ada", "Europe/London", "Theatres")])
        tx.save_emails([("hr-7", "ADA@hospital.example")])
    assert hospital.app.keep_people(SLACK, [ADA], complete=True).attached == 1
    with hospital.store.reading() as reading:
        ada = reading.member_at(Who(SLACK.id, "U1"))
    assert (ada.id, ada.name, ada.department) == ("hr-7", "Ada N. Osei", "Theatres")


def test_whoever_was_forgotten_comes_back_only_by_joining(hospital: Hospital) -> None:
    hospital.app.keep_people(SLACK, [ADA], complete=True)
    with hospital.store.writing() as tx:
        tx.forget("slack:T1:U1", hospital.now)
    assert hospital.app.keep_people(SLACK, [ADA], complete=True).added == 0
    assert not hospital.app.welcome(SLACK, ADA, joining=False)
    assert not hospital.app.knows(Who(SLACK.id, "U1"))
    assert hospital.app.welcome(SLACK, ADA, joining=True)
    reply = hospital.app.handle(Commanded("e", Who(SLACK.id, "U1"), "join"))
    assert reply.form.name == "profile"
