"""A chat's own directory: who is there, who left, who came back, who may not be brought back."""

from dataclasses import replace

from bot.app import Person, rostering
from bot.app.directory import ids_of
from bot.delivery import Place
from bot.events import Commanded, Who
from bot.model import Member, Notice, NoticeKind, Standing
from bot.roster import header_rules, read_rows
from tests.stories.hospital import PLACE, Hospital

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
        assert reading.emails([ada.id]) == {ada.id: "ada@hospital.example"}
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


def imported(hospital: Hospital, *rows: str, whole: bool = False, reached: bool = True):
    """A roster from HR, kept."""
    text = ["member_id,display_name,email,timezone,department,manager,joined\n", *rows]
    worked_out = rostering.work_out(
        hospital.app.means,
        read_rows(text, header_rules()),
        PLACE,
        whole=whole,
        default_timezone="Europe/London",
    )
    rostering.keep(hospital.app.means, worked_out, reached=reached)
    return worked_out


HR_ADA = "hr-7,Ada N. Osei,ada@hospital.example,,Theatres,hr-8,yes\n"
HR_BOSS = "hr-8,Bo Li,,,Theatres,,no\n"


def test_the_roster_first_and_a_chat_then_is_one_member(hospital: Hospital) -> None:
    imported(hospital, HR_ADA, HR_BOSS, reached=False)
    with hospital.store.writing() as tx:
        tx.promise([Notice("k", NoticeKind.PROPOSAL, "hr-7", "i", hospital.now)])
    assert hospital.store.outbox.claim("c", hospital.now, 9) == (), "no browser is served"
    assert hospital.app.keep_people(SLACK, [ADA], complete=True).attached == 1
    with hospital.store.reading() as reading:
        ada = reading.member_at(Who(SLACK.id, "U1"))
        assert (ada.id, ada.department) == ("hr-7", "Theatres")


def test_a_chat_first_and_the_roster_then_is_one_member_too(hospital: Hospital) -> None:
    hospital.app.keep_people(SLACK, [ADA, BEN], complete=True)
    done = imported(hospital, HR_ADA, HR_BOSS)
    assert done.recognised == {"hr-7": "slack:T1:U1"}
    assert [each.id for each in done.plan.added] == ["hr-8"]
    with hospital.store.reading() as reading:
        ada = reading.member_at(Who(SLACK.id, "U1"))
        assert (ada.id, ada.name, ada.department) == ("slack:T1:U1", "Ada N. Osei", "Theatres")
        assert ada.manager == "hr-8"
        assert [each.member for each in reading.memberships("slack:T1:U1")] == ["slack:T1:U1"]
    # Both go on knowing her, by whatever ids they have, and the roster's word stays.
    assert imported(hospital, HR_ADA, HR_BOSS).empty
    assert imported(hospital, HR_ADA.replace("ada@hospital.example", ""), HR_BOSS).empty
    hospital.app.keep_people(SLACK, [ADA, BEN], complete=True)
    with hospital.store.reading() as reading:
        assert reading.member("slack:T1:U1").department == "Theatres"


def test_a_whole_roster_sends_away_its_own_and_nobody_whom_only_a_chat_knows(
    hospital: Hospital,
) -> None:
    hospital.app.keep_people(SLACK, [ADA, BEN], complete=True)
    imported(hospital, HR_ADA, HR_BOSS)
    imported(hospital, HR_BOSS, whole=True)
    assert standing(hospital, "slack:T1:U1") is Standing.GONE
    assert standing(hospital, "slack:T1:U2") is Standing.HERE
    assert standing(hospital, "hr-8") is Standing.HERE


def test_an_address_that_is_anothers_is_told_and_left(hospital: Hospital) -> None:
    imported(hospital, HR_ADA.replace("ada@hospital.example", ""))
    hospital.app.keep_people(SLACK, [ADA], complete=True)
    done = imported(hospital, HR_ADA)
    (warning,) = [w for w in done.plan.warnings if w.column == "email"]
    assert "hr-7 is already that of slack:T1:U1" in str(warning)
    with hospital.store.reading() as reading:
        assert reading.members_by_email([ADA.email]) == {ADA.email: "slack:T1:U1"}


def test_whoever_was_forgotten_is_not_brought_back_by_another_of_their_ids(
    hospital: Hospital,
) -> None:
    imported(hospital, HR_ADA)
    hospital.app.keep_people(SLACK, [ADA], complete=True)
    with hospital.store.writing() as tx:
        tx.forget("hr-7", hospital.now, also=ids_of(tx, "hr-7"))
    assert hospital.app.keep_people(SLACK, [ADA], complete=True).added == 0
    assert not hospital.app.knows(Who(SLACK.id, "U1"))
