"""Remembers: SQLAlchemy over SQLite or PostgreSQL, one URL to choose between them.

Knows the core's values and nothing of adapters. `open_store` and `upgrade` are
the way in; what can be wrong with a database is a `DatabaseTrouble`.
"""

from storage.revisions import at_head
from storage.rotating import rotate_keys
from storage.sealing import new_key
from storage.store import SqlStore, check_keys, open_store
from storage.trouble import DatabaseTrouble
from storage.upgrade import upgrade

__all__ = [
    "DatabaseTrouble",
    "SqlStore",
    "at_head",
    "check_keys",
    "new_key",
    "open_store",
    "rotate_keys",
    "upgrade",
]
