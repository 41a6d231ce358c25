"""The use cases: the only place where transactions begin and end.

Synchronous; adapters call it off their event loop. Everything outside (store,
clock, ids, dice) is given to it.
"""

from bot.app.directory import Kept, Person
from bot.app.means import Means
from bot.app.planning import Plan, Progress
from bot.app.service import App

__all__ = ["App", "Kept", "Means", "Person", "Plan", "Progress"]
