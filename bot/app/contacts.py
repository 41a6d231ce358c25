"""How those who were introduced can write to one another: their own tool, or by e-mail across two.

An address is shown only to someone in the same introduction, and the proposal
says so before anyone says yes.
"""

from collections.abc import Collection, Iterable, Mapping

from bot.addresses import is_chat
from bot.model import Introduction
from bot.ports import Reading
from bot.words import Reach

TEAMS = "teams:"


def contact(reading: Reading, introduction: Introduction, viewer: str) -> Reach:
    """How the viewer reaches the others, as far as more than their tool is needed."""
    places = homes(reading, introduction.members)
    others = [member for member in introduction.members if member != viewer]
    mine = places.get(viewer, "")
    if not mine or not all(places.get(other) for other in others):
        return Reach()
    same = all(places[other] == mine for other in others)
    if same and not mine.startswith(TEAMS):
        return Reach()
    emails = reading.emails((viewer, *others))
    if not emails.keys() >= {viewer, *others}:
        return Reach()
    return Reach({other: emails[other] for other in others}, in_teams=same, across=not same)


def homes(reading: Reading, members: Iterable[str]) -> Mapping[str, str]:
    """The chat in which each is reached at best, by member; absent who is in none."""
    return {
        member: found[0].who.place
        for member, found in reading.addresses(members).items()
        if found[0].active and is_chat(found[0].who.place)
    }


def can_write(reading: Reading, members: Collection[str]) -> bool:
    """Whether all of them could write to one another once introduced."""
    if _meet_in_a_chat(_chats(reading, members), members):
        return True
    return reading.known_by_email(members).issuperset(members)


def who_can_write(reading: Reading, member: str, others: Collection[str]) -> frozenset[str]:
    """Those of the others who could write to that member, in two queries however many."""
    chats = _chats(reading, (member, *others))
    far = [other for other in others if not _meet_in_a_chat(chats, (member, other))]
    mailed = reading.known_by_email((member, *far)) if far else frozenset()
    unreached = {other for other in far if not mailed.issuperset((member, other))}
    return frozenset(others) - unreached


def _chats(reading: Reading, members: Iterable[str]) -> Mapping[str, frozenset[str]]:
    """The chats that still reach each of them."""
    return {
        member: frozenset(a.who.place for a in found if a.active and is_chat(a.who.place))
        for member, found in reading.addresses(members).items()
    }


def _meet_in_a_chat(chats: Mapping[str, frozenset[str]], members: Collection[str]) -> bool:
    theirs = [chats.get(member, frozenset()) for member in members]
    # Someone who is only here, in the browser: nothing is known of tools.
    return not all(theirs) or bool(frozenset.intersection(*theirs))
