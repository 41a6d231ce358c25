"""A form's fields as inputs of a card, and what comes back from them as what was typed."""

from collections.abc import Mapping
from typing import assert_never
from urllib.parse import unquote

from adapters.teams.literal import Json, escaped
from bot.events import File
from bot.ui import Field, Filled, Form, Option, Pick, PickMany, Upload, Write

FEW = 6
"""Up to so many options stand open; more are a list that drops down."""

PREFIX = "field."
"""Before every input's id, apart from what a button carries."""

PASTED = 20_000
"""Characters of a file that a member may paste: Teams carries about 28 KB of a card's answers."""


def draw_field(drawn: Field, error: str) -> list[Json]:
    """One field: its hint, what is wrong with it, and its input with all that was typed."""
    return [_input(drawn), *_notes(drawn, error)]


def _notes(drawn: Field, error: str) -> list[Json]:
    notes: list[Json] = []
    if error:
        notes.append(_small(error, color="Attention"))
    if drawn.hint:
        notes.append(_small(drawn.hint, isSubtle=True))
    return notes


def _small(text: str, **look: object) -> Json:
    return {
        "type": "TextBlock",
        "text": escaped(text),
        "size": "Small",
        "wrap": True,
        "spacing": "Small",
        **look,
    }


def _input(drawn: Field) -> Json:
    known = {"id": PREFIX + drawn.name, "label": drawn.label}
    match drawn:
        case Write():
            text = {"type": "Input.Text", **known, "maxLength": drawn.limit}
            return text | _several(drawn.lines > 1) | _valued(drawn.value)
        case Upload():
            return {"type": "Input.Text", **known, "isMultiline": True, "maxLength": PASTED}
        case Pick():
            look = "expanded" if len(drawn.options) <= FEW else "compact"
            return _choices(known, drawn.options, (drawn.value,), look)
        case PickMany(options=(only,)):
            return _toggle(known, only, chosen=only.value in drawn.values)
        case PickMany(source=""):
            return _choices(known, drawn.options, drawn.values, "expanded") | _MANY
        case PickMany():
            query = {"choices.data": {"type": "Data.Query", "dataset": drawn.source}}
            return _choices(known, (), drawn.values, "filtered") | _MANY | query
        case _:
            assert_never(drawn)


_MANY: Json = {"isMultiSelect": True}


def _several(lines: bool) -> Json:
    return {"isMultiline": True} if lines else {}


def _valued(value: str) -> Json:
    return {"value": value} if value else {}


def _toggle(known: Json, only: Option, *, chosen: bool) -> Json:
    """A box to tick. It always has a value: without one Teams sends nothing at all."""
    on = _packed(only.value)
    ends = {"title": only.label, "valueOn": on, "valueOff": "", "value": on if chosen else ""}
    return {"type": "Input.Toggle", **known, **ends}


def _choices(known: Json, options: tuple[Option, ...], chosen: tuple[str, ...], style: str) -> Json:
    names = {option.value: option.label for option in options}
    # What was chosen and is no option any more is not lost.
    names |= {each: each.strip()[:75] for each in chosen if each.strip() and each not in names}
    choices = [{"title": label, "value": _packed(value)} for value, label in names.items()]
    kept = ",".join(_packed(each) for each in chosen if each.strip())
    return {"type": "Input.ChoiceSet", **known, "style": style, "choices": choices, **_valued(kept)}


def option(found: Option) -> Json:
    """An option found by typing ahead, as Teams wants it."""
    return {"title": found.label, "value": _packed(found.value)}


def _packed(value: str) -> str:
    """Several chosen values come back with commas between: none has one inside."""
    return value.replace("%", "%25").replace(",", "%2C")


def carried(form: Form) -> Json:
    """What a form's button must carry for `filled` and `pasted` to read its answers."""
    kinds = {each.name: each for each in form.fields}
    return {
        "many": [n for n, f in kinds.items() if isinstance(f, PickMany)],
        "one": [n for n, f in kinds.items() if isinstance(f, Pick)],
        "files": {n: f.accepts[0] for n, f in kinds.items() if isinstance(f, Upload)},
    }


def filled(said: Mapping[str, object]) -> Filled:
    """What was typed into a form's inputs, line ends as the core writes them."""
    many, one, files = (_names(said.get(each)) for each in ("many", "one", "files"))
    values: list[tuple[str, tuple[str, ...]]] = []
    for key, value in said.items():
        name = key.removeprefix(PREFIX)
        if name == key or name in files or not isinstance(value, str):
            continue
        if name in many:
            values.append((name, tuple(unquote(v) for v in value.split(",") if v)))
        elif name in one:
            values.append((name, (unquote(value),)))
        else:
            values.append((name, (value.replace("\r\n", "\n").replace("\r", "\n"),)))
    return Filled(tuple(values))


def pasted(said: Mapping[str, object]) -> tuple[File, ...]:
    """What was pasted where a form asks for a file, each as that file."""
    return tuple(
        File(name, len(content), content)
        for name in _names(said.get("files"))
        if isinstance(text := said.get(PREFIX + name), str)
        and (content := text.strip().encode("utf-8", "replace"))
    )


def _names(given: object) -> tuple[str, ...]:
    """Field names from a card that came back: it may be anything at all."""
    return tuple(n for n in given if isinstance(n, str)) if isinstance(given, list | dict) else ()
