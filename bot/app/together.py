"""One message to both at once, where a place can do that: the introduction itself.

Only the bot's own first words go there. What they write to one another after
that, it neither sees nor asks to see.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from bot import hours, introductions
from bot.delivery import Moot, NotYet, Together
from bot.model import IntroductionState, Member, Notice, NoticeKind
from bot.ports import Reading
from bot.words import Voice, introducing


def notices(reading: Reading, promised: Iterable[Notice]) -> Iterator[Notice]:
    """A message to both for each introduction among them that has just come about."""
    opened = {each.about: each for each in promised if each.kind is NoticeKind.INTRODUCED}
    members: defaultdict[str, list[str]] = defaultdict(list)
    for each in promised:
        if each.kind is NoticeKind.CHECK_IN and each.about in opened:
            members[each.about].append(each.recipient)
    if not members:
        return
    reached = _users(reading, {member for each in members.values() for member in each})
    for about, together in members.items():
        if _place_of(together, reached):
            yield Notice(
                f"{about}:together", NoticeKind.TOGETHER, together[0], about, opened[about].due
            )


def compose(
    reading: Reading, voice: Voice, notice: Notice, _: Member, now: datetime
) -> Together | Moot | NotYet:
    """What is said to both, once neither wishes to be left alone."""
    introduction = reading.introduction(notice.about)
    if introduction is None:
        return Moot()
    people = reading.members(introduction.members)
    if len(people) != len(introduction.members):
        return Moot()
    reached = _users(reading, introduction.members)
    open_ = introduction.state is IntroductionState.INTRODUCED
    apart = any(
        not set(reading.avoided_by(each)).isdisjoint(introduction.members)
        for each in introduction.members
    )
    if not open_ or apart or not _place_of(introduction.members, reached):
        return Moot()
    free = _when(people, now)
    if free > now:
        return NotYet(free)
    users = tuple(reached[member][1] for member in introduction.members)
    shown = introductions.as_shown_now(introduction, people)
    return Together(introducing.together(voice, shown, people), users)


def _when(people: Mapping[str, Member], now: datetime) -> datetime:
    """The first moment from now at which all of them can be written to."""
    moment = now
    for _ in range(len(people) * 14):
        later = max(hours.next_reachable(each, moment) for each in people.values())
        if later == moment:
            return moment
        moment = later
    return moment


def _users(reading: Reading, members: Iterable[str]) -> Mapping[str, tuple[str, str]]:
    """Where each is reached at best: place and user id, in places that can write to several."""
    places = {place.id for place in reading.places() if place.groups}
    if not places:
        return {}
    best = {member: each[0] for member, each in reading.addresses(members).items() if each}
    return {
        member: (each.who.place, each.who.user)
        for member, each in best.items()
        if each.active and each.who.place in places
    }


def _place_of(members: Iterable[str], reached: Mapping[str, tuple[str, str]]) -> str:
    """The one place where all of them are reached; empty when there is none."""
    places = {reached[member][0] if member in reached else "" for member in members}
    return places.pop() if len(places) == 1 else ""
