"""The values everything else speaks about: frozen, checked when made.

Knows nothing of platforms, databases or the clock. Every `datetime` here is
aware; dates are dates in the programme's own time zone.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import ZoneInfo

QUARTERS_AHEAD = 14 * 24 * 4
"""Quarter-hours looked at when asking whether two can meet: fourteen days."""

ANY_TIME = (1 << QUARTERS_AHEAD) - 1
"""Free in every quarter-hour of the next fourteen days."""


class Standing(StrEnum):
    """Where the hospital's roster says a member stands."""

    HERE = "here"
    ON_LEAVE = "on leave"
    GONE = "gone"


class Taking(StrEnum):
    """Where a member stands in one programme."""

    IN = "in"
    PAUSED = "paused"
    OUT = "out"


class Drawn(StrEnum):
    """Whom a member would rather meet, where little else decides."""

    ANYONE = "anyone"
    NEWCOMER = "newcomer"
    STEP_BEHIND = "one step behind"


class Shift(StrEnum):
    """The pattern a member works, as the roster writes it."""

    DAYS = "days"
    EVENINGS = "evenings"
    NIGHTS = "nights"
    ROTATING = "rotating"


class Consent(StrEnum):
    """How a programme opens an introduction."""

    MUTUAL_YES = "mutual yes"
    AT_ONCE = "at once"


class OddOne(StrEnum):
    """What a programme does when one member is left over."""

    TRIO = "trio"
    REST = "rest"


class Side(StrEnum):
    """What a chosen interest is to the member who chose it."""

    SHARES = "shares"
    OFFERS = "offers"
    CURIOUS = "curious"


class Duty(StrEnum):
    """What a stretch of somebody's time is given to."""

    SHIFT = "shift"
    NIGHT = "night"
    CALL = "call"
    LEAVE = "leave"
    OFF = "off"
    BUSY = "busy"


BY_DATE = frozenset({Duty.NIGHT, Duty.CALL, Duty.LEAVE, Duty.OFF})
"""What a member types by its dates alone."""

MIDNIGHT = 24 * 60
"""Minutes in a day as a wall clock shows it: the end of the day."""


@dataclass(frozen=True, slots=True)
class Weekly:
    """Local hours on some days of each week, in minutes after midnight.

    Monday is day 0. An `end` that is not after `start` is on the next day.
    """

    days: frozenset[int]
    start: int
    end: int

    def __post_init__(self) -> None:
        if not self.days or not self.days <= frozenset(range(7)):
            raise ValueError("weekly hours need days from 0 (Monday) to 6 (Sunday)")
        if not (0 <= self.start < MIDNIGHT and 0 < self.end <= MIDNIGHT):
            raise ValueError("hours start before midnight and end by it")

    @property
    def over_midnight(self) -> bool:
        """Whether they end on the next day."""
        return self.end <= self.start


@dataclass(frozen=True, slots=True)
class Dates:
    """Nights, call, leave or days off from one local date to another, both included."""

    duty: Duty
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.duty not in BY_DATE:
            raise ValueError(f"{self.duty} is not kept by its dates")
        if not 0 <= (self.last - self.first).days <= 366:
            raise ValueError("dates run forwards, for a year at most")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of time read from a calendar or a rota: when and what kind, never its words."""

    duty: Duty
    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.start.utcoffset() is None or self.end.utcoffset() is None:
            raise ValueError("a span needs time zones")
        if self.end <= self.start:
            raise ValueError("a span ends after it starts")


@dataclass(frozen=True, slots=True)
class Hours:
    """What a member said of their own hours; said nothing, their shift's pattern holds.

    `working` takes the place of the pattern. `quiet` is kept free of messages
    and meetings, as are `dates` and what `read` says of nights, call and leave,
    with the sleep and the rest that follow.
    """

    working: tuple[Weekly, ...] = ()
    quiet: tuple[Weekly, ...] = ()
    dates: tuple[Dates, ...] = ()
    read: tuple[Span, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.working or self.quiet or self.dates or self.read)


@dataclass(frozen=True, slots=True)
class Choice:
    """One interest a member chose. `shown` is whether a match may read it."""

    interest: str
    side: Side = Side.SHARES
    shown: bool = True


@dataclass(frozen=True, slots=True)
class Member:
    """One human, as the hospital's roster and they themselves describe them.

    `unsettled` holds what they typed about themselves that has no single
    meaning yet, so that they can be asked.
    """

    id: str
    name: str
    given_name: str
    timezone: str
    department: str = ""
    profession: str = ""
    site: str = ""
    title: str = ""
    career_stage: str = ""
    shift: Shift = Shift.DAYS
    on_call: str = ""
    languages: tuple[str, ...] = ("en",)
    formats: tuple[str, ...] = ()
    manager: str = ""
    standing: Standing = Standing.HERE
    choices: tuple[Choice, ...] = ()
    unsettled: tuple[str, ...] = ()
    hours: Hours = Hours()

    def __post_init__(self) -> None:
        if not self.id or not self.name.strip():
            raise ValueError("a member needs an id and a name")
        ZoneInfo(self.timezone)

    def chose(self, side: Side) -> frozenset[str]:
        """The interests chosen as `side`."""
        return frozenset(c.interest for c in self.choices if c.side is side)

    def shows(self, side: Side) -> bool:
        """Whether a match may read all that was chosen as `side`; so while nothing is."""
        return all(c.shown for c in self.choices if c.side is side)


@dataclass(frozen=True, slots=True)
class Membership:
    """One member in one programme.

    `every_weeks` is how often they wish to be due; 0 means only when they ask.
    `budget` is the most introductions they want in a month. `offered_on` is when
    a way to pass a good talk on was last offered to them.
    """

    programme: str
    member: str
    taking: Taking = Taking.IN
    paused_until: date | None = None
    every_weeks: int = 1
    budget: int = 4
    joined_at: datetime | None = None
    drawn_to: Drawn = Drawn.ANYONE
    offered_on: date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.every_weeks <= 52:
            raise ValueError("cadence is between 0 and 52 weeks")
        if not 0 <= self.budget <= 31:
            raise ValueError("the bother budget is between 0 and 31 a month")


@dataclass(frozen=True, slots=True)
class Programme:
    """A circle of members with a cadence and rules.

    A round is due every `every_weeks` ISO weeks on `weekday` (Monday is 0) at
    `at` in `timezone`. `gap_weeks` keeps two who were introduced apart,
    `retry_weeks` two whose introduction came to nothing. `window_hours` is how
    late a missed round may still start.
    """

    id: str
    name: str
    timezone: str
    every_weeks: int = 1
    weekday: int = 0
    at: time = time(9, 0)
    consent: Consent = Consent.MUTUAL_YES
    odd_one: OddOne = OddOne.TRIO
    gap_weeks: int = 26
    retry_weeks: int = 8
    answer_days: int = 3
    waves: int = 3
    window_hours: int = 48
    holidays: frozenset[date] = frozenset()
    starts_on: date = date(2020, 1, 6)
    paused: bool = False

    def __post_init__(self) -> None:
        ZoneInfo(self.timezone)
        if not 0 <= self.weekday <= 6:
            raise ValueError("weekday is 0 (Monday) to 6 (Sunday)")
        if not 1 <= self.every_weeks <= 52:
            raise ValueError("a programme's cadence is 1 to 52 weeks")
        if not 1 <= self.waves <= 3:
            raise ValueError("a round has 1 to 3 waves")
        if self.answer_days < 1 or self.gap_weeks < 0 or self.retry_weeks < 0:
            raise ValueError("days and weeks cannot be negative")


class RoundState(StrEnum):
    """A round that was missed for too long is skipped, aloud."""

    RUN = "run"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class Round:
    """One wave of one programme's matching on one date.

    `slot` is the local date the first wave was due; `seed` makes the matching
    repeatable; `answer_by` is when this wave closes; `figures` holds what the
    run counted and measured.
    """

    id: str
    programme: str
    slot: date
    wave: int
    seed: int
    state: RoundState
    started_at: datetime
    answer_by: datetime
    closed: bool = False
    figures: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))


class TermKind(StrEnum):
    """What can speak for a match. The reason is made from these and no others."""

    SHARED = "shared"
    RELATED = "related"
    CURIOUS = "curious"
    SAME_GROUP = "same group"
    OTHER_DEPARTMENT = "other department"
    OTHER_PROFESSION = "other profession"
    SAME_SITE = "same site"
    NEW_TO_EACH_OTHER = "new to each other"
    NEWLY_ARRIVED = "newly arrived"
    STEP_BEHIND = "one step behind"


@dataclass(frozen=True, slots=True)
class Term:
    """One part of a score: what it was, about whom, and how much it gave.

    `interests` is (shared,), (one's, other's) for related, (wanted,) for
    curious. `members` is (learner, offerer) for curious, (who wished it, who is
    so) for newly arrived and one step behind, else the pair in the order of
    `interests`. A term about a field that either member keeps
    unshown has `shown` false: it counted, and it is never put into words.
    """

    kind: TermKind
    weight: float
    interests: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    shown: bool = True


class IntroductionState(StrEnum):
    """Where one introduction stands. `CLOSED` never says why."""

    PROPOSED = "proposed"
    INTRODUCED = "introduced"
    MET = "met"
    NOT_MET = "not met"
    CLOSED = "closed"


class Answer(StrEnum):
    """What one member said to a proposal."""

    NONE = "none"
    YES = "yes"
    NO = "no"
    LATER = "later"


class Meeting(StrEnum):
    """What one member said when asked whether they met."""

    NONE = "none"
    MET = "met"
    NOT_YET = "not yet"
    DID_NOT_WORK_OUT = "did not work out"
    SKIP = "skip"


@dataclass(frozen=True, slots=True)
class Part:
    """One member's part in an introduction. `opening` is in their own words.

    `depth` is how far they would like the questions to go, from 1 (easy) to 3;
    0 when they did not say.
    """

    member: str
    answer: Answer = Answer.NONE
    answered_at: datetime | None = None
    opening: str = ""
    meeting: Meeting = Meeting.NONE
    depth: int = 0

    def __post_init__(self) -> None:
        if not 0 <= self.depth <= 3:
            raise ValueError("questions go from 1 to 3 deep; 0 is unsaid")


@dataclass(frozen=True, slots=True)
class Introduction:
    """Two (or three) members, why, and where it stands."""

    id: str
    programme: str
    round: str
    parts: tuple[Part, ...]
    terms: tuple[Term, ...]
    score: float
    state: IntroductionState
    proposed_at: datetime
    answer_by: datetime
    opened_at: datetime | None = None
    closed_at: datetime | None = None

    def __post_init__(self) -> None:
        names = [part.member for part in self.parts]
        if not 2 <= len(names) <= 4 or len(set(names)) != len(names):
            raise ValueError("an introduction has two to four different members")

    @property
    def members(self) -> tuple[str, ...]:
        """Who is in it, in order."""
        return tuple(part.member for part in self.parts)

    def part_of(self, member: str) -> Part | None:
        """That member's part, or None for anyone else."""
        return next((part for part in self.parts if part.member == member), None)


@dataclass(frozen=True, slots=True)
class Appointment:
    """When those who were introduced meet: what was offered, suggested and agreed.

    `suggested` is one of them's wish and `wanted_by` who want it; `agreed` is
    set when all do. `sequence` counts changes of an agreed time (RFC 5545).
    `way` is how they meet, one of `bot.ways.Way`; empty while nobody said.
    `refused` holds times that did not suit, so that they are not offered again.
    """

    introduction: str
    offered: tuple[datetime, ...] = ()
    suggested: datetime | None = None
    wanted_by: tuple[str, ...] = ()
    agreed: datetime | None = None
    minutes: int = 20
    sequence: int = 0
    refused: tuple[datetime, ...] = ()
    way: str = ""


@dataclass(frozen=True, slots=True)
class Afterwards:
    """What one member wanted after they met: all of it their own choice.

    `thanks` are words for the others, passed on. `note` is for themselves
    alone. `keep_in_touch` is shown to nobody until all of them want it.
    """

    introduction: str
    member: str
    keep_in_touch: bool = False
    thanks: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Brought:
    """Who brought an introduction about, why in their words, and who lets them know of it."""

    introduction: str
    introducer: str
    because: str
    tell: tuple[str, ...] = ()


class Why(StrEnum):
    """Why someone is left out of a round. Shown to administrators and to them."""

    ODD_ONE = "odd one"
    NOBODY_FREE = "nobody free"
    ALL_MET_LATELY = "all met lately"
    RULES = "rules"
    NOT_DUE = "not due"
    BUDGET = "budget"
    PAUSED = "paused"
    ON_LEAVE = "on leave"
    ALREADY_IN_ONE = "already in one"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """One member who is not in any group of a round, and why."""

    member: str
    why: Why


class NoticeKind(StrEnum):
    """Every message the bot sends on its own. Composed when it is sent."""

    PROPOSAL = "proposal"
    REMINDER = "reminder"
    INTRODUCED = "introduced"
    MOVED_ON = "moved on"
    MOVED_ON_AND_NEXT = "moved on and next"
    RESTED = "rested"
    CHECK_IN = "check in"
    CONCERN = "concern"
    BROUGHT = "brought"
    BROUGHT_CLOSED = "brought closed"
    BROUGHT_ABOUT = "brought about"
    ASKED = "asked"
    ASK_ENDED = "ask ended"
    TIME_SUGGESTED = "time suggested"
    TIME_AGREED = "time agreed"
    DAY_BEFORE = "day before"
    GUIDE = "guide"
    CALLED_AWAY = "called away"
    STILL_THERE = "still there"
    THANKS = "thanks"
    IN_TOUCH = "in touch"
    GOOD_TALK = "good talk"
    TOGETHER = "together"
    OUT_OF_REACH = "out of reach"


@dataclass(frozen=True, slots=True)
class Contact:
    """Whom the hospital names for concerns: in words, as a link, as a member who is written to."""

    words: str = ""
    link: str = ""
    member: str = ""


NO_CONTACT = Contact()
"""The hospital named nobody yet."""


@dataclass(frozen=True, slots=True)
class Concern:
    """What somebody wrote to the named contact. `author` is empty when they did not say who."""

    id: str
    words: str
    at: datetime
    author: str = ""


AGAIN = "#again"
"""Ends the key of a message that says once more what may not have arrived."""


@dataclass(frozen=True, slots=True)
class Notice:
    """A message promised to one member, not yet put into words.

    `key` is unique: promising it twice promises it once. `about` is the
    introduction, round or ask it speaks of. It is not delivered before `due`.
    """

    key: str
    kind: NoticeKind
    recipient: str
    about: str
    due: datetime

    @property
    def says_again(self) -> bool:
        """Whether it says once more what may not have arrived. Sent elsewhere, it still does."""
        return AGAIN in self.key


@dataclass(frozen=True, slots=True)
class Entrant:
    """A member as a round finds them: who they are and what lately happened."""

    member: Member
    membership: Membership
    introductions_this_month: int = 0
    last_due: date | None = None
    left_out_last_round: bool = False
    recent_average: float | None = None
    in_one_already: bool = False


@dataclass(frozen=True, slots=True)
class Candidate:
    """A member as matching sees them: no name, nothing that is not scored.

    `free` has bit q set when quarter-hour q of the next fourteen days (counted
    from the round's start) suits them. `unshown` are interests that count but
    may not be named. `recent` is their exponentially weighted recent score,
    None for a newcomer. `rested` was left out last time. `drawn_to` is whom they
    would rather meet; `newcomer` and `stage` (from 0, -1 unknown) are what others
    may so wish. `places` are the chats
    that reach them, and `by_mail` is whether their address is known: two who
    share no chat can write to one another only if both are. Without any place
    nothing is known of their tools, and they are kept from nobody.
    """

    id: str
    interests: frozenset[str] = frozenset()
    offers: frozenset[str] = frozenset()
    curious: frozenset[str] = frozenset()
    unshown: frozenset[str] = frozenset()
    department: str = ""
    profession: str = ""
    site: str = ""
    in_person: bool = False
    manager: str = ""
    free: int = ANY_TIME
    recent: float | None = None
    rested: bool = False
    drawn_to: Drawn = Drawn.ANYONE
    newcomer: bool = False
    stage: int = -1
    places: frozenset[str] = frozenset()
    by_mail: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """Members matched with one another, the score, and the terms that made it."""

    members: tuple[str, ...]
    score: float
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """How good a matching is, and how much better any could be.

    `total` is the sum of the fairness-weighted scores of the groups found;
    `bound` is at least the total of every possible matching: over the
    candidate edges, or over all feasible pairs when `certified`.
    """

    total: float
    bound: float
    certified: bool
    edges: int

    @property
    def fraction(self) -> float:
        """Total over bound, 1.0 for an empty pool."""
        return 1.0 if self.bound <= 0 else min(1.0, self.total / self.bound)


@dataclass(frozen=True, slots=True)
class Matching:
    """What one run of matching decided."""

    groups: tuple[Group, ...]
    left_out: tuple[LeftOut, ...]
    quality: Quality
