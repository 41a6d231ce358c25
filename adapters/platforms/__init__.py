"""The wiring of Slack and Teams: one server, one courier, whatever is set up.

Sees everything, decides nothing. The browser's pages, which let anyone act as
anyone, are never served beside them.
"""

from adapters.platforms.server import serve_platforms

__all__ = ["serve_platforms"]
