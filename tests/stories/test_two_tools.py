"""One hospital over Slack and Teams: who can be introduced, and how they then write."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit

import pytest

from bot import plain, words
from bot.app import App, Person
from bot.delivery import Place
from bot.events import Commanded, Pressed, Who
from bot.matching import History, Relations, Rules
from bot.matching.match import match
from bot.model import Candidate, Choice, IntroductionState, Membership, Side, Why
from bot.ui import Links
from tests.stories.hospital import NEW_YORK, Hospital

SLACK = Place("slack:T1", "slack", "Slack")
TEAMS = Place("teams:t-1", "teams", "Teams")


class People:
    """Members of two chats, made by their directories."""

    def __init__(self, hospital: Hospital) -> None:
        self.hospital = hospital
        with hospital.store.writing() as tx:
            tx.save_place(SLACK)
            tx.save_place(TEAMS)

    def add(self, place: Place, user: str, name: str, email: str = "") -> Who:
        who, hospital = Who(place.id, user), self.hospital
        person = Person(user, name, email=email, timezone=NEW_YORK)
        hospital.app.welcome(place, person, joining=True)
        with hospital.store.writing() as tx:
            member = tx.member_at(who)
            baking = (Choice("baking", Side.SHARES),)
            tx.save_members([replace(member, choices=baking)])
            tx.save_memberships([Membership(hospital.programme.id, member.id)])
        return who

    def pair(self):
        self.hospital.app.tick()
        with self.hospital.store.reading() as reading:
            (round_,) = reading.rounds(self.hospital.programme.id, 1)
            return reading.introductions_in(round_.id), reading.left_out_of(round_.id)

    def yes(self, who: Who, introduction: str):
        event = Pressed(f"{who.user}-yes", who, "yes", introduction)
        return self.hospital.app.handle(event).card


@pytest.fixture
def people(hospital: Hospital) -> People:
    return People(hospital)


def test_two_in_two_tools_get_each_others_address_when_both_say_yes(people: People) -> None:
    ana = people.add(SLACK, "U1", "Ana Díaz", "ana@hospital.example")
    ben = people.add(TEAMS, "a-2", "Ben Ruiz", "ben@hospital.example")
    ((pair,), _) = people.pair()
    home = people.hospital.app.handle(Commanded("h", ana, "home"))
    assert "ben@hospital.example" not in plain.reply(home, NEW_YORK)
    first = plain.card(people.yes(ana, pair.id), NEW_YORK)
    assert "@hospital.example" not in first
    second = plain.card(people.yes(ben, pair.id), NEW_YORK)
    assert "ana@hospital.example" in second
    assert "ben@hospital.example" not in second


def test_the_proposal_says_so_before_anyone_says_yes(people: People) -> None:
    from bot.delivery import Letter, Parcel
    from bot.model import Notice, NoticeKind

    ana = people.add(SLACK, "U1", "Ana Díaz", "ana@hospital.example")
    people.add(TEAMS, "a-2", "Ben Ruiz", "ben@hospital.example")
    ((pair,), _) = people.pair()
    notice = Notice("k", NoticeKind.PROPOSAL, "slack:T1:U1", pair.id, people.hospital.now)
    parcel = Parcel(1, "k", notice, SLACK, ana.user, "f", 1, people.hospital.now)
    letter = people.hospital.app.compose(parcel)
    assert isinstance(letter, Letter)
    assert letter.reference is None, "nothing was kept for writing to her"
    told = plain.card(letter.card, NEW_YORK)
    assert "each of you gets the other's work e-mail address" in told
    assert "@hospital.example" not in told


def test_two_in_teams_get_a_chat_with_the_first_words_in_it(people: People) -> None:
    ana = people.add(TEAMS, "a-1", "Ana Díaz", "ana+x@hospital.example")
    ben = people.add(TEAMS, "a-2", "Ben Ruiz", "ben@hospital.example")
    ((pair,), _) = people.pair()
    people.yes(ana, pair.id)
    card = people.yes(ben, pair.id)
    (link,) = [each for b in card.blocks if isinstance(b, Links) for each in b.row]
    parts = urlsplit(link.url)
    assert (parts.scheme, parts.netloc, parts.path) == (
        "https",
        "teams.microsoft.com",
        "/l/chat/0/0",
    )
    said = parse_qs(parts.query)
    assert said["users"] == ["ana+x@hospital.example"]
    assert said["message"][0] in plain.card(card, NEW_YORK)


@pytest.mark.parametrize("host", words.TEAMS.values())
def test_an_agreed_time_in_teams_comes_with_a_meeting(people: People, host: str) -> None:
    means = people.hospital.app.means
    people.hospital.app = App(replace(means, voice=replace(means.voice, teams=host)))
    ana = people.add(TEAMS, "a-1", "Ana Díaz", "ana@hospital.example")
    ben = people.add(TEAMS, "a-2", "Ben Ruiz", "ben@hospital.example")
    ((pair,), _) = people.pair()
    people.yes(ana, pair.id)
    card = people.yes(ben, pair.id)
    button = next(each for each in card.buttons() if each.action == "time")
    for who in (ana, ben):
        event = Pressed(f"{who.user}-time", who, "time", button.target)
        card = people.hospital.app.handle(event).card
    links = [each for b in card.blocks if isinstance(b, Links) for each in b.row]
    (meeting,) = [each for each in links if each.url.startswith(f"{host}/l/meeting/new?")]
    said = parse_qs(urlsplit(meeting.url).query)
    assert said["attendees"] == ["ana@hospital.example"]
    assert said["subject"] == ["Coffee with Ana"]


def test_two_who_could_not_write_to_one_another_are_not_matched(people: People) -> None:
    people.add(SLACK, "U1", "Ana Díaz", "ana@hospital.example")
    people.add(TEAMS, "a-2", "Ben Ruiz")
    (pairs, left_out) = people.pair()
    assert pairs == ()
    assert {each.why for each in left_out} == {Why.RULES}


def test_two_in_slack_need_nothing_more(people: People) -> None:
    ana = people.add(SLACK, "U1", "Ana Díaz", "ana@hospital.example")
    ben = people.add(SLACK, "U2", "Ben Ruiz", "ben@hospital.example")
    ((pair,), _) = people.pair()
    people.yes(ana, pair.id)
    assert "@hospital.example" not in plain.card(people.yes(ben, pair.id), NEW_YORK)
    with people.hospital.store.reading() as reading:
        assert reading.introduction(pair.id).state is IntroductionState.INTRODUCED


@pytest.mark.parametrize("size", [6, 60])
def test_matching_keeps_to_tools_and_prefers_none(size: int) -> None:
    """Half in Slack, half in Teams, all alike; the addresses of a third are not known."""
    pool = [
        Candidate(
            f"m{n:03}",
            interests=frozenset({"baking"}),
            places=frozenset({SLACK.id if n % 2 else TEAMS.id}),
            by_mail=n % 3 > 0,
        )
        for n in range(size)
    ]
    known = {each.id: each for each in pool}
    found = match(pool, History(()), Rules(relations=Relations()), seed=3)
    assert len({m for group in found.groups for m in group.members}) >= size - 1
    across = 0
    for group in found.groups:
        for one in group.members:
            for other in group.members:
                a, b = known[one], known[other]
                assert a.places & b.places or (a.by_mail and b.by_mail)
                across += not a.places & b.places
    assert size < 20 or across, "two tools are no reason to stay apart"
