"""The browser as a place: try everything on this machine, with no accounts."""

from adapters.web.chat import Chat, ChatIsNewer
from adapters.web.core import Core
from adapters.web.listen import make_app
from adapters.web.serve import NotLoopback, PortTaken, must_be_free, serve
from adapters.web.speak import WebSpeaker

__all__ = [
    "Chat",
    "ChatIsNewer",
    "Core",
    "NotLoopback",
    "PortTaken",
    "WebSpeaker",
    "make_app",
    "must_be_free",
    "serve",
]
