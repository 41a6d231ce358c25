"""The neutral vocabulary of what a member sees: cards, forms and homes.

Plain data, checked when made at the strictest platform's limits, so that no
renderer ever has to cut. Knows no platform. People's own words enter only as
`Theirs`; every renderer shows those literally.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

PARAGRAPH_LIMIT = 2_900
"""Characters in one paragraph: Slack takes 3,000 in a section, marks included."""

HEADING_LIMIT = 150
BUTTON_LIMIT = 75
OPTION_LIMIT = 75
FORM_TITLE_LIMIT = 24
BLOCK_LIMIT = 45
BUTTONS_IN_A_ROW = 5
OPTIONS_LIMIT = 100
INPUT_LIMIT = 3_000


class TooLong(ValueError):
    """A card or form was made that some platform could not show whole."""


def _within(text: str, limit: int, what: str) -> None:
    if not text.strip():
        raise TooLong(f"{what} is empty")
    if len(text) > limit:
        raise TooLong(f"{what} has {len(text)} characters; {limit} is the most")


@dataclass(frozen=True, slots=True)
class Plain:
    """Our own words."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Our own words, or a name, with weight."""

    text: str


@dataclass(frozen=True, slots=True)
class Theirs:
    """Words a person wrote. Shown literally everywhere."""

    text: str


class Shape(StrEnum):
    """How a moment is written."""

    DAY = "day"
    DAY_AND_TIME = "day and time"


@dataclass(frozen=True, slots=True)
class When:
    """A moment, drawn in each reader's own time zone."""

    at: datetime
    shape: Shape = Shape.DAY_AND_TIME

    def __post_init__(self) -> None:
        if self.at.tzinfo is None:
            raise ValueError("a moment needs a time zone")


Span = Plain | Strong | Theirs | When
Line = tuple[Span, ...]


def line(*parts: str | Span) -> Line:
    """A line of spans; bare strings are our own words."""
    return tuple(Plain(part) if isinstance(part, str) else part for part in parts)


def length(spans: Line) -> int:
    """Characters a line may take, a moment counted as forty."""
    return sum(40 if isinstance(span, When) else len(span.text) for span in spans)


@dataclass(frozen=True, slots=True)
class Heading:
    """A short title inside a card."""

    text: str

    def __post_init__(self) -> None:
        _within(self.text, HEADING_LIMIT, "a heading")


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One paragraph."""

    line: Line

    def __post_init__(self) -> None:
        _check_line(self.line, "a paragraph")


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's words, set apart."""

    line: Line

    def __post_init__(self) -> None:
        _check_line(self.line, "a quote")


@dataclass(frozen=True, slots=True)
class Steps:
    """A list, numbered when the order matters."""

    lines: tuple[Line, ...]
    numbered: bool = False

    def __post_init__(self) -> None:
        if not self.lines:
            raise TooLong("a list is empty")
        total = sum(length(each) + 4 for each in self.lines)
        if total > PARAGRAPH_LIMIT:
            raise TooLong(f"a list has {total} characters; {PARAGRAPH_LIMIT} is the most")


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: true, useful, not the point."""

    line: Line

    def __post_init__(self) -> None:
        _check_line(self.line, "a note")


@dataclass(frozen=True, slots=True)
class Divider:
    """A pause between two parts."""


class Weight(StrEnum):
    """How a button asks for attention. Saying no is never drawn as danger."""

    MAIN = "main"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Button:
    """One thing to press. `target` is an opaque id, never a name."""

    label: str
    action: str
    target: str = ""
    weight: Weight = Weight.PLAIN

    def __post_init__(self) -> None:
        _within(self.label, BUTTON_LIMIT, "a button")
        if len(self.target) > 200:
            raise TooLong("a button's target is an id of at most 200 characters")


@dataclass(frozen=True, slots=True)
class Buttons:
    """A row of buttons."""

    row: tuple[Button, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.row) <= BUTTONS_IN_A_ROW:
            raise TooLong(f"a row has 1 to {BUTTONS_IN_A_ROW} buttons, not {len(self.row)}")


@dataclass(frozen=True, slots=True)
class Link:
    """A way to somewhere else, made by us and never from what people wrote."""

    label: str
    url: str

    def __post_init__(self) -> None:
        _within(self.label, BUTTON_LIMIT, "a link")
        if not self.url.startswith("https://") or len(self.url) > INPUT_LIMIT:
            raise TooLong(f"a link is an https address of at most {INPUT_LIMIT} characters")


@dataclass(frozen=True, slots=True)
class Links:
    """A row of links."""

    row: tuple[Link, ...]

    def __post_init__(self) -> None:
        if not 1 <= len(self.row) <= BUTTONS_IN_A_ROW:
            raise TooLong(f"a row has 1 to {BUTTONS_IN_A_ROW} links, not {len(self.row)}")


Block = Heading | Paragraph | Quote | Steps | Note | Divider | Buttons | Links


@dataclass(frozen=True, slots=True)
class Card:
    """One message: a title and its blocks. The title is also its notification."""

    title: str
    blocks: tuple[Block, ...]

    def __post_init__(self) -> None:
        _within(self.title, HEADING_LIMIT, "a card's title")
        if len(self.blocks) > BLOCK_LIMIT:
            raise TooLong(f"a card has {len(self.blocks)} blocks; {BLOCK_LIMIT} is the most")

    def buttons(self) -> Iterator[Button]:
        """Every button on the card, in order."""
        for block in self.blocks:
            if isinstance(block, Buttons):
                yield from block.row


@dataclass(frozen=True, slots=True)
class Home:
    """Where a member stands: a few cards on one page."""

    cards: tuple[Card, ...]

    def __post_init__(self) -> None:
        blocks = sum(len(card.blocks) + 2 for card in self.cards)
        if blocks > 95:
            raise TooLong(f"a home has {blocks} blocks; 95 is the most")


@dataclass(frozen=True, slots=True)
class Option:
    """One thing to pick."""

    value: str
    label: str

    def __post_init__(self) -> None:
        _within(self.label, OPTION_LIMIT, "an option")


@dataclass(frozen=True, slots=True)
class Write:
    """A field to type into."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    lines: int = 1
    limit: int = INPUT_LIMIT
    optional: bool = False


@dataclass(frozen=True, slots=True)
class Pick:
    """A field to choose one of a few."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: str = ""
    hint: str = ""
    optional: bool = False

    def __post_init__(self) -> None:
        if not 1 <= len(self.options) <= OPTIONS_LIMIT:
            raise TooLong(f"a choice has 1 to {OPTIONS_LIMIT} options, not {len(self.options)}")


@dataclass(frozen=True, slots=True)
class PickMany:
    """A field to choose several, from options or by type-ahead over a `source`."""

    name: str
    label: str
    options: tuple[Option, ...] = ()
    source: str = ""
    values: tuple[str, ...] = ()
    hint: str = ""
    optional: bool = False

    def __post_init__(self) -> None:
        if bool(self.options) == bool(self.source):
            raise ValueError("options or a source, one of the two")
        if len(self.options) > OPTIONS_LIMIT:
            raise TooLong(f"a choice has at most {OPTIONS_LIMIT} options")


@dataclass(frozen=True, slots=True)
class Upload:
    """A field to give a file in, of these endings. Only what is read from it is kept.

    `limit` is in bytes. A file never comes back with the form: it is chosen again.
    """

    name: str
    label: str
    accepts: tuple[str, ...]
    limit: int
    hint: str = ""
    optional: bool = True


Field = Write | Pick | PickMany | Upload


@dataclass(frozen=True, slots=True)
class Form:
    """Something to fill in. `errors` are by field name; what was typed stays."""

    name: str
    title: str
    fields: tuple[Field, ...]
    submit: str
    intro: tuple[Block, ...] = ()
    target: str = ""
    errors: tuple[tuple[str, str], ...] = ()

    def __post_init__(self) -> None:
        _within(self.title, FORM_TITLE_LIMIT, "a form's title")
        _within(self.submit, FORM_TITLE_LIMIT, "a form's button")
        names = [each.name for each in self.fields]
        if len(set(names)) != len(names):
            raise ValueError("two fields of a form share a name")
        unknown = {name for name, _ in self.errors} - set(names)
        if unknown:
            raise ValueError(f"errors for fields the form does not have: {sorted(unknown)}")

    def error_for(self, name: str) -> str:
        """What is wrong with that field, or nothing."""
        return dict(self.errors).get(name, "")


@dataclass(frozen=True, slots=True)
class Nothing:
    """The event needs no answer."""


@dataclass(frozen=True, slots=True)
class Say:
    """Answer with a new card, seen by the one who asked."""

    card: Card


@dataclass(frozen=True, slots=True)
class Replace:
    """Put this card where the pressed one was."""

    card: Card


@dataclass(frozen=True, slots=True)
class Show:
    """Answer with the member's home."""

    home: Home


@dataclass(frozen=True, slots=True)
class Ask:
    """Open a form."""

    form: Form


@dataclass(frozen=True, slots=True)
class Fix:
    """Keep the form open with its errors and all that was typed."""

    form: Form


@dataclass(frozen=True, slots=True)
class Download:
    """Hand over a file. It is made for this one answer and kept nowhere."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Farewell:
    """The last answer: nothing else of this member is to stay in the place, as far as it can."""

    card: Card


Reply = Nothing | Say | Replace | Show | Ask | Fix | Download | Farewell


@dataclass(frozen=True, slots=True)
class Filled:
    """What was typed into a form, by field name; several values for `PickMany`."""

    values: tuple[tuple[str, tuple[str, ...]], ...] = field(default=())

    def one(self, name: str) -> str:
        """The one value of a field, stripped; empty when it was left empty."""
        return next(iter(self.many(name)), "").strip()

    def many(self, name: str) -> tuple[str, ...]:
        """All values of a field."""
        return dict(self.values).get(name, ())


def refill(form: Form, filled: Filled, errors: dict[str, str]) -> Form:
    """The same form holding what was typed, with its errors said."""

    def kept(each: Field) -> Field:
        match each:
            case PickMany():
                return replace(each, values=filled.many(each.name))
            case Write() | Pick():
                return replace(each, value="".join(filled.many(each.name)[:1]))
            case Upload():
                return each

    return replace(form, fields=tuple(map(kept, form.fields)), errors=tuple(errors.items()))


def _check_line(spans: Line, what: str) -> None:
    size = length(spans)
    if not size:
        raise TooLong(f"{what} is empty")
    if size > PARAGRAPH_LIMIT:
        raise TooLong(f"{what} has {size} characters; {PARAGRAPH_LIMIT} is the most")
