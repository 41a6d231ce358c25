"""One human in Slack and in Teams: asked, one in both, reached where they said, apart again."""

from dataclasses import replace

import pytest

from bot import plain
from bot.app import Person
from bot.app.directory import ids_of
from bot.delivery import Place
from bot.events import Commanded, Opened, Pressed, Who
from bot.model import Member, Membership, Notice, NoticeKind, Standing
from bot.ui import Home, Replace, Say, Show
from tests.stories.hospital import NEW_YORK, PLACE, Hospital

SLACK = Place("slack:T1", "slack", "General Hospital", looks_up=True, groups=True)
TEAMS = Place("teams:t-1", "teams", "Microsoft Teams")
ADA = Person("U1", "Ada Osei", "Ada", "ada@hospital.example", NEW_YORK, title="Theatre nurse")
ADA_IN_TEAMS = replace(ADA, user="a-1", email="Ada@Hospital.example")
IN_SLACK, IN_TEAMS = Who(SLACK.id, "U1"), Who(TEAMS.id, "a-1")
MEMBER = "slack:T1:U1"


class Ada:
    """Somebody a Slack's directory knows, whom a Teams' directory now has too."""

    def __init__(self, hospital: Hospital) -> None:
        self.hospital = hospital
        self.events = 0
        hospital.app.keep_people(SLACK, [ADA], complete=True)
        with hospital.store.writing() as tx:
            tx.save_memberships([Membership(hospital.programme.id, MEMBER)])
        self.kept = hospital.app.keep_people(TEAMS, [ADA_IN_TEAMS], complete=True)

    def types(self, who: Who, words: str):
        self.events += 1
        return self.hospital.app.handle(Commanded(f"e{self.events}", who, words))

    def presses(self, who: Who, action: str, target: str = ""):
        self.events += 1
        return self.hospital.app.handle(Pressed(f"e{self.events}", who, action, target))

    def at(self, who: Who) -> str:
        """Whose words count there."""
        with self.hospital.store.reading() as reading:
            member = reading.member_at(who)
            return member.id if member else ""

    def promised(self, key: str) -> None:
        notice = Notice(key, NoticeKind.PROPOSAL, MEMBER, "", self.hospital.now)
        with self.hospital.store.writing() as tx:
            tx.promise([notice])

    def waits_in(self) -> list[str]:
        """Where messages to her wait, which are then taken."""
        parcels = self.hospital.store.outbox.claim("c", self.hospital.now, 10)
        return [each.place.id for each in parcels if each.notice.recipient == MEMBER]


@pytest.fixture
def ada(hospital: Hospital) -> Ada:
    return Ada(hospital)


def text(reply) -> str:
    return plain.reply(reply, NEW_YORK)


def actions(reply) -> list[tuple[str, str]]:
    cards = reply.home.cards if isinstance(reply, Show) else (reply.card,)
    return [(each.action, each.target) for card in cards for each in card.buttons()]


def test_whoever_has_the_same_address_is_asked_and_shown_nothing(ada: Ada) -> None:
    assert (ada.kept.added, ada.kept.attached, ada.kept.offered) == (0, 0, 1)
    for reply in (
        ada.types(IN_TEAMS, "home"),
        ada.types(IN_TEAMS, "pause"),
        ada.types(IN_TEAMS, "forget me"),
        ada.types(IN_TEAMS, "ok but who are you?"),
        ada.presses(IN_TEAMS, "leave"),
        ada.hospital.app.handle(Opened("o", IN_TEAMS)),
    ):
        assert "Have we met?" in text(reply)
        assert actions(reply) == [("link-yes", ""), ("link-no", "")]
        assert "Theatre nurse" not in text(reply)
    home = ada.hospital.app.home(IN_TEAMS)
    assert isinstance(home, Home)
    assert home.cards[0].title == "Have we met?"
    assert ada.at(IN_TEAMS) == ""
    with ada.hospital.store.reading() as reading:
        assert len(list(reading.search_members("Ada Osei", 5))) == 1, "not two of one human"
    ada.promised("k")
    assert ada.waits_in() == [SLACK.id]


@pytest.mark.parametrize("how", ["pressed", "typed"])
def test_a_yes_makes_them_one_and_writes_where_it_did(ada: Ada, how: str) -> None:
    reply = ada.presses(IN_TEAMS, "link-yes") if how == "pressed" else ada.types(IN_TEAMS, "yes")
    assert isinstance(reply, Replace if how == "pressed" else Say)
    assert "I write to you in Slack" in text(reply)
    assert actions(reply) == [("reach-me", TEAMS.id)]
    assert ada.at(IN_TEAMS) == ada.at(IN_SLACK) == MEMBER
    assert "until" in text(ada.types(IN_TEAMS, "pause 2 weeks"))
    assert "Resume" in text(ada.types(IN_SLACK, "home"))
    ada.promised("k")
    assert ada.waits_in() == [SLACK.id]


def test_they_are_reached_where_they_say_also_with_what_waits(ada: Ada) -> None:
    ada.presses(IN_TEAMS, "link-yes")
    ada.promised("before")
    reply = ada.presses(IN_SLACK, "reach-me", TEAMS.id)
    assert "I write to you in Microsoft Teams" in text(reply)
    ada.promised("after")
    assert ada.waits_in() == [TEAMS.id, TEAMS.id]
    home = ada.types(IN_TEAMS, "home")
    assert ("reach-me", SLACK.id) in actions(home)
    assert ("keep-apart", TEAMS.id) in actions(home)


@pytest.mark.parametrize("where", [IN_SLACK, IN_TEAMS])
def test_it_is_taken_back_from_either_and_nothing_is_left_there(ada: Ada, where: Who) -> None:
    ada.presses(IN_TEAMS, "link-yes")
    ada.presses(IN_TEAMS, "reach-me", TEAMS.id)
    ada.promised("k")
    reply = ada.presses(where, "keep-apart", TEAMS.id)
    assert isinstance(reply, Replace)
    assert ("start fresh" if where == IN_TEAMS else "apart again") in text(reply)
    assert (ada.at(IN_TEAMS), ada.at(IN_SLACK)) == ("", MEMBER)
    assert ada.waits_in() == [SLACK.id], "what waited for them does not go to somebody else"
    # The directory, next night, knows them as somebody of their own, and does not ask again.
    ada.hospital.app.keep_people(TEAMS, [ADA_IN_TEAMS], complete=True)
    assert ada.at(IN_TEAMS) == "teams:t-1:a-1"
    assert "Have we met?" not in text(ada.types(IN_TEAMS, "home"))
    with ada.hospital.store.reading() as reading:
        assert set(reading.emails([MEMBER, "teams:t-1:a-1"])) == {MEMBER}


def test_a_no_keeps_them_apart_and_lets_them_join(ada: Ada) -> None:
    assert "start fresh" in text(ada.types(IN_TEAMS, "no"))
    assert not ada.hospital.app.knows(IN_TEAMS)
    assert ada.hospital.app.welcome(TEAMS, ADA_IN_TEAMS, joining=True)
    reply = ada.types(IN_TEAMS, "join")
    assert reply.form.name == "profile"
    assert ada.at(IN_TEAMS) == "teams:t-1:a-1"


def test_only_ones_own_places_can_be_chosen_or_parted(ada: Ada) -> None:
    for action in ("reach-me", "keep-apart"):
        for target in (TEAMS.id, "slack:T9", "", SLACK.id):
            before = ada.at(IN_SLACK)
            ada.presses(IN_SLACK, action, target)
            assert (ada.at(IN_SLACK), ada.at(IN_TEAMS)) == (before, "")


def test_whoever_moves_to_the_other_tool_is_here_again_with_their_yes(ada: Ada) -> None:
    ada.hospital.app.keep_people(SLACK, [replace(ADA, here=False)], complete=False)
    with ada.hospital.store.reading() as reading:
        assert reading.member(MEMBER).standing is Standing.GONE
    ada.types(IN_TEAMS, "yes")
    ada.promised("k")
    assert ada.waits_in() == [TEAMS.id]
    with ada.hospital.store.reading() as reading:
        assert reading.member(MEMBER).standing is Standing.HERE


def test_a_new_account_in_the_same_workspace_is_asked_once_the_old_one_is_gone(ada: Ada) -> None:
    again = replace(ADA, user="U9")
    ada.hospital.app.keep_people(SLACK, [ADA, again], complete=True)
    assert ada.at(Who(SLACK.id, "U9")) == "slack:T1:U9", "two accounts at once are two people"
    newer = replace(ADA, user="U10")
    ada.hospital.app.keep_people(SLACK, [replace(ADA, here=False), newer], complete=False)
    assert "Have we met?" in text(ada.types(Who(SLACK.id, "U10"), "home"))


def test_forgotten_in_one_is_forgotten_in_both(ada: Ada) -> None:
    ada.presses(IN_TEAMS, "link-yes")
    with ada.hospital.store.writing() as tx:
        tx.avoid(tx.member_at(IN_SLACK).id, "ben", ada.hospital.now)
    form = ada.types(IN_TEAMS, "forget me").form
    assert form.name == "forget-me"
    with ada.hospital.store.writing() as tx:
        tx.forget(MEMBER, ada.hospital.now, also=ids_of(tx, MEMBER))
    for place, person in ((SLACK, ADA), (TEAMS, ADA_IN_TEAMS)):
        assert ada.hospital.app.keep_people(place, [person], complete=True).added == 0
    assert ada.hospital.app.welcome(TEAMS, ADA_IN_TEAMS, joining=True)
    with ada.hospital.store.reading() as reading:
        assert reading.avoided_by("teams:t-1:a-1") == ("ben",), "their rules are theirs again"


def test_what_the_roster_says_stays_and_its_first_chat_needs_no_question(
    hospital: Hospital,
) -> None:
    with hospital.store.writing() as tx:
        tx.save_members([Member("hr-7", "Ada N. Osei", "Ada", NEW_YORK, "Theatres")])
        tx.save_addresses([(Who(PLACE.id, "hr-7"), "hr-7")])
        tx.save_emails([("hr-7", "ADA@hospital.example")])
    assert hospital.app.keep_people(SLACK, [ADA], complete=True).attached == 1
    assert hospital.app.keep_people(TEAMS, [ADA_IN_TEAMS], complete=True).offered == 1
    with hospital.store.reading() as reading:
        assert reading.member_at(IN_SLACK).department == "Theatres"
        assert reading.member_at(IN_TEAMS) is None


def test_whoever_said_no_is_known_when_the_other_is_forgotten(ada: Ada) -> None:
    ada.types(IN_TEAMS, "no")
    with ada.hospital.store.writing() as tx:
        tx.forget(MEMBER, ada.hospital.now, also=ids_of(tx, MEMBER))
    assert ada.hospital.app.keep_people(SLACK, [ADA], complete=True).added == 0
    assert ada.hospital.app.keep_people(TEAMS, [ADA_IN_TEAMS], complete=True).added == 1
