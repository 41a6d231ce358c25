"""Every sentence the bot says, as functions from facts to `ui`.

Knows no platform and decides nothing. `gallery` draws each message once.
"""

from bot.words.tongue import Tongue, languages, tongue
from bot.words.voice import TEAMS, Reach, Seen, Voice

__all__ = ["TEAMS", "Reach", "Seen", "Tongue", "Voice", "languages", "tongue"]
