"""Forms that members have open, as a chat keeps a dialog open.

In memory only, never on disk: what is typed may be refused by the core just
because it must not be kept.
"""

import secrets
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Lock

from bot.ui import Form, Option

MOST = 500
"""Forms kept open at once over all members; the oldest close first."""


@dataclass(frozen=True, slots=True)
class OpenForm:
    """One open form: whose it is and the message it was opened from, if any."""

    user: str
    form: Form
    message: int | None = None
    found: Mapping[str, tuple[Option, ...]] = field(default_factory=dict)


class OpenForms:
    """Open forms by an unguessable token."""

    def __init__(self) -> None:
        self._open: OrderedDict[str, OpenForm] = OrderedDict()
        self._lock = Lock()

    def keep(self, opened: OpenForm, token: str = "") -> str:
        """Open a form, or keep another state of one that is open; its token."""
        token = token or secrets.token_urlsafe(12)
        with self._lock:
            self._open[token] = opened
            self._open.move_to_end(token)
            while len(self._open) > MOST:
                self._open.popitem(last=False)
        return token

    def of(self, user: str, token: str) -> OpenForm | None:
        """That member's open form; None when it was closed or is another's."""
        with self._lock:
            opened = self._open.get(token)
        return opened if opened and opened.user == user else None

    def close(self, token: str) -> None:
        """Forget a form."""
        with self._lock:
            self._open.pop(token, None)
