"""What must be kept out, and the only door typed interests come in by."""

from bot.privacy.guard import Clue, patient_clue
from bot.privacy.reading import Reading, Refused, read_interests

__all__ = ["Clue", "Reading", "Refused", "patient_clue", "read_interests"]
