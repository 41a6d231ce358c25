"""A small core with memory, enough to try every kind of reply in a browser."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.events import Commanded, Event, Opened, Pressed, Submitted, Who
from bot.model import Member, Shift
from bot.round_view import RoundView
from bot.ui import (
    Ask,
    Button,
    Buttons,
    Card,
    Filled,
    Fix,
    Form,
    Home,
    Note,
    Nothing,
    Option,
    Paragraph,
    Pick,
    PickMany,
    Quote,
    Replace,
    Reply,
    Say,
    Show,
    Steps,
    Strong,
    Theirs,
    Weight,
    When,
    Write,
    line,
    refill,
)

PLACE = "browser"
NOON = datetime(2026, 11, 23, 17, 0, tzinfo=UTC)
HOSTILE = 'Ben <script>alert(1)</script> "O’Neill" \u202eesrever https://example.org'

ANA = Member(
    "m-ana", "Ana Díaz", "Ana", "America/New_York", "Pharmacy", title="Clinical pharmacist"
)
BEN = Member("m-ben", HOSTILE, "Ben", "Europe/Madrid", "Emergency", shift=Shift.NIGHTS)
ODD = Member("a/b c?d|e#f", "Odd Id", "Odd", "America/New_York")

INTERESTS = (Option("sepsis", "Sepsis pathways"), Option("baking", "Baking"))


def proposal(answered: str = "") -> Card:
    buttons = Buttons(
        (
            Button("Yes, introduce us", "yes", "i-1", Weight.MAIN),
            Button("Not this time", "no", "i-1"),
            Button("Join", "join"),
        )
    )
    return Card(
        "Meet Ben?",
        (
            Paragraph(line("This is ", Strong(HOSTILE), ". Answer by ", When(NOON), ".")),
            Quote((Theirs(HOSTILE),)),
            Steps((line("You both chose sepsis"),)),
            Note(line(f"Answered: {answered}")) if answered else buttons,
        ),
    )


FORM = Form(
    "profile",
    "What you chose",
    (
        Write("interests", "Interests", hint="With commas between", lines=3),
        Write("title", "What you do", optional=True),
        Pick("shown", "May a match read these?", (Option("y", "Yes"), Option("n", "No"))),
        Pick("week", "Which week?", tuple(Option(str(n), f"Week {n}") for n in range(1, 9))),
        PickMany("days", "Which days?", (Option("mon", "Monday"), Option("tue", "Tuesday"))),
        PickMany("more", "More interests", source="interests", optional=True),
    ),
    "Save",
    (Note(line("No patients, please.")),),
    target="t-1",
)


@dataclass
class SmallCore:
    """Answers as a core would, and remembers what it was told."""

    clock: datetime = NOON
    ahead: list[datetime] = field(default_factory=lambda: [NOON + timedelta(days=3)])
    events: list[Event] = field(default_factory=list)
    view: RoundView | None = None
    people: tuple[Member, ...] = (ANA, BEN, ODD)
    suggested: tuple[tuple[str, Member], ...] = (("Has a proposal waiting", ANA),)

    def handle(self, event: Event) -> Reply:
        if any(event.id == earlier.id for earlier in self.events):
            return Nothing()
        self.events.append(event)
        match event:
            case Commanded(words="boom"):
                raise RuntimeError("secret words")
            case Commanded(words="home"):
                return Show(self.home(event.who))
            case Commanded(words="meet"):
                return Say(proposal())
            case Commanded() | Opened():
                return Say(Card("Sorry?", (Paragraph(line("I did not understand that.")),)))
            case Pressed(action="join"):
                return Ask(FORM)
            case Pressed(action="nothing"):
                return Nothing()
            case Pressed():
                return Replace(proposal(event.action))
            case Submitted():
                return self._submitted(event.filled)

    def _submitted(self, filled: Filled) -> Reply:
        if not filled.one("interests"):
            return Fix(refill(FORM, filled, {"interests": "Please name one", "week": "Which?"}))
        return Say(Card("Saved", (Paragraph((Theirs(filled.one("interests")),)),)))

    def home(self, who: Who) -> Home:
        member = self.member_at(who)
        assert member
        join = Buttons((Button("Join", "join"), Button("Yes", "yes", "i-1")))
        return Home((Card(f"Hello {member.given_name}", (join,)),))

    def member_at(self, who: Who) -> Member | None:
        return next((p for p in self.people if p.id == who.user and who.place == PLACE), None)

    def find_people(self, words: str, limit: int) -> tuple[Member, ...]:
        wanted = words.casefold().split()
        found = (
            p
            for p in self.people
            if all(w in f"{p.name} {p.department}".casefold() for w in wanted)
        )
        return tuple(found)[:limit]

    def suggested_people(self) -> tuple[tuple[str, Member], ...]:
        return self.suggested

    def latest_round(self) -> RoundView | None:
        return self.view

    def interest_options(self, words: str, limit: int) -> tuple[Option, ...]:
        return tuple(o for o in INTERESTS if words.casefold() in o.label.casefold())[:limit]

    def interest_labels(self, values: tuple[str, ...]) -> Mapping[str, str]:
        return {o.value: o.label for o in INTERESTS if o.value in values}

    def now(self) -> datetime:
        return self.clock

    def advance(self, hours: int) -> datetime:
        self.clock += timedelta(hours=hours)
        return self.clock

    def advance_to_next_event(self) -> datetime | None:
        if not self.ahead:
            return None
        self.clock = self.ahead.pop(0)
        return self.clock
