"""The fields of a form as HTML: labels, hints, errors, and all that was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from markupsafe import Markup

from adapters.web.html import Inside, element, joined
from bot.ui import Field, Option, Pick, PickMany, Upload, Write

FEW = 6
"""Up to so many options are radio buttons; more are a list that drops down."""

PREFIX = "field."
"""Before every field's name on the page, apart from the page's own inputs."""


@dataclass(frozen=True, slots=True)
class Help:
    """What a page knows beside the form: names of picked values, and search results.

    `errors` are by field name, `labels` by option value, `found` by field name.
    """

    errors: Mapping[str, str] = field(default_factory=dict)
    labels: Mapping[str, str] = field(default_factory=dict)
    found: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)


def draw_field(drawn: Field, known: Help) -> Markup:
    """One field."""
    match drawn:
        case Write():
            return _labelled(drawn, known, _write(drawn, known))
        case Upload():
            return _labelled(drawn, known, _upload(drawn, known))
        case Pick() if len(drawn.options) > FEW:
            return _labelled(drawn, known, _select(drawn, known))
        case Pick():
            return _group(drawn, known, _choices(drawn, "radio", drawn.options, (drawn.value,)))
        case PickMany() if drawn.source:
            return _group(drawn, known, _search(drawn, known), kind="picker")
        case PickMany():
            return _group(drawn, known, _choices(drawn, "checkbox", drawn.options, drawn.values))
        case _:
            assert_never(drawn)


def _labelled(drawn: Write | Pick | Upload, known: Help, control: Markup) -> Markup:
    label = element("label", *_label(drawn), for_=_id(drawn))
    return element("div", label, *_notes(drawn, known), control, class_="field")


def _group(drawn: Pick | PickMany, known: Help, choices: Markup, kind: str = "") -> Markup:
    return element(
        "fieldset",
        element("legend", *_label(drawn)),
        *_notes(drawn, known),
        choices,
        class_=f"field {kind}".strip(),
        id=_id(drawn),
        tabindex="-1",
        aria_describedby=_described(drawn, known),
    )


def _label(drawn: Field) -> tuple[Inside, ...]:
    if not drawn.optional:
        return (drawn.label,)
    return (drawn.label, " ", element("span", "(optional)", class_="optional"))


def _notes(drawn: Field, known: Help) -> tuple[Markup, ...]:
    hint = element("p", drawn.hint, class_="hint", id=f"hint-{drawn.name}")
    error = known.errors.get(drawn.name, "")
    wrong = element("p", error, class_="error", id=f"error-{drawn.name}")
    return ((hint,) if drawn.hint else ()) + ((wrong,) if error else ())


def _described(drawn: Field, known: Help) -> str | None:
    parts = [f"error-{drawn.name}"] if known.errors.get(drawn.name) else []
    parts += [f"hint-{drawn.name}"] if drawn.hint else []
    return " ".join(parts) or None


def _write(drawn: Write, known: Help) -> Markup:
    said: dict[str, str | int | bool | None] = {
        "id": _id(drawn),
        "name": PREFIX + drawn.name,
        "maxlength": drawn.limit,
        "aria_describedby": _described(drawn, known),
        "aria_invalid": "true" if known.errors.get(drawn.name) else None,
    }
    if drawn.lines > 1:
        # A browser drops one newline after the tag; this one, and not theirs.
        return element("textarea", "\n" + drawn.value, rows=drawn.lines, **said)
    return element("input", type="text", value=drawn.value, autocomplete="off", **said)


def _upload(drawn: Upload, known: Help) -> Markup:
    return element(
        "input",
        type="file",
        id=_id(drawn),
        name=PREFIX + drawn.name,
        accept=",".join(drawn.accepts),
        aria_describedby=_described(drawn, known),
        aria_invalid="true" if known.errors.get(drawn.name) else None,
    )


def _select(drawn: Pick, known: Help) -> Markup:
    nothing = element("option", "Choose one", value="", selected=not drawn.value)
    options = (
        element("option", o.label, value=o.value, selected=o.value == drawn.value)
        for o in with_strays(drawn.options, (drawn.value,))
    )
    return element(
        "select",
        nothing,
        *options,
        id=_id(drawn),
        name=PREFIX + drawn.name,
        aria_describedby=_described(drawn, known),
        aria_invalid="true" if known.errors.get(drawn.name) else None,
    )


def _choices(
    drawn: Pick | PickMany, kind: str, options: tuple[Option, ...], chosen: tuple[str, ...]
) -> Markup:
    everything = with_strays(options, chosen)
    return element("div", *(_choice(drawn, kind, o, o.value in chosen) for o in everything))


def _choice(drawn: Pick | PickMany, kind: str, option: Option, chosen: bool) -> Markup:
    box = element("input", type=kind, name=PREFIX + drawn.name, value=option.value, checked=chosen)
    return element("label", box, " ", element("span", option.label), class_="choice")


def with_strays(options: tuple[Option, ...], chosen: tuple[str, ...]) -> tuple[Option, ...]:
    """The options, and whatever was chosen that is not one of them: it is not lost."""
    known = {option.value for option in options}
    strays = (each for each in dict.fromkeys(chosen) if each.strip() and each not in known)
    return options + tuple(Option(each, each.strip()[:75]) for each in strays)


def _search(drawn: PickMany, known: Help) -> Markup:
    """What is chosen, what was found, and a box to look for more."""
    named = tuple(Option(v, known.labels.get(v, v).strip()[:75]) for v in drawn.values if v.strip())
    found = tuple(o for o in known.found.get(drawn.name, ()) if o.value not in drawn.values)
    box = element(
        "input",
        type="text",
        id=f"{_id(drawn)}-more",
        name=PREFIX + drawn.name,
        autocomplete="off",
        aria_label=f"Add to {drawn.label}",
    )
    find = element("button", "Find", class_="button", name="find", value=drawn.name)
    return joined(
        element("div", *(_choice(drawn, "checkbox", o, True) for o in named), class_="chosen"),
        element("div", *(_choice(drawn, "checkbox", o, False) for o in found), class_="found"),
        element("div", box, find, class_="with-button"),
    )


def _id(drawn: Field) -> str:
    return f"field-{drawn.name}"
