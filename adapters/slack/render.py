"""The neutral `ui` as Block Kit. Pure; knows no payload and no network."""

import json
from hashlib import sha256
from typing import Final, assert_never

from adapters.slack.fields import draw_field
from adapters.slack.literal import (
    Json,
    escaped,
    literal,
    marked,
    mrkdwn,
    packed,
    parted,
    plain_text,
    rich,
    strong,
)
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

MESSAGE_BLOCKS: Final = 50
VIEW_BLOCKS: Final = 100
SECTION: Final = 3_000
HEADER: Final = 150
TITLE: Final = 24
METADATA: Final = 3_000
VIEW_BYTES: Final = 250_000
SPOKEN: Final = 40_000

PRESS: Final = "press."
"""Before every button's action, apart from what a field is called."""

LINK: Final = "link."
FORM: Final = "form"
"""The callback id of every form; which one it is stands in its metadata."""


def message(card: Card) -> Json:
    """A card as a message: its blocks, and all of it as text for those who hear it."""
    blocks = _within(_card(card), MESSAGE_BLOCKS)
    return {"text": spoken(card), "blocks": blocks}


def messages(home: Home) -> tuple[Json, ...]:
    """A home as messages, each of them whole cards."""
    return tuple(message(card) for card in home.cards)


def spoken(card: Card) -> str:
    """The whole card as text. Screen readers read it in place of the blocks."""
    text = "\n\n".join([literal(card.title), *filter(None, map(_spoken, card.blocks))])
    return _sized(text, SPOKEN, "a message")


def home(drawn: Home) -> Json:
    """A home as the App Home tab."""
    return _view({"type": "home", "blocks": _within(_home(drawn), VIEW_BLOCKS)})


def form(drawn: Form, metadata: Json, turn: str = "") -> Json:
    """A form as a modal. `metadata` comes back with it: opaque ids, never a name.

    A new `turn` makes Slack show the form's own values, where it would keep what
    stood in the inputs before.
    """
    blocks = [part for at, each in enumerate(drawn.intro) for part in _block(each, at)]
    stamp = sha256(repr((drawn.name, drawn.target, drawn.fields, turn)).encode("utf-8", "replace"))
    for each in drawn.fields:
        blocks += draw_field(each, drawn.error_for(each.name), stamp.hexdigest()[:8])
    kept = json.dumps(metadata | {"form": drawn.name, "target": drawn.target})
    return _view(
        {
            "type": "modal",
            "callback_id": FORM,
            "title": plain_text(_sized(drawn.title, TITLE, "a form's title")),
            "submit": plain_text(_sized(drawn.submit, TITLE, "a form's button")),
            "private_metadata": _sized(kept, METADATA, "what a form carries"),
            "blocks": _within(blocks, VIEW_BLOCKS),
        }
    )


def page(shown: Card | Home, name: str) -> Json:
    """What asks for nothing, as a modal. `name` is the app's, for the narrow title."""
    drawn = _home(shown) if isinstance(shown, Home) else _card(shown)
    blocks = _within(drawn, VIEW_BLOCKS)
    title = plain_text(_sized(name, TITLE, "a title"))
    return _view({"type": "modal", "callback_id": "page", "title": title, "blocks": blocks})


def _view(view: Json) -> Json:
    size = len(json.dumps(view, ensure_ascii=False).encode())
    if size > VIEW_BYTES:
        raise TooLong(f"a view for Slack has {size} bytes; {VIEW_BYTES} is the most")
    return view


def _home(drawn: Home) -> list[Json]:
    blocks: list[Json] = []
    for at, card in enumerate(drawn.cards):
        blocks += [{"type": "divider"}] * bool(at) + _card(card, at)
    return blocks


def _card(card: Card, at: int = 0) -> list[Json]:
    title = {"type": "header", "text": plain_text(_sized(card.title, HEADER, "a title"))}
    parts = (part for n, each in enumerate(card.blocks) for part in _block(each, at * 100 + n))
    return [title, *parts]


def _block(block: Block, at: int) -> list[Json]:
    match block:
        case Heading(text):
            return _sections(mrkdwn(strong(text)))
        case Paragraph(spans):
            return _sections(rich(spans))
        case Quote(spans):
            quoted = rich(spans)
            return _sections(quoted | {"text": f"“{quoted['text']}”"})
        case Note(spans):
            return [{"type": "context", "elements": [p]} for p in parted(rich(spans), SECTION)]
        case Steps():
            return _sections(mrkdwn(_steps(block)))
        case Divider():
            return [{"type": "divider"}]
        case Buttons(row):
            return [_actions([_press(each, at, n) for n, each in enumerate(row)])]
        case Links(row):
            return [
                _actions(
                    [
                        _button(link.label, f"{LINK}{at}.{n}") | {"url": link.url}
                        for n, link in enumerate(row)
                    ]
                )
            ]
        case _:
            assert_never(block)


def _steps(steps: Steps) -> str:
    marks = [f"{n}." if steps.numbered else "•" for n in range(1, len(steps.lines) + 1)]
    return "\n".join(f"{m} {marked(row)}" for m, row in zip(marks, steps.lines, strict=True))


def _spoken(block: Block) -> str:
    match block:
        case Heading(text):
            return literal(text)
        case Paragraph(spans) | Note(spans):
            return marked(spans)
        case Quote(spans):
            return f"“{marked(spans)}”"
        case Steps():
            return _steps(block)
        case Divider():
            return ""
        case Buttons(row):
            return "   ".join(f"[ {literal(each.label)} ]" for each in row)
        case Links(row):
            return "   ".join(f"{literal(each.label)}: {escaped(each.url)}" for each in row)
        case _:
            assert_never(block)


def _sections(text: Json) -> list[Json]:
    """One, or as many as the text takes: nothing is cut."""
    return [{"type": "section", "text": part} for part in parted(text, SECTION)]


def _actions(elements: list[Json]) -> Json:
    return {"type": "actions", "elements": elements}


def _press(button: Button, at: int, place: int) -> Json:
    """What a button does stands in its id, and what it is about in its value."""
    drawn = _button(button.label, f"{PRESS}{button.action}.{at}.{place}")
    style = {"style": "primary"} if button.weight is Weight.MAIN else {}
    value = {"value": packed(button.target)} if button.target else {}
    return {**drawn, **value, **style}


def _button(label: str, action_id: str) -> Json:
    return {"type": "button", "text": plain_text(label), "action_id": action_id}


def _within(blocks: list[Json], most: int) -> list[Json]:
    if len(blocks) > most:
        raise TooLong(f"{len(blocks)} blocks for Slack; {most} is the most")
    return blocks


def _sized(text: str, most: int, what: str) -> str:
    if len(text) > most:
        raise TooLong(f"{what} for Slack has {len(text)} characters; {most} is the most")
    return text
