"""A form's fields as inputs of a modal, and what comes back from them as what was typed."""

from collections.abc import Mapping
from typing import Any, Final, assert_never

from adapters.slack.literal import Json, packed, plain_text, unpacked
from bot.ui import Field, Filled, Option, Pick, PickMany, Upload, Write

PREFIX: Final = "field."
"""Before every input's block id."""

FEW: Final = 6
"""Up to so many options stand open; more are a list that drops down."""

CHECKBOXES: Final = 10
LABEL: Final = 2_000
HINT: Final = 2_000
TYPED: Final = 3_000


def draw_field(drawn: Field, error: str, stamp: str = "") -> list[Json]:
    """One field: what is wrong with it, and its input with all that was typed.

    `stamp` is new for every form that says anything else: Slack keeps what was
    typed under an input's id, and would show it in another form.
    """
    block: Json = {
        "type": "input",
        "block_id": ".".join(filter(None, (PREFIX + drawn.name, stamp))),
        "label": plain_text(drawn.label),
        "element": _element(drawn),
        "optional": True,
    }
    if drawn.hint:
        block["hint"] = plain_text(drawn.hint[:HINT])
    wrong = {"type": "context", "elements": [plain_text(f"⚠ {error}")]}
    return [block, wrong] if error else [block]


def _element(drawn: Field) -> Json:
    match drawn:
        case Write():
            return _typed(drawn)
        case Pick():
            kind = "radio_buttons" if len(drawn.options) <= FEW else "static_select"
            chosen = [each for each in drawn.options if each.value == drawn.value]
            return _choice(kind, drawn.name, drawn.options) | _initial("initial_option", chosen[:1])
        case PickMany(source=""):
            kind = "checkboxes" if len(drawn.options) <= CHECKBOXES else "multi_static_select"
            chosen = [each for each in drawn.options if each.value in drawn.values]
            return _choice(kind, drawn.name, drawn.options) | _initials(chosen)
        case PickMany():
            kept = [Option(each, each[:75]) for each in drawn.values if each.strip()]
            look = {"type": "multi_external_select", "action_id": drawn.source}
            return look | {"min_query_length": 1} | _initials(kept)
        case Upload():
            endings = [each.removeprefix(".") for each in drawn.accepts]
            look = {"type": "file_input", "action_id": drawn.name}
            return look | {"filetypes": endings, "max_files": 1}
        case _:
            assert_never(drawn)


def _typed(drawn: Write) -> Json:
    element: Json = {
        "type": "plain_text_input",
        "action_id": drawn.name,
        "multiline": drawn.lines > 1,
        "max_length": min(drawn.limit, TYPED),
    }
    return element | ({"initial_value": drawn.value} if drawn.value else {})


def _choice(kind: str, name: str, options: tuple[Option, ...]) -> Json:
    return {"type": kind, "action_id": name, "options": [option(each) for each in options]}


def _initial(key: str, chosen: list[Option]) -> Json:
    return {key: option(chosen[0])} if chosen else {}


def _initials(chosen: list[Option]) -> Json:
    return {"initial_options": [option(each) for each in chosen]} if chosen else {}


def option(found: Option) -> Json:
    """One thing to pick, as Slack wants it."""
    return {"text": plain_text(found.label), "value": packed(found.value)}


def field_of(block: str) -> str:
    """The field that an input with that id holds; empty for what is none of ours."""
    return block.removeprefix(PREFIX).partition(".")[0] if block.startswith(PREFIX) else ""


def filled(state: Mapping[str, Any]) -> Filled:
    """What was typed into a modal's inputs, line ends as the core writes them."""
    values: list[tuple[str, tuple[str, ...]]] = []
    for block, inside in state.items():
        name = field_of(block)
        if not name or not isinstance(inside, Mapping):
            continue
        for element in inside.values():
            if isinstance(element, Mapping):
                values.append((name, _said(element)))
    return Filled(tuple(values))


def given_files(state: Mapping[str, Any]) -> tuple[tuple[str, Json], ...]:
    """The files that were chosen, by field, as Slack describes them."""
    found: list[tuple[str, Json]] = []
    for block, inside in state.items():
        for element in inside.values() if isinstance(inside, Mapping) else ():
            files = element.get("files") if isinstance(element, Mapping) else None
            if isinstance(files, list):
                found += [(field_of(block), f) for f in files if isinstance(f, dict)]
    return tuple(found)


def _said(element: Mapping[str, Any]) -> tuple[str, ...]:
    several = element.get("selected_options")
    if isinstance(several, list):
        return tuple(v for each in several if isinstance(v := _value(each), str))
    one = _value(element.get("selected_option"))
    text = element.get("value")
    said = one if isinstance(one, str) else text if isinstance(text, str) else ""
    return (said.replace("\r\n", "\n"),)


def _value(chosen: object) -> object:
    value = chosen.get("value") if isinstance(chosen, Mapping) else None
    return unpacked(value) if isinstance(value, str) else None
