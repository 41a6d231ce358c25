"""The tables. Each column says what it holds about people, what for and how long.

Columns are named as the fields of the values they keep (`storage/values.py`).
"""

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    CheckConstraint,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Time,
    UniqueConstraint,
    false,
    true,
)

from bot.addresses import Tie
from bot.asking import AskState
from bot.model import (
    Answer,
    Consent,
    Drawn,
    IntroductionState,
    Meeting,
    NoticeKind,
    OddOne,
    RoundState,
    Shift,
    Side,
    Standing,
    Taking,
    Why,
)
from bot.notes import Holds, Kept
from storage.columns import (
    Days,
    Figures,
    Id,
    Moment,
    Moments,
    OneOf,
    Sealed,
    Secret,
    Several,
    column,
)
from storage.hours import DateRanges, Spans, Weeks
from storage.states import State

_IDENTITY, _PROFESSION, _BEHAVIOUR = Holds.IDENTITY, Holds.PROFESSION, Holds.BEHAVIOUR
_TEXT, _RELATION, _SETTING, _OPERATION = (
    Holds.FREE_TEXT,
    Holds.RELATION,
    Holds.SETTING,
    Holds.OPERATIONAL,
)
_MEMBER, _RULES, _HISTORY = Kept.MEMBERSHIP, Kept.RULES, Kept.HISTORY
_PASSING, _PROGRAMME, _ALWAYS = Kept.PASSING, Kept.PROGRAMME, Kept.INSTALLATION

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)

settings = Table(
    "settings",
    metadata,
    column("name", Id, _SETTING, _ALWAYS, "which value", primary_key=True),
    column("value", String, _SETTING, _ALWAYS, "a small value kept by name"),
)

events = Table(
    "events",
    metadata,
    column(
        "id", Id, _OPERATION, _PASSING, "a repeated event has no second effect", primary_key=True
    ),
    column("seen_at", Moment, _OPERATION, _PASSING, "when to forget it", index=True),
)

places = Table(
    "places",
    metadata,
    column("id", Id, _SETTING, _ALWAYS, "a workspace, a tenant, the browser", primary_key=True),
    column("kind", String, _SETTING, _ALWAYS, "who speaks there"),
    column("name", String, _SETTING, _ALWAYS, "what people call it"),
    column("per_minute", Integer, _SETTING, _ALWAYS, "the pace of its lane"),
    column("looks_up", Boolean, _SETTING, _ALWAYS, "whether a posted message can be found again"),
    column(
        "groups",
        Boolean,
        _SETTING,
        _ALWAYS,
        "whether two and the bot can be written to together",
        server_default=false(),
    ),
)

lanes = Table(
    "lanes",
    metadata,
    column(
        "place", Id, _OPERATION, _ALWAYS, "whose pace", ForeignKey(places.c.id), primary_key=True
    ),
    column("next_at", Moment, _OPERATION, _ALWAYS, "when the next message may go", nullable=True),
    column("rests_until", Moment, _OPERATION, _ALWAYS, "the platform asked to wait", nullable=True),
    column(
        "rests_for",
        Float,
        _OPERATION,
        _ALWAYS,
        "seconds it asked for; undoes a clock jump",
        default=0.0,
    ),
)

members = Table(
    "members",
    metadata,
    column("id", Id, _IDENTITY, _RULES, "one human, opaque", primary_key=True),
    column("name", String, _IDENTITY, _MEMBER, "how a match sees them"),
    column("given_name", String, _IDENTITY, _MEMBER, "how they are greeted"),
    column("sought", Id, _IDENTITY, _MEMBER, "name, id, department, title, folded to sort by"),
    column("timezone", String, _PROFESSION, _MEMBER, "when to reach them"),
    column("department", String, _PROFESSION, _MEMBER, "preferring another department"),
    column("profession", String, _PROFESSION, _MEMBER, "preferring another profession"),
    column("site", String, _PROFESSION, _MEMBER, "meeting in person"),
    column("title", String, _PROFESSION, _MEMBER, "how a match sees them"),
    column("career_stage", String, _PROFESSION, _MEMBER, "who listens first"),
    column("shift", OneOf(Shift), _PROFESSION, _MEMBER, "when two can meet"),
    column("on_call", String, _PROFESSION, _MEMBER, "when two can meet"),
    column("languages", Several, _PROFESSION, _MEMBER, "a language in common"),
    column("formats", Several, _BEHAVIOUR, _MEMBER, "how they like to meet"),
    column("manager", Id, _RELATION, _MEMBER, "never matching manager and report", index=True),
    column("standing", OneOf(Standing), _PROFESSION, _MEMBER, "nobody who left is written to"),
    Index(None, "sought", "id"),
)

findable = Table(
    "findable",
    metadata,
    column(
        "member",
        Id,
        _IDENTITY,
        _MEMBER,
        "who it is about",
        ForeignKey(members.c.id),
        primary_key=True,
    ),
    column(
        "word",
        Id,
        _IDENTITY,
        _MEMBER,
        "a word of their name, department or title, to find them by",
        primary_key=True,
    ),
    Index(None, "word", "member"),
    sqlite_with_rowid=False,
)

choices = Table(
    "choices",
    metadata,
    column(
        "member",
        Id,
        _IDENTITY,
        _MEMBER,
        "who it is about",
        ForeignKey(members.c.id),
        primary_key=True,
    ),
    column("position", Integer, _OPERATION, _MEMBER, "in the order chosen", primary_key=True),
    column("interest", Id, _BEHAVIOUR, _MEMBER, "what a match is made from"),
    column("side", OneOf(Side), _BEHAVIOUR, _MEMBER, "shared, offered or curious about"),
    column("shown", Boolean, _BEHAVIOUR, _MEMBER, "whether a match may read it"),
    UniqueConstraint("interest", "side", "member"),
    sqlite_with_rowid=False,
)

unsettled = Table(
    "unsettled",
    metadata,
    column(
        "member",
        Id,
        _IDENTITY,
        _MEMBER,
        "who it is about",
        ForeignKey(members.c.id),
        primary_key=True,
    ),
    column("position", Integer, _OPERATION, _MEMBER, "in the order typed", primary_key=True),
    column("words", Sealed, _TEXT, _MEMBER, "typed words to ask about, until they are settled"),
    sqlite_with_rowid=False,
)

hours = Table(
    "hours",
    metadata,
    column(
        "member",
        Id,
        _IDENTITY,
        _MEMBER,
        "who it is about",
        ForeignKey(members.c.id),
        primary_key=True,
    ),
    column("working", Weeks, _PROFESSION, _MEMBER, "when two can meet"),
    column("quiet", Weeks, _BEHAVIOUR, _MEMBER, "when the bot stays silent"),
    column("dates", DateRanges, _PROFESSION, _MEMBER, "nights, call and leave are left alone"),
    column("read", Spans, _PROFESSION, _MEMBER, "times and kinds from a calendar, not its words"),
    sqlite_with_rowid=False,
)

addresses = Table(
    "addresses",
    metadata,
    column("place", Id, _IDENTITY, _MEMBER, "where", ForeignKey(places.c.id), primary_key=True),
    column("user", Id, _IDENTITY, _MEMBER, "how the place knows them", primary_key=True),
    column(
        "member", Id, _IDENTITY, _MEMBER, "who it is about", ForeignKey(members.c.id), index=True
    ),
    column(
        "active",
        Boolean,
        _PROFESSION,
        _MEMBER,
        "whether the place still reaches them",
        server_default=true(),
    ),
    column(
        "preferred",
        Boolean,
        _BEHAVIOUR,
        _MEMBER,
        "where they wish to be reached",
        server_default=false(),
    ),
    column(
        "tie",
        OneOf(Tie),
        _IDENTITY,
        _MEMBER,
        "whether they said that this is them",
        server_default=Tie.OWN.value,
    ),
)

conversations = Table(
    "conversations",
    metadata,
    column("place", Id, _IDENTITY, _MEMBER, "where", primary_key=True),
    column("user", Id, _IDENTITY, _MEMBER, "how the place knows them", primary_key=True),
    column("value", Secret, _IDENTITY, _MEMBER, "what the place needs to write to them"),
    column("at", Moment, _OPERATION, _MEMBER, "when it was last renewed"),
)

emails = Table(
    "emails",
    metadata,
    column(
        "member",
        Id,
        _IDENTITY,
        _MEMBER,
        "who it is about",
        ForeignKey(members.c.id),
        primary_key=True,
    ),
    column(
        "digest",
        Id,
        _IDENTITY,
        _MEMBER,
        "a fingerprint of the address, to know them in a second place",
        unique=True,
    ),
    column("value", Secret, _IDENTITY, _MEMBER, "shared with a match only when they say so"),
)

inbox = Table(
    "inbox",
    metadata,
    column("id", Id, _OPERATION, _PASSING, "a repeated delivery acts once", primary_key=True),
    column("place", Id, _OPERATION, _PASSING, "where it came from"),
    column("user", Id, _IDENTITY, _PASSING, "who did it"),
    column("kind", String, _OPERATION, _PASSING, "what it was"),
    column("body", Sealed, _TEXT, _PASSING, "what was sent, only until it was answered"),
    column("at", Moment, _OPERATION, _PASSING, "when it came", index=True),
    column("done", Boolean, _OPERATION, _PASSING, "whether it was answered"),
    Index(None, "done", "at"),
    Index(None, "place", "user"),
)

credentials = Table(
    "credentials",
    metadata,
    column("name", Id, _SETTING, _ALWAYS, "what it opens", primary_key=True),
    column("value", Secret, _SETTING, _ALWAYS, "a token of the platform"),
    column("until", Moment, _OPERATION, _ALWAYS, "when it ends", nullable=True),
    column("owner", String, _OPERATION, _ALWAYS, "who is renewing it", default=""),
    column("lease_until", Moment, _OPERATION, _ALWAYS, "for how long", nullable=True),
)

programmes = Table(
    "programmes",
    metadata,
    column("id", Id, _SETTING, _PROGRAMME, "which programme", primary_key=True),
    column("name", String, _SETTING, _PROGRAMME, "what members call it"),
    column("timezone", String, _SETTING, _PROGRAMME, "whose clock its rounds follow"),
    column("every_weeks", Integer, _SETTING, _PROGRAMME, "its cadence"),
    column("weekday", Integer, _SETTING, _PROGRAMME, "its day"),
    column("at", Time, _SETTING, _PROGRAMME, "its hour"),
    column("consent", OneOf(Consent), _SETTING, _PROGRAMME, "mutual yes, or at once"),
    column("odd_one", OneOf(OddOne), _SETTING, _PROGRAMME, "a trio, or a rest"),
    column("gap_weeks", Integer, _SETTING, _PROGRAMME, "before the same two meet again"),
    column("retry_weeks", Integer, _SETTING, _PROGRAMME, "before two who did not meet try again"),
    column("answer_days", Integer, _SETTING, _PROGRAMME, "working days to answer"),
    column("waves", Integer, _SETTING, _PROGRAMME, "matchings in one round"),
    column("window_hours", Integer, _SETTING, _PROGRAMME, "how late a round may start"),
    column("holidays", Days, _SETTING, _PROGRAMME, "days without a round"),
    column("starts_on", Date, _SETTING, _PROGRAMME, "where its weeks are counted from"),
    column("paused", Boolean, _SETTING, _PROGRAMME, "no rounds while it is set"),
)

memberships = Table(
    "memberships",
    metadata,
    column(
        "programme", Id, _SETTING, _MEMBER, "where", ForeignKey(programmes.c.id), primary_key=True
    ),
    column(
        "member",
        Id,
        _IDENTITY,
        _MEMBER,
        "who it is about",
        ForeignKey(members.c.id),
        primary_key=True,
    ),
    column("taking", OneOf(Taking), _BEHAVIOUR, _MEMBER, "in, paused or out"),
    column("paused_until", Date, _BEHAVIOUR, _MEMBER, "when a pause ends", nullable=True),
    column("every_weeks", Integer, _BEHAVIOUR, _MEMBER, "how often they wish to be due"),
    column("budget", Integer, _BEHAVIOUR, _MEMBER, "the most introductions in a month"),
    column("joined_at", Moment, _BEHAVIOUR, _MEMBER, "since when", nullable=True),
    column(
        "drawn_to",
        OneOf(Drawn),
        _BEHAVIOUR,
        _MEMBER,
        "whom they would rather meet, where little else decides",
        server_default=Drawn.ANYONE.value,
    ),
    column(
        "offered_on",
        Date,
        _BEHAVIOUR,
        _MEMBER,
        "so that a way to pass a good talk on is offered rarely",
        nullable=True,
    ),
    column("recent_average", Float, _BEHAVIOUR, _MEMBER, "fairness between rounds", nullable=True),
    column(
        "left_out_last",
        Boolean,
        _BEHAVIOUR,
        _MEMBER,
        "nobody is left out twice running",
        default=False,
    ),
    column("last_due", Date, _BEHAVIOUR, _MEMBER, "when they are due again", nullable=True),
    Index(None, "member"),
)

rounds = Table(
    "rounds",
    metadata,
    column("id", Id, _OPERATION, _PROGRAMME, "one wave of one matching", primary_key=True),
    column("programme", Id, _SETTING, _PROGRAMME, "whose", ForeignKey(programmes.c.id)),
    column("slot", Date, _OPERATION, _PROGRAMME, "the local date it was due"),
    column("wave", Integer, _OPERATION, _PROGRAMME, "first or a later one"),
    column("seed", BigInteger, _OPERATION, _PROGRAMME, "makes the matching repeatable"),
    column("state", OneOf(RoundState), _OPERATION, _PROGRAMME, "ran, or skipped"),
    column("started_at", Moment, _OPERATION, _PROGRAMME, "when it ran"),
    column("answer_by", Moment, _OPERATION, _PROGRAMME, "when it closes"),
    column("closed", Boolean, _OPERATION, _PROGRAMME, "whether it has been closed"),
    column("figures", Figures, _OPERATION, _PROGRAMME, "what the run counted and measured"),
    UniqueConstraint("programme", "slot", "wave"),
    Index(None, "closed", "answer_by"),
)

introductions = Table(
    "introductions",
    metadata,
    column("id", Id, _OPERATION, _RULES, "one introduction, opaque", primary_key=True),
    column("programme", Id, _SETTING, _RULES, "where the gap counts", ForeignKey(programmes.c.id)),
    column(
        "round",
        Id,
        _OPERATION,
        _RULES,
        "which run, if one",
        ForeignKey(rounds.c.id),
        nullable=True,
        index=True,
    ),
    column("terms", JSON, _BEHAVIOUR, _HISTORY, "what spoke for it; the reason is made of these"),
    column("score", Float, _BEHAVIOUR, _HISTORY, "how good a match it was"),
    column(
        "state", OneOf(IntroductionState), _BEHAVIOUR, _RULES, "where it stands; never says why"
    ),
    column("proposed_at", Moment, _BEHAVIOUR, _RULES, "no repeat inside the gap"),
    column("answer_by", Moment, _OPERATION, _HISTORY, "when silence closes it"),
    column("opened_at", Moment, _BEHAVIOUR, _RULES, "the bother budget", nullable=True, index=True),
    column("closed_at", Moment, _BEHAVIOUR, _HISTORY, "when it ended", nullable=True),
    Index(None, "programme", "proposed_at"),
    Index(None, "state"),
)

parts = Table(
    "parts",
    metadata,
    column(
        "introduction",
        Id,
        _OPERATION,
        _RULES,
        "which introduction",
        ForeignKey(introductions.c.id),
        primary_key=True,
    ),
    column("position", Integer, _OPERATION, _RULES, "in order", primary_key=True),
    # No foreign key: once a member is forgotten, an opaque token stands here.
    column("member", Id, _IDENTITY, _RULES, "who it is about"),
    column("answer", OneOf(Answer), _BEHAVIOUR, _HISTORY, "mutual yes; never told to the other"),
    column("answered_at", Moment, _BEHAVIOUR, _HISTORY, "when", nullable=True),
    column("opening", Sealed, _TEXT, _HISTORY, "their own words to the other"),
    column("meeting", OneOf(Meeting), _BEHAVIOUR, Kept.CHECK_INS, "whether it came to a talk"),
    column(
        "depth",
        Integer,
        _BEHAVIOUR,
        Kept.CHECK_INS,
        "how far the questions go; the lighter wish holds",
        server_default="0",
    ),
    UniqueConstraint("member", "introduction"),
    sqlite_with_rowid=False,
)

appointments = Table(
    "appointments",
    metadata,
    column(
        "introduction",
        Id,
        _OPERATION,
        _HISTORY,
        "which introduction",
        ForeignKey(introductions.c.id),
        primary_key=True,
    ),
    column("offered", Moments, _BEHAVIOUR, _HISTORY, "times that suit all of them"),
    column("suggested", Moment, _BEHAVIOUR, _HISTORY, "a time one of them wants", nullable=True),
    column("wanted_by", Several, _BEHAVIOUR, _HISTORY, "who wants it, by id"),
    column("agreed", Moment, _BEHAVIOUR, _HISTORY, "when they meet", nullable=True),
    column("minutes", Integer, _SETTING, _HISTORY, "for how long"),
    column("sequence", Integer, _OPERATION, _HISTORY, "changes of the calendar entry"),
    column("refused", Moments, _BEHAVIOUR, _HISTORY, "times not to offer again"),
    column("way", String, _BEHAVIOUR, _HISTORY, "how they meet", server_default=""),
    sqlite_with_rowid=False,
)

afterwards = Table(
    "afterwards",
    metadata,
    column(
        "introduction",
        Id,
        _OPERATION,
        _HISTORY,
        "which introduction",
        ForeignKey(introductions.c.id),
        primary_key=True,
    ),
    column(
        "member",
        Id,
        _IDENTITY,
        _HISTORY,
        "who it is about",
        ForeignKey(members.c.id),
        primary_key=True,
    ),
    column("keep_in_touch", Boolean, _BEHAVIOUR, _HISTORY, "told only when all of them want it"),
    column("thanks", Sealed, _TEXT, _HISTORY, "words for the other, passed on"),
    column("note", Sealed, _TEXT, _HISTORY, "a note for themselves alone"),
    Index(None, "member"),
    sqlite_with_rowid=False,
)

left_out = Table(
    "left_out",
    metadata,
    column(
        "round", Id, _OPERATION, _HISTORY, "which run", ForeignKey(rounds.c.id), primary_key=True
    ),
    column(
        "member",
        Id,
        _IDENTITY,
        _HISTORY,
        "who it is about",
        ForeignKey(members.c.id),
        primary_key=True,
    ),
    column("why", OneOf(Why), _BEHAVIOUR, _HISTORY, "told to them and to administrators"),
    Index(None, "member"),
    sqlite_with_rowid=False,
)

brought = Table(
    "brought",
    metadata,
    column(
        "introduction",
        Id,
        _OPERATION,
        _HISTORY,
        "which introduction",
        ForeignKey(introductions.c.id),
        primary_key=True,
    ),
    column(
        "introducer",
        Id,
        _IDENTITY,
        _HISTORY,
        "who brought it about",
        ForeignKey(members.c.id),
        index=True,
    ),
    column("because", Sealed, _TEXT, _HISTORY, "their own words to both"),
    column("tell", Several, _BEHAVIOUR, _HISTORY, "who lets them know that it came about"),
    sqlite_with_rowid=False,
)

asks = Table(
    "asks",
    metadata,
    column("id", Id, _OPERATION, _HISTORY, "one ask, opaque", primary_key=True),
    column(
        "programme", Id, _SETTING, _HISTORY, "whose members are asked", ForeignKey(programmes.c.id)
    ),
    column("asker", Id, _IDENTITY, _HISTORY, "who wants to know", ForeignKey(members.c.id)),
    column("interest", Id, _BEHAVIOUR, _HISTORY, "what they ask about"),
    column("opening", Sealed, _TEXT, _HISTORY, "their own words to whoever is asked"),
    column("unnamed", Boolean, _BEHAVIOUR, _HISTORY, "whether they are named before the yes"),
    column("started_at", Moment, _BEHAVIOUR, _HISTORY, "how many asks in a month"),
    column("next_at", Moment, _OPERATION, _HISTORY, "when this turn is over"),
    column("hears_by", Moment, _OPERATION, _HISTORY, "the day the asker was told"),
    column("state", OneOf(AskState), _BEHAVIOUR, _HISTORY, "where it stands; never says why"),
    column("turn", Integer, _OPERATION, _HISTORY, "how many turns there were"),
    column("closed_at", Moment, _BEHAVIOUR, _HISTORY, "when it ended", nullable=True),
    Index(None, "asker", "started_at"),
    Index(None, "interest", "started_at"),
    Index(None, "state", "next_at"),
)

turns = Table(
    "turns",
    metadata,
    column(
        "ask",
        Id,
        _OPERATION,
        _HISTORY,
        "which ask",
        ForeignKey(asks.c.id, ondelete="CASCADE"),
        primary_key=True,
    ),
    column("number", Integer, _OPERATION, _HISTORY, "which turn of it", primary_key=True),
    column("expert", Id, _IDENTITY, _HISTORY, "who was asked", ForeignKey(members.c.id)),
    column("asked_at", Moment, _BEHAVIOUR, _HISTORY, "the bother budget, and whose turn is next"),
    column("answer_by", Moment, _OPERATION, _HISTORY, "when their turn is over"),
    column("answer", OneOf(Answer), _BEHAVIOUR, _HISTORY, "never told to the asker"),
    column("answered_at", Moment, _BEHAVIOUR, _HISTORY, "when", nullable=True),
    Index(None, "expert", "asked_at"),
    sqlite_with_rowid=False,
)

never_pairs = Table(
    "never_pairs",
    metadata,
    column("one", Id, _RELATION, _RULES, "one of two who may not meet", primary_key=True),
    column("other", Id, _RELATION, _RULES, "the other of the two", primary_key=True),
    column("why", Sealed, _TEXT, _RULES, "for whoever keeps the rules; never for the pair"),
    CheckConstraint("one < other", name="ordered"),
    Index(None, "other"),
)

avoided = Table(
    "avoided",
    metadata,
    column("asker", Id, _RELATION, _RULES, "who asked never to meet someone", primary_key=True),
    column(
        "other",
        Id,
        _RELATION,
        _RULES,
        "whom they asked never to meet, and who is never told",
        primary_key=True,
    ),
    column("at", Moment, _OPERATION, _RULES, "since when"),
    Index(None, "other"),
    sqlite_with_rowid=False,
)

forgotten = Table(
    "forgotten",
    metadata,
    column("token", Id, _OPERATION, _RULES, "in the place of an erased id", primary_key=True),
    column("at", Moment, _OPERATION, _RULES, "when they were erased"),
    column(
        "stands_for",
        Id,
        _OPERATION,
        _RULES,
        "the token of their rules, whichever of their ids comes back",
        index=True,
    ),
    column(
        "face",
        Sealed,
        _TEXT,
        _PASSING,
        "name and work, for whoever was just proposed to them, until that has closed",
    ),
    column("face_until", Moment, _OPERATION, _PASSING, "when the face goes too", nullable=True),
)

concerns = Table(
    "concerns",
    metadata,
    column("id", Id, _OPERATION, _PASSING, "one concern, opaque", primary_key=True),
    column("author", Id, _IDENTITY, _PASSING, "who raised it, if they said so", index=True),
    column("words", Sealed, _TEXT, _PASSING, "what they wrote to the named contact"),
    column("at", Moment, _OPERATION, _PASSING, "when it may go"),
)

outbox = Table(
    "outbox",
    metadata,
    column("id", Integer, _OPERATION, _PASSING, "which message", primary_key=True),
    column("key", Id, _OPERATION, _PASSING, "promised twice is promised once", unique=True),
    column("kind", OneOf(NoticeKind), _OPERATION, _PASSING, "what to say"),
    column("recipient", Id, _IDENTITY, _PASSING, "to whom", ForeignKey(members.c.id)),
    column("about", Id, _OPERATION, _PASSING, "the introduction or round it speaks of"),
    column("due", Moment, _OPERATION, _PASSING, "not before"),
    column("place", Id, _OPERATION, _PASSING, "where", ForeignKey(places.c.id), nullable=True),
    column("user", Id, _IDENTITY, _PASSING, "how the place knows them", nullable=True),
    column("state", OneOf(State), _OPERATION, _PASSING, "how far it got"),
    column("try_at", Moment, _OPERATION, _PASSING, "when to try, or try again"),
    column("shuffle", BigInteger, _OPERATION, _PASSING, "an order that tells nothing"),
    column("attempts", Integer, _OPERATION, _PASSING, "when to give up", default=0),
    column(
        "looked_for",
        Boolean,
        _OPERATION,
        _PASSING,
        "it may have been posted already",
        default=False,
    ),
    column("owner", String, _OPERATION, _PASSING, "which courier holds it", nullable=True),
    column("fence", String, _OPERATION, _PASSING, "only this claim may finish it", nullable=True),
    column("lease_until", Moment, _OPERATION, _PASSING, "until when it is held", nullable=True),
    column("ref", String, _OPERATION, _PASSING, "where it was posted", default=""),
    column("reason", String, _OPERATION, _PASSING, "why not; for administrators"),
    Index(None, "state", "place", "try_at", "shuffle"),
    Index(None, "recipient"),
)
