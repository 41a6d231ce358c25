"""The neutral `ui` as Adaptive Cards 1.5. Pure; knows no activity and no network."""

from typing import Final, assert_never

from adapters.teams.fields import carried, draw_field
from adapters.teams.literal import Json, encoded, escaped, marked, rich
from bot import plain
from bot.ui import (
    Block,
    Button,
    Buttons,
    Card,
    Divider,
    Form,
    Heading,
    Home,
    Links,
    Note,
    Paragraph,
    Quote,
    Steps,
    TooLong,
    Weight,
)

Message = Card | Home | Form

CARD_LIMIT: Final = 80_000
"""Bytes of one card that a member waits for."""

MESSAGE_LIMIT: Final = 100_000
"""Bytes that Teams takes of one message, its envelope included."""

FEW_FIELDS: Final = 3
"""Up to so many fields stand in the chat; a longer form opens as a dialog."""

ROW_LIMIT: Final = 60
"""Characters of buttons side by side on the narrowest card of a desktop."""

BUTTON_EDGES: Final = 4
"""Characters that a button's edges and the gap beside it take."""

CONTENT_TYPE: Final = "application/vnd.microsoft.card.adaptive"


def draw(message: Message, zone: str = "UTC") -> Json:
    """A whole message as one card. `zone` is for clients that draw no card, only its text.

    Raises `TooLong` for a card over `CARD_LIMIT`.
    """
    match message:
        case Card():
            body = _card(message)
        case Home():
            body = [part for at, each in enumerate(message.cards) for part in _part(each, at)]
        case Form():
            body = [*_form(message), _actions([_submit(message)])]
        case _:
            assert_never(message)
    return _fitting(_whole(body, summary(message, zone)))


def dialog(form: Form, zone: str = "UTC") -> Json:
    """A form as the card of a dialog, whose button only dialogs understand."""
    body = [*_form(form), _actions([_plain_submit(form)])]
    return _fitting(_whole(body, summary(form, zone)))


def opener(form: Form, label: str, again: Json, zone: str = "UTC") -> Json:
    """A card that opens a long form as a dialog. `again` is what asks for it once more."""
    said = {**again, "msteams": {"type": "task/fetch"}}
    action = {"type": "Action.Submit", "title": label, "data": said, "style": "positive"}
    body = [_title(form.title), *(part for each in form.intro for part in _block(each))]
    return _fitting(_whole([*body, _actions([action])], summary(form, zone)))


def summary(message: Message, zone: str) -> str:
    """The whole message in plain text: for notifications and screen readers."""
    match message:
        case Card():
            return plain.card(message, zone)
        case Home():
            return plain.home(message, zone)
        case Form():
            return plain.form(message, zone)
        case _:
            assert_never(message)


def is_long(form: Form) -> bool:
    """Whether a form is too long to stand in the chat."""
    return len(form.fields) > FEW_FIELDS


def attachment(card: Json) -> Json:
    """A card as a message carries it."""
    return {"contentType": CONTENT_TYPE, "content": card}


def message(card: Json) -> bytes:
    """A whole message with a drawn card, to be posted; its text is the card's own.

    Raises `TooLong` for one over `MESSAGE_LIMIT`.
    """
    whole = {"type": "message", "attachments": [attachment(card)], "summary": card["fallbackText"]}
    data = encoded(whole)
    if len(data) > MESSAGE_LIMIT:
        raise TooLong(f"a message for Teams has {len(data)} bytes; {MESSAGE_LIMIT} is the most")
    return data


def letter(card: Card) -> bytes:
    """A whole message with that card, drawn and measured in one go. Raises as `message` does."""
    return message(_whole(_card(card), summary(card, "UTC")))


def _fitting(card: Json) -> Json:
    size = len(encoded(card))
    if size > CARD_LIMIT:
        raise TooLong(f"a card for Teams has {size} bytes; {CARD_LIMIT} is the most")
    return card


def _whole(body: list[Json], text: str) -> Json:
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": text,
        "msteams": {"width": "Full"},
        "body": body,
    }


def _card(card: Card) -> list[Json]:
    return [_title(card.title), *(part for each in card.blocks for part in _block(each))]


def _part(card: Card, at: int) -> list[Json]:
    """One of a home's cards, apart from the one above it."""
    apart: Json = {"separator": True, "spacing": "Large"} if at else {}
    return [{"type": "Container", "items": _card(card), **apart}]


def _form(form: Form) -> list[Json]:
    intro = [part for each in form.intro for part in _block(each)]
    fields = [part for f in form.fields for part in draw_field(f, form.error_for(f.name))]
    return [_title(form.title), *intro, *fields]


def _title(text: str, size: str = "Large") -> Json:
    look = {"size": size, "weight": "Bolder", "wrap": True, "style": "heading"}
    return {"type": "TextBlock", "text": escaped(text), **look}


def _block(block: Block) -> list[Json]:
    match block:
        case Heading(text):
            return [_title(text, "Medium")]
        case Paragraph(spans):
            return rich(spans)
        case Quote(spans):
            quoted = rich(spans, italic=True)
            return [{"type": "Container", "style": "emphasis", "items": quoted}]
        case Note(spans):
            return rich(spans, size="Small", isSubtle=True)
        case Steps(lines, numbered):
            marks = [f"{n}." if numbered else "•" for n in range(1, len(lines) + 1)]
            rows = zip(marks, lines, strict=True)
            return [part for mark, row in rows for part in marked(mark, rich(row))]
        case Divider():
            # Teams has no rule of its own: a thin container with a line above it.
            gap = {"type": "TextBlock", "text": " ", "size": "Small"}
            return [{"type": "Container", "separator": True, "items": [gap], "spacing": "Medium"}]
        case Buttons(row):
            return _rows([_press(each) for each in row])
        case Links(row):
            links = [{"type": "Action.OpenUrl", "title": x.label, "url": x.url} for x in row]
            return _rows(links)
        case _:
            assert_never(block)


def _rows(actions: list[Json]) -> list[Json]:
    """Buttons in as many rows as they need: what does not fit in one is cut off, not wrapped."""
    rows: list[list[Json]] = [[]]
    for each in actions:
        taken = sum(len(a["title"]) + BUTTON_EDGES for a in [*rows[-1], each])
        if rows[-1] and taken > ROW_LIMIT:
            rows.append([])
        rows[-1].append(each)
    return [_actions(row) for row in rows]


def _actions(actions: list[Json]) -> Json:
    return {"type": "ActionSet", "actions": actions}


def _press(button: Button) -> Json:
    data: Json = {"do": "press", "action": button.action, "target": button.target}
    style = {"style": "positive"} if button.weight is Weight.MAIN else {}
    return _execute(button.label, "press", data, style)


def _submit(form: Form) -> Json:
    return _execute(form.submit, "submit", _sent(form), {"style": "positive"})


def _plain_submit(form: Form) -> Json:
    look = {"title": form.submit, "style": "positive"}
    return {"type": "Action.Submit", **look, "data": _sent(form)}


def _sent(form: Form) -> Json:
    return {"do": "submit", "form": form.name, "target": form.target, **carried(form)}


def _execute(title: str, verb: str, data: Json, look: Json) -> Json:
    """A button that updates its card in place, and in an older client at least sends."""
    fallback = {"type": "Action.Submit", "title": title, "data": data, **look}
    return {
        "type": "Action.Execute",
        "title": title,
        "verb": verb,
        "data": data,
        **look,
        "fallback": fallback,
    }
