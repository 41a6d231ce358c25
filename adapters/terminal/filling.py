"""A form in a terminal: one question after another, with what stands there already."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import assert_never

from bot import plain
from bot.events import File
from bot.ui import Field, Filled, Form, Pick, PickMany, Upload, Write

EMPTY = "-"
"""Typed alone, it empties a field; a bare return keeps what stands there."""

NEW_LINE = " / "
"""Typed within an answer of several lines, it begins the next line."""

Read = Callable[[str], bytes | None]
"""A file's bytes by the path that was typed, or None when it cannot be read."""


@dataclass(frozen=True, slots=True)
class Filling:
    """A form that is being filled in: how far, with what, and which files."""

    form: Form
    said: tuple[tuple[str, tuple[str, ...]], ...] = ()
    files: tuple[File, ...] = ()

    @property
    def asked(self) -> Field | None:
        """The field that is asked now, or None when all have been."""
        done = len(self.said) + len(self.files)
        return self.form.fields[done] if done < len(self.form.fields) else None

    def filled(self) -> Filled:
        """All that was said."""
        return Filled(self.said)

    def answer(self, typed: str, read: Read) -> "Filling | str":
        """The same form with one more answer, or why it was not understood."""
        field = self.asked
        match field:
            case None:
                raise ValueError("every field has been answered")
            case Upload():
                return self._given(field, typed, read)
            case Write():
                kept = _kept(typed, field.value)
                return self._say(
                    field, (kept.replace(NEW_LINE, "\n") if field.lines > 1 else kept,)
                )
            case Pick() | PickMany():
                chosen = _chosen(field, typed)
                return chosen if isinstance(chosen, str) else self._say(field, chosen)
            case _:
                assert_never(field)

    def _say(self, field: Field, values: tuple[str, ...]) -> "Filling":
        return replace(self, said=(*self.said, (field.name, values)))

    def _given(self, field: Upload, typed: str, read: Read) -> "Filling | str":
        if not typed:
            return self._say(field, ())
        content = read(typed)
        if content is None:
            return "That file could not be read. Its path, or nothing?"
        given = content if len(content) <= field.limit else b""
        return replace(self, files=(*self.files, File(field.name, len(content), given)))


def _kept(typed: str, before: str) -> str:
    if typed == EMPTY:
        return ""
    return typed or before


def _chosen(field: Pick | PickMany, typed: str) -> tuple[str, ...] | str:
    """The values of the options whose numbers were typed, with commas between."""
    if not typed:
        return field.values if isinstance(field, PickMany) else (field.value,)
    if typed == EMPTY:
        return ()
    numbers = [each.strip() for each in typed.split(",")]
    if not field.options:
        return tuple(numbers)
    if isinstance(field, Pick) and len(numbers) > 1:
        return "One number, please."
    known = {str(n): each.value for n, each in enumerate(field.options, 1)}
    if any(each not in known for each in numbers):
        return f"A number from 1 to {len(field.options)}, please."
    return tuple(known[each] for each in numbers)


def question(field: Field, error: str, zone: str) -> str:
    """One field as it is asked, its options numbered."""
    shown = plain.form(Form("one", "One", (field,), "Send"), zone).split("\n\n", 1)[1]
    body = shown.rsplit("\n\n", 1)[0]
    if isinstance(field, Pick | PickMany) and field.options:
        marks = [f"  {n}. {each.label}" for n, each in enumerate(field.options, 1)]
        body = "\n".join((body, *marks))
    return "\n".join(filter(None, (body, error and f"! {error}")))
