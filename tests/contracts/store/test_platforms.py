"""What chat platforms need kept: arrivals, secrets, references, addresses and e-mail."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from bot.addresses import Address, Known, Tie
from bot.delivery import Place
from bot.entrusted import Arrived
from bot.events import Who
from bot.model import Member, Notice, NoticeKind
from storage import open_store
from tests.databases import keys_of

NOW = datetime(2026, 3, 16, 13, tzinfo=UTC)
SLACK, TEAMS = Place("slack:T1", "slack", "Slack", groups=True), Place("teams:t", "teams", "Teams")
AT_SLACK, AT_TEAMS = Who(SLACK.id, "U1"), Who(TEAMS.id, "a-1")
PRESS = Arrived("e-1", SLACK.id, "U1", "block_actions", '{"what": "was sent"}')


@pytest.fixture
def known(store):
    with store.writing() as tx:
        tx.save_place(SLACK)
        tx.save_place(TEAMS)
        tx.save_members([Member("m", "Ana", "Ana", "UTC"), Member("n", "Ben", "Ben", "UTC")])
        tx.save_addresses([(AT_SLACK, "m"), (AT_TEAMS, "m")])
    return store


def test_an_arrival_is_accepted_once_and_waits_until_it_is_finished(store):
    assert store.inbox.accept(PRESS, NOW)
    assert not store.inbox.accept(PRESS, NOW + timedelta(minutes=1))
    assert store.inbox.left_over(NOW + timedelta(seconds=1), 10) == (PRESS,)
    assert store.inbox.left_over(NOW, 10) == (), "what just came is being answered"
    store.inbox.finish(PRESS.id, NOW)
    assert store.inbox.left_over(NOW + timedelta(days=1), 10) == ()
    assert not store.inbox.accept(PRESS, NOW + timedelta(days=1)), "its id stays"


def test_several_arrivals_are_kept_in_one_write_each_once(store):
    other, third = replace(PRESS, id="e-2", user="U2"), replace(PRESS, id="e-3")
    assert store.inbox.accept(PRESS, NOW)
    said = store.inbox.accept_all([other, PRESS, other, third], NOW)
    assert list(said) == [True, False, False, True]
    later = NOW + timedelta(seconds=1)
    assert store.inbox.left_over(later, 10) == (PRESS, other, third)
    assert store.inbox.left_over(later, 10, "e-2") == (other,)
    assert store.inbox.left_over(later, 10, "e_") == ()
    assert store.inbox.waiting("e-2") == other
    store.inbox.finish_all([PRESS.id, third.id], NOW)
    assert store.inbox.left_over(later, 10) == (other,)
    assert store.inbox.waiting(PRESS.id) is None


def test_a_secret_is_read_renewed_by_one_and_taken_once(store):
    kept = store.credentials
    assert kept.read("bot", NOW) is None
    assert not kept.hold("bot", "one", NOW + timedelta(minutes=1), NOW)
    kept.keep("bot", "xoxb-1", NOW + timedelta(hours=12))
    assert kept.read("bot", NOW) == "xoxb-1"
    assert kept.hold("bot", "one", NOW + timedelta(minutes=1), NOW)
    assert not kept.hold("bot", "two", NOW + timedelta(minutes=1), NOW)
    assert kept.hold("bot", "two", NOW + timedelta(minutes=3), NOW + timedelta(minutes=2))
    kept.keep("bot", "xoxb-2", NOW + timedelta(hours=12))
    assert kept.hold("bot", "one", NOW + timedelta(minutes=1), NOW), "keeping it ends the hold"
    assert kept.read("bot", NOW + timedelta(hours=13)) is None
    assert kept.names("bo") == ("bot",)
    assert kept.take("bot", NOW) == "xoxb-2"
    assert kept.take("bot", NOW) is None


def test_of_two_who_keep_the_first_secret_at_once_both_have_the_same(database_url):
    together = Barrier(2)

    def first(value):
        with closing(open_store(database_url, keys_of(database_url))) as its_own:
            together.wait(20)
            return its_own.credentials.keep_first("mark", value)

    with ThreadPoolExecutor(2) as pool:
        one, other = pool.map(first, ("one", "two"))
    assert one == other
    assert one in ("one", "two")
    with closing(open_store(database_url, keys_of(database_url))) as later:
        assert later.credentials.keep_first("mark", "three") == one


def test_a_reference_is_renewed_and_dropped(store):
    store.references.keep_reference(AT_TEAMS, "old", NOW)
    store.references.keep_reference(AT_TEAMS, "new", NOW)
    assert store.references.reference(AT_TEAMS) == "new"
    with store.reading() as reading:
        assert reading.reference(AT_TEAMS) == "new"
        assert reading.reference(Who(AT_TEAMS.place, "somebody else")) is None
    store.references.drop_reference(AT_TEAMS)
    assert store.references.reference(AT_TEAMS) is None


def test_a_message_goes_where_its_member_can_and_wishes_to_be_reached(known):
    def place_of(key):
        with known.writing() as tx:
            tx.promise([Notice(key, NoticeKind.PROPOSAL, "m", "i", NOW)])
        parcels = known.outbox.claim("c", NOW, 10)
        return [(each.place.id, each.user) for each in parcels if each.key == key]

    assert place_of("a") == [(SLACK.id, "U1")]
    with known.writing() as tx:
        tx.prefer("m", TEAMS.id)
    assert place_of("b") == [(TEAMS.id, "a-1")]
    with known.writing() as tx:
        tx.set_reachable([AT_TEAMS], active=False)
        assert tx.addresses(["m", "x"]) == {
            "m": (Address(AT_SLACK), Address(AT_TEAMS, active=False, preferred=True))
        }
        assert tx.known_in(TEAMS.id) == {"a-1": Known("m", active=False)}
    assert place_of("c") == [(SLACK.id, "U1")]
    with known.writing() as tx:
        tx.remove_address(AT_SLACK)
        assert tx.member_at(AT_SLACK) is None
    assert place_of("d") == []


@pytest.mark.parametrize("tie", [Tie.OFFERED, Tie.REFUSED])
def test_where_nobody_said_it_is_them_they_are_neither_known_nor_reached(known, tie):
    with known.writing() as tx:
        tx.save_addresses([(AT_TEAMS, "m")], tie)
        tx.prefer("m", TEAMS.id)
        assert tx.member_at(AT_TEAMS) is None
        offered = tx.offered_at(AT_TEAMS)
        assert (offered and offered.id) == ("m" if tie is Tie.OFFERED else None)
        assert tx.addresses(["m"]) == {"m": (Address(AT_SLACK),)}
        assert tx.known_in(TEAMS.id) == {"a-1": Known("m", tie=tie)}
        tx.promise([Notice("k", NoticeKind.PROPOSAL, "m", "i", NOW)])
    assert [each.place.id for each in known.outbox.claim("c", NOW, 10)] == [SLACK.id]
    with known.writing() as tx:
        tx.save_addresses([(AT_TEAMS, "m")], Tie.AGREED)
        assert tx.member_at(AT_TEAMS).id == "m"
        assert tx.offered_at(AT_TEAMS) is None
        assert Address(AT_TEAMS, preferred=True, tie=Tie.AGREED) in tx.addresses(["m"])["m"]


def test_what_a_transaction_changes_it_sees(known):
    with known.writing() as tx:
        assert tx.addresses(["m", "x"]) == {"m": (Address(AT_SLACK), Address(AT_TEAMS))}
        tx.set_reachable([AT_SLACK], active=False)
        assert tx.member_at(AT_SLACK).id == "m"
        tx.heard_from(AT_SLACK)
        assert tx.addresses(["m"])["m"][0] == Address(AT_SLACK)
        tx.set_reachable([AT_SLACK], active=False)
        tx.heard_from(AT_SLACK)
        assert tx.addresses(["m"])["m"][0] == Address(AT_SLACK)
        tx.prefer("m", TEAMS.id)
        assert tx.addresses(["m"])["m"][0] == Address(AT_TEAMS, preferred=True)
        tx.remove_address(AT_TEAMS)
        assert tx.addresses(["m"]) == {"m": (Address(AT_SLACK),)}
        tx.forget("m", NOW)
        assert tx.addresses(["m"]) == {}
        assert tx.member_at(AT_SLACK) is None


def test_where_somebody_said_that_it_is_not_them_they_cannot_be(known):
    elsewhere = Who(TEAMS.id, "a-2")
    with known.writing() as tx:
        tx.save_addresses([(AT_TEAMS, "m")], Tie.REFUSED)
        tx.save_addresses([(elsewhere, "m")], Tie.OFFERED)
        assert set(tx.may_be_at("m")) == {AT_SLACK, elsewhere}


def test_whoever_is_forgotten_is_so_by_every_id_and_keeps_their_rules(known):
    with known.writing() as tx:
        tx.avoid("n", "m", NOW)
        tx.forget("m", NOW, also=["slack:T1:U1", "hr-7"])
        assert tx.forgotten(["m", "slack:T1:U1", "hr-7", "n"]) == {"m", "slack:T1:U1", "hr-7"}
        tx.save_members([Member("hr-7", "Ana", "Ana", "UTC")])
        assert tx.avoided_by("n") == ("hr-7",)
    with known.reading() as reading:
        assert set(next(iter(reading.never_pairs()))) == {"hr-7", "n"}


def test_an_email_belongs_to_one_member_in_any_case_of_letters(known):
    with known.writing() as tx:
        assert tx.members_by_email(["ana@hospital.example"]) == {}
        tx.save_emails([("m", "Ana@Hospital.example"), ("n", "ana@hospital.EXAMPLE ")])
        assert tx.emails(["m", "n"]) == {"m": "Ana@Hospital.example"}
        asked = ["ANA@hospital.example", "ben@hospital.example", ""]
        assert tx.members_by_email(asked) == {"ANA@hospital.example": "m"}
        tx.save_emails([("m", "")])
        assert tx.emails(["m"]) == {}


def test_whoever_is_forgotten_leaves_nothing_in_any_of_them(known):
    store = known
    store.inbox.accept(PRESS, NOW)
    store.references.keep_reference(AT_TEAMS, "text", NOW)
    with store.writing() as tx:
        tx.save_emails([("m", "ana@hospital.example")])
        tx.forget("m", NOW)
    assert store.inbox.left_over(NOW + timedelta(days=1), 10) == ()
    assert store.references.reference(AT_TEAMS) is None
    with store.reading() as reading:
        assert reading.members_by_email(["ana@hospital.example"]) == {}
        assert reading.addresses(["m"]) == {}
