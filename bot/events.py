"""What can happen, and what typed words mean.

Adapters turn a platform's payload into one of these; nothing here knows which
platform it was. `parse` is total: any text gives a command.
"""

import re
import unicodedata
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from itertools import accumulate

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
    MET = "met"
    NOT_YET = "not yet"
    DID_NOT_WORK_OUT = "didn't work out"
    SKIP = "skip"
    HELP = "help"


OF_ONE = frozenset({
    Word.WHY, Word.TIMES, Word.YES, Word.LATER, Word.NO,
    Word.MET, Word.NOT_YET, Word.DID_NOT_WORK_OUT, Word.SKIP,
})  # fmt: skip
"""Words that, as buttons, are pressed about one introduction."""


@dataclass(frozen=True, slots=True)
class Command:
    """A word the bot knows, and what followed it."""

    word: Word
    rest: str = ""


@dataclass(frozen=True, slots=True)
class NotUnderstood:
    """Words the bot does not know, and the nearest it does."""

    nearest: Word | None = None


_SPELLINGS = {word: (word.value,) for word in Word} | {
    Word.JOIN: ("join", "start", "sign up", "signup"),
    Word.PROFILE: ("profile", "interests", "my interests", "me", "edit"),
    Word.HOME: ("home", "status", "hi", "hello"),
    Word.HOURS: ("hours", "my hours", "shifts", "rota", "calendar"),
    # Not *plainly* a yes, and not a no: it is asked about.
    Word.YES: ("yes", "ok", "okay", "sure", "no problem", "no worries", "no prob"),
    Word.NO: ("no", "nope", "not this time", "not for me", "no thanks"),
    Word.LATER: ("later", "maybe later", "not now", "not today"),
    Word.FOLLOW_UP: ("followup", "follow up"),
    Word.OFTEN: ("often", "how often", "cadence", "frequency"),
    Word.ASK: ("ask", "find", "question"),
    Word.RESUME: ("resume", "unpause", "continue"),
    Word.LEAVE: ("leave", "quit", "stop", "unsubscribe"),
    Word.NEVER: ("never", "block"),
    Word.PRIVACY: ("privacy", "data", "my data"),
    Word.EXPORT: ("export", "download"),
    Word.FORGET: ("forget", "erase", "forgetme"),
    Word.CONCERN: ("concern", "report"),
    Word.MET: ("met", "we met", "yes we met", "we have met", "we've met"),
    Word.NOT_YET: ("not yet", "no not yet", "not met", "not met yet", "haven't met",
                   "we haven't met", "have not met", "we have not met"),
    Word.DID_NOT_WORK_OUT: ("didn't work out", "did not work out", "it didn't work out",
                            "it did not work out"),
    Word.HELP: ("help", "commands"),
}  # fmt: skip
"""The ways to say each word, its own first. The longest that fits is what was meant."""

_AS_ONE = {re.sub(r"\W", "", said): word for word, ways in _SPELLINGS.items() for said in ways}
_LONGEST = max(len(said.split()) for ways in _SPELLINGS.values() for said in ways)
_LETTERS = re.compile(r"[^\W_]+(?:['’‘ʼ´`][^\W_]+)*")
_BEFORE = re.compile(r"^(?:please|pls|hey)\b\W*", re.I)
_BETWEEN = re.compile(r"""^["'”’»)\],:;.!?…*_~]*\s*(?:[-–—:,]\s+)?""")


def parse(words: str) -> Command | NotUnderstood:
    """What typed words mean, whatever their case, spacing, quotes, emoji or punctuation."""
    said = _BEFORE.sub("", " ".join(words.split()))
    found = [m for m, _ in zip(_LETTERS.finditer(said), range(_LONGEST), strict=False)]
    if not found:
        return Command(_by_sign(said))
    begun = list(accumulate(_bare(each[0]) for each in found))
    for match, joined in zip(reversed(found), reversed(begun), strict=True):
        if joined in _AS_ONE:
            return Command(_AS_ONE[joined], _BETWEEN.sub("", said[match.end() :]))
    return NotUnderstood(_nearest(begun))


def _by_sign(said: str) -> Word:
    """What is meant where no letter was typed."""
    if _YES_SIGNS.search(said):
        return Word.YES
    return Word.HELP if "?" in said else Word.HOME


_YES_SIGNS = re.compile("[👍👌✅✔🙌]")
"""Like *ok*, not plainly a yes: it is asked about."""

_PLAIN_YES = re.compile(
    r"(?:(?:yes|ok|okay|sure|please|pls|hey|thanks|thank you|thing|then|so much|a lot|very much"
    r"|great|good|lovely|perfect|cool|fine|sounds good|sounds great|sounds lovely|why not"
    r"|happy to|glad to|very happy to|with pleasure|of course|certainly|absolutely|definitely"
    r"|introduce us|go ahead|lets|do|i do|i will|i would|id like to|id like that|id love to"
    r"|id love that|i would like to|i would like that|i would love to|i would love that)(?: |$))+"
)
"""All that may be said with a yes. Anything else is asked about: a no must not become a yes."""

_TURNING = re.compile("[?¿؟;；？👎🤔🙁☹❌🚫]")


def plainly_yes(words: str) -> bool:
    """Whether words that begin with a yes are nothing but a yes."""
    said = " ".join(filter(None, (_bare(token[0]) for token in _LETTERS.finditer(words))))
    return _PLAIN_YES.fullmatch(said) is not None and not _TURNING.search(words)


def _bare(token: str) -> str:
    """Letters and digits alone, small, as every keyboard has them."""
    return re.sub(r"[\W_]", "", unicodedata.normalize("NFKC", token)).lower()


def _nearest(begun: list[str]) -> Word | None:
    """The word whose spelling is closest to the first few that were typed."""
    own = {re.sub(r"\W", "", word.value): word for word in Word}
    for joined in reversed(begun):
        if near := get_close_matches(joined[:40], own, n=1, cutoff=0.7):
            return own[near[0]]
    return None
