"""Everything a member can type, press or send, each as an event by someone whose turn it is."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from zoneinfo import ZoneInfo

from benchmarks.year import NEW_YORK, NOW, PLACE, Mine, Year, name_of
from bot.addresses import Tie
from bot.app import App, Means, apart, arranging, closing_up
from bot.app.answering import FORMS
from bot.app.means import seen_by
from bot.app.own_hours import FORM as HOURS
from bot.app.pressing import ANSWERS, DEPTHS, ELSEWHERE, MEETINGS
from bot.delivery import Place
from bot.events import Commanded, Event, Opened, Pressed, Submitted, Who, Word
from bot.model import Contact, Drawn, Side
from bot.ui import Ask, Filled, Form, PickMany, Upload
from bot.ways import Way
from bot.words import Voice, choosing, rights
from bot.words.meeting import way_wish, wish
from storage import SqlStore, open_store

SECOND = Place("teams:T2", "teams", "Hospital in Teams")


@dataclass(frozen=True)
class Day:
    """The app over a year, and who has not acted yet."""

    app: App
    year: Year
    store: SqlStore
    everyone: list[str]
    _ids: Iterator[int] = field(default_factory=count)

    @staticmethod
    @contextmanager
    def of(url: str, keys: str, year: Year) -> Iterator["Day"]:
        """A day over the database at `url`; closed at the end of the block."""
        store = open_store(url, keys)
        ids, everyone = count(), list(year.free)
        contact = Contact("The well-being office", "", year.free.pop())
        means = Means(
            store, lambda: NOW, lambda: f"new{next(ids)}", lambda: 1, Voice(), contact=contact
        )
        try:
            yield Day(App(means), year, store, everyone)
        finally:
            store.close()

    def id(self) -> str:
        return f"event{next(self._ids)}"

    def typed(self, member: str, words: str) -> Commanded:
        return Commanded(self.id(), Who(PLACE.id, member), words)

    def pressed(self, mine: Mine, action: str) -> Pressed:
        return Pressed(self.id(), Who(PLACE.id, mine[0]), action, mine[1])

    def sent(self, opening: Event, /, **changed: str) -> Submitted:
        """The form that an event opens, sent as it is shown but for what is changed."""
        reply = self.app.handle(opening)
        assert isinstance(reply, Ask), reply
        filled = _as_shown(reply.form) | {name: (value,) for name, value in changed.items()}
        values = Filled(tuple(filled.items()))
        return Submitted(self.id(), opening.who, reply.form.name, reply.form.target, values)

    def label(self, place: int) -> str:
        """What members call the interest at that place of popularity."""
        return self.app.means.voice.interest(self.year.topics[place])

    def offered(self, mine: Mine) -> datetime:
        """The first time on offer to an introduction."""
        with self.store.reading() as reading:
            introduction = reading.introduction(mine[1])
            assert introduction
            people = seen_by(reading, introduction, mine[0]).people
            appointment = arranging.appointment_of(reading, introduction, people)
        return appointment.offered[0]


def _as_shown(form: Form) -> dict[str, tuple[str, ...]]:
    shown = {}
    for each in form.fields:
        if isinstance(each, PickMany):
            shown[each.name] = each.values
        elif not isinstance(each, Upload):
            shown[each.name] = (each.value,)
    return shown


@dataclass(frozen=True)
class Case:
    """One kind of event. An ask, and whatever begins its next turn, looks through all offers."""

    name: str
    event: Callable[[Day], Event]
    is_ask: bool = False


def cases() -> Iterator[Case]:
    """Every kind of event there is: a word, a button or a form that is missing is an error."""
    yield Case("home, opened", lambda day: Opened(day.id(), _free(day).who))
    yield from (_word(word) for word in Word)
    yield from (
        Case(f"button {action}", _button(action, mine), is_ask=action == "ask-about")
        for action, mine in BUTTONS.items()
    )
    yield from (
        Case(f"button {action}", _elsewhere(action, tie)) for action, tie in ELSEWHERE_TOO.items()
    )
    yield from (
        Case(f"form {name}", SENT[name], is_ask=name in ("ask", "ask-about"))
        for name in (*FORMS, HOURS)
    )


def _free(day: Day) -> Commanded:
    return day.typed(day.year.free.pop(), "home")


def _two_others(day: Day) -> tuple[str, str]:
    return name_of(day.year.free.pop()), name_of(day.year.free.pop())


RESTS: Mapping[Word, Callable[[Day], str]] = {
    Word.PAUSE: lambda _: "2 weeks",
    Word.OFTEN: lambda _: "2 weeks",
    Word.BUDGET: lambda _: "3",
    Word.FORGET: lambda _: "me",
    Word.ASK: lambda day: day.label(0),
    Word.NEVER: lambda day: _two_others(day)[0],
    Word.INTRODUCE: lambda day: "@{} and @{} because both bake".format(*_two_others(day)),
}
"""What follows a word; nothing follows the others."""

ACTING: Mapping[Word, Callable[[Day], Mine]] = {
    word: pool
    for words, pool in (
        ((Word.WHY, Word.YES, Word.LATER, Word.NO), lambda day: day.year.proposed.pop()),
        (
            (Word.TIMES, Word.MET, Word.NOT_YET, Word.DID_NOT_WORK_OUT, Word.SKIP),
            lambda day: day.year.introduced.pop(),
        ),
    )
    for word in words
}
"""Whose word it is, where not anybody's."""


def _word(word: Word) -> Case:
    def event(day: Day) -> Event:
        member = ACTING[word](day)[0] if word in ACTING else day.year.free.pop()
        rest = RESTS[word](day) if word in RESTS else ""
        return day.typed(member, f"{word.value} {rest}".strip())

    return Case(f"{word.value} …" if word in RESTS else word.value, event, word is Word.ASK)


def _elsewhere(action: str, tie: Tie) -> Callable[[Day], Event]:
    """A button pressed in a second chat, by someone of whom that much is known there."""

    def event(day: Day) -> Event:
        member = day.year.free.pop()
        there = Who(SECOND.id, member)
        with day.store.writing() as tx:
            tx.save_place(SECOND)
            tx.save_addresses([(there, member)], tie)
        return Pressed(day.id(), there, action, SECOND.id)

    return event


def _button(action: str, mine: Callable[[Day], Mine]) -> Callable[[Day], Event]:
    return lambda day: day.pressed(mine(day), action)


def _time(day: Day) -> Mine:
    mine = day.year.introduced.pop()
    return mine[0], wish(mine[1], day.offered(mine))


def _way(day: Day) -> Mine:
    member, introduction = day.year.introduced.pop()
    return member, way_wish(introduction, Way.SIT_DOWN)


def _proposed(day: Day) -> Mine:
    return day.year.proposed.pop()


def _introduced(day: Day) -> Mine:
    return day.year.introduced.pop()


def _agreed(day: Day) -> Mine:
    return day.year.agreed.pop()


def _met(day: Day) -> Mine:
    return day.year.met.pop()


BUTTONS: Mapping[str, Callable[[Day], Mine]] = {
    **dict.fromkeys((*ANSWERS, "why", "show", "yes-with-words"), _proposed),
    **dict.fromkeys((*MEETINGS, *DEPTHS, *sorted(arranging.ACTIONS)), _introduced),
    "time": _time,
    "way": _way,
    "calendar": _agreed,
    "called-away": _agreed,
    **dict.fromkeys(sorted(closing_up.ACTIONS), _met),
    **dict.fromkeys(apart.PRESSED, lambda day: (day.year.free.pop(), day.year.free.pop())),
    "drawn-to": lambda day: (day.year.free.pop(), Drawn.NEWCOMER),
    "ask-about": lambda day: (day.year.free.pop(), day.year.topics[0]),
    "ask-withdraw": lambda day: day.year.asking.pop(),
    "ask-yes": lambda day: day.year.asked.pop(0),
    "ask-no": lambda day: day.year.asked.pop(0),
}
"""Every button that is not a typed word, and whose it is."""

ELSEWHERE_TOO: Mapping[str, Tie] = {
    "reach-me": Tie.AGREED,
    "keep-apart": Tie.AGREED,
    "link-yes": Tie.OFFERED,
    "link-no": Tie.OFFERED,
}
"""Buttons of someone in two chats, and how certainly the second is theirs."""
assert {*BUTTONS, *ELSEWHERE_TOO} >= {*ELSEWHERE, *ANSWERS, *MEETINGS, *DEPTHS}


def _another_time(day: Day) -> Event:
    mine = day.year.introduced.pop()
    at = day.offered(mine).astimezone(ZoneInfo(NEW_YORK))
    return day.sent(day.pressed(mine, "another-time"), when=f"{at:%-d %b at %H:%M}")


def _introduce(day: Day) -> Event:
    one, other = _two_others(day)
    opening = day.typed(day.year.free.pop(), "introduce")
    return day.sent(opening, one=one, other=other, because="Both of them bake.")


def _direct(day: Day, form: str, name: str, value: str) -> Event:
    """A form that only an ambiguous word opens."""
    who, filled = _free(day).who, Filled(((name, (value,)),))
    return Submitted(day.id(), who, form, "", filled)


def _typed_form(opening: str, /, **changed: str) -> Callable[[Day], Event]:
    return lambda day: day.sent(day.typed(day.year.free.pop(), opening), **changed)


def _met_form(action: str, /, **changed: str) -> Callable[[Day], Event]:
    return lambda day: day.sent(day.pressed(_met(day), action), **changed)


SENT: Mapping[str, Callable[[Day], Event]] = {
    "profile": _typed_form("profile"),
    "settle": lambda day: _direct(
        day, "settle", "meaning0", choosing.meaning(Side.SHARES, "bread", "baking")
    ),
    "first-words": lambda day: day.sent(day.pressed(_proposed(day), "yes-with-words")),
    "another-time": _another_time,
    "thanks": _met_form("thanks", words="Thank you for how you listened."),
    "note": _met_form("note", words="Ask about the bread."),
    "never": lambda day: day.sent(
        day.typed(day.year.free.pop(), "never"), who=name_of(day.year.free.pop())
    ),
    "never-which": lambda day: _direct(day, "never-which", "who", day.year.free.pop()),
    "forget-me": _typed_form("forget me", sure=rights.ERASE),
    "concern": _typed_form("concern", words="The room is always locked.", who=rights.NAMED),
    "ask-about": lambda day: day.sent(day.typed(day.year.free.pop(), "ask"), about=day.label(0)),
    "ask": lambda day: day.sent(Pressed(day.id(), _free(day).who, "ask-about", day.year.topics[0])),
    "introduce": _introduce,
    HOURS: _typed_form("hours", working="Mon-Fri 7:00-15:00"),
}
"""Every form, as somebody sends it."""
