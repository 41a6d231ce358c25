"""Asks, turns, offers and budgets, over both databases."""

from dataclasses import replace
from datetime import timedelta

from bot.asking import Asking, AskState, Turn
from bot.model import (
    Answer,
    Choice,
    IntroductionState,
    Member,
    Membership,
    Side,
    Standing,
    Taking,
)
from bot.ports import Transaction
from bot.retention import Retention, purge
from storage import SqlStore
from tests.contracts.store.people import BEN, DAY, NOW, pair, settle

ASKING = Asking(
    id="ask-1",
    programme="monday",
    asker="ana",
    interest="mentoring",
    opening="¿Cómo empezaste? 'quoted' ; -- ☕",
    unnamed=True,
    started_at=NOW,
    next_at=NOW + 2 * DAY,
    hears_by=NOW + 8 * DAY,
    turn=1,
    turns=(Turn(1, "ben", NOW, NOW + 2 * DAY),),
)
ENDED = replace(ASKING, state=AskState.ENDED, closed_at=NOW + 8 * DAY)


def offering(tx: Transaction) -> None:
    settle(tx)
    for member, shown in (("ben", True), ("cho", False)):
        found = tx.member(member)
        assert found
        offer = Choice("mentoring", Side.OFFERS, shown)
        tx.save_members([replace(found, choices=(offer,), standing=Standing.HERE)])
        tx.save_memberships([Membership("monday", member, budget=3)])


def test_an_ask_comes_back_as_it_was(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.save_asking(ASKING)
    with store.reading() as reading:
        assert reading.asking("ask-1") == ASKING
        assert reading.asking("nothing") is None


def test_it_changes_and_takes_turns(store: SqlStore) -> None:
    answered = replace(ASKING.turns[0], answer=Answer.NO, answered_at=NOW + DAY)
    second = Turn(2, "cho", NOW + 2 * DAY, NOW + 4 * DAY)
    changed = replace(ASKING, turn=2, next_at=NOW + 4 * DAY, turns=(answered, second))
    with store.writing() as tx:
        settle(tx)
        tx.save_asking(ASKING)
        tx.save_asking(changed)
    with store.reading() as reading:
        assert reading.asking("ask-1") == changed


def test_whose_they_are_and_whose_turn_it_is(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.save_asking(replace(ENDED, id="before", started_at=NOW - DAY))
        tx.save_asking(ASKING)
    with store.reading() as reading:
        assert [each.id for each in reading.askings_of("ana", 5)] == ["ask-1", "before"]
        assert [each.id for each in reading.askings_of("ana", 1)] == ["ask-1"]
        assert reading.askings_of("ben", 5) == ()
        assert reading.asked_of("ben", NOW) == (ASKING,)
        assert reading.asked_of("ben", NOW + 2 * DAY) == ()
        assert reading.asked_of("ana", NOW) == ()


def test_turns_that_are_over(store: SqlStore) -> None:
    over = ASKING.next_at
    with store.writing() as tx:
        settle(tx)
        tx.save_asking(ASKING)
        tx.save_asking(replace(ENDED, id="ended"))
        tx.save_asking(replace(ASKING, id="longer", next_at=over - DAY, turns=()))
    with store.reading() as reading:
        assert [each.id for each in reading.askings_due(over)] == ["longer", "ask-1"]
        assert reading.askings_due(NOW) == ()
        assert reading.next_asking(NOW) == over - DAY
        assert reading.next_asking(over - DAY) == over
        assert reading.next_asking(over) is None


def test_offers_say_what_was_lately_asked_of_each(store: SqlStore) -> None:
    yes = replace(ASKING.turns[0], answer=Answer.YES)
    long_ago = Turn(1, "ben", NOW - 31 * DAY, NOW - 29 * DAY)
    with store.writing() as tx:
        offering(tx)
        tx.save_asking(ASKING)
        tx.save_asking(replace(ENDED, id="yes", turns=(yes,)))
        tx.save_asking(replace(ENDED, id="long ago", turns=(long_ago,)))
        opened = IntroductionState.INTRODUCED
        tx.add_introductions([pair("met", "ben", "cho", state=opened, opened_at=NOW - DAY)])
    with store.reading() as reading:
        ben, cho = reading.offers("monday", ["mentoring", "baking"], NOW, 9)
        assert (ben.member, ben.interest, ben.shown) == ("ben", "mentoring", True)
        assert ben.membership == Membership("monday", "ben", budget=3)
        assert (ben.heard_of, ben.last_asked, ben.holds_one) == (2, NOW, True)
        assert (cho.shown, cho.heard_of, cho.last_asked, cho.holds_one) == (False, 1, None, False)
        later = NOW + timedelta(days=30)
        assert [each.heard_of for each in reading.offers("monday", ["mentoring"], later, 9)] == [
            0,
            0,
        ]
        assert [each.holds_one for each in reading.offers("monday", ["mentoring"], later, 9)] == [
            False,
            False,
        ]
        assert reading.offers("monday", ["baking"], NOW, 9) == ()
        assert reading.offers("other", ["mentoring"], NOW, 9) == ()


def test_offers_are_read_round_and_round(store: SqlStore) -> None:
    everyone = [f"m{number}" for number in range(5)]
    with store.writing() as tx:
        settle(tx)
        offer = (Choice("mentoring", Side.OFFERS),)
        tx.save_members(Member(each, each, each, "UTC", choices=offer) for each in everyone)
        tx.save_memberships(Membership("monday", each) for each in everyone)

    def read(at_most: int, after: str) -> list[str]:
        found = reading.offers("monday", ["mentoring"], NOW, at_most, after)
        return [each.member for each in found]

    with store.reading() as reading:
        assert read(9, "") == read(9, "m2") == read(9, "nobody") == everyone
        assert read(2, "") == ["m0", "m1"]
        assert read(2, "m1") == ["m2", "m3"]
        assert read(2, "m3") == ["m0", "m4"], "the last, and then the first again"
        assert read(2, "zoe") == ["m0", "m1"]


def test_how_many_offer_is_counted_no_further_than_asked(store: SqlStore) -> None:
    with store.writing() as tx:
        offering(tx)
        baker = Choice("baking", Side.OFFERS)
        ana = tx.member("ana")
        assert ana
        both = (baker, Choice("mentoring", Side.OFFERS))
        tx.save_members([replace(ana, choices=both), replace(BEN, choices=both)])

    def count(*interests: str, besides: str = "", at_most: int = 9, unshown: bool = True) -> int:
        return reading.how_many_offer("monday", interests, besides, at_most, unshown=unshown)

    with store.reading() as reading:
        assert count("mentoring") == 3
        assert count("mentoring", unshown=False) == 2, "cho does not show it"
        assert count("mentoring", besides="ana") == 2
        assert count("mentoring", at_most=2) == 2
        assert count("mentoring", "baking") == 3, "nobody counts twice"
        assert count("chess") == count() == 0
        assert reading.how_many_offer("other", ["mentoring"], "", 9, unshown=True) == 0


def test_who_was_asked_last_about_it(store: SqlStore) -> None:
    second = Turn(2, "cho", NOW + 2 * DAY, NOW + 4 * DAY)
    with store.writing() as tx:
        settle(tx)
        assert tx.last_asked_about("mentoring") == ""
        tx.save_asking(replace(ASKING, turns=(*ASKING.turns, second)))
        tx.save_asking(replace(ENDED, id="before", started_at=NOW - DAY))
        tx.save_asking(replace(ASKING, id="nobody", started_at=NOW + DAY, turns=()))
        tx.save_asking(replace(ENDED, id="else", started_at=NOW + DAY, interest="chess"))
    with store.reading() as reading:
        assert reading.last_asked_about("mentoring") == "cho"
        assert reading.last_asked_about("chess") == "ben"


def test_who_left_offers_nothing(store: SqlStore) -> None:
    with store.writing() as tx:
        offering(tx)
        tx.save_memberships([Membership("monday", "ben", Taking.OUT)])
        cho = tx.member("cho")
        assert cho
        tx.save_members([replace(cho, standing=Standing.GONE)])
    with store.reading() as reading:
        assert reading.offers("monday", ["mentoring"], NOW, 9) == ()


def test_an_ask_received_counts_against_the_budget_of_rounds(store: SqlStore) -> None:
    with store.writing() as tx:
        offering(tx)
        tx.save_asking(ASKING)
    with store.reading() as reading:
        heard = {
            each.member.id: each.introductions_this_month
            for each in reading.entrants("monday", NOW)
        }
    assert heard["ben"] == 1
    assert heard["cho"] == 0


def test_the_question_is_sealed_and_goes_with_whoever_asked(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.save_asking(ASKING)
        tx.save_asking(replace(ASKING, id="ask-2", asker="cho", turns=ASKING.turns))
        tx.forget("ana", NOW)
    with store.reading() as reading:
        assert reading.asking("ask-1") is None
        assert reading.asking("ask-2") is not None
    with store.writing() as tx:
        tx.forget("ben", NOW)
    with store.reading() as reading:
        found = reading.asking("ask-2")
        assert found is not None
        assert found.turns == ()


def test_old_asks_go(store: SqlStore) -> None:
    with store.writing() as tx:
        settle(tx)
        tx.save_asking(ENDED)
        tx.save_asking(replace(ASKING, id="open"))
        tx.purge(purge(Retention(), NOW + timedelta(weeks=30)))
    with store.reading() as reading:
        assert reading.asking("ask-1") is None
        assert reading.asking("open") is not None
