"""Slack's own limits on blocks, as its documentation gives them: what is wrong with a drawing."""

from collections.abc import Iterator
from typing import Any

Json = dict[str, Any]

KINDS = {"header", "section", "context", "actions", "divider", "input"}
ELEMENTS = {
    "button",
    "plain_text_input",
    "radio_buttons",
    "static_select",
    "checkboxes",
    "multi_static_select",
    "multi_external_select",
    "file_input",
}


def faults(drawn: Json) -> list[str]:
    """Everything in a message or a view that Slack would refuse."""
    return [*_whole(drawn), *(f for each in drawn["blocks"] for f in _block(each))]


def _whole(drawn: Json) -> Iterator[str]:
    view = drawn.get("type") in ("modal", "home")
    if len(drawn["blocks"]) > (100 if view else 50):
        yield "too many blocks"
    if drawn.get("type") == "modal":
        yield from _text(drawn["title"], 24, "plain_text")
        if len(drawn.get("private_metadata", "")) > 3000:
            yield "metadata too long"
        if any(b["type"] == "input" for b in drawn["blocks"]):
            yield from _text(drawn.get("submit", {"type": "", "text": ""}), 24, "plain_text")
    if not view and not drawn["text"].strip():
        yield "a message without text is silent for a screen reader"
    ids = [
        e["action_id"] for b in drawn["blocks"] for e in b.get("elements", ()) if "action_id" in e
    ]
    if len(set(ids)) != len(ids):
        yield "two elements share an action_id"
    blocks = [b["block_id"] for b in drawn["blocks"] if "block_id" in b]
    if len(set(blocks)) != len(blocks):
        yield "two blocks share a block_id"


def _block(block: Json) -> Iterator[str]:
    kind = block["type"]
    if kind not in KINDS:
        yield f"{kind} is no classic block"
    if kind == "header":
        yield from _text(block["text"], 150, "plain_text")
    if kind == "section":
        yield from _text(block["text"], 3000)
    if kind == "context":
        for each in block["elements"]:
            yield from _text(each, 3000)
    if kind == "actions" and not 1 <= len(block["elements"]) <= 25:
        yield "actions without elements, or too many"
    for each in block["elements"] if kind == "actions" else ():
        yield from _element(each)
    if kind == "input":
        yield from _input(block)


def _input(block: Json) -> Iterator[str]:
    yield from _text(block["label"], 2000, "plain_text")
    yield from _element(block["element"])
    if len(block["block_id"]) > 255:
        yield "block_id too long"


def _element(element: Json) -> Iterator[str]:
    if element["type"] not in ELEMENTS:
        yield f"{element['type']} is no classic element"
    if not 1 <= len(element["action_id"]) <= 255:
        yield "an action_id of 1 to 255 characters"
    if element["type"] == "button":
        yield from _text(element["text"], 75, "plain_text")
        if (
            len(element.get("value", "x")) not in range(1, 2001)
            or len(element.get("url", "")) > 3000
        ):
            yield "a value of 1 to 2000 characters, a url of 3000"
    yield from _options(element)
    if len(element.get("initial_value", "")) > element.get("max_length", 3000):
        yield "a value longer than its input"


def _options(element: Json) -> Iterator[str]:
    options = element.get("options", [])
    if "options" in element and not 1 <= len(options) <= 100:
        yield "1 to 100 options"
    if element["type"] in ("checkboxes", "radio_buttons") and len(options) > 10:
        yield "10 boxes at most"
    for each in [*options, *element.get("initial_options", ())]:
        yield from _text(each["text"], 75, "plain_text")
        if not 1 <= len(each["value"]) <= 150:
            yield "an option's value of 1 to 150 characters"
    if "initial_options" in element and not element["initial_options"]:
        yield "initial options that are empty"


def _text(text: Json, most: int, kind: str = "") -> Iterator[str]:
    if kind and text["type"] != kind:
        yield f"{text['type']} where {kind} must be"
    if not 1 <= len(text["text"]) <= most:
        yield f"{len(text['text'])} characters where 1 to {most} may be"
