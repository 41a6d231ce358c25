"""Text as Slack shows it: people's words stay exactly what they wrote.

Plain text objects know no markup at all, so people's words go there where
nothing beside them needs it. In mrkdwn, `& < >` are escaped, which leaves no
mention and no link, and marks of emphasis are kept from finding a partner.
"""

import re
from datetime import UTC
from typing import Any, TypeAlias, assert_never

from bot.ui import Line, Plain, Shape, Span, Strong, Theirs, When

Json: TypeAlias = dict[str, Any]

_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069]")
_MARKS = re.compile(r"([*_~`]|:(?=[\w+'-]+:))")
"""Each mark; a colon only where it could begin an emoji, so that 10:30 is heard as a time."""

_QUOTED = re.compile(r"^(?=[ \t]*&gt;)", re.MULTILINE)
_HOLDS = re.compile(r"(?!>)[^*\n]+")
"""What bold can hold: one line, no star of its own, nothing that would be a quotation."""

_WHOLE = re.compile(
    r"<!date[^>]*>|\*(?!\u2060)[^*\n]{1,200}\*(?!\u2060)|&(?:amp|lt|gt);|[*_~`:]\u2060|.", re.DOTALL
)
"""What may not be broken: a moment, a name in bold, an escape, a mark and its joiner."""


def seen(text: str) -> str:
    """The text without characters that nobody sees but that turn round what follows."""
    return _UNSEEN.sub("", text.replace("\r\n", "\n"))


def escaped(text: str) -> str:
    """Our own words for mrkdwn."""
    return seen(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def literal(text: str) -> str:
    """People's words for mrkdwn: a joiner nobody sees parts each mark from what it would mark."""
    return _QUOTED.sub("\u2060", _MARKS.sub("\\1\u2060", escaped(text)))


def strong(text: str) -> str:
    """People's words in bold, where bold can hold them: never at the price of one more star.

    Spaces at either end stay outside: a star beside a space is only a star.
    """
    shown = seen(text)
    held = shown.strip()
    if not _HOLDS.fullmatch(held):
        return literal(shown)
    before, after = shown.split(held, 1)
    return f"{before}*{literal(held)}*{after}"


def packed(value: str) -> str:
    """A value that comes back: without the three marks that Slack sends back as escapes."""
    for mark in "%&<>":
        value = value.replace(mark, f"%{ord(mark):02X}")
    return value


def unpacked(value: str) -> str:
    """The value that was packed."""
    for mark in "<>&%":
        value = value.replace(f"%{ord(mark):02X}", mark)
    return value


def plain_text(text: str) -> Json:
    """A text object without markup; `:smile:` stays those letters."""
    return {"type": "plain_text", "text": seen(text), "emoji": False}


def mrkdwn(text: str) -> Json:
    """A text object with markup. `verbatim`: no word becomes a link or a mention by itself."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def moment(when: When) -> str:
    """A moment that each reader's own Slack writes in their zone and language."""
    at = when.at.astimezone(UTC)
    match when.shape:
        case Shape.DAY:
            shape, bare = "{date_long_pretty}", f"{at:%A} {at.day} {at:%B}"
        case Shape.DAY_AND_TIME:
            shape, bare = "{date_long_pretty}, {time}", f"{at:%A} {at.day} {at:%B}, {at:%H:%M} UTC"
        case _:
            assert_never(when.shape)
    return f"<!date^{int(at.timestamp())}^{shape}|{bare}>"


def marked(spans: Line) -> str:
    """A line in mrkdwn."""
    return "".join(map(_marked, spans))


def _marked(span: Span) -> str:
    match span:
        case Plain(text):
            return escaped(text)
        case Strong(text):
            return strong(text)
        case Theirs(text):
            return literal(text)
        case When():
            return moment(span)
        case _:
            assert_never(span)


def rich(spans: Line) -> Json:
    """A line as one text object: without markup wherever people's words stand and nothing needs it.

    Nobody's words share a text object with a date, but a name may be in bold.
    """
    theirs = any(isinstance(span, Theirs) for span in spans)
    needs = any(isinstance(span, When | Strong) for span in spans)
    if theirs and not needs:
        return plain_text("".join(s.text for s in spans if not isinstance(s, When)))
    return mrkdwn(marked(spans))


def parted(text: Json, most: int) -> list[Json]:
    """The same text as several of at most `most` characters: escapes can make it that long."""
    whole = text["text"]
    if len(whole) <= most:
        return [text]
    parts: list[str] = []
    held = ""
    for atom in _WHOLE.findall(whole):
        if len(held) + len(atom) > most - 1:
            cut = max(held.rfind(" "), held.rfind("\n")) + 1 or len(held)
            parts, held = [*parts, held[:cut]], held[cut:]
        held += atom
    # A part is a new beginning: what stood inside a line may now stand at one.
    return [text | {"text": _QUOTED.sub("\u2060", part)} for part in (*parts, held) if part.strip()]
