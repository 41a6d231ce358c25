"""Members, memberships and addresses, over both databases."""

from dataclasses import replace
from datetime import date

import pytest

from bot.delivery import Place
from bot.events import Who
from bot.model import Choice, Hours, Member, Membership, Side, Standing, Taking
from storage import SqlStore
from tests.contracts.store.people import ANA, BEN, CHO, MONDAY, NOW, settle


def test_a_member_comes_back_as_they_were(store: SqlStore) -> None:
    with store.writing() as tx:
        tx.save_members([ANA])
    with store.reading() as reading:
        assert reading.member("ana") == ANA


def test_nobody_by_that_id(store: SqlStore) -> None:
    with store.reading() as reading:
        assert reading.member("nobody") is None
        assert reading.member_at(Who("browser", "nobody")) is None
        assert reading.members(["nobody"]) == {}
        assert reading.members([]) == {}
        assert reading.memberships("nobody") == ()
        assert list(reading.everyone()) == []


def test_saving_again_changes_everything(store: SqlStore) -> None:
    changed = replace(
        ANA, name="Ana", standing=Standing.GONE, choices=(Choice("go"),), unsettled=()
    )
    with store.writing() as tx:
        tx.save_members([ANA, BEN])
        tx.save_members([changed])
    with store.reading() as reading:
        assert reading.members(["ana", "ben", "nobody"]) == {"ana": changed, "ben": BEN}


def test_hours_of_their_own_are_forgotten_when_they_are_unsaid(store: SqlStore) -> None:
    with store.writing() as tx:
        tx.save_members([ANA, BEN])
        tx.save_members([replace(ANA, hours=Hours())])
    with store.reading() as reading:
        assert [each.hours for each in reading.everyone()] == [Hours(), Hours()]


def test_an_interest_chosen_twice_is_kept_as_first_said(store: SqlStore) -> None:
    twice = (Choice("go", shown=False), Choice("chess"), Choice("go"), Choice("go", Side.OFFERS))
    with store.writing() as tx:
        tx.save_members([replace(BEN, choices=twice)])
    with store.reading() as reading:
        found = reading.member("ben")
    assert found is not None
    assert set(found.choices) == {
        Choice("go", shown=False),
        Choice("chess"),
        Choice("go", Side.OFFERS),
    }


def test_the_last_of_a_member_named_twice_at_once_is_kept(store: SqlStore) -> None:
    with store.writing() as tx:
        tx.save_members([ANA, replace(ANA, choices=(Choice("go"),))])
    with store.reading() as reading:
        assert reading.member("ana") == replace(ANA, choices=(Choice("go"),))


def test_ten_thousand_members_at_once(store: SqlStore) -> None:
    many = [
        Member(f"m{n:05}", f"Name {n}", "N", "UTC", choices=(Choice("a"), Choice(f"i{n % 7}")))
        for n in range(10_000)
    ]
    with store.writing() as tx:
        tx.save_members(many)
    with store.reading() as reading:
        assert list(reading.everyone()) == many
        assert list(reading.members(member.id for member in many).values()) == many


def test_people_are_found_by_their_address(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.save_addresses([(Who("browser", "u-ana"), "ben")])
    with store.reading() as reading:
        assert reading.member_at(Who("browser", "u-ana")) == BEN
        assert reading.member_at(Who("elsewhere", "u-ana")) is None


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("ana", ["ana"]),
        ("ÁNA muller", ["ana"]),
        ("łukasz", ["ana"]),
        ("paediatrics", ["ana"]),
        ("SISTER ward", ["ana"]),
        ("조민수", ["cho"]),
        ("100%", ["ben"]),
        ("%", []),
        ("porter_a", ["ben"]),
        ("porter_", ["ben"]),
        ("orter", []),
        ("ul", []),
        ("민수", ["cho"]),
        ("조", ["cho"]),
        ("rad", ["cho"]),
        ("a " * 200, ["ana", "ben"]),
        ("porterxa", []),
        ("okafor ana", []),
        ("", ["ana", "ben", "cho"]),
    ],
)
def test_search(store: SqlStore, words: str, found: list[str]) -> None:
    with store.writing() as tx:
        tx.save_members([CHO, BEN, ANA])
    with store.reading() as reading:
        assert [member.id for member in reading.search_members(words, 9)] == found
        assert len(reading.search_members("", 2)) == 2


def test_memberships(store: SqlStore) -> None:
    paused = Membership("monday", "ana", Taking.PAUSED, date(2026, 5, 1), 4, 2, NOW)
    with store.writing() as tx:
        settle(tx)
        assert len(tx.memberships("ana")) == 1
        tx.save_memberships([paused, Membership("other", "ana")])
        assert tx.memberships("ana") == (paused, Membership("other", "ana"))
    with store.reading() as reading:
        assert reading.memberships("ana") == (paused, Membership("other", "ana"))
        assert reading.all_memberships("monday") == {
            "ana": paused,
            "ben": Membership("monday", "ben"),
            "cho": Membership("monday", "cho"),
        }
        assert reading.all_memberships("nothing") == {}


def test_programmes_places_and_settings(store: SqlStore) -> None:
    teams = Place("teams", "teams", "Tenant", per_minute=5)
    with store.writing() as tx:
        settle(tx)
        tx.save_place(teams)
        tx.save_programme(replace(MONDAY, name="Changed"))
        tx.keep_setting("colour", "green")
        tx.keep_setting("colour", "blue")
    with store.reading() as reading:
        assert reading.programme("monday") == replace(MONDAY, name="Changed")
        assert [each.id for each in reading.programmes()] == ["monday", "other"]
        assert reading.programme("nothing") is None
        assert [place.id for place in reading.places()] == ["browser", "teams"]
        assert reading.places()[1] == teams
        assert reading.setting("colour") == "blue"
        assert reading.setting("smell") is None
