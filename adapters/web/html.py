"""Elements of a page, as values: whatever goes in is escaped unless it is `Markup`."""

from markupsafe import Markup, escape

_VOID = frozenset({"hr", "input"})

Inside = str | Markup
Attribute = str | int | bool | None


def element(tag: str, /, *inside: Inside, **attributes: Attribute) -> Markup:
    """One element. `True` writes a bare attribute; `False` and `None` leave it out.

    A trailing underscore is dropped and others become hyphens: `class_`, `aria_label`.
    """
    said = Markup("").join(
        Markup(" {}").format(_name(key)) if value is True else _pair(_name(key), value)
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if tag in _VOID:
        return Markup("<{}{}>").format(tag, said)
    return Markup("<{}{}>{}</{}>").format(tag, said, joined(*inside), tag)


def joined(*inside: Inside) -> Markup:
    """Several pieces, one after the other."""
    return Markup("").join(escape(each) for each in inside)


def hidden(name: str, value: str | int) -> Markup:
    """A hidden input."""
    return element("input", type="hidden", name=name, value=value)


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _pair(name: str, value: Attribute) -> Markup:
    return Markup(' {}="{}"').format(name, value)
