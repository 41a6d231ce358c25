"""What someone known in two chats is shown: the question whether it is them, and their home."""

from collections.abc import Mapping

from bot.addresses import Address, Tie, in_chats
from bot.model import Member
from bot.ports import Reading
from bot.ui import Card
from bot.words import Voice, linking


def question(reading: Reading, voice: Voice, member: Member) -> Card:
    """Whether whoever writes is that member."""
    called = names(reading)
    known = in_chats(reading.addresses([member.id]).get(member.id, ()))
    return linking.question(voice, member, [called[each.who.place] for each in known])


def on_home(reading: Reading, voice: Voice, member: Member) -> tuple[Card, ...]:
    """For someone in more than one place: where they are written to, and how to change it."""
    found = reached(reading, member)
    if len(found) < 2:
        return ()
    called = names(reading)
    others = [(each.who.place, called[each.who.place]) for each in found[1:]]
    agreed = [each.who.place for each in found if each.tie is Tie.AGREED]
    apart = [(place, called[place]) for place in agreed]
    return (linking.one_in_two(voice, called[found[0].who.place], others, apart),)


def reached(reading: Reading, member: Member) -> tuple[Address, ...]:
    """The chats that reach them, the preferred first."""
    found = in_chats(reading.addresses([member.id]).get(member.id, ()))
    return tuple(each for each in found if each.active)


def names(reading: Reading) -> Mapping[str, str]:
    """Every place as people call it, by id."""
    return linking.tools((place.id, place.kind, place.name) for place in reading.places())
