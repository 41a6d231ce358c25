"""Signs that do not belong in a roster's cell: unseen, or turning the text around."""

import unicodedata

_STRAYS = dict.fromkeys(map(ord, "\u200b\u2060\ufeff\u00ad"))
"""Zero-width space, word joiner, byte-order mark, soft hyphen: left by copying; dropped."""

_TURNS = frozenset({"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"})


class UnseenSigns(ValueError):
    """The text holds signs nobody can see; the message says which kind."""


def one_line(typed: str, longest: int) -> str:
    """The text composed (NFC), single-spaced and on one line. Raises `UnseenSigns`.

    Joiners that Persian and Indian scripts write with are kept.
    """
    text = typed.strip()
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    if not text.isprintable():
        text = text.translate(_STRAYS)
        if any(unicodedata.category(sign) in {"Cc", "Zl", "Zp"} for sign in text):
            raise UnseenSigns("has a line break or another control character")
        if any(unicodedata.bidirectional(sign) in _TURNS for sign in text):
            raise UnseenSigns("has invisible signs that turn the direction of text")
    if len(text) > longest:
        raise UnseenSigns(f"has {len(text)} characters, more than {longest}")
    return " ".join(text.split())
