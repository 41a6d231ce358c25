"""How far a promised message can get."""

from enum import StrEnum


class State(StrEnum):
    """The states of a row of the outbox; the last four are final.

    ```
    pending ─► leased ─► sending ─► sent
       ▲          │          ├────► unknown (it may have been posted)
       └──────────┴──────────┤
                             └────► dead · moot (certainly not posted)
    ```
    """

    PENDING = "pending"
    LEASED = "leased"
    SENDING = "sending"
    SENT = "sent"
    UNKNOWN = "unknown"
    DEAD = "dead"
    MOOT = "moot"
