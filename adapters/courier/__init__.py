"""The courier: takes promised messages from the outbox and has them spoken.

Knows no platform and no database, only the ports.
"""

from adapters.courier.courier import Courier

__all__ = ["Courier"]
