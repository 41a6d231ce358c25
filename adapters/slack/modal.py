"""What becomes of a modal that was sent: the core's reply as Bolt's acknowledgement. Pure."""

from dataclasses import dataclass
from typing import Any

from adapters.slack import render
from adapters.slack.answers import NAME, Answering
from adapters.slack.fields import field_of
from bot import plain
from bot.events import Submitted
from bot.ui import (
    Ask,
    Download,
    Farewell,
    Fix,
    Form,
    Nothing,
    Replace,
    Reply,
    Say,
    Show,
    refill,
)
from bot.words.elsewhere import file_ready


@dataclass(frozen=True, slots=True)
class Undecided(Say):
    """A word in place of an answer: nothing was decided, and what was typed is to stay."""


def modal(reply: Reply, answering: Answering, sent: Submitted) -> dict[str, Any]:
    """The reply as what becomes of the modal it was sent from."""
    at = {field_of(block): block for block in answering.ways.blocks}
    first = next(iter(sent.filled.values), ("",))[0]
    match reply:
        case Undecided(card) if first in at:
            said = plain.card(card, "UTC").replace("\n\n", " ")
            return {"response_action": "errors", "errors": {at[first]: said}}
        case Fix(form) if _as_typed(form, sent) and all(name in at for name, _ in form.errors):
            errors = {at[name]: said for name, said in form.errors}
            return {"response_action": "errors", "errors": errors}
        case Ask(form) | Fix(form):
            view = render.form(form, answering.kept(), sent.id)
        case Say(card) | Replace(card) | Farewell(card):
            view = render.page(card, NAME)
        case Show(home):
            view = render.page(home, NAME)
        case Download():
            url = answering.link_for(answering.who, reply)
            view = render.page(file_ready(answering.voice, reply.name, url), NAME)
        case Nothing():
            return {}
    return {"response_action": "update", "view": view}


def _as_typed(form: Form, sent: Submitted) -> bool:
    """Whether a form to be mended holds just what was typed: what is not kept must not stay."""
    return bool(form.errors) and refill(form, sent.filled, {}).fields == form.fields
