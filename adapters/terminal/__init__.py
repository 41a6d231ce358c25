"""The same cards as plain text: words are typed, buttons have numbers. Knows `bot` alone."""

from adapters.terminal.session import Core, Session

__all__ = ["Core", "Session"]
