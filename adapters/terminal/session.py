"""One member at a terminal: a line goes in, text comes out. Reads no clock and no file itself."""

from collections.abc import Callable
from typing import Protocol, assert_never

from adapters.terminal.filling import EMPTY, Filling, Read, question
from bot import plain
from bot.events import Commanded, Event, Pressed, Submitted, Who
from bot.ui import (
    Ask,
    Button,
    Buttons,
    Card,
    Download,
    Farewell,
    Fix,
    Form,
    Nothing,
    Replace,
    Reply,
    Say,
    Show,
)

STOP = "."
"""Typed alone while a form is open, it closes the form and nothing is sent."""

_HOW = f"Return keeps what stands there; {EMPTY} empties it; {STOP} closes the form, nothing sent."
CLOSED = "Closed. Nothing was sent."


class Core(Protocol):
    """What a terminal asks of the core."""

    def handle(self, event: Event) -> Reply:
        """What happened, decided and kept."""


class Session:
    """What one member was shown and has open."""

    def __init__(self, core: Core, who: Who, zone: str, new_id: Callable[[], str], read: Read):
        """`zone` draws moments; `read` gives a file's bytes for an upload."""
        self._core, self._who, self._zone = core, who, zone
        self._new_id, self._read = new_id, read
        self._buttons: list[Button] = []
        self._filling: Filling | None = None
        self.file: Download | None = None

    def type(self, line: str) -> str:
        """What the bot says to a line: words, a button's number, or a form's next answer."""
        if self._filling is not None:
            return self._fill(self._filling, line)
        number = line.strip()
        if number.isdecimal() and 1 <= int(number) <= len(self._buttons):
            button = self._buttons[int(number) - 1]
            event: Event = Pressed(self._new_id(), self._who, button.action, button.target)
        else:
            event = Commanded(self._new_id(), self._who, line)
        return self._show(self._core.handle(event))

    def deliver(self, card: Card) -> str:
        """A message that came by itself, its buttons numbered."""
        return self._card(card)

    def _fill(self, filling: Filling, line: str) -> str:
        if line.strip() == STOP:
            self._filling = None
            return CLOSED
        more = filling.answer(line, self._read) if filling.asked else filling
        if isinstance(more, str):
            return more
        if more.asked is not None:
            self._filling = more
            return self._question(more)
        self._filling = None
        form, filled = more.form, more.filled()
        event = Submitted(
            self._new_id(), self._who, form.name, form.target, filled, files=more.files
        )
        return self._show(self._core.handle(event))

    def _show(self, reply: Reply) -> str:
        match reply:
            case Nothing():
                return ""
            case Say(card) | Replace(card) | Farewell(card):
                return self._card(card)
            case Show(home):
                return "\n\n———\n\n".join(map(self._card, home.cards))
            case Ask(form) | Fix(form):
                return self._open(form)
            case Download():
                self.file = reply
                return plain.reply(reply, self._zone)
            case _:
                assert_never(reply)

    def _card(self, card: Card) -> str:
        parts = [card.title]
        for block in card.blocks:
            if isinstance(block, Buttons):
                parts.append("   ".join(map(self._numbered, block.row)))
            else:
                parts.append(plain.block(block, self._zone))
        return "\n\n".join(parts)

    def _numbered(self, button: Button) -> str:
        """A button with the number that presses it; numbers are never given twice."""
        self._buttons.append(button)
        return f"[{len(self._buttons)}] {button.label}"

    def _open(self, form: Form) -> str:
        self._filling = Filling(form)
        intro = [plain.block(each, self._zone) for each in form.intro]
        return "\n\n".join((form.title, *intro, _HOW, self._question(self._filling)))

    def _question(self, filling: Filling) -> str:
        field = filling.asked
        send = plain.button(Button(filling.form.submit, "send"))
        if field is None:
            return f"{send}   Return sends it."
        last = field is filling.form.fields[-1]
        asked = question(field, filling.form.error_for(field.name), self._zone)
        return f"{asked}\n{send}" if last else asked
