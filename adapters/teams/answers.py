"""What to send for a reply. Pure: the reply and how it was asked for in, messages out."""

from dataclasses import dataclass, field
from typing import Final, assert_never

from adapters.teams.literal import Json
from adapters.teams.meaning import Asked, Way
from adapters.teams.render import (
    CONTENT_TYPE,
    attachment,
    dialog,
    draw,
    is_long,
    opener,
)
from bot.events import Submitted
from bot.ui import (
    Ask,
    Card,
    Download,
    Farewell,
    Fix,
    Form,
    Home,
    Nothing,
    Replace,
    Reply,
    Say,
    Show,
)
from bot.words import Voice
from bot.words.elsewhere import already_done, for_pasting, open_form

TOAST: Final = "application/vnd.microsoft.activity.message"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message ready to send. `in_place` puts it where the pressed one was."""

    card: Json
    in_place: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """Messages to send, and what an invoke is answered with at once."""

    messages: tuple[Drawn, ...] = ()
    body: Json = field(default_factory=dict)


def answer(reply: Reply, asked: Asked, voice: Voice, zone: str, link: Card | None = None) -> Answer:
    """All that is sent for a reply. `link` is the card that hands over a file."""
    match reply:
        case Nothing():
            return Answer(body=toast(asked.way, already_done(voice)))
        case Say(card):
            return _said(card, asked, zone, in_place=isinstance(asked.event, Submitted))
        case Replace(card) | Farewell(card):
            return _said(card, asked, zone, in_place=True)
        case Show(home):
            return _said(home, asked, zone, in_place=isinstance(asked.event, Submitted))
        case Ask(form) | Fix(form):
            return _formed(for_pasting(voice, form), asked, open_form(voice), zone)
        case Download():
            return _said(link, asked, zone, in_place=False) if link else Answer()
        case _:
            assert_never(reply)


def _said(message: Card | Home, asked: Asked, zone: str, *, in_place: bool) -> Answer:
    drawn = Drawn(draw(message, zone), in_place)
    title = message.title if isinstance(message, Card) else message.cards[0].title
    match asked.way:
        case Way.TYPED:
            return Answer((_anew(drawn),))
        case Way.SENT:
            return Answer((drawn,))
        case Way.RAN if in_place:
            return Answer(body=_card(drawn.card))
        case Way.RAN:
            return Answer((drawn,), toast(asked.way, title))
        case Way.OPENED_DIALOG | Way.SENT_DIALOG:
            return Answer((_anew(drawn),), toast(asked.way, title))
        case _:
            assert_never(asked.way)


def _anew(drawn: Drawn) -> Drawn:
    return Drawn(drawn.card)


def _formed(form: Form, asked: Asked, label: str, zone: str) -> Answer:
    again = isinstance(asked.event, Submitted)
    match asked.way:
        case Way.OPENED_DIALOG | Way.SENT_DIALOG:
            return Answer(body=_continued(form, zone))
        case Way.RAN if again:
            return Answer(body=_card(draw(form, zone)))
        case Way.TYPED | Way.SENT | Way.RAN:
            long = is_long(form) and not again
            card = opener(form, label, asked.again, zone) if long else draw(form, zone)
            drawn = Drawn(card, in_place=again)
            return Answer((drawn,), toast(asked.way, form.title))
        case _:
            assert_never(asked.way)


def toast(way: Way, text: str) -> Json:
    """A few words that go away again, where that way of asking has such."""
    match way:
        case Way.RAN:
            return {"statusCode": 200, "type": TOAST, "value": text}
        case Way.OPENED_DIALOG | Way.SENT_DIALOG:
            return {"task": {"type": "message", "value": text}}
        case Way.TYPED | Way.SENT:
            return {}
        case _:
            assert_never(way)


def _card(card: Json) -> Json:
    return {"statusCode": 200, "type": CONTENT_TYPE, "value": card}


def _continued(form: Form, zone: str) -> Json:
    shown = {"title": form.title, "height": "large", "width": "medium"}
    card = attachment(dialog(form, zone))
    return {"task": {"type": "continue", "value": {**shown, "card": card}}}


def plain_answer(card: Card, asked: Asked, zone: str) -> Answer:
    """A card of our own, such as an apology: never in place of what was pressed."""
    return _said(card, asked, zone, in_place=False)
