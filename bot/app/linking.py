"""One human known in two chats: joined by their own word, parted by their own word.

The same verified e-mail address is reason enough to ask, and never to tell:
until they say that it is them, they are shown nothing and written nothing there.
"""

from dataclasses import replace

from bot.addresses import Tie
from bot.app import link_cards
from bot.app.desk import Desk
from bot.events import Command, Commanded, Event, Opened, Pressed, Who, Word, parse, plainly_yes
from bot.model import Member, Standing
from bot.ports import Transaction
from bot.ui import Card, Home, Replace, Reply, Say, Show
from bot.words import Voice, linking

_TYPED = {Word.YES: True, Word.NO: False}
_PRESSED = {"link-yes": True, "link-no": False}


def answered(tx: Transaction, voice: Voice, event: Event, member: Member) -> Reply:
    """The answer to whoever writes from where that member may be: the question, or its end."""
    their_word = _their_word(event)
    if their_word is None:
        asked = link_cards.question(tx, voice, member)
        return Show(Home((asked,))) if isinstance(event, Opened) else Say(asked)
    card = (_join if their_word else _refuse)(tx, voice, event.who, member)
    return Replace(card) if isinstance(event, Pressed) else Say(card)


def _their_word(event: Event) -> bool | None:
    match event:
        case Pressed(action=action):
            return _PRESSED.get(action)
        case Commanded(words=words):
            said = parse(words)
            if not isinstance(said, Command) or (said.word is Word.YES and not plainly_yes(words)):
                return None
            return _TYPED.get(said.word)
        case _:
            return None


def _join(tx: Transaction, voice: Voice, who: Who, member: Member) -> Card:
    """They are one. Messages go where they went, unless they were reached nowhere."""
    before = link_cards.reached(tx, member)
    tx.save_addresses([(who, member.id)], Tie.AGREED)
    tx.set_reachable([who], active=True)
    if member.standing is Standing.GONE and not before:
        # Their other tool has let them go; here they are.
        tx.save_members([replace(member, standing=Standing.HERE)])
    tx.prefer(member.id, before[0].who.place if before else who.place)
    tx.forward([member.id])
    called, reached = link_cards.names(tx), link_cards.reached(tx, member)
    others = [(each.who.place, called[each.who.place]) for each in reached[1:]]
    return linking.linked(voice, member, called[reached[0].who.place], others)


def _refuse(tx: Transaction, voice: Voice, who: Who, member: Member) -> Card:
    """They are somebody else: met afresh when they next write."""
    tx.save_addresses([(who, member.id)], Tie.REFUSED)
    return linking.apart_here(voice)


def _reach(desk: Desk, event: Pressed) -> Reply:
    """Write to them there from now on, also what waits to be sent."""
    if event.target not in {each.who.place for each in link_cards.reached(desk.tx, desk.member)}:
        return Replace(linking.not_linked(desk.voice))
    desk.tx.prefer(desk.member.id, event.target)
    desk.tx.forward([desk.member.id])
    return Replace(linking.moved(desk.voice, link_cards.names(desk.tx)[event.target]))


def _part(desk: Desk, event: Pressed) -> Reply:
    """That place is theirs no more; what waits to be sent goes elsewhere."""
    reached = link_cards.reached(desk.tx, desk.member)
    theirs = [a for a in reached if a.who.place == event.target and a.tie is Tie.AGREED]
    left = [each for each in reached if each not in theirs]
    if not theirs or not left:
        return Replace(linking.not_linked(desk.voice))
    desk.tx.save_addresses([(each.who, desk.member.id) for each in theirs], Tie.REFUSED)
    desk.tx.prefer(desk.member.id, left[0].who.place)
    desk.tx.forward([desk.member.id])
    if event.who in {each.who for each in theirs}:
        return Replace(linking.apart_here(desk.voice))
    return Replace(linking.apart_there(desk.voice, link_cards.names(desk.tx)[event.target]))


PRESSED = {"reach-me": _reach, "keep-apart": _part}
"""Buttons of a member about where they are known."""
