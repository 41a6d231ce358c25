"""Cards, forms and homes as plain text: for terminals, notifications and readers.

Every fact on a card is in its plain text; a test holds all renderings to that.
"""

from typing import assert_never
from zoneinfo import ZoneInfo

from bot.ui import (
    Ask,
    Block,
    Button,
    Buttons,
    Card,
    Divider,
    Download,
    Farewell,
    Field,
    Fix,
    Form,
    Heading,
    Home,
    Line,
    Links,
    Note,
    Nothing,
    Paragraph,
    Pick,
    PickMany,
    Plain,
    Quote,
    Replace,
    Reply,
    Say,
    Shape,
    Show,
    Steps,
    Strong,
    Theirs,
    Upload,
    When,
    Write,
)


def moment(when: When, zone: str) -> str:
    """A moment in words, in that time zone: Thursday 26 November, 09:00."""
    here = when.at.astimezone(ZoneInfo(zone))
    day = f"{here:%A} {here.day} {here:%B}"
    return day if when.shape is Shape.DAY else f"{day}, {here:%H:%M}"


def text(spans: Line, zone: str) -> str:
    """One line of spans as text."""
    parts: list[str] = []
    for span in spans:
        match span:
            case Plain() | Strong() | Theirs():
                parts.append(span.text)
            case When():
                parts.append(moment(span, zone))
            case _:
                assert_never(span)
    return "".join(parts)


def block(each: Block, zone: str) -> str:
    """One block as text, over one or more lines."""
    match each:
        case Heading():
            return each.text
        case Paragraph() | Note():
            return text(each.line, zone)
        case Quote():
            return f"“{text(each.line, zone)}”"
        case Steps():
            marks = [f"{n}." for n in range(1, len(each.lines) + 1)]
            if not each.numbered:
                marks = ["–"] * len(each.lines)
            return "\n".join(
                f"  {mark} {text(row, zone)}" for mark, row in zip(marks, each.lines, strict=True)
            )
        case Divider():
            return "* * *"
        case Buttons():
            return "   ".join(map(button, each.row))
        case Links():
            return "   ".join(f"{link.label}: {link.url}" for link in each.row)
        case _:
            assert_never(each)


def button(each: Button) -> str:
    """A button as text."""
    return f"[ {each.label} ]"


def card(each: Card, zone: str) -> str:
    """A whole card as text: its title, then its blocks."""
    return "\n\n".join((each.title, *(block(b, zone) for b in each.blocks)))


def form(each: Form, zone: str) -> str:
    """A form as text: each field with its value, hint and error."""
    parts = [each.title, *(block(b, zone) for b in each.intro)]
    parts += [_field(f, each.error_for(f.name)) for f in each.fields]
    return "\n\n".join((*parts, f"[ {each.submit} ]"))


def _field(each: Field, error: str) -> str:
    match each:
        case Write():
            body = f"{each.label}: {each.value or '…'}"
        case Pick():
            marks = [
                ("(•)" if o.value == each.value else "( )") + f" {o.label}" for o in each.options
            ]
            body = "\n  ".join((f"{each.label}:", *marks))
        case PickMany(source=""):
            marks = [
                ("[x]" if o.value in each.values else "[ ]") + f" {o.label}" for o in each.options
            ]
            body = "\n  ".join((f"{each.label}:", *marks))
        case PickMany():
            body = f"{each.label}: {', '.join(each.values) or '…'}"
        case Upload():
            body = f"{each.label}: [ {', '.join(each.accepts)} ]"
        case _:
            assert_never(each)
    lines = [body, *(f"  {note}" for note in (each.hint, error and f"! {error}") if note)]
    return "\n".join(lines)


def home(each: Home, zone: str) -> str:
    """A home as text."""
    return "\n\n———\n\n".join(card(c, zone) for c in each.cards)


def reply(each: Reply, zone: str) -> str:
    """Any answer as text."""
    match each:
        case Nothing():
            return ""
        case Say() | Replace() | Farewell():
            return card(each.card, zone)
        case Show():
            return home(each.home, zone)
        case Ask() | Fix():
            return form(each.form, zone)
        case Download():
            return f"[ {each.name}, {len(each.data):,} bytes ]"
        case _:
            assert_never(each)
