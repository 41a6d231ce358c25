"""After a good talk, rarely: one way to keep the cycle going."""

from enum import StrEnum

from bot.model import Drawn
from bot.ui import Button, Buttons, Card, Line, Note, Paragraph
from bot.words.voice import Voice


class Offer(StrEnum):
    """The ways there are; one is offered at a time."""

    BRING_TWO = "bring two together"
    ASK_ME = "add what people may ask"
    NEWCOMER = "meet someone newly arrived"
    STEP_BEHIND = "listen to someone one step behind"


def pass_it_on(voice: Voice, offer: Offer) -> Card:
    """One way to pass a good talk on, which needs no answer."""
    tongue = voice.tongue
    return Card(
        tongue.say("A good talk, passed on?"),
        (
            Paragraph(_said(voice, offer)),
            Buttons((_button(voice, offer),)),
            Note(tongue.line("No answer is needed. I suggest this once in eight weeks at most.")),
        ),
    )


def _said(voice: Voice, offer: Offer) -> Line:
    tongue = voice.tongue
    said = {
        Offer.BRING_TWO: tongue.line("Do you know two people who should meet?"),
        Offer.ASK_ME: tongue.line(
            "Is there something you would gladly be asked about? Somebody here is curious."
        ),
        Offer.NEWCOMER: tongue.line(
            "Would you like to meet someone newly arrived, where little else decides?"
        ),
        Offer.STEP_BEHIND: tongue.line(
            "Would you like to listen to someone one career step behind you,"
            " where little else decides?"
        ),
    }
    return said[offer]


def _button(voice: Voice, offer: Offer) -> Button:
    say = voice.tongue.say
    buttons = {
        Offer.BRING_TWO: Button(say("Bring two together"), "introduce"),
        Offer.ASK_ME: Button(say("Add what people may ask me"), "profile"),
        Offer.NEWCOMER: Button(say("Yes, someone newly arrived"), "drawn-to", Drawn.NEWCOMER),
        Offer.STEP_BEHIND: Button(say("Yes, to listen"), "drawn-to", Drawn.STEP_BEHIND),
    }
    return buttons[offer]
