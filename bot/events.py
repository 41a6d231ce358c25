"""What can happen, and what typed words mean.

Adapters turn a platform's payload into one of these; nothing here knows which
platform it was. `parse` is total: any text gives a command.
"""

import re
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum

from bot.ui import Filled


@dataclass(frozen=True, slots=True)
class Who:
    """A person as a place knows them: taken only from a signed payload."""

    place: str
    user: str


@dataclass(frozen=True, slots=True)
class Commanded:
    """A member typed words to the bot."""

    id: str
    who: Who
    words: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A member pressed a button."""

    id: str
    who: Who
    action: str
    target: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file given in the form's field of that name; one that is too big comes empty."""

    name: str
    size: int
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Submitted:
    """A member sent a form, perhaps with files."""

    id: str
    who: Who
    form: str
    target: str = ""
    filled: Filled = field(default_factory=Filled)
    files: tuple[File, ...] = ()

    def file(self, name: str) -> File | None:
        """The file given in that field."""
        return next((each for each in self.files if each.name == name), None)


@dataclass(frozen=True, slots=True)
class Opened:
    """A member opened their home."""

    id: str
    who: Who


Event = Commanded | Pressed | Submitted | Opened


class Word(StrEnum):
    """The words a member can type."""

    HOME = "home"
    JOIN = "join"
    PROFILE = "profile"
    WHY = "why"
    YES = "yes"
    LATER = "later"
    NO = "no"
    TIMES = "times"
    FOLLOW_UP = "followup"
    HOURS = "hours"
    PAUSE = "pause"
    RESUME = "resume"
    OFTEN = "often"
    BUDGET = "budget"
    LEAVE = "leave"
    NEVER = "never"
    PRIVACY = "privacy"
    EXPORT = "export"
    FORGET = "forget"
    CONCERN = "concern"
    ASK = "ask"
    INTRODUCE = "introduce"
    HELP = "help"


@dataclass(frozen=True, slots=True)
class Command:
    """A word the bot knows, and what followed it."""

    word: Word
    rest: str = ""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Words the bot does not know, and the nearest it does."""

    nearest: Word | None = None


_OTHER_WORDS = {
    "": Word.HOME,
    "start": Word.JOIN,
    "signup": Word.JOIN,
    "interests": Word.PROFILE,
    "me": Word.PROFILE,
    "edit": Word.PROFILE,
    "status": Word.HOME,
    "shifts": Word.HOURS,
    "rota": Word.HOURS,
    "calendar": Word.HOURS,
    "stop": Word.LEAVE,
    "ok": Word.YES,
    "sure": Word.YES,
    "nope": Word.NO,
    "not": Word.NO,
    "cadence": Word.OFTEN,
    "find": Word.ASK,
    "question": Word.ASK,
    "frequency": Word.OFTEN,
    "unpause": Word.RESUME,
    "continue": Word.RESUME,
    "quit": Word.LEAVE,
    "block": Word.NEVER,
    "data": Word.PRIVACY,
    "download": Word.EXPORT,
    "erase": Word.FORGET,
    "forgetme": Word.FORGET,
    "report": Word.CONCERN,
    "hi": Word.HOME,
    "hello": Word.HOME,
    "?": Word.HELP,
    "commands": Word.HELP,
}


def parse(words: str) -> Command | NotUnderstood:
    """What typed words mean, whatever their case, spacing or punctuation."""
    first, _, rest = " ".join(words.split()).partition(" ")
    bare = first if first == "?" else re.sub(r"[\W_]", "", first).lower()
    if bare in _OTHER_WORDS:
        return Command(_OTHER_WORDS[bare], rest)
    try:
        return Command(Word(bare), rest)
    except ValueError:
        near = get_close_matches(bare, [word.value for word in Word], n=1, cutoff=0.7)
        return NotUnderstood(Word(near[0]) if near else None)
