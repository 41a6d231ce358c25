"""Files made for a member's one answer. In memory only, a few at a time."""

import secrets
from collections import OrderedDict
from threading import Lock

from bot.ui import Card, Download

MOST = 20
"""Files kept at once over all members; the oldest go first."""


class Farewells:
    """The last cards of members who were forgotten, for the one page that shows each."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, Card] = OrderedDict()
        self._lock = Lock()

    def keep(self, card: Card) -> str:
        """Keep a card for a while; its token, which says nothing of whose it is."""
        token = secrets.token_urlsafe(12)
        with self._lock:
            self._kept[token] = card
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return token

    def of(self, token: str) -> Card | None:
        """That card; None when it is gone."""
        with self._lock:
            return self._kept.get(token)


class Files:
    """Files by an unguessable token."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[str, Download]] = OrderedDict()
        self._lock = Lock()

    def keep(self, user: str, file: Download) -> str:
        """Keep a file for that member for a while; its token."""
        token = secrets.token_urlsafe(12)
        with self._lock:
            self._kept[token] = (user, file)
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return token

    def of(self, user: str, token: str) -> Download | None:
        """That member's file; None when it is gone or is another's."""
        with self._lock:
            owner, file = self._kept.get(token, ("", None))
        return file if owner == user else None
